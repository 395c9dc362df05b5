"""Draws a widget as vectors, in the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from app import theme
from app.widgets.picture import Picture

SCREEN_DPI = 96
"""Pixels per inch of a vector drawing, as in CSS."""


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
