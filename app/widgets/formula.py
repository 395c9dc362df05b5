"""A formula drawn as typeset mathematics."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from core.resources import resource

SIZE = 15.0
LINE_GAP = 6
NAME_GAP = 12
"""Pixels between the longest name of a line and the formulas."""
SHIPPED = resource("formulas", "typeset.json")
"""The formulas of the registries, typeset in advance by the script in the same folder."""
INK = "#010203"
"""The color in a typeset formula that is replaced by the wanted one."""


@lru_cache(256)
def svg(text: str, color: str, size: float = SIZE) -> bytes:
    """A formula as an SVG picture. One that is not shipped takes 5-20 ms the first time, and the
    import 0.2 s once."""
    shipped = _shipped().get(text) if size == SIZE else None
    return (shipped.replace(INK, color) if shipped else typeset(text, color, size)).encode()


def typeset(text: str, color: str, size: float = SIZE) -> str:
    """A formula, typeset now."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt draws almost nothing of SVG 2
    return str(Latex(text, size=size, color=color).svg())


def prepare() -> None:
    """Import the typesetter now, when no window waits to be painted first."""
    typeset("x", INK)


@cache
def _shipped() -> Mapping[str, str]:
    pictures: Mapping[str, str] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return pictures


class FormulaView(QWidget):
    """Draws lines of TeX, each shrunk to the available width."""

    def __init__(self, height: int | None = None) -> None:
        """With a ``height`` it keeps that, and formulas shrink to it too: what stands below does
        not move while a formula is typed."""
        super().__init__()
        self._height = height
        self._tex = ""
        self._names: tuple[str, ...] = ()
        self._lines: list[QSvgRenderer] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tex(self, tex: str, names: Sequence[str] = ()) -> None:
        """Show these lines, and before each its name, if they have ``names``: words belong to a
        language, and not into TeX, whose fonts know no Chinese. If typesetting is needed for the
        first time, it waits until the window has been painted."""
        if (tex, tuple(names)) == (self._tex, self._names):
            return
        self._tex, self._names = tex, tuple(names)
        spoken = zip_longest(self._names, tex.splitlines(), fillvalue="")
        self.setAccessibleName("\n".join(f"{n}: {line}" if n else line for n, line in spoken))
        self.setToolTip(tex)
        if "ziamath" in sys.modules or all(line in _shipped() for line in tex.splitlines()):
            self.draw()

    def draw(self) -> None:
        """Draw the formula anew in the present theme."""
        color = theme.current().text
        # Without a parent, which would keep every formula that ever stood here.
        pictures = (svg(line, color) for line in self._tex.splitlines())
        self._lines = [QSvgRenderer(QByteArray(picture)) for picture in pictures]
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sizes = [self._size(line) for line in self._lines]
        width = max((size.width() for size in sizes), default=0)
        height = sum(size.height() + LINE_GAP for size in sizes)
        return QSize(min(width + self._before(), 280), self._height or max(24, height))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def _before(self) -> int:
        """The pixels that the names take before the formulas; 0 without names."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        return longest + NAME_GAP if longest else 0

    def _size(self, line: QSvgRenderer) -> QSize:
        """The size of a line in the present size of text."""
        return line.defaultSize() * theme.text_scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tex and not self._lines:
            QTimer.singleShot(0, self, self.draw)
            return
        painter = QPainter(self)
        painter.setPen(QColor(theme.current().text))
        top, left = LINE_GAP / 2, self._before()
        for name, line in zip_longest(self._names, self._lines):
            size = self._size(line)
            scale = min(1.0, (self.width() - left) / max(1, size.width()))
            if self._height is not None:
                scale = min(scale, (self._height - LINE_GAP) / max(1, size.height()))
            height = size.height() * scale
            if name:
                place = QRectF(0, top, left, max(height, self.fontMetrics().height()))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
            line.render(painter, QRectF(left, top, size.width() * scale, height))
            top += size.height() + LINE_GAP
        painter.end()
