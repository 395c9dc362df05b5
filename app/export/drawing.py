"""Draws a widget into an image of any size.

Widgets are painted in the GUI thread, one part in each turn of the event loop. Turning vectors into
pixels, which takes long, is left to :meth:`Sketch.finish`, which any thread may call.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from app import theme
from app.export.svg import bake, painted
from app.export.vectors import vectors
from app.widgets.exhibit import Exhibit
from app.widgets.picture import Picture


class Sketch:
    """A widget on its way to an image of a given size.

    If it is larger than on the screen, its pictures are drawn as vectors: enlarged pixels would be
    blurred, and pyqtgraph's pens, whose widths are in device pixels, would be hairlines.
    """

    def __init__(self, widget: QWidget, size: QSize) -> None:
        self._widget = widget
        self._image = QImage(size, QImage.Format.Format_RGBX8888)
        if self._image.isNull():
            raise MemoryError(f"{size.width()} x {size.height()}")
        self._image.fill(QColor(theme.current().window))
        self._parts: list[tuple[QRectF, bytes]] = []
        # Loads what reads SVG here: another thread would hand it to this one under Qt's lock, and
        # need the interpreter for it.
        QImageReader.supportedImageFormats()

    def turns(self) -> Iterator[None]:
        """Paint one part in each turn. It runs in the GUI thread."""
        widget = self._widget
        larger = self._image.width() > widget.width()
        inner = widget.findChildren(Picture)
        places = {
            picture: QRect(picture.mapTo(widget, QPoint(0, 0)), picture.size())
            for picture in ([widget] if isinstance(widget, Picture) else inner)
            if picture.isVisible()
        }
        rest = QRegion(widget.rect())
        for place in places.values():
            rest -= QRegion(place)
        if not rest.isEmpty():
            self._paint(rest)
            yield None
        yield from self._paint_drawn()
        for picture, place in places.items():
            if larger:
                self._parts.append((QRectF(place), vectors(picture)))
            else:
                self._paint(QRegion(place))
            yield None

    def _paint_drawn(self) -> Iterator[None]:
        """Paint the widgets that draw themselves in any size over what Qt painted of them."""
        painter = QPainter(self._image)
        painter.scale(*self._scale())
        _paint_drawn(painter, self._widget, self._scale())
        painter.end()
        yield None

    def finish(self) -> Image.Image:
        """The finished image, without transparency."""
        across, down = self._scale()
        painter = QPainter(self._image)
        for place, document in self._parts:
            box = QRectF(
                place.x() * across, place.y() * down, place.width() * across, place.height() * down
            ).toRect()
            painted(bake(document), painter, box)
        painter.end()
        size = (self._image.width(), self._image.height())
        data = bytes(self._image.constBits())
        line = self._image.bytesPerLine()
        return Image.frombytes("RGB", size, data, "raw", "RGBX", line, 1)

    def _scale(self) -> tuple[float, float]:
        width, height = self._widget.width(), self._widget.height()
        return self._image.width() / width, self._image.height() / height

    def _paint(self, region: QRegion) -> None:
        painter = QPainter(self._image)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.scale(*self._scale())
        # QGraphicsView has a render of its own: what is wanted is the widget's. It paints the
        # region's corner where it is told to.
        QWidget.render(self._widget, painter, region.boundingRect().topLeft(), region)
        painter.end()


def grabbed(widget: QWidget) -> QPixmap:
    """A widget as the screen shows it; :meth:`QWidget.grab` misses the words in an OpenGL view."""
    pixmap = widget.grab()
    ratio = pixmap.devicePixelRatio()
    painter = QPainter(pixmap)
    _paint_drawn(painter, widget, (ratio, ratio))
    painter.end()
    return pixmap


def _paint_drawn(painter: QPainter, widget: QWidget, scale: tuple[float, float]) -> None:
    """Paint the widgets that draw themselves, at a scale; the painter uses the widget's
    own pixels."""
    for inner in (widget, *widget.findChildren(QWidget)):
        if isinstance(inner, Exhibit) and inner.isVisible():
            size = QSize(round(inner.width() * scale[0]), round(inner.height() * scale[1]))
            image = inner.drawn(size)
            if image is not None:
                painter.drawImage(QRect(inner.mapTo(widget, QPoint(0, 0)), inner.size()), image)
