"""Pens and brushes of lines and dots, so many pixels wide whatever the zoom."""

from __future__ import annotations

from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from app import theme

SOLID = Qt.PenStyle.SolidLine


def line_pen(color: QColor | str, width: float = 1, style: Qt.PenStyle = SOLID) -> QPen:
    """A line of that color and of so many pixels."""
    pen = QPen(QColor(color), width, style)
    pen.setCosmetic(True)
    return pen


def series_pen(index: int, width: float = 2, style: Qt.PenStyle = SOLID) -> QPen:
    """A curve of a series, in its color of the present theme."""
    return line_pen(theme.series_color(index), width, style)


@lru_cache(64)
def dot_brush(rgba: int) -> QBrush:
    """One brush for a color as QColor.rgba() has it: pyqtgraph keeps the picture of a dot by its
    brush and its pen themselves, and would draw it anew for others just like them."""
    brush: QBrush = pg.mkBrush(QColor.fromRgba(rgba))
    return brush


@lru_cache(64)
def dot_pen(color: str, width: float) -> QPen:
    """As :func:`dot_brush`."""
    return line_pen(color, width)
