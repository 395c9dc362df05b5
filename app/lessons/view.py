"""One lesson: what is claimed, what is true, what to look at and try, and its computed numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.panel.keys import is_panels
from app.widgets.flow import Flow
from app.widgets.formula import FormulaView
from app.widgets.sentences import sentence
from app.widgets.styled import style_of, styled
from app.words import labels, language
from app.words.labels import _, number, tr
from core.lessons.measuring import Measured, MeasuredFrame
from core.lessons.records import Check, Lesson

MARGIN = 12
EXPECTED = {
    "": _("expected {expected}{unit} · here {value}{unit}"),
    "above": _("expected above {expected}{unit} · here {value}{unit}"),
    "below": _("expected below {expected}{unit} · here {value}{unit}"),
}


class LessonView(QScrollArea):
    """Shows one lesson from top to bottom."""

    show_asked = Signal(int)
    """Emitted with the one of the lesson's states that the panel is to show."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "lesson")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Lesson"))
        self.formula: FormulaView | None = None
        self.shows: list[WrapButton] = []
        self.checks: list[CheckRow] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keys, but leave Left and Right to the panel: nothing lies beside a lesson."""
        if is_panels(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show a lesson from its top; its checks wait for their numbers."""
        body = styled(QWidget(), "lessonBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
        column.setSpacing(8)
        words = lesson.in_language(language.current())
        column.addLayout(_top(lesson))
        title = styled(_text(words.title), "lessonTitle")
        column.addWidget(title)
        column.addWidget(_text(words.claim))
        self.formula = FormulaView() if lesson.formula else None
        if self.formula is not None:
            self.formula.set_tex(lesson.formula, words.lines)
            column.addWidget(self.formula)
        if lesson.wrong:
            column.addWidget(_card("taught", tr("Commonly taught"), words.taught))
            column.addWidget(_card("true", tr("What is true"), words.true))
        self._add_shows(column, lesson)
        column.addWidget(_card("try", tr("Try"), words.to_try))
        self._add_checks(column, lesson)
        if lesson.sources:
            column.addWidget(_heading(tr("Sources")))
            for source in lesson.sources:
                column.addWidget(styled(_text(source[language.current()]), "muted"))
        column.addStretch(1)
        self.setWidget(body)

    def show_measured(self, frame: MeasuredFrame) -> None:
        """Show the numbers that have been computed so far."""
        for row, measured in zip(self.checks, frame.measured, strict=False):
            row.show_measured(measured)

    def show_failure(self, reason: str) -> None:
        """Show that no more numbers will come."""
        for row in self.checks:
            if not row.done:
                row.give_up(reason)

    def _add_shows(self, column: QVBoxLayout, lesson: Lesson) -> None:
        column.addWidget(_heading(tr("Show me")))
        self.shows = []
        for index, show in enumerate(lesson.shows):
            text = show.words.get(language.current(), show.words["en"])
            button = WrapButton(text, partial(self.show_asked.emit, index))
            column.addWidget(button)
            self.shows.append(button)

    def _add_checks(self, column: QVBoxLayout, lesson: Lesson) -> None:
        column.addWidget(_heading(tr("Checked here and now")))
        self.checks = [CheckRow(check) for check in lesson.checks]
        for row in self.checks:
            column.addWidget(row)


class WrapButton(QPushButton):
    """A button whose words wrap into as many lines as they need."""

    def __init__(self, text: str, do: Callable[[], object]) -> None:
        super().__init__()
        styled(self, "showMe")
        self.setAccessibleName(text)
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 6, 10, 6)
        self._row.addWidget(self._label, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: do())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._row.minimumSize().height())


class CheckRow(QWidget):
    """One number of a lesson: what it is, its expected value, its computed value, and whether they
    agree."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        key = language.current()
        self._check = check
        self._unit = check.units.get(key, "")
        self.mark = QLabel()
        self.mark.setFixedWidth(self.mark.fontMetrics().horizontalAdvance("✓") + 8)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words = _text(check.words.get(key, check.words["en"]))
        self.numbers = styled(_text(tr("being computed…")), "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 2)
        grid.setSpacing(2)
        grid.addWidget(self.mark, 0, 0, 2, 1)
        grid.addWidget(self.words, 0, 1)
        grid.addWidget(self.numbers, 1, 1)
        grid.setColumnStretch(1, 1)
        self.done = False
        self._set_mark("…", "muted", tr("being computed…"))

    def show_measured(self, measured: Measured) -> None:
        """Show the number that was computed."""
        if measured.fault:
            self.give_up(measured.fault)
            return
        self.done = True
        expected, value = said(measured.expected, measured.value)
        unit = f" {self._unit}" if self._unit else ""
        margin = self._check.margin(measured.expected)
        if margin and math.isfinite(margin):
            expected += f" ± {number(margin, 2)}"
        words = tr(EXPECTED[self._check.bound], expected=expected, value=value, unit=unit)
        self.numbers.setText(words)
        if measured.ok:
            self._set_mark("✓", "holds", tr("as expected"))
        else:
            self._set_mark("✗", "fails", tr("not as expected"))

    def give_up(self, reason: str) -> None:
        """Show that there is no number, with the ``reason``."""
        self.done = True
        self.numbers.setText(tr("could not be computed"))
        self.numbers.setToolTip(reason)
        self._set_mark("✗", "fails", tr("could not be computed"))

    def _set_mark(self, sign: str, style: str, words: str) -> None:
        self.mark.setText(sign)
        styled(self.mark, style)
        style_of(self.mark).polish(self.mark)
        self.mark.setAccessibleName(words)
        self.mark.setToolTip(words)


def said(expected: float, value: float) -> tuple[str, str]:
    """The texts of two numbers with as many digits as mean something, and with more if they would
    look alike although they are clearly different."""
    for digits in (4, 6, 9):
        texts = _number(expected, digits), _number(value, digits)
        if texts[0] != texts[1] or abs(expected - value) <= 1e-9 * abs(expected):
            break
    return texts


def _number(value: float, digits: int) -> str:
    whole = abs(value) < 1e7 and float(value).is_integer()
    return str(int(value)) if whole else number(value, digits)


def _top(lesson: Lesson) -> Flow:
    row = Flow()
    name = f"{lesson.claim} · {tr(labels.PANELS[lesson.panel])}"
    row.addWidget(styled(QLabel(name), "muted"))
    if lesson.wrong:
        row.addWidget(styled(QLabel(tr("often taught wrongly")), "badge"))
    return row


def _text(text: str) -> QLabel:
    """A label of paragraphs that wrap and can be selected; plain text, whatever characters are in
    it."""
    label = sentence("")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def _heading(text: str) -> QLabel:
    return styled(QLabel(text), "heading")


def _card(style: str, title: str, text: str) -> QFrame:
    card = styled(QFrame(), style)
    column = QVBoxLayout(card)
    column.setContentsMargins(10, 6, 8, 8)
    column.setSpacing(3)
    column.addWidget(_heading(title))
    column.addWidget(_text(text))
    return card
