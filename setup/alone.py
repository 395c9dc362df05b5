"""One set-up at a time: the second one waits, and says so."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from setup.places import ROOT

FILE = ROOT / ".setup.lock"
"""Beside .venv, which a set-up may delete. It is locked, and stays when it is not."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of this folder's set-up; the system gives it back if the process dies.

    A child that inherits files (pip, on Linux and macOS) holds it too, until it has ended: whoever
    comes next must not clear what the pip of a killed start still writes.
    """
    with FILE.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not _locked(file):
            print("Another start is setting this folder up. Waiting for it ...", flush=True)
            while not _locked(file):
                time.sleep(0.2)
        yield


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        """Lock the file unless another process has it."""
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        """Lock the file unless another process has it; true, too, where nothing can be locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # on some network folders
            return True
        return True
