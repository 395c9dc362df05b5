"""The bar beside a field that says which color is which value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.field import Scale
from app.words.labels import number

THICKNESS = 10.0
"""The extent of the colors across the bar, in pixels."""

APART = 8.0
"""The gap in pixels between the colors and the plot, and between two numbers."""

DIGITS = 3


def small_font() -> QFont:
    """The font of what stands around a plot: one point smaller than the window's."""
    font = QApplication.font()
    font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
    return font


class ColorBar(pg.GraphicsWidget):
    """Shows the colors of a :class:`Scale` from its lowest to its highest place, with numbers at
    its ticks. It lies below the plot, or stands at its right."""

    def __init__(self) -> None:
        super().__init__()
        self.upright = False
        self.scale_shown: Scale | None = None
        self.fit()

    def show_scale(self, scale: Scale | None) -> None:
        """Show the colors of a scale with ticks; the bar takes no room without one."""
        self.scale_shown = scale if scale is not None and scale.ticks else None
        self.fit()
        self.update()

    def stand(self, upright: bool) -> None:
        """Let the bar stand beside the plot, or lie below it."""
        self.upright = upright
        self.fit()
        self.update()

    def fit(self) -> None:
        """Take the room that the numbers need in the present font."""
        metrics = QFontMetricsF(small_font())
        self.setVisible(self.scale_shown is not None)
        room = 0.0
        if self.scale_shown is not None:
            texts = [number(value, DIGITS) for _, value in self.scale_shown.ticks]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            room = THICKNESS + APART + (widest + APART if self.upright else metrics.height())
        free = 16_777_215.0
        self.setMinimumSize(0, 0)
        self.setMaximumSize(*((room, free) if self.upright else (free, room)))
        self.setMinimumSize(*((room, 0) if self.upright else (0, room)))

    def numbers(self) -> Iterator[tuple[float, str]]:
        """The places, from 0 to 1, and the texts of the ticks that have room, the ends first."""
        if self.scale_shown is None:
            return
        metrics = QFontMetricsF(small_font())
        length = self.size().height() if self.upright else self.size().width()
        taken: list[tuple[float, float]] = []
        ticks = sorted(self.scale_shown.ticks)
        for place, value in (ticks[-1], *ticks[:-1]):
            text = number(value, DIGITS)
            extent = metrics.height() if self.upright else metrics.horizontalAdvance(text)
            start = min(max(0.0, place * length - extent / 2), length - extent)
            gap = 0.0 if self.upright else APART
            if all(start >= end + gap or start + extent <= begin - gap for begin, end in taken):
                taken.append((start, start + extent))
                yield place, text

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        scale = self.scale_shown
        if scale is None:
            return
        colors = np.ascontiguousarray(scale.look_up(np.linspace(0, 1, 256)))
        image = QImage(colors.data, 256, 1, 1024, QImage.Format.Format_RGBA8888)
        bar = self._bar()
        # Copied in both cases: what records the drawing keeps it longer than the colors live.
        image = image.transformed(QTransform().rotate(-90)) if self.upright else image.copy()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image)
        now = theme.current()
        painter.setPen(now.line)
        painter.drawRect(bar)
        painter.setPen(now.muted)
        painter.setFont(small_font())
        for place, text in self.numbers():
            self._write(painter, bar, place, text)

    def _bar(self) -> QRectF:
        width, height = self.size().width(), self.size().height()
        if self.upright:
            return QRectF(APART, 0, THICKNESS, height)
        return QRectF(0, APART / 2, width, THICKNESS)

    def _write(self, painter: QPainter, bar: QRectF, place: float, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        if self.upright:
            y = bar.bottom() - place * bar.height()
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y))
            half = metrics.height() / 2
            top = min(max(bar.top(), y - half), bar.bottom() - 2 * half)
            room = QRectF(bar.right() + 5, top, metrics.horizontalAdvance(text) + 2, 2 * half)
        else:
            x = bar.left() + place * bar.width()
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3))
            width = metrics.horizontalAdvance(text)
            left = min(max(bar.left(), x - width / 2), bar.right() - width)
            room = QRectF(left, bar.bottom() + 2, width, metrics.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, text)
