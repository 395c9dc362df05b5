"""The controls of numbers: a slider and a field, or for a seed a field and a dice button."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from app.panel.control import Control
from app.panel.edits import NumberEdit
from app.widgets.buttons import IconButton
from app.widgets.slide import FINER, Slide
from app.words.labels import tr
from core.parameters import Divisor, Integer, Numeric, Scale, Seed, SpecError, plain

SLIDER_STEPS = 10_000
COARSE = SLIDER_STEPS // FINER
"""The parts of a range that a value under the hand tells apart; with Shift it is all steps."""
DIGITS = 7
"""The digits for which a real number's field has room, as 0.00123 needs."""


class NumberControl(Control):
    """A control for a number: a slider on the parameter's scale, and a field."""

    parameter: Numeric

    def __init__(self, parameter: Numeric) -> None:
        super().__init__(parameter)
        self._whole = isinstance(parameter, Integer)
        self._value: float = 0.0
        self._low, self._high = 0.0, 1.0
        self._typing = False
        self.slider = Slide()
        self.slider.setRange(0, SLIDER_STEPS)
        self.slider.setMinimumWidth(60)
        self.edit = NumberEdit(DIGITS)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        for part in (self.edit, self.slider):  # in the order in which Tab goes through them
            part.setParent(self)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._above, self._line = QHBoxLayout(), QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addWidget(self.slider, 1)
        self._line.addWidget(self.edit)
        column.addLayout(self._above)
        column.addLayout(self._line)
        self._row.addLayout(column, 1)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderPressed.connect(self.gesture_began)
        self.slider.sliderReleased.connect(self.gesture_ended)
        self.slider.stepped.connect(self._on_nudged)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.editingFinished.connect(self._on_finished)
        self.edit.nudged.connect(self._on_nudged)

    def lead(self, label: QLabel) -> bool:
        """Stand below the label and beside it the field, so that the slider is as long as the
        column."""
        self._above.addWidget(label, 1)
        self._above.addWidget(self.edit)
        return True

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        self._low, self._high = self.parameter.range(spec)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._position(value))
        if self._whole:
            ends = (self._text(end) for end in (self._low, self._high))
            self.edit.make_room(max(4, *map(len, ends)))
        # Text that plainly says this number stays: "1e-3" is not rewritten, "1,000" is.
        typed = self._typed() if self._typing else None
        if typed != value and not _reads_as(self.edit.text(), value):
            self.edit.setText(self._text(value))

    def _text(self, value: float) -> str:
        return plain(value) if self._whole else plain(float(f"{value:.6g}"))

    def _typed(self) -> float | SpecError:
        """The number that stands in the field, or why there is none."""
        try:
            return self.parameter.parse(self.edit.text())
        except SpecError as error:
            return error

    def _on_typed(self) -> None:
        """While typing, accept only numbers in range; everything else waits until the
        typing ends."""
        if not self._typing:
            self._typing = True
            self.gesture_began.emit()
        typed = self._typed()
        if isinstance(typed, int | float) and self._low <= typed <= self._high:
            self.edited.emit(typed)

    def _on_finished(self) -> None:
        """Take what was typed, and show the number that is used."""
        typed = self._typed()
        if typed != self._value and self.edit.text() != self._text(self._value):
            self.edited.emit(typed)
        if self._typing:
            self._typing = False
            self.gesture_ended.emit()
        if typed == self._value and not _reads_as(self.edit.text(), self._value):
            self.edit.setText(self._text(self._value))

    def _on_slider(self, position: int) -> None:
        parts = SLIDER_STEPS if self.slider.fine else COARSE
        value = self.parameter.scale.value_at(position / SLIDER_STEPS, self._low, self._high, parts)
        self.edited.emit(min(self._high, max(self._low, round(value))) if self._whole else value)

    def _on_nudged(self, steps: float) -> None:
        self.edited.emit(min(self._high, max(self._low, self._stepped(steps))))

    def _stepped(self, steps: float) -> float:
        scale = self.parameter.scale
        if not self._whole:
            return scale.stepped(self._value, steps, self._low, self._high)
        moved = self._value + steps
        if scale is Scale.LOG:
            moved = scale.stepped(self._value, steps, self._low, self._high)
        if round(moved) == self._value:  # a whole number moves at least by one
            return int(self._value + math.copysign(1, steps))
        return round(moved)

    def _position(self, value: float) -> int:
        return round(self.parameter.scale.part_of(value, self._low, self._high) * SLIDER_STEPS)


class DivisorControl(NumberControl):
    """A control for a number that divides another: a hand goes from one divisor to the next, and
    what else is typed is refused."""

    parameter: Divisor

    def show_value(self, value: Any, spec: Any) -> None:
        self._rungs = self.parameter.rungs(spec)
        super().show_value(value, spec)

    def _on_slider(self, position: int) -> None:
        if not self._rungs:
            return super()._on_slider(position)
        nearest = min(self._rungs, key=lambda rung: abs(self._position(rung) - position))
        self.edited.emit(nearest)
        return None

    def _stepped(self, steps: float) -> float:
        if not self._rungs:
            return super()._stepped(steps)
        beyond = [r for r in self._rungs if (r - self._value) * steps > 0]
        return min(beyond, key=lambda rung: abs(rung - self._value), default=self._value)


class SeedControl(NumberControl):
    """A control for a seed: a field without a slider, and a dice button that picks another seed."""

    def __init__(self, parameter: Seed) -> None:
        super().__init__(parameter)
        self.slider.hide()
        self._row.insertStretch(0, 1)
        self._row.setStretch(1, 0)
        self.dice = IconButton("dice.svg", tr("Another seed"), self._throw)
        self._row.addWidget(self.dice)

    def lead(self, label: QLabel) -> bool:
        return False

    def _throw(self) -> None:
        # Any other seed will do; the successor times a large odd number never repeats soon.
        self.edited.emit((int(self._value) * 1_103_515_245 + 12_345) % 1_000_000)


def _reads_as(text: str, value: float) -> bool:
    """Whether a text is the usual writing of a number, whatever its digits."""
    try:
        return float(text) == value
    except ValueError:
        return False
