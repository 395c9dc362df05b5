"""The overlay of a tour: a veil that leaves a hole, and a card of words beside the hole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.panel.keys import is_panels
from app.widgets.styled import style_of, styled
from app.words.labels import tr

WIDTH = 340
GAP = 14
HALO = 5
DARKNESS = {"light": 105, "dark": 150}
"""The opacity of the veil, out of 255."""


class Veil(QWidget):
    """Dims its parent except for a hole with a rim, and for what must stay visible with it. Mouse
    events pass through, so everything can be used."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hole = self.seen = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_hole(self, hole: QRect, seen: QRect) -> None:
        """Set what is not dimmed; an empty hole dims everything."""
        if (hole, seen) != (self.hole, self.seen):
            self.hole, self.seen = hole, seen
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRect(QRectF(self.rect()))
        now = theme.current()
        for clear in (self.hole, self.seen):
            inner = QPainterPath()
            inner.addRoundedRect(QRectF(clear), 8, 8)
            path = path.subtracted(inner)
        painter.fillPath(path, QColor(0, 0, 0, DARKNESS[now.key]))
        if not self.hole.isEmpty():
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(QRectF(self.hole), 8, 8)
        painter.end()


class Callout(QFrame):
    """A card with a step's words, its task, and buttons to go on, go back, and leave.

    Enter presses the one that has the keyboard; the keys of the panels go to the panel.
    """

    turned = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        styled(self, "callout")
        self.title = styled(QLabel(), "heading")
        self.title.setWordWrap(True)
        self.text = _wrapped("")
        self.task = _wrapped("heading")
        self.count = styled(QLabel(), "muted")
        self.skip = _Button(tr("End the tour"))
        self.skip.setFlat(True)
        self.back = _Button(tr("Back"))
        self.next = _Button(tr("Next"))
        self.skip.clicked.connect(self.closed)
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        row = QHBoxLayout()
        for widget in (self.count, self.skip, self.back, self.next):
            row.addWidget(widget)
            if widget is self.count:
                row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        for widget in (self.title, self.text, self.task):
            column.addWidget(widget)
        column.addLayout(row)
        self.setFixedWidth(WIDTH)

    def say(self, title: str, text: str, task: str, place: tuple[int, int]) -> None:
        """Show a step; ``place`` is its number and the number of steps."""
        number, total = place
        self.title.setText(title)
        self.text.setText(text)
        self.count.setText(f"{number} / {total}")
        self.back.setVisible(number > 1)
        self.skip.setVisible(number < total)
        self.next.setText(tr("Next") if number < total else tr("Finish"))
        self.setAccessibleName(title)
        self.next.setAccessibleDescription(f"{title}. {text} {task}")
        self.say_task(f"→ {task}" if task else "", done=False)

    def say_task(self, task: str, *, done: bool) -> None:
        """Show the step's task, or that it was done."""
        styled(self.task, "done" if done else "heading")
        self.task.setText(task)
        style_of(self.task).polish(self.task)
        self.task.setVisible(bool(task))
        self.resize(QSize(WIDTH, self.heightForWidth(WIDTH)))

    def place(self, hole: QRect, seen: QRect, room: QRect) -> None:
        """Move beside the hole, without hiding what must be seen if there is room; else over the
        hole's lower part."""
        self.resize(QSize(WIDTH, self.heightForWidth(WIDTH)))
        size = self.size()
        if hole.isEmpty():
            self.move(room.center() - QPoint(size.width() // 2, size.height() // 2))
            return
        places = [_within(QRect(corner, size), room) for corner in _beside(hole, size)]
        free = [rect for rect in places if not rect.intersects(hole)]
        for rect in [rect for rect in free if not rect.intersects(seen)] or free:
            self.move(rect.topLeft())
            return
        corner = hole.bottomRight() - QPoint(size.width() + GAP, size.height() + GAP)
        self.move(_within(QRect(corner, size), room).topLeft())


class _Button(QPushButton):
    """A button that leaves Space and the arrows to the panel that the tour speaks of."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_panels(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def union(parent: QWidget, widgets: Sequence[QWidget]) -> QRect:
    """The rectangle around those of the widgets that are visible in ``parent``, with a small
    margin."""
    hole = QRect()
    for widget in widgets:
        if widget.isVisible() and widget.window() is parent:
            hole |= QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
    if hole.isEmpty():
        return hole
    return hole.adjusted(-HALO, -HALO, HALO, HALO) & parent.rect()


def _beside(hole: QRect, size: QSize) -> list[QPoint]:
    """Candidates for the upper left corner of the card, the best first: right, left, below and
    above."""
    below, above = hole.bottom() + GAP, hole.top() - size.height() - GAP
    lefts = (hole.left(), hole.right() - size.width(), 0)
    return [
        QPoint(hole.right() + GAP, hole.top()),
        QPoint(hole.left() - size.width() - GAP, hole.top()),
        *(QPoint(left, below) for left in lefts),
        *(QPoint(left, above) for left in lefts),
    ]


def _within(rect: QRect, room: QRect) -> QRect:
    """The rectangle, moved so that it lies within the room."""
    inner = room.adjusted(8, 8, -8, -8)
    x = max(inner.left(), min(rect.left(), inner.right() - rect.width()))
    y = max(inner.top(), min(rect.top(), inner.bottom() - rect.height()))
    return QRect(QPoint(x, y), rect.size())


def _wrapped(style: str) -> QLabel:
    label = styled(QLabel(), style)
    label.setWordWrap(True)
    return label
