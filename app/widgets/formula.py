"""A formula set as a formula."""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

SIZE = 15.0


@lru_cache(256)
def svg(tex: str, color: str, size: float = SIZE) -> bytes:
    """The formula as an SVG picture; 5-20 ms the first time, and once 0.2 s for the import."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt draws almost nothing of SVG 2
    return str(Latex(tex, size=size, color=color).svg()).encode()


class FormulaView(QWidget):
    """Draws TeX, shrunk to the width that there is."""

    def __init__(self) -> None:
        super().__init__()
        self._tex = ""
        self._renderer = QSvgRenderer(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tex(self, tex: str) -> None:
        """Show this formula; the first of all waits until the window has been painted."""
        if tex == self._tex:
            return
        self._tex = tex
        self.setAccessibleName(tex)
        self.setToolTip(tex)
        if "ziamath" in sys.modules:
            self.draw()
        else:
            QTimer.singleShot(0, self, self.draw)

    def draw(self) -> None:
        """Draw it anew, in the present theme."""
        if self._tex:
            self._renderer.load(QByteArray(svg(self._tex, theme.current().text)))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        size = self._renderer.defaultSize()
        return QSize(min(size.width(), 280), max(24, size.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._renderer.defaultSize()
        if not self._tex or size.isEmpty():
            return
        scale = min(1.0, self.width() / size.width())
        height = size.height() * scale
        target = QRectF(0, (self.height() - height) / 2, size.width() * scale, height)
        painter = QPainter(self)
        self._renderer.render(painter, target)
        painter.end()
