"""The controls of numbers: a slider and a field, or for a seed a field and a dice button."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QSlider

from app.panel.control import Control
from app.panel.edits import NumberEdit
from app.widgets.buttons import IconButton
from app.words.labels import tr
from core.parameters import Integer, Numeric, Seed, plain

SLIDER_STEPS = 1000


class _Slider(QSlider):
    """A horizontal slider of a thousand steps."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, SLIDER_STEPS)
        self.setPageStep(SLIDER_STEPS // 20)
        self.setMinimumWidth(60)


class NumberControl(Control):
    """A control for a number: a slider (by factors if the parameter says so) and a field."""

    parameter: Numeric

    def __init__(self, parameter: Numeric) -> None:
        super().__init__(parameter)
        self._whole = isinstance(parameter, Integer)
        self._value: float = 0.0
        self._low, self._high = 0.0, 1.0
        self._typing = False
        self.slider = _Slider()
        self.edit = NumberEdit()
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._row.addWidget(self.slider, 1)
        self._row.addWidget(self.edit)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderPressed.connect(self.gesture_began)
        self.slider.sliderReleased.connect(self.gesture_ended)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.editingFinished.connect(self._on_finished)
        self.edit.nudged.connect(self._on_nudged)

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        self._low, self._high = self.parameter.range(spec)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._position(value))
        # Text that already says this number stays as typed: "1e-3" is not rewritten under the hand.
        if self._typed() != value:
            self.edit.setText(self._text(value))

    def _text(self, value: float) -> str:
        return plain(value) if self._whole else plain(float(f"{value:.6g}"))

    def _typed(self) -> float | str:
        text = self.edit.text().strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if self._whole and number.is_integer() else number

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
        if self._typed() != self._value and self.edit.text() != self._text(self._value):
            self.edited.emit(self._typed())
        if self._typing:
            self._typing = False
            self.gesture_ended.emit()

    def _on_slider(self, position: int) -> None:
        self.edited.emit(self._at(position))

    def _on_nudged(self, steps: int) -> None:
        self.edited.emit(min(self._high, max(self._low, self._stepped(steps))))

    def _stepped(self, steps: int) -> float:
        if self.parameter.log:
            value = _round(self._value * 10 ** (steps / 20), 3)
            if self._whole and round(value) == self._value:
                return int(self._value + math.copysign(1, steps))
        else:
            span = self._high - self._low
            step = 1.0 if self._whole else _round(span / 100, 1)
            value = self._value + steps * step
            value = round(value / step) * step
        return round(value) if self._whole else float(f"{value:.10g}")

    def _position(self, value: float) -> int:
        if self._high <= self._low:
            return 0
        if self.parameter.log:
            part = math.log(max(value, self._low) / self._low) / math.log(self._high / self._low)
        else:
            part = (value - self._low) / (self._high - self._low)
        return round(part * SLIDER_STEPS)

    def _at(self, position: int) -> float:
        if position in (0, SLIDER_STEPS):
            return self._high if position else self._low  # exactly, whatever their digits
        part = position / SLIDER_STEPS
        if self.parameter.log:
            value = _round(self._low * (self._high / self._low) ** part, 3)
        else:
            step = (self._high - self._low) / SLIDER_STEPS
            value = self._low + part * (self._high - self._low)
            value = round(value, max(0, 1 - math.floor(math.log10(step)))) if step else value
        if self._whole:
            value = round(value)
        return min(self._high, max(self._low, value))


class SeedControl(NumberControl):
    """A control for a seed: a field without a slider, and a dice button that picks another seed."""

    def __init__(self, parameter: Seed) -> None:
        super().__init__(parameter)
        self.slider.hide()
        self._row.insertStretch(0, 1)
        self.dice = IconButton("dice.svg", tr("Another seed"), self._throw)
        self._row.addWidget(self.dice)

    def _throw(self) -> None:
        # Any other seed will do; the successor times a large odd number never repeats soon.
        self.edited.emit((int(self._value) * 1_103_515_245 + 12_345) % 1_000_000)


def _round(value: float, digits: int) -> float:
    """A value rounded to a number of significant digits."""
    return float(f"{value:.{digits}g}")
