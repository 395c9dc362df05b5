"""The control of one end of a range: a field alone, which is typed or stepped."""

from __future__ import annotations

import math

from app.panel.number_control import NumberControl
from core.parameters import End


class EndControl(NumberControl):
    """A field without a slider. A step of it is a tenth of its largest digit's unit."""

    parameter: End

    def __init__(self, parameter: End) -> None:
        super().__init__(parameter)
        self.slider.hide()

    def _stepped(self, steps: float) -> float:
        power = math.floor(math.log10(abs(self._value))) if self._value else 0
        step = 10.0 ** (power - 1)
        return float(f"{round(self._value / step + steps) * step:.10g}")
