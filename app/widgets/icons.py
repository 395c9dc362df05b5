"""Icons from ``resources/icons``, tinted for the theme: their strokes are drawn in one color."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import theme
from core.resources import resource

SIZES = (16, 20, 24, 32, 40, 48, 64, 96)
"""The sizes of icons in pixels: a picture in its own size is sharp at every scale of the screen."""


def icon(name: str) -> QIcon:
    """An icon in the present theme's colors: plain, accented if it is selected or switched on, and
    pale if it is disabled."""
    now = theme.current()
    return _icon(name, now.text, now.accent, theme.mix(now.text, now.window, 0.6).name())


@lru_cache(64)
def _icon(name: str, plain: str, selected: str, disabled: str) -> QIcon:
    source = resource("icons", name).read_text(encoding="utf-8")
    result = QIcon()
    for mode, state, color in (
        (QIcon.Mode.Normal, QIcon.State.Off, plain),
        (QIcon.Mode.Normal, QIcon.State.On, selected),
        (QIcon.Mode.Selected, QIcon.State.Off, selected),
        (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
    ):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
        for size in SIZES:
            result.addPixmap(_drawn(renderer, size), mode, state)
    return result


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
