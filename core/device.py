"""The device on which an experiment computes: ``auto``, ``cpu``, ``cuda`` or ``mps``.

torch is imported only when the answer depends on it.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from core import compiler
from core.parameters import Reason, SpecError

T = TypeVar("T")

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""The parameters' numbers in glibc's malloc.h."""
lost: dict[str, str] = {}
"""The devices that failed for good, each with its error: some of CUDA's errors last as long as the
process. They are not tried again."""

log = logging.getLogger("saddlepoint")

CHOICES = ("auto", "cpu", "cuda", "mps")


def available() -> tuple[str, ...]:
    """The devices that torch finds on this machine, the fastest first. Imports torch."""
    import torch

    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def resolve(choice: str, *, on_gpu: bool) -> str:
    """The device for an experiment; one that is not served by a GPU (``on_gpu``) gets the CPU.

    Raises :class:`SpecError` for a device that does not exist here.
    """
    if choice not in CHOICES:
        raise SpecError("device", Reason.NOT_A_CHOICE, choice, ", ".join(CHOICES))
    if choice == "cpu" or (choice == "auto" and not on_gpu):
        return "cpu"
    found = available()
    if choice == "auto":
        return found[0]
    if choice not in found:
        raise SpecError("device", Reason.NOT_AVAILABLE, choice, ", ".join(("auto", *found)))
    return choice if on_gpu else "cpu"


def name(device: str) -> str:
    """The name of a device: the GPU's product name, or the processor's. A GPU that cannot be asked
    is called by its key."""
    if device == "cuda":
        import torch

        try:
            return torch.cuda.get_device_name()
        except Exception as error:  # a driver's fault may be of any kind
            log.warning("the GPU does not say its name: %s", error)
            return "CUDA"
    return "Apple GPU" if device == "mps" else _processor()


def _processor() -> str:
    described = Path("/proc/cpuinfo")  # Linux only, and there the only place
    if described.is_file():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "CPU"


def release(device: str) -> None:
    """Give back the memory that torch keeps cached on a GPU. One that fails even at that has failed
    for good, and is in :data:`lost` from then on."""
    if device == "cuda":
        import torch

        try:
            torch.cuda.empty_cache()
        except Exception as error:  # whatever it was, the CPU is next
            lost[device] = first_line(error)
            log.warning("%s is not used any more: %s", device, error)


def first_line(error: Exception) -> str:
    """An error in one line: its kind, and the first line of what it says."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


def prepare() -> None:
    """Import torch, and set up how it computes here: without its compiler, with freed memory kept
    for the next step, and with a core left to the window. It is safe to call again."""
    compiler.keep_away()
    keep_freed_memory()
    limit_threads()


def keep_freed_memory() -> None:
    """Let glibc keep up to 64 MiB of freed memory for the next step that asks for as much.

    Otherwise what a layer frees goes back to the system at once, and the next layer's memory comes
    page by page as faults: that took a fourteenth of an Activations run.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 32 * 2**20)
        mallopt(_M_TRIM_THRESHOLD, 64 * 2**20)


@contextmanager
def flushed() -> Iterator[None]:
    """Flush numbers next to zero (under 1.2e-38 in float32) to zero, in this thread alone: a
    processor takes ten to fifty times as long over them. Never wrap a ``yield`` in it."""
    import torch

    able = torch.set_flush_denormal(True)
    try:
        yield
    finally:
        if able:
            torch.set_flush_denormal(False)


def threads() -> int:
    """The number of threads among which torch divides a sum; 1 where torch is not loaded.

    Another number adds up in another order, so the last digits of a training may differ by it.
    """
    torch = sys.modules.get("torch")
    return 1 if torch is None else int(torch.get_num_threads())


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute in this thread alone: torch would share even few values with others, and on a busy
    machine then waits for them, up to fifteen times as long as the work takes. Never wrap a
    ``yield`` in it."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def in_one_thread(work: Generator[T, Any, None]) -> Generator[T, Any, None]:
    """The same work, each piece up to its next yield computed by :func:`one_thread`."""
    sent: Any = None
    try:
        while True:
            with one_thread():
                try:
                    found = work.send(sent)
                except StopIteration:
                    return
            sent = yield found
    finally:
        work.close()


def limit_threads() -> None:
    """Let torch use all cores but one, so that the window keeps its own."""
    import torch

    threads = max(1, (os.cpu_count() or 2) - 1)
    if torch.get_num_threads() > threads:
        torch.set_num_threads(threads)
