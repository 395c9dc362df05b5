"""Small parts that many widgets are made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QMenu,
    QToolButton,
    QWidget,
)

W = TypeVar("W", bound=QWidget)

ROOMY = 420
"""Sentences over a narrower picture take more lines."""


def styled(widget: W, name: str) -> W:
    """The widget, called by the name under which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def sentence(style: str) -> QLabel:
    """An empty label for sentences: it wraps, and its text can be selected."""
    label = styled(QLabel(), style)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Words(QLabel):
    """Sentences over a picture. So many lines are kept free for them, however many there are: else
    the picture would jump under the hand that drags in it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._reserve()

    def _reserve(self) -> None:
        lines = math.ceil(self._lines * max(1.0, ROOMY / max(1, self.width())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2)


class Elided(QLabel):
    """One line that ends in an ellipsis where there is little room; the tool tip has it whole."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mode, rect = Qt.TextElideMode.ElideRight, self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), mode, rect.width())
        role = QPalette.ColorRole.WindowText
        align = self.alignment()
        self.style().drawItemText(
            painter, rect, align.value, self.palette(), self.isEnabled(), text, role
        )
        painter.end()


class Flow(QLayout):
    """A row that goes on in a second line where there is little room."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, *widgets: QWidget) -> QWidget:
        """What belongs together stays in one line: a widget that holds it."""
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            row.addWidget(widget)
        self.addWidget(part)
        return part

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() + self.spacing() for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        hints = [item.minimumSize() for item in self._shown()]
        width = max((hint.width() for hint in hints), default=0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._shown():
            taken = item.sizeHint().width() + self.spacing()
            if not lines or taken - self.spacing() > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= taken
        return lines

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Set the parts line by line; how high that comes to."""
        y = rect.y()
        for line in self._lines(rect.width()):
            x, height = rect.x(), max(item.sizeHint().height() for item in line)
            for item in line:
                hint = item.sizeHint()
                if move:
                    at = QPoint(x, y + (height - hint.height()) // 2)
                    size = QSize(min(hint.width(), rect.width()), hint.height())
                    item.setGeometry(QRect(at, size))
                x += hint.width() + self.spacing()
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())


def tool_button(text: str, name: str, do: Callable[[], object]) -> QToolButton:
    """A small flat button; ``name`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(lambda: do())
    return button


class MenuButton(QToolButton):
    """A small button with a choice behind it: what is looked at, not what is computed."""

    chosen = Signal(str)

    def __init__(self, text: str, name: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.setText(text)
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        group = QActionGroup(self)
        self._actions = {key: self._menu.addAction(words) for key, words in choices.items()}
        for key, action in self._actions.items():
            action.setCheckable(True)
            action.triggered.connect(partial(self.chosen.emit, key))
            group.addAction(action)
        self._menu.actions()[0].setChecked(True)
        self.setMenu(self._menu)

    def choose(self, key: str) -> None:
        """Show that choice as the present one; emits nothing."""
        self._actions[key].setChecked(True)
