"""Keeps what a person has set: saves it, opens it, and brings it back after a quit or a crash."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from app import session
from app.docks import Docks, Say
from app.places import data_folder, used
from app.session import SUFFIX, NoSessionError, Session
from app.window import slots
from app.words.labels import tr

log = logging.getLogger("saddlepoint")

AUTOSAVE_MS = 15_000
SOON_MS = 500
"""The time after a change until it is kept; changes that follow sooner count as one."""
RECENT = 8
WIDEST = 120
"""The letters of a recent file's name in the menu."""


class Keeper(QObject):
    """Saves and opens the window's session. Lives in the GUI thread.

    While the window is open, its state is written now and then beside the log; that file is removed
    when the window is closed, so finding one at the start means that there was a crash, and the
    work is offered. A window that is closed with unsaved work leaves it for the next, which takes
    it up without a question.
    """

    def __init__(self, docks: Docks, settings: QSettings, say: Say) -> None:
        super().__init__(docks)
        self._docks, self._settings, self._say = docks, settings, say
        self._window = docks.window
        self.path: Path | None = None
        """The file that the session was saved to or opened from; None if there is none."""
        self.unsaved = False
        """Whether the window shows work that stands in no file of the person's."""
        self._slot: slots.Slot | None = None
        self._written: Session | None = None
        self._brought = False
        """Whether the work was brought back, and not saved since."""
        self.passed_on = False
        """Whether another window goes on with the work, so that none is left behind."""
        self._timer = QTimer(self, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.keep)
        self._soon = QTimer(self, singleShot=True, interval=min(SOON_MS, AUTOSAVE_MS))
        self._soon.timeout.connect(self.keep)
        self._box: QMessageBox | None = None
        docks.undo.indexChanged.connect(self._on_changed)
        docks.undo.cleanChanged.connect(self._on_changed)
        self._entitle()

    @property
    def autosave(self) -> Path | None:
        """The file in which the window's work is kept while it is open; None if there is none."""
        return self._slot.open if self._slot is not None else None

    # What a person asks for

    def save(self) -> bool:
        """Save to the session's file; ask for one if it has none."""
        return self.save_to(self.path) if self.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Save session"),
            str(self.path or used.start()),
            tr("Sessions (*{suffix})", suffix=SUFFIX),
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

    # After a quit or a crash

    def start(self) -> None:
        """Begin to keep the state; bring back what an earlier window left behind."""
        if self._slot is not None:
            return
        try:
            self._slot = slots.take(data_folder())
        except OSError:
            return  # a read-only home is no reason not to start
        if self._slot is None:
            return
        if self._slot.open.exists():
            self._offer(self._slot.open)
            return
        if self._slot.closed.exists():
            self._bring_back(self._slot.closed)
        self._timer.start()
        self._on_changed()  # a person may have been quick

    @Slot()
    def keep(self) -> None:
        """Write the window's unsaved work, if it has changed."""
        if self._slot is None or self._box is not None:
            return
        if self.unsaved:
            self._write(self._slot.open)
        elif self._written is not None:
            self._slot.remove(self._slot.open)
            self._written = None

    def go_on(self, before: Keeper) -> None:
        """Go on with the work of another window, which was closed for this one."""
        self.path, self._brought = before.path, before.unsaved
        self._entitle()
        self._on_changed()

    def close(self) -> None:
        """End regularly: unsaved work is left to the next window, and otherwise nothing."""
        for changed in (self._docks.undo.indexChanged, self._docks.undo.cleanChanged):
            changed.disconnect(self._on_changed)  # it would tell of its own end
        self._timer.stop()
        self._soon.stop()
        if self._slot is None:
            return
        if self._box is None:  # else the person has not said yet what is to become of it
            wanted = self.unsaved and not self.passed_on
            left = wanted and self._write(self._slot.closed)
            if not left:
                self._slot.remove(self._slot.closed)
            if left or not wanted:
                self._slot.remove(self._slot.open)
        self._slot.give_up()
        self._slot = None

    def _write(self, path: Path) -> bool:
        """Write the state to one of the slot's files; whether it stands there now."""
        now = self._docks.session()
        if path == self.autosave and now == self._written:
            return True
        try:
            session.write(path, now)
        except (OSError, ValueError) as error:
            log.warning("%s: %s", path, error)
            return False
        self._written = now
        return True

    def _bring_back(self, path: Path) -> None:
        """Show the work that a file holds, as work that is not saved."""
        try:
            self._docks.restore(session.read(path))
        except NoSessionError as error:
            self._tell(str(error))
            return
        self._brought = True
        self._on_changed()

    def _offer(self, path: Path) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle("Saddlepoint")
        box.setText(tr("Saddlepoint closed unexpectedly. Restore your work?"))
        again = box.addButton(tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("Start fresh"), QMessageBox.ButtonRole.RejectRole)
        box.finished.connect(lambda: self._on_answered(path, box.clickedButton() is again))
        self._box = box
        box.open()

    def _on_answered(self, path: Path, restore: bool) -> None:
        self._box = None
        if self._slot is None:
            return
        if restore:
            self._bring_back(path)
            self.keep()  # in the old file's place, which stays until the new one is whole
        else:
            self._slot.remove(path)
            self._slot.remove(self._slot.closed)
        self._timer.start()

    @Slot()
    def _on_changed(self) -> None:
        """Say whether there is unsaved work, and keep it soon."""
        self.unsaved = self._brought or not self._docks.undo.isClean()
        self._window.setWindowModified(self.unsaved)
        if self._timer.isActive():
            self._soon.start()

    # Small things

    def _may_replace(self, path: Path) -> bool:
        question = tr("{path} is there already. Replace it?", path=path)
        answer = QMessageBox.question(self._window, tr("Save session"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _settle(self, path: Path) -> None:
        self.path = path
        used.remember(path)
        self._brought = False
        self._docks.undo.setClean()
        self._on_changed()
        self._entitle()
        recent = [str(path.absolute()), *(p for p in self._recent() if p != str(path.absolute()))]
        self._settings.setValue("recent", recent[:RECENT])

    def _entitle(self) -> None:
        """Name the file in the title, with a place for the mark of unsaved work."""
        stem = f"{self.path.stem}[*] – " if self.path is not None else ""
        self._window.setWindowTitle(f"{stem}Saddlepoint" if stem else "Saddlepoint[*]")

    def _recent(self) -> list[str]:
        found = self._settings.value("recent", [])
        return [found] if isinstance(found, str) else [str(p) for p in found or []]  # type: ignore[attr-defined]

    @Slot()
    def fill_recent(self, menu: QMenu) -> None:
        """Fill the menu with the sessions that were saved or opened last."""
        menu.clear()
        for name in self._recent():
            room = menu.fontMetrics().averageCharWidth() * WIDEST
            shown = menu.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
            action = menu.addAction(shown.replace("&", "&&"))
            action.setToolTip(name)
            action.setEnabled(Path(name).exists())
            action.triggered.connect(partial(self.open, Path(name)))
        if menu.isEmpty():
            menu.addAction(tr("None yet")).setEnabled(False)

    def _tell(self, words: str, more: tuple[str, ...] = ()) -> None:
        panel = self._docks.front()
        panel.errors.say(" ".join((words, *more[:3])), "\n".join(more))
