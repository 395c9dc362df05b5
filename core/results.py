"""Write a finished run to a file: whole or not at all."""

from __future__ import annotations

import contextlib
import json
import math
import os
import platform
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

from core import __version__
from core.device import threads
from core.experiment import Frame, Run
from core.parameters import Reason, Spec, SpecError

SUFFIXES = (".npz", ".json")

UNFINISHED = ".unfinished"
LEFTOVER_SECONDS = 600
"""The age in seconds beyond which an unfinished file belongs to a process that was killed."""


def check_path(path: Path) -> None:
    """Refuse, before any work is done, a file that could not be written."""
    if path.suffix not in SUFFIXES:
        raise SpecError("out", Reason.NOT_A_CHOICE, path.name, ", ".join(f"*{s}" for s in SUFFIXES))
    if not path.absolute().parent.is_dir():
        raise SpecError("out", Reason.MISSING_FILE, str(path.parent))
    if path.is_dir():
        accepted = ", ".join(f"*{s}" for s in SUFFIXES)
        raise SpecError("out", Reason.NOT_A_FILE, str(path), accepted)


def describe(run: Run, seconds: float) -> dict[str, Any]:
    """A dictionary of what is needed to know where numbers came from, and to reproduce them."""
    return provenance(run.experiment.key, run.spec, run.device, run.fallback, seconds)


def provenance(
    experiment: str, spec: Spec, device: str, fallback: str, seconds: float
) -> dict[str, Any]:
    """The same dictionary for a run of which only these parts are known."""
    settings = spec.to_json()
    return {
        "experiment": experiment,
        "spec": settings,
        "seed": settings.get("seed"),
        "device": device,
        "fallback": fallback,
        "threads": threads(),
        "versions": versions(),
        "seconds": round(seconds, 3),
    }


def versions() -> dict[str, str]:
    """The versions of everything that numbers depend on."""
    from importlib import metadata  # imports a parser for mail, for which no window should wait

    packages = {name: metadata.version(name) for name in ("numpy", "scipy", "torch")}
    return {"saddlepoint": __version__, "python": platform.python_version(), **packages}


def write(path: Path, frame: Frame, meta: dict[str, Any]) -> None:
    """Write the frame's arrays and ``meta`` as ``.npz`` or ``.json``, by the path's suffix.

    ``.npz`` holds every array by its name and ``meta`` as a JSON string. JSON knows no NaN and no
    infinity: there such numbers are ``null``.
    """
    arrays = frame.arrays()
    if path.suffix == ".npz":
        named: dict[str, Any] = {"meta": np.array(json.dumps(meta)), **arrays}
        write_whole(path, lambda f: np.savez_compressed(f, **named))
    else:
        document = {"meta": meta, **{name: _plain(a.tolist()) for name, a in arrays.items()}}
        text = json.dumps(document, allow_nan=False)
        write_whole(path, lambda f: f.write(text.encode()))


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Call ``write`` on a file that takes the path's name only when it is complete.

    Whenever it is cut off, what was there before stays. What a process that was killed has left
    beside it is removed by a later call for the same path.
    """
    with whole(path) as temporary, temporary.open("r+b") as file:
        write(file)
        settle(file)


def settle(file: IO[bytes]) -> None:
    """Flush what was written to the disk; otherwise a crash of the machine could leave an empty
    file."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, which is renamed to it when the block ends without an error.

    It is meant for writers that need a name or write in many pieces; the file must be closed by
    then. If an error, or the closing of a generator, ends the block, the file is removed, and what
    was there before stays. A link stays a link, and a file that is replaced keeps its mode.
    """
    path = Path(os.path.realpath(path))
    # A name may be as long as file systems allow; with more before and after it no longer would.
    folder, prefix = path.absolute().parent, f".{path.name[:40]}."
    _remove_leftovers(folder, prefix)
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=UNFINISHED)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The mode of the file that is there, or of any new one: mkstemp's 0600 is for secrets."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _remove_leftovers(folder: Path, prefix: str) -> None:
    """Remove old unfinished files with that prefix; young ones may belong to another process at
    work."""
    with contextlib.suppress(OSError):  # they harm nobody
        for file in folder.iterdir():
            ours = file.name.startswith(prefix) and file.name.endswith(UNFINISHED)
            # One from the future was left before the clock was set back.
            if ours and abs(time.time() - file.stat().st_mtime) > LEFTOVER_SECONDS:
                file.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
