"""Draws a widget into a file: as vectors, and as pixels of any size.

Widgets are painted in the GUI thread, one part in each turn of the event loop. Turning vectors into
pixels, which takes long, is left to :meth:`Sketch.finish`, which any thread may call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pyqtgraph as pg
from PIL import Image
from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.picture import Picture

SCREEN_DPI = 96
"""Pixels per inch of a vector drawing, as in CSS."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")

Matrix = tuple[float, float, float, float, float, float]


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
            painter.drawImage(box, rastered(bake(document), box.size()))
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


def rastered(document: bytes, size: QSize) -> QImage:
    """An SVG document as an image. Of all ways to do it this one lets other threads go on.

    It is read from a file. From a QBuffer Qt would read while it holds the lock of its image
    formats, and to call one that Python made, it needs the interpreter: which the window may hold
    while it waits for that lock, to paint an icon.
    """
    with TemporaryDirectory(prefix="saddlepoint-") as folder:
        path = Path(folder) / "drawing.svg"
        path.write_bytes(document)
        reader = QImageReader(str(path), b"svg")
        reader.setScaledSize(size)
        image = reader.read()
    if image.isNull():
        raise MemoryError(reader.errorString())
    return image


def vectors(widget: QWidget, title: str = "", description: str = "") -> bytes:
    """The widget as an SVG document as Qt writes it, to be passed through :func:`bake`."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older one clips nothing
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(0, 0), widget.size()))
    generator.setResolution(SCREEN_DPI)
    generator.setTitle(title)
    generator.setDescription(description)
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), QColor(theme.current().window))
    with _as_vectors(widget):
        QWidget.render(widget, painter, QPoint(0, 0))
    painter.end()
    return bytes(buffer.data().data())


@contextmanager
def _as_vectors(widget: QWidget) -> Iterator[None]:
    """While entered, pictures draw as vectors what pyqtgraph otherwise caches as pixels."""
    undo: list[tuple[Any, str, Any]] = []
    pictures = [widget] if isinstance(widget, Picture) else widget.findChildren(Picture)
    none = QGraphicsItem.CacheMode.NoCache
    for picture in pictures:
        undo.append((picture, "cache", picture.cacheMode()))
        picture.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
    for item in (item for picture in pictures for item in picture.scene().items()):
        if item.cacheMode() != none:
            undo.append((item, "cache", item.cacheMode()))
            item.setCacheMode(none)
        if isinstance(item, pg.ScatterPlotItem):
            undo.append((item, "export", item._exportOpts))
            item._exportOpts = {"antialias": True}
        elif isinstance(item, pg.PlotCurveItem):  # one path, and not a line for each step
            undo.append((item, "segments", item.opts["segmentedLineMode"]))
            item.opts["segmentedLineMode"] = "off"
    try:
        yield
    finally:
        for item, what, before in undo:
            if what == "cache":
                item.setCacheMode(before)
            elif what == "export":
                item._exportOpts = before
            else:
                item.opts["segmentedLineMode"] = before


def bake(document: bytes, size: tuple[str, str] | None = None) -> bytes:
    """An SVG made by Qt with every curve in the document's own coordinates, and with a given size
    (such as ``("16cm", "12cm")``).

    Qt writes curves in the coordinates of the axes, under a matrix and a ``vector-effect`` that
    keeps the strokes from being stretched. Many programs that read SVG ignore this effect, and
    those that know it draw hairlines when the picture is enlarged.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(document)
    if size is not None:
        root.set("width", size[0])
        root.set("height", size[1])
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{SVG}}}g" and not len(child)  # one at every change of a pen
            if empty or child.get("d") == "":
                parent.remove(child)
    for group in root.iter(f"{{{SVG}}}g"):
        if "transform" in group.attrib:
            _bake_group(group)
    for element in root.iter():
        element.attrib.pop("vector-effect", None)
        if element.tag == f"{{{SVG}}}image":
            element.set("image-rendering", "optimizeSpeed")  # each of its pixels means something
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _bake_group(group: ElementTree.Element) -> None:
    matrix = _matrix(group.attrib.pop("transform"))
    if matrix == (1, 0, 0, 1, 0, 0):
        return
    text = "matrix({:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g})".format(*matrix)
    for shape in group:
        if shape.get("vector-effect") == "non-scaling-stroke":
            _as_path(shape)
        own = {"path": "d", "polyline": "points"}.get(shape.tag.rpartition("}")[2])
        if own is None or shape.get("vector-effect") != "non-scaling-stroke":
            shape.set("transform", f"{text} {shape.get('transform', '')}".strip())
            if group.get("stroke") == "none":  # or there would be seams between bars
                shape.set("shape-rendering", "crispEdges")
        else:
            mapped = _PAIR.sub(lambda pair: _mapped(pair, matrix), shape.get(own, ""))
            shape.set(own, mapped)


def _as_path(shape: ElementTree.Element) -> None:
    """A rectangle or a single line as a path, which can be mapped; other elements unchanged."""
    kind = shape.tag.rpartition("}")[2]
    if kind == "rect":
        x, y, w, h = (float(shape.attrib.pop(name)) for name in ("x", "y", "width", "height"))
        d = f"M{x},{y} L{x + w},{y} L{x + w},{y + h} L{x},{y + h} Z"
    elif kind == "line":
        x1, y1, x2, y2 = (float(shape.attrib.pop(name)) for name in ("x1", "y1", "x2", "y2"))
        d = f"M{x1},{y1} L{x2},{y2}"
    else:
        return
    shape.tag = f"{{{SVG}}}path"
    shape.set("d", d)


def _matrix(text: str) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in text[len("matrix(") : -1].split(","))
    return a, b, c, d, e, f


def _mapped(pair: re.Match[str], matrix: Matrix) -> str:
    x, y = float(pair[1]), float(pair[2])
    a, b, c, d, e, f = matrix
    return f"{a * x + c * y + e:.3f},{b * x + d * y + f:.3f}"
