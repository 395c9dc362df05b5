"""The chosen competitor: its rule as a formula, and a control for each hyper-parameter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from app.panel.control import Control, FieldLabel
from app.panel.controls import control_for
from app.panel.schedule_control import ScheduleControl
from app.widgets.formula import FormulaView
from app.words.labels import field, tr
from core.optimizers.optimizers import Competitor
from core.optimizers.records import LEARNING_RATE
from core.parameters import Parameter, SpecError


class HyperControls(QWidget):
    """The chosen competitor: its rule as a formula, and a control for each hyper-parameter."""

    edited = Signal(object)
    """Emitted with the changed competitor, or with the :class:`SpecError` that refuses
    the change."""
    gesture_began = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._competitor: Competitor | None = None
        self.formula = FormulaView()
        self.controls: dict[str, Control] = {}
        self._spec: Any = None
        self.more = QToolButton()
        self.more.setText(tr("More options"))
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setAutoRaise(True)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._fold)
        self._labels: dict[str, FieldLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.formula, 0, 0, 1, 2)

    def show_competitor(self, one: Competitor, spec: Any) -> None:
        """Show a competitor as it races in ``spec``; the controls are built anew only for another
        optimizer."""
        before, self._competitor = self._competitor, one
        self._spec = spec
        if before is None or before.key != one.key:
            self._build(one)
        self.formula.set_tex(one.tex)
        settings = dict(one.settings)
        for name, control in self.controls.items():
            control.show_value(settings.get(name, control.parameter.default), spec)
        self._fold()

    def show_used(self, rates: Sequence[float], steps: int) -> None:
        """Show the rates that the competitor has used so far in a race of that many steps."""
        control = self.controls.get("schedule")
        if isinstance(control, ScheduleControl):
            control.show_used(rates, steps)

    def _fold(self, _: bool = False) -> None:
        """Show the controls that matter; a rare option only if it is set, or all are asked for."""
        assert self._competitor is not None
        rare, given = self._competitor.optimizer.options, dict(self._competitor.settings)
        self.more.setVisible(bool(rare))
        arrow = Qt.ArrowType.DownArrow if self.more.isChecked() else Qt.ArrowType.RightArrow
        self.more.setArrowType(arrow)
        for name, control in self.controls.items():
            matters = control.parameter.matters is None or control.parameter.matters(self._spec)
            shown = matters and (name not in rare or name in given or self.more.isChecked())
            control.setVisible(shown)
            self._labels[name].setVisible(shown)

    def _build(self, one: Competitor) -> None:
        while self._grid.count() > 1:
            item = self._grid.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is self.more:
                continue
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.controls, self._labels = {}, {}
        rare = one.optimizer.options
        own = [p for p in one.optimizer.parameters if p is not LEARNING_RATE]
        own.sort(key=lambda p: p.name in rare)  # those come last, under the button
        usual = sum(p.name not in rare for p in own)
        self._grid.addWidget(self.more, usual + 1, 0, 1, 2)
        for row, parameter in enumerate(own, start=1):
            self._add_row(parameter, row if row <= usual else row + 1)

    def _add_row(self, parameter: Parameter, row: int) -> None:
        label = FieldLabel(field(parameter))
        control = control_for(parameter)
        hint = tr(parameter.help) + "\n" + tr("Double-click the name for the default.")
        label.setToolTip(hint)
        control.setToolTip(hint)
        control.name_for_screen_reader(field(parameter))
        label.double_clicked.connect(partial(self._set, parameter.name, parameter.default))
        control.edited.connect(partial(self._set, parameter.name))
        control.gesture_began.connect(self.gesture_began)
        control.gesture_ended.connect(self.gesture_ended)
        if control.lead(label):
            self._grid.addWidget(control, row, 0, 1, 2)
        else:
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(control, row, 1)
        self.controls[parameter.name] = control
        self._labels[parameter.name] = label

    def _set(self, name: str, value: Any) -> None:
        assert self._competitor is not None
        self.edited.emit(changed(self._competitor, name, value))


def changed(one: Competitor, name: str, value: Any) -> Competitor | SpecError:
    """The competitor with a hyper-parameter set, or unset if the value is empty."""
    settings: dict[str, Any] = {n: v for n, v in one.settings if n != name}
    if value != "":
        settings[name] = value
    try:
        return Competitor.of(one.key, settings)
    except SpecError as error:
        return error
