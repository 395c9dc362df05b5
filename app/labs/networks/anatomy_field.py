"""The receptive field of one value in the middle of a map, as a frame on a photo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen

from app import theme
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import field_words
from app.labs.networks.view import NOWHERE, Place
from app.widgets.color_bar import small_font
from app.widgets.ghost import PALE
from app.widgets.painted import Painted
from app.words.labels import tr
from core.data.photos import load_photos
from core.tables import Table

Array = np.ndarray[Any, Any]

AROUND = 0.08
"""The room on each side of the photo, for a field that is larger, as a fraction of the whole."""
FRAME = 3.0
"""The width of the frame in pixels."""


class FieldPhoto(Painted):
    """Draws the middle square of a photo as the net's input, and what the value in the middle of
    the pointed row's map can see of it."""

    shown: CountedNet | None
    ghost: CountedNet | None

    def __init__(self) -> None:
        super().__init__()
        self.place = NOWHERE
        self._photo: QImage | None = None
        self.setMinimumSize(100, 84)
        self.setAccessibleName(tr("Receptive field on a photo"))

    def sizeHint(self) -> QSize:
        return QSize(190, 200)

    def show_net(self, net: CountedNet, place: Place) -> None:
        """Draw the field of a place in a net."""
        self.shown, self.place = net, place
        self.update()

    def point(self, place: Place) -> None:
        """Draw the field of another place."""
        if place != self.place:
            self.place = place
            self.update()

    def tables(self) -> Sequence[Table]:
        """Every row's receptive field and jump."""
        if self.shown is None:
            return ()
        frame = self.shown.frame
        columns = (
            (tr("row"), np.array(frame.names)),
            (tr("receptive field"), frame.receptive_fields),
            (tr("jump"), frame.jumps),
        )
        return [Table(self.caption(), columns)]

    def words(self) -> str:
        """The field's size, and what part of the input's side that is."""
        net = self.shown
        if net is None:
            return ""
        return field_words(self._field(net), net.side)

    def photo_rect(self) -> QRectF:
        """Where the photo is, in pixels."""
        line = QFontMetricsF(small_font()).height()
        side = min(self.width(), self.height() - line - 4)
        whole = QRectF((self.width() - side) / 2, line + 2, side, side)
        inset = AROUND * side
        return whole.adjusted(inset, inset, -inset, -inset)

    def frame_rect(self) -> QRectF:
        """Where the frame is, in pixels; one that is larger than the room ends with it."""
        assert self.shown is not None
        return self._frame_of(self._field(self.shown), self.shown.side)

    def _frame_of(self, field: float, side: int) -> QRectF:
        photo = self.photo_rect()
        half = photo.width() * min(field / side, 1.0 if np.isinf(field) else 9.0) / 2
        center = photo.center()
        rect = QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half)
        inset = photo.width() * AROUND / (1 - 2 * AROUND) - FRAME
        return rect.intersected(photo.adjusted(-inset, -inset, inset, inset))

    def _field(self, net: CountedNet) -> float:
        return net.field_at(net.clipped(self.place))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current()
        painter.fillRect(self.rect(), QColor(now.picture))
        net = self.shown
        if net is not None:
            photo = self.photo_rect()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(photo, self._image())
            self._paint_frame(painter, net)
            painter.setFont(small_font())
            painter.setPen(QColor(now.text))
            head = QRectF(0, 1, self.width(), photo.top())
            metrics = QFontMetricsF(painter.font())
            text = metrics.elidedText(self.words(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(head, Qt.AlignmentFlag.AlignHCenter, text)
        painter.end()

    def _paint_frame(self, painter: QPainter, net: CountedNet) -> None:
        """Darken what the value does not see, and frame what it sees; dashed if it sees beyond."""
        field, photo, frame = self._field(net), self.photo_rect(), self.frame_rect()
        dark = QColor(0, 0, 0, 120)
        inner = frame.intersected(photo)
        for rect in _around(photo, inner):
            painter.fillRect(rect, dark)
        beyond = net.side < field < np.inf
        style = Qt.PenStyle.DashLine if beyond else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.ghost is not None:
            pale = QColor(theme.current().series[6])
            pale.setAlphaF(PALE + 0.3)
            painter.setPen(QPen(pale, FRAME - 1))
            painter.drawRect(self._frame_of(self._field(self.ghost), self.ghost.side))
        painter.setPen(QPen(theme.series_color(1), FRAME, style))
        painter.drawRect(frame)

    def _image(self) -> QImage:
        """The middle square of the photo, decoded when it is first painted."""
        if self._photo is None:
            pixels = np.asarray(load_photos()[0] * 255, np.uint8).transpose(1, 2, 0)
            height, width, _ = pixels.shape
            left = (width - height) // 2
            square = np.ascontiguousarray(pixels[:, left : left + height])
            side = square.shape[0]
            image = QImage(square.data, side, side, 3 * side, QImage.Format.Format_RGB888)
            self._photo = image.copy()
        return self._photo


def _around(whole: QRectF, inner: QRectF) -> list[QRectF]:
    """The four rectangles of ``whole`` around ``inner``."""
    return [
        QRectF(whole.left(), whole.top(), whole.width(), inner.top() - whole.top()),
        QRectF(whole.left(), inner.bottom(), whole.width(), whole.bottom() - inner.bottom()),
        QRectF(whole.left(), inner.top(), inner.left() - whole.left(), inner.height()),
        QRectF(inner.right(), inner.top(), whole.right() - inner.right(), inner.height()),
    ]
