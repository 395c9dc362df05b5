"""Draws a widget as vectors, in the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QBuffer, QMarginsF, QPoint, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from app import theme
from app.export import trim
from app.widgets.picture import Picture
from core import __version__

SCREEN_DPI = 96
"""Pixels per inch of a vector drawing, as in CSS."""

POINTS = 72
"""Points per inch, the unit of PDF."""

SEAM = 0.5
"""The width in pixels of the line that closes the seam between two bars."""


def vectors(widget: QWidget, title: str = "", description: str = "") -> bytes:
    """The widget as an SVG document as Qt writes it, to be passed through
    :func:`app.export.svg.bake`."""
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


def pdf(widget: QWidget, size: QSizeF, title: str = "", description: str = "") -> bytes:
    """The widget as a PDF document of one page, as large as the widget is drawn.

    ``size`` is in points, of which an inch has 72; Qt rounds it to whole ones. Fonts are embedded.
    The description is attached as a file.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    whole = QSizeF(max(1, round(size.width())), max(1, round(size.height())))
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(whole, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    # Pens count the device's pixels: these become as large as the widget's, but for a rounding.
    writer.setResolution(max(1, round(widget.width() / whole.width() * POINTS)))
    writer.setTitle(title)
    writer.setCreator(f"Saddlepoint {__version__}")
    if description:
        writer.addFileAttachment("settings.json", description.encode(), "application/json")
    painter = QPainter(writer)
    painter.scale(writer.width() / widget.width(), writer.height() / widget.height())
    painter.fillRect(widget.rect(), QColor(theme.current().window))
    with _as_vectors(widget):
        QWidget.render(widget, painter, QPoint(0, 0))
    painter.end()
    return bytes(buffer.data().data())


@contextmanager
def _as_vectors(widget: QWidget) -> Iterator[None]:
    """While entered, pictures draw as vectors what pyqtgraph otherwise caches as pixels, and
    nothing far outside of what is seen."""
    pictures = [widget] if isinstance(widget, Picture) else widget.findChildren(Picture)
    with ExitStack() as undo:
        for picture in pictures:
            undo.callback(picture.setCacheMode, picture.cacheMode())
            picture.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
            picture.scene().prepareForPaint()  # a range that was just set is applied only then
            for item in picture.scene().items():
                _draw_as_vectors(item, undo)
        yield


def _draw_as_vectors(item: QGraphicsItem, undo: ExitStack) -> None:
    if item.cacheMode() != QGraphicsItem.CacheMode.NoCache:
        undo.callback(item.setCacheMode, item.cacheMode())
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    if isinstance(item, pg.ScatterPlotItem):
        undo.callback(setattr, item, "_exportOpts", item._exportOpts)
        item._exportOpts = {"antialias": True}
    elif isinstance(item, pg.PlotCurveItem):
        undo.callback(item.opts.update, segmentedLineMode=item.opts["segmentedLineMode"])
        item.opts["segmentedLineMode"] = "off"  # one path, and not a line for each step
        _trim_curve(item, undo)
    elif isinstance(item, pg.ImageItem):
        _trim_image(item, undo)
    elif isinstance(item, pg.BarGraphItem):
        _join_bars(item, undo)


def _trim_curve(curve: pg.PlotCurveItem, undo: ExitStack) -> None:
    """Let a curve draw its paths only as far as they are near the view, until this is undone."""
    box = trim.room(curve)
    if box is None or not curve.isVisible():
        return
    path = curve.getPath()  # now, or it would be made anew, and the areas be forgotten with it
    if curve.opts["fillLevel"] is not None:
        areas = curve._getFillPathList(None) if curve._shouldUseFillPathList() else []
        whole = curve._getFillPath()
        if not box.contains(whole.boundingRect()):
            undo.callback(setattr, curve, "fillPath", whole)
            curve.fillPath = trim.area(whole, box)
            undo.callback(setattr, curve, "_fillPathList", areas or None)
            curve._fillPathList = [trim.area(part, box) for part in areas] or None
    if not box.contains(path.boundingRect()):
        undo.callback(setattr, curve, "path", path)
        curve.path = trim.line(path, box)


def _join_bars(bars: pg.BarGraphItem, undo: ExitStack) -> None:
    """Let bars without an outline have a thin one of their color: smoothed, bars that only touch
    would leave the ground in sight between them. Empty bars are left out: they would be lines."""
    if bars._singleColor and bars._sharedPen.style() == Qt.PenStyle.NoPen:
        corners_and_sizes = bars._rectarray.ndarray()
        there = corners_and_sizes[(corners_and_sizes[:, 2:] != 0).all(axis=1)]
        undo.callback(setattr, bars, "_rectarray", bars._rectarray)
        undo.callback(setattr, bars, "_sharedPen", bars._sharedPen)
        bars._rectarray = PrimitiveArray(QRectF, 4)
        bars._rectarray.resize(len(there))
        bars._rectarray.ndarray()[:] = there
        bars._sharedPen = pg.mkPen(bars._sharedBrush.color(), width=SEAM)


def _trim_image(image: pg.ImageItem, undo: ExitStack) -> None:
    """Let an image draw only the pixels near the view, until this is undone."""
    box = trim.room(image)
    if box is None or image.image is None or not image.isVisible():
        return
    if image.qimage is None:
        image.render()
    shown = trim.cells(image.qimage.width(), image.qimage.height(), box)
    if shown == image.qimage.rect() or shown.isEmpty():
        return
    undo.callback(setattr, image, "image", image.image)
    undo.callback(setattr, image, "qimage", image.qimage)
    undo.callback(image.setTransform, image.transform())
    rows, columns = slice(shown.top(), shown.bottom() + 1), slice(shown.left(), shown.right() + 1)
    of_rows = image.axisOrder == "row-major"
    image.qimage = image.qimage.copy(shown)
    image.image = image.image[(rows, columns) if of_rows else (columns, rows)]
    image.setTransform(QTransform.fromTranslate(shown.x(), shown.y()) * image.transform())
