"""The control for a race's competitors: a row each, with its color and its own rate."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.labels import choice, competitor, tr
from app.widgets.controls import Control, NumberEdit
from app.widgets.parts import tool_button
from core.optimization.optimizers import LEARNING_RATE, OPTIMIZERS, Competitor
from core.parameters import Parameter, SpecError, plain

_LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


def pens(competitors: tuple[str, ...], width: float = 2.0) -> list[QPen]:
    """A pen for each competitor: the color is the optimizer's own, the dash tells namesakes apart.

    So a competitor keeps its color when another one leaves the race.
    """
    keys = list(OPTIMIZERS)
    seen: dict[str, int] = {}
    result = []
    for text in competitors:
        key = text.split(":")[0]
        index = keys.index(key)
        again = seen.get(key, 0) + index // len(theme.current().series)
        seen[key] = seen.get(key, 0) + 1
        pen = QPen(theme.series_color(index), width, _LINES[again % len(_LINES)])
        pen.setCosmetic(True)
        result.append(pen)
    return result


def swatch(pen: QPen) -> QPixmap:
    """A short piece of the line."""
    pixmap = QPixmap(QSize(22, 14))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    thick = QPen(pen)
    thick.setWidthF(3.5)
    painter.setPen(thick)
    painter.drawLine(1, 7, 21, 7)
    painter.end()
    return pixmap


class CompetitorsControl(Control):
    """Rows of competitors; an empty rate field means the common rate."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._value: tuple[Competitor, ...] = ()
        self._common = ""
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
            action = menu.addAction(QIcon(swatch(pens((key,))[0])), choice("optimizers", key))
            action.triggered.connect(lambda _=False, key=key: self._add(key))
        self.add_button.setMenu(menu)
        column.addLayout(self._grid)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addLayout(column, 1)
        self._rows: list[tuple[QLabel, QLabel, NumberEdit, QToolButton]] = []

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        self._common = plain(float(f"{spec.learning_rate:.4g}"))
        while len(self._rows) < len(value):
            self._append_row()
        for widget in (w for row in self._rows[len(value) :] for w in row):
            widget.hide()
        texts = tuple(c.text for c in value)
        for (mark, name, rate, remove), one, pen in zip(
            self._rows, value, pens(texts), strict=False
        ):
            bare = Competitor(one.key, tuple(s for s in one.settings if s[0] != LEARNING_RATE.name))
            mark.setPixmap(swatch(pen))
            name.setText(competitor(bare.text))
            own = dict(one.settings).get(LEARNING_RATE.name)
            rate.setPlaceholderText(self._common)
            rate.setAccessibleName(tr("Learning rate of {name}", name=name.text()))
            if not rate.hasFocus() or not rate.isModified():
                rate.setText("" if own is None else plain(own))
            remove.setEnabled(len(value) > self.parameter.range(spec)[0])
            remove.setAccessibleName(tr("Remove {name}", name=name.text()))
            for widget in (mark, name, rate, remove):
                widget.show()

    def _append_row(self) -> None:
        index = len(self._rows)
        mark, name, rate = QLabel(), QLabel(), NumberEdit()
        remove = tool_button("×", tr("Remove"), lambda: self._remove(index))
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        rate.setFixedWidth(72)
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
            QWidget.setTabOrder(before, rate)
        QWidget.setTabOrder(rate, remove)
        self._rows.append((mark, name, rate, remove))

    def _add(self, key: str) -> None:
        self.edited.emit((*self._value, Competitor(key)))

    def _remove(self, index: int) -> None:
        self.edited.emit((*self._value[:index], *self._value[index + 1 :]))

    def _nudge_rate(self, index: int, steps: int) -> None:
        rate = dict(self._value[index].settings).get(LEARNING_RATE.name) or float(self._common)
        low, high = LEARNING_RATE.range(None)
        value = min(high, max(low, float(f"{rate * 10 ** (steps / 20):.3g}")))
        self._rows[index][2].setModified(False)
        self._replace(index, value)

    def _set_rate(self, index: int) -> None:
        edit = self._rows[index][2]
        if not edit.isModified():
            return
        edit.setModified(False)
        self._replace(index, edit.text().strip().replace(",", "."))

    def _replace(self, index: int, rate: float | str) -> None:
        one = self._value[index]
        settings: dict[str, float | str] = {
            name: value for name, value in one.settings if name != LEARNING_RATE.name
        }
        if rate != "":
            settings[LEARNING_RATE.name] = rate
        try:
            changed = Competitor.of(one.key, settings)
        except SpecError as error:
            self.edited.emit(error)
            return
        self.edited.emit((*self._value[:index], changed, *self._value[index + 1 :]))
