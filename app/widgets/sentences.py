"""Lines and sentences that adapt to the available room."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.fitted import Fitted
from app.widgets.styled import style_of, styled

ROOMY = 420
"""The width in pixels below which sentences above a picture usually take more lines."""


LONGEST_WORD = 24
"""The letters after which a word may be broken, as file names and formulas are."""
MOST_LETTERS = 1200
"""The letters that a label of sentences shows; the tool tip has no more."""
_BREAK = "\N{ZERO WIDTH SPACE}"


class Sentences(QLabel):
    """Sentences that wrap, and that never widen what they stand in: long words break anywhere, and
    what somebody quotes at length is shortened in its middle."""

    def setText(self, text: str) -> None:
        super().setText(breakable(text))

    def text(self) -> str:
        """The text as it is read, without the places where it may break."""
        return super().text().replace(_BREAK, "")

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())


def breakable(text: str) -> str:
    """A text of at most :data:`MOST_LETTERS`, with places to break in its long words."""
    if len(text) > MOST_LETTERS:
        half = MOST_LETTERS // 2
        text = f"{text[:half]} … {text[-half:]}"
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{_BREAK}", text)


def sentence(style: str) -> QLabel:
    """An empty label for sentences, which wrap and can be selected."""
    label = styled(Sentences(), style)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Shortened(QLabel):
    """A centered line that is shortened where there is no room; its tool tip has the whole."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text != self.text():  # the same text would be laid out and painted anew
            super().setText(text)
            self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        role, align = QPalette.ColorRole.WindowText, self.alignment()
        style_of(self).drawItemText(painter, room, align, self.palette(), True, text, role)
        painter.end()


def titled(title: QLabel, picture: QWidget) -> QWidget:
    """A picture below its title. In the plot itself a title would widen it beyond its widget, and
    has only the room above the plot's own middle."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 2, 0, 0)
    column.setSpacing(2)
    column.addWidget(title)
    column.addWidget(picture, 1)
    return both


class Steady(Fitted, QLabel):
    """A line of constant size: as wide as the longest text that it has held. What is next to it
    keeps its place, and nothing is laid out again for another number."""

    def __init__(self, longest: str = "") -> None:
        super().__init__()
        self._longest = longest
        self.fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        if self.fontMetrics().horizontalAdvance(text) > self.width():
            self._longest = text
            self.fit()

    def fit(self) -> None:
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(self._longest), metrics.height())


class Words(Fitted, QLabel):
    """Sentences above a picture. A number of lines is reserved for them, however many there are:
    otherwise the picture would jump under the hand that drags in it. Below ``roomy`` pixels they
    take more lines."""

    def __init__(self, lines: int, roomy: int = ROOMY) -> None:
        super().__init__()
        self._lines, self._roomy = lines, roomy
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        lines = math.ceil(self._lines * max(1.0, self._roomy / max(1, self.width())))
        kept = lines * self.fontMetrics().lineSpacing() + 2
        self.setFixedHeight(max(kept, self.heightForWidth(self.width())))
