"""A net drawn into a rectangle of a strip: its boxes, its lines, and what is at a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app import theme
from app.labs.networks.anatomy_boxes import (
    ARC,
    Boxes,
    arcs,
    ends,
    kind_color,
    lines_below,
    links,
    room_for_boxes,
)
from app.labs.networks.anatomy_layout import KINDS, LAYERS, Part
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import shape_words
from app.labs.networks.view import Place
from app.widgets.pens import line_pen

FINEST = 1.6
"""The width in pixels of a part's layers, in the mean, below which the part is one box."""
ON_SKIP = 8.0
"""The size in pixels of the box of a convolution on a skip."""


@dataclass(frozen=True)
class Scale:
    """How units of a layout become pixels."""

    pixels: float
    """The pixels of a unit along x."""
    start: float
    """The units that lie left of the strip's margin."""
    margin: float
    largest: float
    """The side of the map that is as high as the room."""
    line: float
    """The height of a line of words."""

    def x(self, units: float) -> float:
        """Where a place along x lies."""
        return self.margin + (units - self.start) * self.pixels


@dataclass(frozen=True)
class NetDrawing:
    """A net in a room of the strip."""

    net: CountedNet
    room: QRectF
    scale: Scale

    @cached_property
    def boxes(self) -> Boxes:
        """Left, top, width and height of each row's box in pixels, [R, 4]; a row on a skip lies
        on the middle of its arc."""
        own, inner = self.net.layout, self._inner
        result = np.empty((len(own.kinds), 4))
        heights = own.heights(self.scale.largest) * inner.height()
        result[:, 0] = self.scale.x(0) + own.left * self.scale.pixels
        result[:, 1] = inner.top() + own.middle * inner.height() - heights / 2
        result[:, 2] = (own.right - own.left) * self.scale.pixels
        result[:, 3] = heights
        for skip in own.skips:
            if skip.over:
                first, last = ends(result, skip.source, skip.target)
                peak = min(first.y(), last.y()) - ARC * 0.75
                middle = (first.x() + last.x()) / 2
                width = min(ON_SKIP, max(2.0, (last.x() - first.x()) / 3))
                for row in skip.over:
                    thick = ON_SKIP if own.kinds[row] == "conv" else 0.0
                    result[row] = (middle - width / 2, peak - thick / 2, width, thick)
        return result

    def box_of(self, place: Place) -> QRectF:
        """The rectangle of a part, or of a row."""
        if place.row >= 0:
            return QRectF(*self.boxes[self.net.row_at(place)])
        part = self.net.layout.parts[place.part]
        left, right = self.scale.x(part.left), self.scale.x(part.right)
        return QRectF(left, self._inner.top(), right - left, self._inner.height())

    def place_at(self, at: QPointF) -> Place | None:
        """What is drawn at a point: a row where its box can be told apart, else a part."""
        if not self.room.contains(at):
            return None
        for number, part in enumerate(self.net.layout.parts):
            if self.scale.x(part.left) <= at.x() <= self.scale.x(part.right):
                return self._row_at(at) or Place(number) if self.fine(part) else Place(number)
        return None

    def _row_at(self, at: QPointF) -> Place | None:
        left, top, width, height = self.boxes.T
        hit = (left <= at.x()) & (at.x() < left + width)
        hit &= (top <= at.y()) & (at.y() < top + height)
        found = np.flatnonzero(hit)
        return self.net.place_of(int(found[-1])) if found.size else None

    def fine(self, part: Part) -> bool:
        """Whether the layers of a part are wide enough to be told apart."""
        return part.layer * self.scale.pixels >= FINEST

    @property
    def _inner(self) -> QRectF:
        return room_for_boxes(self.net.layout, self.room, self.scale.line)

    # Painting

    def paint(self, painter: QPainter) -> None:
        """Paint lines, boxes, and the parts' names."""
        self._paint_lines(painter)
        rects: dict[str, list[QRectF]] = {kind: [] for kind in KINDS}
        for part in self.net.layout.parts:
            left, right = self.scale.x(part.left), self.scale.x(part.right)
            if right >= self.room.left() and left <= self.room.right():
                for kind, rect in self._boxes_of(part):
                    rects[kind].append(rect)
        ground = theme.current().picture
        for kind, found in rects.items():
            color = kind_color(kind)
            rim = QPen(theme.mix(color.name(), ground, 0.45), 0.6)
            painter.setBrush(color)
            painter.setPen(rim if kind in LAYERS else QPen(Qt.PenStyle.NoPen))
            painter.drawRects(found)
        self._name_parts(painter)

    def _boxes_of(self, part: Part) -> Iterator[tuple[str, QRectF]]:
        """The boxes of a part's rows; one for all of them where they are too narrow."""
        own = self.net.layout
        if self.fine(part):
            for row in part.rows:
                x, y, width, height = self.boxes[row].tolist()
                if height > 0:
                    yield own.kinds[row], QRectF(x, y, max(width, 0.7), height)
            return
        layers = [row for row in part.rows if own.kinds[row] in LAYERS]
        row = layers[-1] if layers else part.last
        whole = self.box_of(Place(own.parts.index(part)))
        height = float(own.heights(self.scale.largest)[row] / own.lane[row]) * whole.height()
        top = whole.center().y() - height / 2
        yield own.kinds[row], QRectF(whole.left(), top, whole.width(), height)

    def _paint_lines(self, painter: QPainter) -> None:
        """Draw skips above, braids below, and lines where branches part and meet."""
        now, own, width = theme.current(), self.net.layout, self.room.width()
        skips = [(skip.source, skip.target) for skip in own.skips]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, color in (
            (links(own, self.boxes, width), QColor(now.muted)),
            (arcs(skips, self.boxes, width, up=True), QColor(now.text)),
            (arcs(own.braids, self.boxes, width, up=False), theme.series_color(3)),
        ):
            painter.setPen(line_pen(color))
            painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _name_parts(self, painter: QPainter) -> None:
        """Write each part's name below it, and its map's shape, as far as there is room."""
        now, line = theme.current(), self.scale.line
        metrics = QFontMetricsF(painter.font())
        lines = lines_below(self.room, line)
        top = self.room.bottom() - lines * line - 1
        for part, names in zip(self.net.layout.parts, self.net.part_names, strict=True):
            left = max(self.scale.x(part.left) - 3, self.room.left())
            right = min(self.scale.x(part.right) + 3, self.room.right())
            shape = shape_words(*(int(v) for v in self.net.frame.shapes[part.last]))
            for k, texts in enumerate((names, (shape,))[:lines]):
                # Nothing is cut off: half a number is another number.
                fits = (t for t in texts if metrics.horizontalAdvance(t) <= right - left)
                if not (text := next(fits, "")):
                    break
                painter.setPen(QColor(now.muted if k else now.text))
                place = QRectF(left, top + k * line, right - left, line)
                painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)
