"""One update: its rule as a formula, worked out with its numbers, and the numbers in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app import theme
from app.labs.descent import point_readings
from app.labs.descent.words import competitor
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from app.words.labels import _ as mark
from app.words.labels import number, tr
from core.descent.step import StepTaken
from core.optimizers.worked import Worked

DIGITS = 7
"""Digits that are shown of each number: enough to recompute the next position to within what the
eye can see."""

ARROWS: Mapping[str, str] = {
    "downhill": mark("-ηg: what plain GD would do"),
    "memory": mark("-η times what it remembers"),
    "step": mark("the step taken"),
}


def arrow_color(key: str) -> QColor:
    """The color of an arrow, on the surface and in the words: none that a competitor has."""
    now = theme.current()
    colors = {"downhill": now.warning, "memory": now.error, "step": now.text}
    return QColor(colors[key])


class StepView(QScrollArea):
    """Shows a :class:`core.descent.step.StepTaken`."""

    def __init__(self) -> None:
        super().__init__()
        self.formula = FormulaView()
        self.worked = QLabel(wordWrap=True)
        self.worked.setTextFormat(Qt.TextFormat.RichText)
        self.worked.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reading = ReadingView()
        inner = QWidget()
        self.legend = QLabel(wordWrap=True)
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 2, 6, 0)
        for widget in (self.legend, self.formula, self.worked, self.reading):
            column.addWidget(widget)
        column.setStretch(3, 1)
        self.setWidget(inner)
        self.setAccessibleName(tr("This step"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_step(self, taken: StepTaken | None, enlarged: Sequence[float] = ()) -> None:
        """Show a step; ``enlarged`` are the factors by which its arrows are drawn too long."""
        self.formula.setVisible(taken is not None)
        self.worked.setVisible(taken is not None)
        self.legend.setVisible(taken is not None)
        if taken is not None:
            self.formula.set_tex(taken.competitor.tex)
            self.legend.setText(_legend(taken, enlarged))
            self.worked.setText(_worked(taken))
        self.reading.show_reading(point_readings.step(taken))
        self.reading.table.setMinimumHeight(self.reading.table_height() if taken else 0)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.formula.draw()


def _worked(taken: StepTaken) -> str:
    """Each line in symbols, then with the numbers of x and of y."""
    muted = theme.current().muted
    lines = []
    for of_x, of_y in zip(*taken.lines, strict=False):
        lines.append(f"<b>{escape(of_x.name)}</b> = {escape(of_x.symbolic)}")
        if of_x.symbolic != of_y.symbolic:
            lines[-1] += f" &nbsp;(y: {escape(of_y.symbolic)})"
        lines += [
            f'<span style="color:{muted}">{axis}:</span> {escape(_with_numbers(line))}'
            for axis, line in (("x", of_x), ("y", of_y))
        ]
    return "<br>".join(lines)


def _with_numbers(line: Worked) -> str:
    return f"{line.written(_number)} = {_number(line.value)}"


def _number(value: float) -> str:
    return number(value, DIGITS)


def _legend(taken: StepTaken, enlarged: Sequence[float]) -> str:
    """Whose step it is, and what its arrows are: with one factor for all, or one for each."""
    common = len(set(enlarged)) <= 1
    entries = []
    for k, arrow in enumerate(taken.arrows):
        sign = f'<span style="color:{arrow_color(arrow.key).name()}">→</span> '
        own = "" if common else f" (×{number(enlarged[k], 3)})"
        entries.append(sign + escape(tr(ARROWS[arrow.key])) + own)
    times = number(enlarged[0], 3) if common and enlarged else "1"
    extra = "" if times == "1" else f" ({tr('arrows drawn {times} times as long', times=times)})"
    name = competitor(taken.competitor.text)
    return f"<b>{escape(name)}</b> &nbsp; {' &nbsp; '.join(entries)}{extra}"
