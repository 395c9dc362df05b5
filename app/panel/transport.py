"""The playback controls: play, pause, step, scrub, speed.

Playing belongs to the view: it computes nothing, and a GUI timer walks through what has been
computed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.panel.animation import Animation
from app.panel.player import Player
from app.widgets.buttons import tool_button
from app.widgets.icons import icon
from app.widgets.sentences import Steady
from app.widgets.slide import FINER, Slide
from app.words.labels import tr

TICK_MS = 33
SHORTEST = 72
"""The least length of the timeline in pixels."""
STEPS_A_SECOND = 60.0
SPEEDS = (0.05, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0)


class Transport(Player, QWidget):
    """A playhead over steps 0..total. ``moved`` carries the step that is to be shown, and
    ``settled`` says whether everything that depends on it is drawn."""

    moved = Signal(int)

    def __init__(self, settled: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._settled = settled
        self.step = 0
        self.total = 0
        self._reached = 0.0
        self._last = 0.0
        self._waits = False
        self.to_start = tool_button("", tr("To the start"), lambda: self.move_to(0))
        self.back = tool_button("", tr("One step back"), lambda: self.nudge(-1))
        self.play_button = tool_button("", tr("Play or pause"), self.toggle)
        self.forward = tool_button("", tr("One step on"), lambda: self.nudge(1))
        self.to_end = tool_button("", tr("To the end"), self.show_end)
        self.scrub = Slide()
        self.scrub.setAccessibleName(tr("Step"))
        self.scrub.setMinimumWidth(SHORTEST)
        self.count = Steady("00000 / 00000")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.speed = QComboBox()
        self.speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}x", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.to_start, self.back, self.play_button, self.forward, self.to_end):
            row.addWidget(button)
        row.addWidget(self.scrub, 1)
        row.addWidget(self.count)
        row.addWidget(self.speed)
        self.scrub.valueChanged.connect(self._on_scrubbed)
        self.scrub.stepped.connect(lambda steps: self.nudge(round(steps) or round(FINER * steps)))
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.retheme()
        self.set_total(0)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self._icons = {name: icon(f"{name}.svg") for name in ("play", "pause")}
        self.to_start.setIcon(icon("to_start.svg"))
        self.back.setIcon(icon("step_back.svg"))
        self.forward.setIcon(icon("step_on.svg"))
        self.to_end.setIcon(icon("to_end.svg"))
        self._show()

    @property
    def playing(self) -> bool:
        """Whether the playhead moves by itself."""
        return self._timer.isActive()

    def set_total(self, total: int) -> None:
        """Set the number of steps. A playhead at the end stays at the end, unless it waits."""
        at_end = self.step >= self.total and not self._waits
        self.total = total
        with QSignalBlocker(self.scrub):
            self.scrub.setRange(0, total)
        if self.step > total or (at_end and not self.playing):
            self.step = total
        self._show()

    def move_to(self, step: int) -> None:
        """Move the playhead; playing stops."""
        self.pause()
        self._go(step)

    def show_start(self) -> None:
        """Go to the start and stay there, also when steps arrive."""
        self.move_to(0)
        self._waits = True

    def show_end(self) -> None:
        """Go to the last step so far."""
        self.move_to(self.total)

    def nudge(self, by: int) -> None:
        """Move by a number of steps."""
        self.move_to(self.step + by)

    def toggle(self) -> None:
        """Play or pause; at the end, play from the start."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Start moving the playhead."""
        if self.step >= self.total:
            self._go(0)
        self._reached = float(self.step)
        self._last = time.perf_counter()
        self._timer.start()
        self._show()

    def pause(self) -> None:
        """Stop moving the playhead."""
        self._timer.stop()
        self._show()

    def animation(self) -> Animation | None:
        """The steps as an animation that can be filmed; None while there are none."""
        if not self.total:
            return None
        return Animation(self.total + 1, lambda: self.step, self.move_to, self._settled)

    def restart(self) -> None:
        """Play from the start, now or as soon as there are steps."""
        self._go(0)
        self._reached = 0.0
        self._last = time.perf_counter()
        self._timer.start()
        self._show()

    def _tick(self) -> None:
        now = time.perf_counter()
        if not self.total:  # nothing has been computed yet
            self._last = now
            return
        # A late tick moves on by what it missed, but a stall does not jump to the end.
        elapsed = min(now - self._last, 4 * TICK_MS / 1000)
        self._last = now
        self._reached += elapsed * STEPS_A_SECOND * float(self.speed.currentData())
        step = min(self.total, int(self._reached))
        if step != self.step:
            self._go(step)
        if self.total and step >= self.total:
            self.pause()

    def _go(self, step: int) -> None:
        self._waits = False
        self.step = max(0, min(self.total, step))
        self._show()
        self.moved.emit(self.step)

    def _on_scrubbed(self, step: int) -> None:
        if step != self.step:
            self.move_to(step)

    def _show(self) -> None:
        with QSignalBlocker(self.scrub):
            self.scrub.setValue(self.step)
        self.count.setText(f"{self.step} / {self.total}")
        self.play_button.setIcon(self._icons["pause" if self.playing else "play"])
