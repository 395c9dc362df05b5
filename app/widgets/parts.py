"""Small parts that many widgets are made of."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTextBoundaryFinder,
    Signal,
)
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.icons import icon

W = TypeVar("W", bound=QWidget)

WHOLE_TABS = 320
"""Tabs take at most so much from what stands beside: a lesson beside the panel needs it more."""

ROOMY = 420
"""Sentences over a narrower picture take more lines."""


def styled(widget: W, name: str) -> W:
    """The widget, called by the name under which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def plain_text(text: str) -> str:
    """A menu's words without the sign of its letter, the Chinese ``(&F)`` included, and without the
    key that is named after a tab."""
    return re.sub(r"\(&\w\)|&(?=\w)", "", text.partition("\t")[0])


Gestures = Sequence[tuple[str, str]]
"""Pairs of what a hand does and what that does, marked for translation."""


def unbroken(text: str) -> str:
    """As HTML that stays in one line; Chinese could be broken after every character."""
    text = text.replace(" ", "\N{NO-BREAK SPACE}")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    ends = [0]
    while finder.toNextBoundary() >= 0:
        ends.append(finder.position())
    pieces = (text[start:end] for start, end in pairwise(ends))
    joined = "\N{WORD JOINER}".join(pieces)
    return escape(joined).replace("\N{NO-BREAK SPACE}", "&nbsp;")


def widen(combo: QComboBox) -> None:
    """Let a choice's list be as wide as its longest entry, however narrow the choice itself is."""
    combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    policy = QAbstractItemView.SizeAdjustPolicy.AdjustToContents
    combo.view().setSizeAdjustPolicy(policy)


def sentence(style: str) -> QLabel:
    """An empty label for sentences: it wraps, and its text can be selected."""
    label = styled(QLabel(), style)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Shortened(QLabel):
    """A centered line that gives way: shortened where there is no room, whole in its tool tip."""

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
        self.style().drawItemText(painter, room, align, self.palette(), True, text, role)
        painter.end()


def titled(title: QLabel, picture: QWidget) -> QWidget:
    """A picture under its title. In the plot itself a title would widen it beyond its widget, and
    has only the room over the plot's own middle."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 2, 0, 0)
    column.setSpacing(2)
    column.addWidget(title)
    column.addWidget(picture, 1)
    return both


class Still(QWidget):
    """A place whose content may be laid out anew without a word to what is around it.

    Qt tells every layout up to the window of each changed text, whether or not anything needs
    another size for it: 2 ms a frame. This one tells only of another smallest size.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._told = QSize()
        content.setParent(self)
        self.setSizePolicy(content.sizePolicy())

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSizeHint().expandedTo(self._content.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """What the content asks for comes as a request for another layout, as here is none."""
        if event.type() == QEvent.Type.LayoutRequest:
            needed = self.minimumSizeHint()
            if needed != self._told:
                self._told = needed
                self.updateGeometry()
        return super().event(event)


class Fitted:
    """Mixed into a widget that has its size from its text: fitted anew when that takes another."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Take the size that the text needs now."""
        raise NotImplementedError


class Steady(Fitted, QLabel):
    """A line of one size: as wide as the longest text that it has held. What stands beside it keeps
    its place, and nothing is laid out anew for another number."""

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


class FormColumn(Fitted, QScrollArea):
    """A column of controls that scrolls up and down, and is as wide as the widest that it has held
    needs: with larger text none of them lies under its edge."""

    LEAST = 284

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        self._width = self.LEAST
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._inner = QWidget()
        self._inner.setLayout(column)
        self.setWidget(self._inner)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width, super().minimumSizeHint().height())

    def fit(self) -> None:
        self._width = self.LEAST

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self._inner:
            bar = self.verticalScrollBar().sizeHint().width()
            needed = self._inner.minimumSizeHint().width() + bar
            if needed > self._width:
                self._width = needed
                self.updateGeometry()
        return handled


class Tabs(QTabWidget):
    """Tabs that are all to be seen: where there is little room their titles are shortened, and
    whole in the tool tips; ``whole`` titles take the room from what stands beside."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self.setTabToolTip(index, self.tabText(index))

    def minimumSizeHint(self) -> QSize:
        size, corner = super().minimumSizeHint(), self.cornerWidget()
        if not self._whole:
            return size
        beside = corner.sizeHint().width() if corner is not None and not corner.isHidden() else 0
        whole = min(WHOLE_TABS, self.tabBar().sizeHint().width() + beside)
        return QSize(max(size.width(), whole), size.height())


class Words(Fitted, QLabel):
    """Sentences over a picture. So many lines are kept free for them, however many there are: else
    the picture would jump under the hand that drags in it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
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
        lines = math.ceil(self._lines * max(1.0, ROOMY / max(1, self.width())))
        kept = lines * self.fontMetrics().lineSpacing() + 2
        self.setFixedHeight(max(kept, self.heightForWidth(self.width())))


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

    def __init__(self, file: str, name: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._file = file
        self.setIcon(icon(file))
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.setIcon(icon(self._file))

    def choose(self, key: str) -> None:
        """Show that choice as the present one; emits nothing."""
        self._actions[key].setChecked(True)
