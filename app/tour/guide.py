"""Leads through the tour: on the first visit, and whenever it is asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from app.tour.callout import Callout, Veil, union
from app.tour.steps import LESSONS, STEPS, Scene, Step
from app.words.labels import tr

VERSION = 1
LOOK_MS = 100
"""Milliseconds between two checks of where the target is, and of whether the task was done."""


class Guide(QObject):
    """Shows one step after another over the window, which stays usable all the while."""

    ended = Signal()

    def __init__(self, scene: Scene, settings: QSettings) -> None:
        super().__init__(scene.docks)
        self._scene, self._settings = scene, settings
        self._window = scene.docks.window
        self.index = -1
        """The number of the step that is shown; -1 while there is no tour."""
        self.done = False
        """Whether the person has done what the step asks for."""
        self.veil: Veil | None = None
        self.callout: Callout | None = None
        self._before: Any = None
        self._pane_was_open = False
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.end)
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._look)

    @Slot()
    def welcome(self) -> None:
        """Start the tour on the first visit, and never again after that."""
        if self._settings.value("tour") is None:
            self.start()

    @Slot()
    def start(self) -> None:
        """Start the tour from the first step."""
        if self.callout is None:
            window = self._window
            self._pane_was_open = self._scene.teacher.dock.isVisible()
            self.veil, self.callout = Veil(window), Callout(window)
            self.callout.turned.connect(self.turn)
            self.callout.closed.connect(self.end)
            window.installEventFilter(self)
            self._escape.setEnabled(True)
            self._clock.start()
        self._show(0)

    @Slot()
    def end(self) -> None:
        """End the tour, and let the next start be without it."""
        self.close()
        self._settings.setValue("tour", VERSION)
        if not self._pane_was_open:
            self._scene.teacher.dock.hide()
        self._scene.docks.front().setFocus()
        self.ended.emit()

    def close(self) -> None:
        """Remove the tour from the window."""
        self._clock.stop()
        self._escape.setEnabled(False)
        self._window.removeEventFilter(self)
        for part in (self.veil, self.callout):
            if part is not None:
                part.hide()
                part.deleteLater()
        self.veil = self.callout = None
        self.index = -1

    @Slot(int)
    def turn(self, by: int) -> None:
        """Move a step on or back; moving on from the last step ends the tour."""
        if self.index + by >= len(STEPS):
            self.end()
        elif self.index + by >= 0:
            self._show(self.index + by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._place)  # when its parts have moved too
        return super().eventFilter(watched, event)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return STEPS[self.index]

    def _show(self, index: int) -> None:
        assert self.callout is not None
        assert self.veil is not None
        self.index, self.done, step = index, False, STEPS[index]
        self._set_stage(step)
        self._before = step.state(self._scene) if step.state is not None else None
        keys = _keys()
        words = (tr(step.title), tr(step.text, **keys), tr(step.task, **keys) if step.task else "")
        self.callout.say(*words, (index + 1, len(STEPS)))
        self._place()
        for part in (self.veil, self.callout):
            part.show()
            part.raise_()
        self.callout.next.setFocus()

    def _set_stage(self, step: Step) -> None:
        """Make what the step is about visible."""
        docks, teacher = self._scene.docks, self._scene.teacher
        if not docks.widgets["descent"].isVisible():
            docks.show("descent")
        panel = docks.panel("descent")
        panel.show_page(step.page)
        if step.lesson:
            known = teacher.pane.library.by_claim
            teacher.open(next((c for c in LESSONS if c in known), LESSONS[0]))
        if step.state is not None:
            panel.player.pause()  # what moves now is moved by the person

    @Slot()
    def _look(self) -> None:
        self._place()
        step = self.step
        if step.state is None or self.done or self.callout is None:
            return
        now = step.state(self._scene)
        if self._before is None:
            self._before = now
        elif now is not None and now != self._before:
            self.done = True
            self.callout.say_task("✓ " + tr(step.done), done=True)
            self._place()

    @Slot()
    def _place(self) -> None:
        if self.callout is None or self.veil is None:
            return
        room = self._window.rect()
        hole = union(self._window, self.step.target(self._scene))
        seen = union(self._window, self.step.seen(self._scene))
        self.veil.setGeometry(room)
        self.veil.set_hole(hole, seen)
        self.callout.place(hole, seen, room)


def _keys() -> dict[str, str]:
    """The names of the keys on this system."""
    standard = QKeySequence.StandardKey
    keys: dict[str, QKeySequence.StandardKey | str] = {
        "undo": standard.Undo,
        "redo": "Ctrl+Shift+Z",
        "save": standard.Save,
        "help": "F1",
        "first": "Ctrl+1",
        "second": "Ctrl+2",
    }
    native = QKeySequence.SequenceFormat.NativeText
    return {name: QKeySequence(key).toString(native) for name, key in keys.items()}
