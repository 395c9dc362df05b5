"""What has a file's name and is none."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("folder", "loop", "device", "pipe") if os.name == "posix" else ("folder",)

SECONDS = 0.5
"""Who reads from the pipe all the same waits so long each time, and not for ever."""


@contextmanager
def odd(path: Path, kind: str) -> Iterator[None]:
    """While entered, a folder, a link to itself, a link to a device, or a named pipe is there."""
    if kind == "pipe":
        with _pipe(path):
            yield
        return
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "loop" else "/dev/null")
    yield


@contextmanager
def _pipe(path: Path) -> Iterator[None]:
    os.mkfifo(path)
    done = threading.Event()

    def end_it() -> None:
        while not done.wait(SECONDS):
            with contextlib.suppress(OSError):  # nobody reads
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))

    clock = threading.Thread(target=end_it)
    clock.start()
    try:
        yield
    finally:
        done.set()
        clock.join()
