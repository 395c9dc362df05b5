"""An axis whose words keep to the room that there is, however large the text is."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

MARGIN = 8
"""Pixels that a label has around its text."""

GAP = 4.0
"""Pixels between two numbers, at least."""


class Axis(pg.AxisItem):
    """A name that is too long is shortened, and whole in its tool tip; of numbers that would lie
    over one another those of the coarser ticks are drawn."""

    labelText: str

    def labelString(self) -> str:
        whole = self.labelText
        self.labelText = self._shortened(whole)
        try:
            return str(super().labelString())
        finally:
            self.labelText = whole

    def resizeEvent(self, event: Any = None) -> None:
        if self.label is not None:
            shown = self._shortened(self.labelText)
            if self.label.toPlainText().strip() != shown:
                self.label.setHtml(self.labelString())
            self.label.setToolTip("" if shown == self.labelText else self.labelText)
        super().resizeEvent(event)

    def generateDrawSpecs(self, painter: Any) -> Any:
        specs = super().generateDrawSpecs(painter)
        if specs is None or self.orientation not in ("bottom", "top"):
            return specs
        line, ticks, texts = specs
        kept: list[tuple[QRectF, Any, str]] = []
        for rect, flags, text in texts:  # the coarse ticks come first
            wide = QRectF(rect).adjusted(-GAP / 2, 0, GAP / 2, 0)
            if not any(wide.intersects(other) for other, _, _ in kept):
                kept.append((rect, flags, text))
        return line, ticks, kept

    def _shortened(self, text: str) -> str:
        upright = self.orientation in ("left", "right")
        room = (self.size().height() if upright else self.size().width()) - MARGIN
        if room <= 0:  # it has no place yet
            return text
        metrics = QFontMetricsF(self.label.font())
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
