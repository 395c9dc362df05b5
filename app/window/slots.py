"""The files in which windows keep their work: a slot for each window that is open at a time."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.session import SUFFIX

log = logging.getLogger("saddlepoint")

SLOTS = 8
"""The most windows that keep their work at a time."""


class Slot:
    """The files of one window: what it writes while it is open, and what it leaves when it is
    closed. Nobody else uses them while its lock is held."""

    def __init__(self, folder: Path, number: int, lock: QLockFile) -> None:
        name = f"-{number}" if number else ""
        self.open = folder / f"autosave{name}{SUFFIX}"
        """The work of the window while it is open: found at a start, it was left by a crash."""
        self.closed = folder / f"last{name}{SUFFIX}"
        """Unsaved work at the end, which the next window takes up."""
        self._lock = lock

    @property
    def used(self) -> bool:
        """Whether a window left something here."""
        return self.open.exists() or self.closed.exists()

    def remove(self, path: Path) -> None:
        """Remove one of the files; if that is not possible, it is offered again."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: %s", path, error)

    def give_up(self) -> None:
        """Let another window have the slot."""
        self._lock.unlock()


def take(folder: Path) -> Slot | None:
    """The first free slot in which a window left something, else the first free one; None if none
    is free. No more than one is locked at a time, or a window that starts too would find none."""
    for wanted in (True, False):
        for number in range(SLOTS):
            slot = _locked(folder, number)
            if slot is not None and (slot.used or not wanted):
                return slot
            if slot is not None:
                slot.give_up()
    return None


def _locked(folder: Path, number: int) -> Slot | None:
    lock = QLockFile(str(folder / (f"autosave-{number}.lock" if number else "autosave.lock")))
    lock.setStaleLockTime(0)
    return Slot(folder, number, lock) if lock.tryLock(0) else None
