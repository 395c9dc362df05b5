"""A chart of one thing against the same thing done otherwise: equal units, and the diagonal."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt

from app import theme
from app.widgets.chart import Chart
from app.widgets.pens import line_pen


class Diagonal(Chart):
    """Dots that lie on the diagonal where both values are the same. Both axes have one scale."""

    def __init__(self, x: str, y: str) -> None:
        super().__init__(x, y, dots=True)
        self.diagonal = pg.InfiniteLine(pos=(0, 0), angle=45)
        self.plot.addItem(self.diagonal, ignoreBounds=True)
        self.plot.getViewBox().setAspectLocked(True)
        self.retheme()

    def show_reach(self, reach: float) -> None:
        """Show both axes from -reach to reach."""
        self.picture.show_range(x=(-reach, reach), y=(-reach, reach), padding=0.02)

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "diagonal"):
            pen = line_pen(theme.current().muted, style=Qt.PenStyle.DashLine)
            self.diagonal.setPen(pen)
