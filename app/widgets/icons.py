"""Icons from ``resources/icons``, tinted for the theme: their strokes are drawn in one color."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme
from core.resources import resource

SIZE = 96


def icon(name: str) -> QIcon:
    """The icon in the present theme's colors: muted, and accented where it is selected."""
    now = theme.current()
    source = resource("icons", name).read_text(encoding="utf-8")
    result = QIcon()
    for mode, color in ((QIcon.Mode.Normal, now.text), (QIcon.Mode.Selected, now.accent)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
        pixmap = QPixmap(SIZE, SIZE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, SIZE, SIZE))
        painter.end()
        result.addPixmap(pixmap, mode)
    return result
