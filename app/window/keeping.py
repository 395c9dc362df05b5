"""Keeps what a person has set: saves it, opens it, and offers it again after a crash."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from app import session
from app.docks import Docks, Say
from app.places import data_folder
from app.session import SUFFIX, NoSessionError, Session
from app.words.labels import tr

log = logging.getLogger("saddlepoint")

AUTOSAVE_MS = 15_000
RECENT = 8


class Keeper(QObject):
    """Saves and opens the window's session. Lives in the GUI thread.

    While the window is open, its state is written now and then beside the log; that file is removed
    when the window is closed, so finding one at the start means that there was a crash. With
    several windows at a time the first one writes it.
    """

    def __init__(self, docks: Docks, settings: QSettings, say: Say) -> None:
        super().__init__(docks)
        self._docks, self._settings, self._say = docks, settings, say
        self._window = docks.window
        self.path: Path | None = None
        """The file that the session was saved to or opened from; None if there is none."""
        self.autosave: Path | None = None
        self._lock: QLockFile | None = None
        self._written: Session | None = None
        self._timer = QTimer(self, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.keep)
        self._box: QMessageBox | None = None

    # What a person asks for

    def save(self) -> bool:
        """Save to the session's file; ask for one if it has none."""
        return self.save_to(self.path) if self.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save session"), "", tr("Sessions (*{suffix})", suffix=SUFFIX)
        )
        if not name:
            return False
        path = Path(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
        # The dialog asked about the name as it was typed.
        replaced = str(path) != name and path.exists()
        return self.save_to(path) if not replaced or self._may_replace(path) else False

    def save_to(self, path: Path) -> bool:
        """Save whole or not at all; a failure is reported, and what was there stays."""
        try:
            session.write(path, self._docks.session())
        except OSError as error:
            reason = error.strerror or str(error)
            self._tell(tr("{path} could not be saved: {reason}", path=path, reason=reason))
            return False
        self._settle(path)
        self._say(tr("Saved: {path}", path=path), 5000)
        return True

    def open(self, path: Path) -> bool:
        """Open a session; what could not be read in it is reported."""
        try:
            found = session.read(path)
        except NoSessionError as error:
            self._tell(str(error))
            return False
        self._docks.restore(found)
        self._settle(path)
        if found.problems:
            self._tell(tr("The session was opened, but not all of it."), found.problems)
        return True

    # After a crash

    def start(self) -> None:
        """Begin to keep the state; offer what an earlier window left behind."""
        try:
            folder = data_folder()
        except OSError:
            return  # a read-only home is no reason not to start
        lock = QLockFile(str(folder / "autosave.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return
        self._lock = lock
        self.autosave = folder / f"autosave{SUFFIX}"
        if self.autosave.exists():
            self._offer(self.autosave)
        else:
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Write the window's state, if it has changed."""
        now = self._docks.session()
        if self.autosave is None or now == self._written:
            return
        try:
            session.write(self.autosave, now)
        except OSError as error:
            log.warning("%s: %s", self.autosave, error)
            return
        self._written = now

    def close(self) -> None:
        """Remove the kept state at a regular end: there is nothing to offer at the next start."""
        self._timer.stop()
        if self._box is None and self.autosave is not None:
            self.autosave.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()

    def _offer(self, path: Path) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle("Saddlepoint")
        box.setText(tr("Saddlepoint closed unexpectedly. Restore your work?"))
        again = box.addButton(tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("Begin anew"), QMessageBox.ButtonRole.RejectRole)
        box.finished.connect(lambda: self._on_answered(path, box.clickedButton() is again))
        self._box = box
        box.open()

    def _on_answered(self, path: Path, restore: bool) -> None:
        self._box = None
        if restore:
            try:
                self._docks.restore(session.read(path))
            except NoSessionError as error:
                self._tell(str(error))
        path.unlink(missing_ok=True)
        self._timer.start()

    # Small things

    def _may_replace(self, path: Path) -> bool:
        question = tr("{path} is there already. Replace it?", path=path)
        answer = QMessageBox.question(self._window, tr("Save session"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _settle(self, path: Path) -> None:
        self.path = path
        self._window.setWindowTitle(f"{path.stem} – Saddlepoint")
        recent = [str(path.absolute()), *(p for p in self._recent() if p != str(path.absolute()))]
        self._settings.setValue("recent", recent[:RECENT])

    def _recent(self) -> list[str]:
        found = self._settings.value("recent", [])
        return [found] if isinstance(found, str) else [str(p) for p in found or []]  # type: ignore[attr-defined]

    @Slot()
    def fill_recent(self, menu: QMenu) -> None:
        """Fill the menu with the sessions that were saved or opened last."""
        menu.clear()
        for name in self._recent():
            action = menu.addAction(name)
            action.setEnabled(Path(name).exists())
            action.triggered.connect(partial(self.open, Path(name)))
        if menu.isEmpty():
            menu.addAction(tr("None yet")).setEnabled(False)

    def _tell(self, words: str, more: tuple[str, ...] = ()) -> None:
        panel = self._docks.front()
        panel.errors.say(" ".join((words, *more[:3])), "\n".join(more))
