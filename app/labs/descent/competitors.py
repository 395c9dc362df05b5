"""The control for a race's competitors: one row each, with its color and its own rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.labs.descent.hyper_controls import HyperControls, changed
from app.labs.descent.words import competitor, hyper
from app.panel.control import Control
from app.panel.controls import control_for
from app.panel.edits import NumberEdit
from app.widgets.buttons import tool_button
from app.widgets.pens import series_pen
from app.widgets.styled import styled
from app.words.labels import tr
from core.descent.competitors import Competitors
from core.descent.descent import FIRST_CHOICE, DescentFrame
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.optimizers.records import LEARNING_RATE
from core.optimizers.schedules import SCHEDULES, rates_used
from core.parameters import SpecError, plain

_LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


def pens(competitors: tuple[str, ...], width: float = 2.0) -> list[QPen]:
    """A pen for each competitor. The color belongs to the optimizer, so that it stays the same when
    another one leaves the race. A second competitor of the same optimizer, and one beyond the
    palette, is dashed, in the first color that is not taken."""
    # The usual ones first: they get the colors, the others share them, dashed.
    keys = [*FIRST_CHOICE, *(key for key in OPTIMIZERS if key not in FIRST_CHOICE)]
    count = len(theme.current().series)
    names = [text.split(":")[0] for text in competitors]
    free = [c for c in range(count) if all(keys.index(key) % count != c for key in names)]
    seen: dict[str, int] = {}
    result = []
    for key in names:
        index = keys.index(key)
        again = seen.get(key, 0) + index // count
        color = free.pop(0) if (key in seen or index >= count) and free else index
        seen[key] = seen.get(key, 0) + 1
        result.append(series_pen(color, width, _LINES[again % len(_LINES)]))
    return result


def swatch(pen: QPen, *, hidden: bool = False) -> QPixmap:
    """A short piece of the line as a pixmap, at the resolution of the sharpest screen; of a hidden
    one only its ends."""
    application = QApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QApplication) else 1.0
    pixmap = QPixmap(QSize(22, 14) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    thick = QPen(pen)
    thick.setWidthF(3.5)
    painter.setPen(thick)
    if hidden:
        painter.drawLine(1, 7, 4, 7)
        painter.drawLine(18, 7, 21, 7)
    else:
        painter.drawLine(1, 7, 21, 7)
    painter.end()
    return pixmap


class RateEdit(NumberEdit):
    """The field for a competitor's own learning rate."""

    digits = 6


