"""The control of a schedule: its name, and the curve of the rates that the run uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from app.panel.controls import ChoiceControl, control_for
from app.widgets.rate_curve import RateCurve
from app.words.labels import number, tr
from core.optimizers.records import ScheduleChoice
from core.optimizers.schedules import curve


class ScheduleControl(ChoiceControl):
    """A choice with a small curve under it. A schedule that follows the loss has its curve when the
    run has rates to show."""

    wide: ClassVar[bool] = False
    parameter: ScheduleChoice

    def __init__(self, parameter: ScheduleChoice) -> None:
        super().__init__(parameter)
        self.curve = RateCurve()
        self._row.removeWidget(self.combo)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.combo)
        column.addWidget(self.curve)
        self._row.addLayout(column, 1)
        self._shown: tuple[Any, int] = ("", 0)

    def show_value(self, value: Any, spec: Any) -> None:
        super().show_value(value, spec)
        steps = getattr(spec, "steps", 1)
        if (value, steps) != self._shown:
            self._shown = (value, steps)
            self._draw(curve(value, steps))

    def show_used(self, rates: Sequence[float], steps: int) -> None:
        """Show the rates that a run has used so far, if its schedule follows the loss."""
        if self._shown == (self.combo.currentData(), steps) and not curve(*self._shown):
            self._draw(curve(self._shown[0], steps, rates))

    def _draw(self, points: Sequence[tuple[float, float]]) -> None:
        self.curve.show_points(points)
        told = self._shown[0] != "constant"
        self.curve.setVisible(told)
        if points:
            first, last = number(points[0][1]), number(points[-1][1])
            highest = number(max(rate for _, rate in points))
            words = tr(
                "The rate over the steps: from {first} to {last} of η, {highest} at most",
                first=first,
                last=last,
                highest=highest,
            )
        else:
            words = tr("The rate follows the loss: its curve is that of the run")
        self.curve.setToolTip(words)
        self.curve.setAccessibleName(words)


control_for.register(ScheduleChoice, ScheduleControl)
