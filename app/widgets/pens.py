"""Pens and brushes for lines and dots whose width in pixels does not depend on the zoom."""

from __future__ import annotations

from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from app import theme

SOLID = Qt.PenStyle.SolidLine


def line_pen(color: QColor | str, width: float = 1, style: Qt.PenStyle = SOLID) -> QPen:
    """A line of that color and width in pixels."""
    pen = QPen(QColor(color), width, style)
    pen.setCosmetic(True)
    return pen


def series_pen(index: int, width: float = 2, style: Qt.PenStyle = SOLID) -> QPen:
    """The pen of a series' curve, in its color of the present theme."""
    return line_pen(theme.series_color(index), width, style)


@lru_cache(64)
def dot_brush(rgba: int) -> QBrush:
    """The brush for a color in the form of QColor.rgba(), always the same object: pyqtgraph caches
    the picture of a dot by the brush and pen objects, and would draw it again for equal ones."""
    brush: QBrush = pg.mkBrush(QColor.fromRgba(rgba))
    return brush


@lru_cache(64)
def dot_pen(color: str, width: float) -> QPen:
    """The pen for a dot's rim, always the same object, as in :func:`dot_brush`."""
    return line_pen(color, width)
