"""A net as a strip: a box for each row, as high as its map and as wide as its channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)

from app import theme
from app.labs.networks.anatomy_boxes import (
    kind_color,
)
from app.labs.networks.anatomy_drawing import NetDrawing, Scale
from app.labs.networks.anatomy_layout import KINDS
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.view import NOWHERE, Place
from app.labs.networks.words import KIND_NAMES
from app.widgets.color_bar import small_font
from app.widgets.gestures import Gestures
from app.widgets.ghost import PALE
from app.widgets.painted import Painted
from app.widgets.slide import notches_of
from app.words.labels import _ as mark
from app.words.labels import tr
from core.tables import Table

SIDE = 6.0
"""The room in pixels left and right of a net."""
ZOOM = 1.25
"""The factor of a notch of the wheel."""
DEEPEST = 40.0
"""How many times the whole can be enlarged."""
CLICK = 4.0
"""The pixels that a click may move."""
GHOST_SHARE = 0.42
"""The part of the height that a pinned net takes."""


class Strip(Painted):
    """Draws a net from its input, at the left, to its output; a pinned one stands above it, pale,
    on the same scales."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Point at a box of the strip"), mark("its numbers, in every picture")),
        (mark("Click a box"), mark("keep it pointed at; click again to let it go")),
        (mark("Wheel or drag on the strip"), mark("zoom, move; a double-click shows all of it")),
    )

    pointed_at = Signal(object)
    """Emitted with the :class:`Place` under the pointer; None when it has left."""
    clicked = Signal(object)
    """Emitted with the :class:`Place` of a click."""
    taken_back = Signal()
    """Emitted where a click was the first of a double-click, which shows the whole, and no more."""

    shown: CountedNet | None
    ghost: CountedNet | None

    def __init__(self) -> None:
        super().__init__()
        self.place = NOWHERE
        self._zoom, self._start = 1.0, 0.0
        self._drawn: dict[bool, NetDrawing] = {}
        self._pressed: QPointF | None = None
        self._dragged = False
        self._leads = False
        """Whether what is lit is what the hand points at here, which then stays where it is."""
        self.setMouseTracking(True)
        self.setMinimumSize(200, 84)
        self.setAccessibleName(tr("The net as a strip"))

    def sizeHint(self) -> QSize:
        return QSize(600, 180)

    def show_net(self, net: CountedNet, place: Place) -> None:
        """Draw a net, and light a place in it. Another list of parts is seen whole again."""
        before = self.shown
        if before is None or net.frame.parts != before.frame.parts:
            self._zoom, self._start = 1.0, 0.0
        self.shown, self.place = net, place
        self._settle()

    def point(self, place: Place) -> None:
        """Light another place, and bring it into sight if the strip is enlarged."""
        if place == self.place or self.shown is None:
            return
        self.place = place
        if place.part >= 0 and self._zoom > 1 and not self._leads:
            part = self.shown.layout.parts[place.part]
            room = self.width() / self._pixels()
            if part.left < self._start or part.right > self._start + room:
                self._start = (part.left + part.right - room) / 2
        self._settle()

    def fit(self) -> None:
        """Show the whole net again."""
        self._zoom, self._start = 1.0, 0.0
        self._settle()

    @property
    def zoom(self) -> float:
        """How many times the whole is enlarged."""
        return self._zoom

    def legend_entries(self) -> Sequence[tuple[str, QColor, str]]:
        """The kinds of operations that the net has, in their colors, and both scales."""
        there = set(self.shown.layout.kinds) if self.shown is not None else set()
        ink = QColor(theme.current().text)
        scales = [(tr("map's side (log)"), ink, "↕"), (tr("channels (√)"), ink, "↔")]
        kinds = [kind for kind in KINDS if kind in there and kind != "other"]
        return [*((tr(KIND_NAMES[kind]), kind_color(kind), "■") for kind in kinds), *scales]

    def tables(self) -> Sequence[Table]:
        """Every row with its shape."""
        if self.shown is None:
            return ()
        frame = self.shown.frame
        columns = (
            (tr("row"), np.array(frame.names)),
            (tr("operation"), np.array(frame.operations)),
            (tr("channels"), frame.shapes[:, 0]),
            (tr("height"), frame.shapes[:, 1]),
            (tr("width"), frame.shapes[:, 2]),
        )
        return [Table(self.caption(), columns)]

    # Where things are

    def _nets(self) -> list[CountedNet]:
        return [net for net in (self.shown, self.ghost) if net is not None]

    def _whole(self) -> float:
        """The length of what is to be seen whole."""
        return max((net.layout.width for net in self._nets()), default=1.0)

    def _pixels(self) -> float:
        """The pixels of a unit along x."""
        return self._zoom * max(1.0, self.width() - 2 * SIDE) / self._whole()

    def _settle(self) -> None:
        """Keep the net in sight, and paint it."""
        room = (self.width() - 2 * SIDE) / self._pixels()
        self._start = max(0.0, min(self._start, self._whole() - room))
        self._drawn.clear()
        self.update()

    def pin(self) -> bool:
        kept = super().pin()
        self._settle()
        return kept

    def unpin(self) -> None:
        super().unpin()
        self._settle()

    def drawing(self, *, ghost: bool = False) -> NetDrawing | None:
        """The net as it is drawn, or the pinned one; None if there is none."""
        net = self.ghost if ghost else self.shown
        if net is None:
            return None
        line = QFontMetricsF(small_font()).height()
        found = self._drawn.get(ghost)
        if found is None or found.scale.line != line:
            sides = [float(each.layout.sides.max(initial=1.0)) for each in self._nets()]
            scale = Scale(self._pixels(), self._start, SIDE, max(sides), line)
            found = self._drawn[ghost] = NetDrawing(net, self._rooms()[not ghost], scale)
        return found

    def _rooms(self) -> tuple[QRectF, QRectF]:
        """The room for the pinned net, empty without one, and that for the present net."""
        height, width = float(self.height()), float(self.width())
        above = GHOST_SHARE * height if self.ghost is not None else 0.0
        return QRectF(0, 0, width, above), QRectF(0, above, width, height - above)

    def place_at(self, at: QPointF) -> Place | None:
        """What is drawn at a point."""
        drawing = self.drawing()
        return drawing.place_at(at) if drawing is not None else None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().picture))
        painter.setFont(small_font())
        if (before := self.drawing(ghost=True)) is not None:
            painter.setOpacity(PALE)
            before.paint(painter)
            painter.setOpacity(1.0)
        if (own := self.drawing()) is not None:
            self._light(painter, own)
            own.paint(painter)
            if self.place.row >= 0:
                painter.setPen(QPen(QColor(theme.current().text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(own.box_of(self.place).adjusted(-1, -1, 1, 1))
        painter.end()

    def _light(self, painter: QPainter, own: NetDrawing) -> None:
        """Light the room of the part that is pointed at."""
        if self.place.part >= 0:
            now, box = theme.current(), own.box_of(Place(self.place.part))
            lit = QRectF(box.left() - 2, own.room.top(), box.width() + 4, own.room.height())
            painter.fillRect(lit, theme.mix(now.picture, now.accent, 0.16))

    # What the hand does

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position().x() - SIDE
        under = self._start + at / self._pixels()
        self._zoom = max(1.0, min(DEEPEST, self._zoom * ZOOM ** notches_of(event)))
        self._start = under - at / self._pixels()
        self._settle()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = at.x() - self._pressed.x()
            if self._dragged or abs(moved) > CLICK:
                self._dragged, self._pressed = True, at
                self._start -= moved / self._pixels()
                self._settle()
            return
        self._say(self.pointed_at, self.place_at(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if self._pressed is not None and not self._dragged:
            self._say(self.clicked, self.place_at(event.position()) or NOWHERE)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.taken_back.emit()
        self.fit()

    def _say(self, signal: Any, place: Place | None) -> None:
        self._leads = True
        signal.emit(place)
        self._leads = False

    def leaveEvent(self, event: object) -> None:
        self.pointed_at.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