class CompetitorsControl(Control):
    """Rows of competitors; an empty rate field means the common rate.

    The rule and the hyper-parameters of the chosen one are shown below.
    """

    chosen_changed = Signal(int)
    toggled = Signal(int)
    """Emitted with the number of the competitor whose line was clicked on: it is to be hidden in
    the pictures, or shown again."""
    wide: ClassVar[bool] = True
    parameter: Competitors

    def __init__(self, parameter: Competitors) -> None:
        super().__init__(parameter)
        self._value: tuple[Competitor, ...] = ()
        self._spec: Any = None
        self._common = ""
        self._hidden: frozenset[int] = frozenset()
        self._added = False
        self.chosen = 0
        self.hyper = HyperControls()
        self.hyper.edited.connect(self._replace)
        self.hyper.gesture_began.connect(self.gesture_began)
        self.hyper.gesture_ended.connect(self.gesture_ended)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(1)
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.add_button = QToolButton()
        self.add_button.setText(tr("Add…"))
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add_button.setAccessibleName(tr("Add a competitor"))
        menu = QMenu(self.add_button)
        for key in OPTIMIZERS:
            action = menu.addAction(QIcon(swatch(pens((key,))[0])), competitor(key))
            action.triggered.connect(lambda _=False, key=key: self._add(key))
        self.add_button.setMenu(menu)
        column.addLayout(self._grid)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.hyper)
        self._row.addLayout(column, 1)
        self._rows: list[tuple[QToolButton, QPushButton, NumberEdit, QToolButton]] = []

    def show_value(self, value: Any, spec: Any) -> None:
        longer = len(value) > len(self._value)
        self._value, self._spec = value, spec
        self._common = plain(float(f"{spec.learning_rate:.4g}"))
        tuned = getattr(spec, "tune", False)  # then neither its own rate holds nor the common one
        while len(self._rows) < len(value):
            self._append_row()
        for widget in (w for row in self._rows[len(value) :] for w in row):
            widget.hide()
        texts = tuple(c.text for c in value)
        for k, ((mark, name, rate, remove), one, pen) in enumerate(
            zip(self._rows, value, pens(texts), strict=False)
        ):
            bare = Competitor(one.key, tuple(s for s in one.settings if s[0] != LEARNING_RATE.name))
            mark.setIcon(QIcon(swatch(pen, hidden=k in self._hidden)))
            name.setText(competitor(bare.text))
            own = dict(one.settings).get(LEARNING_RATE.name)
            own_rate = one.optimizer.own_rate
            usual = self._common if own_rate is None else plain(own_rate)
            if one.optimizer.takes_rate and tuned:
                usual, own = tr("tuned"), None
            rate.setPlaceholderText(usual if one.optimizer.takes_rate else "–")
            rate.setEnabled(one.optimizer.takes_rate and not tuned)
            name.setAccessibleName(name.text())
            rate.setAccessibleName(tr("Learning rate of {name}", name=name.text()))
            if not rate.hasFocus() or not rate.isModified():
                rate.setText("" if own is None else plain(own))
            remove.setEnabled(len(value) > self.parameter.least)
            remove.setAccessibleName(tr("Remove {name}", name=name.text()))
            mark.setAccessibleName(tr("Hide or show {name}", name=name.text()))
            for widget in (mark, name, rate, remove):
                widget.show()
        self.choose(len(value) - 1 if self._added and longer else min(self.chosen, len(value) - 1))
        self._added = False

    def name_of(self, field: str) -> str | None:
        return hyper(field)

    def show_race(self, frame: DescentFrame) -> None:
        """Show the rates that the chosen competitor has used, where its schedule follows the
        loss."""
        one = self._value[self.chosen] if self.chosen < len(self._value) else None
        if one is None or one.text not in frame.optimizers:
            return
        schedule = one.treatment().schedule
        k = frame.optimizers.index(one.text)
        if SCHEDULES[schedule].factor is None:
            rates = rates_used(schedule, float(frame.rates[k]), frame.total, frame.losses[k])
            self.hyper.show_used(rates, frame.total)

    def retheme(self) -> None:
        self._draw_swatches()
        self.hyper.formula.draw()

    def show_rates(self, rates: Sequence[float]) -> None:
        """Show the rates that tuning has found, in the fields that tuning disables."""
        for (_, _, edit, _), one, rate in zip(self._rows, self._value, rates, strict=False):
            if one.optimizer.takes_rate and not edit.isEnabled():
                edit.setPlaceholderText(plain(float(f"{rate:.4g}")))

    def hide_rows(self, hidden: frozenset[int]) -> None:
        """Show which competitors are hidden in the pictures."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._draw_swatches()

    def _draw_swatches(self) -> None:
        drawn = pens(tuple(c.text for c in self._value))
        for k, (row, pen) in enumerate(zip(self._rows, drawn, strict=False)):
            row[0].setIcon(QIcon(swatch(pen, hidden=k in self._hidden)))

    def choose(self, index: int) -> None:
        """Show this competitor's rule and hyper-parameters."""
        another, self.chosen = index != self.chosen, index
        for i, (_, name, _, _) in enumerate(self._rows):
            name.setChecked(i == index)
        self.hyper.show_competitor(self._value[index], self._spec)
        before: QWidget = self.add_button
        for control in self.hyper.controls.values():
            for part in control.parts():
                QWidget.setTabOrder(before, part)
                before = part
        if another:
            self.chosen_changed.emit(index)

    def _append_row(self) -> None:
        index = len(self._rows)
        mark = tool_button("", tr("Hide or show it"), lambda: self.toggled.emit(index))
        mark.setIconSize(QSize(22, 14))
        mark.setFixedWidth(28)
        mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark.setToolTip(tr("Click to hide it in the pictures, and again to show it"))
        rate = RateEdit()
        name = styled(QPushButton(), "competitor")
        name.setFlat(True)
        name.setCheckable(True)
        name.setToolTip(tr("Show its rule and hyper-parameters"))
        name.clicked.connect(lambda: self.choose(index))
        remove = tool_button("×", tr("Remove"), lambda: self._remove(index))
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        rate.setToolTip(tr("Its own learning rate; empty: the common one"))
        rate.editingFinished.connect(lambda: self._set_rate(index))
        rate.nudged.connect(lambda steps: self._nudge_rate(index, steps))
        widgets: tuple[QWidget, ...] = (mark, name, rate, remove)
        for column, widget in enumerate(widgets):
            self._grid.addWidget(widget, index, column)
        # The keyboard goes down the rows, and to "Add" after the last: new rows come before it.
        before = self.add_button.previousInFocusChain()
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        if before is not None:
            QWidget.setTabOrder(before, name)
        QWidget.setTabOrder(name, rate)
        QWidget.setTabOrder(rate, remove)
        self._rows.append((mark, name, rate, remove))

    def _add(self, key: str) -> None:
        self._added = True  # what is new is what one wants to see
        self.edited.emit((*self._value, Competitor(key)))

    def _remove(self, index: int) -> None:
        self.edited.emit((*self._value[:index], *self._value[index + 1 :]))

    def _nudge_rate(self, index: int, steps: float) -> None:
        rate = dict(self._value[index].settings).get(LEARNING_RATE.name) or float(
            self._rows[index][2].placeholderText()
        )
        low, high = LEARNING_RATE.range(None)
        self._rows[index][2].setModified(False)
        self._set_own_rate(index, min(high, max(low, float(f"{rate * 10 ** (steps / 20):.3g}"))))

    def _set_rate(self, index: int) -> None:
        edit = self._rows[index][2]
        if edit.isModified():
            edit.setModified(False)
            self._set_own_rate(index, edit.text().strip().replace(",", "."))

    def set_hypers(self, values: Mapping[str, float]) -> None:
        """Set the chosen competitor's hyper-parameters, including its own learning rate, as one
        undo step."""
        one: Competitor | SpecError = self._value[self.chosen]
        for name, value in values.items():
            if isinstance(one, Competitor):
                one = changed(one, name, value)
        self._replace(one)

    def _set_own_rate(self, index: int, rate: float | str) -> None:
        self.choose(index)
        self._replace(changed(self._value[index], LEARNING_RATE.name, rate))

    def _replace(self, one: Competitor | SpecError) -> None:
        """Replace the chosen competitor by a changed one."""
        if isinstance(one, SpecError):
            self.edited.emit(one)
        else:
            before, after = self._value[: self.chosen], self._value[self.chosen + 1 :]
            self.edited.emit((*before, one, *after))


control_for.register(Competitors, CompetitorsControl)
