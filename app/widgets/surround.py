"""What stands around a field in its picture: the color bar, the legend of its signs, and the margin
that is left where both axes have equal units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QFontMetricsF

from app import theme
from app.widgets.color_bar import ColorBar, small_font
from app.widgets.field import Scale
from app.widgets.picture import MARGINS, Picture
from app.words.labels import tr

WIDER = 1.2
"""The ratio of width to height from which on the color bar stands beside the plot: there is more
room than below it."""

SPACES = "   "


class Surround:
    """Lays the color bar and the legend out around a picture's plot, and keeps the plot to the
    shape of its field where units are equal: a view of another shape would show what lies beside
    the field, where nothing is drawn."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._shape: float | None = None
        self._spare = (0.0, 0.0)
        self._words = ""
        self.bar = ColorBar()
        self.legend = pg.LabelItem("", justify="left")
        self.legend.updateMin = lambda: None  # wider than the picture, it would widen the plot
        self._grid = picture.plot.layout
        self._grid.addItem(self.bar, 4, 1)
        self._grid.addItem(self.legend, 5, 0, 1, 3)
        picture.plot.getViewBox().sigResized.connect(self._on_resized)

    def show(self, scale: Scale | None, signs: Sequence[tuple[str, str]]) -> None:
        """Show the bar of a scale, if it has ticks, and a legend of signs with their meaning."""
        self.bar.show_scale(scale)
        said = [tr("colors: {scale}", scale=scale.said)] if scale is not None and scale.said else []
        self._words = SPACES.join([*said, *(f"{sign} {meaning}" for sign, meaning in signs)])
        self._write()

    def fit(self, shape: float | None) -> None:
        """Keep the plot to this ratio of width to height; None gives it all the room."""
        self._shape = shape
        self._arrange()

    def height_for(self, width: int) -> int:
        """The height at which a picture of this width leaves no margin; -1 if it has no shape."""
        room: QSizeF = self._picture.plot.getViewBox().size()
        size = self._picture.size()
        if self._shape is None or room.width() <= 0:
            return -1
        around = size.width() - room.width() - self._spare[0]
        above = size.height() - room.height() - self._spare[1]
        return math.ceil(float(above + (width - around) / self._shape))

    def _on_resized(self) -> None:
        self._arrange()
        self._write()

    def _arrange(self) -> None:
        """Put the bar where there is more room for it, and leave a margin beside or below."""
        size = self._picture.size()
        upright = size.width() > WIDER * size.height()
        if upright != self.bar.upright:
            self._grid.removeItem(self.bar)
            self.bar.stand(upright)
            self._grid.addItem(self.bar, *((2, 3) if upright else (4, 1)))
        room: QSizeF = self._picture.plot.getViewBox().size()
        width, height = room.width() + self._spare[0], room.height() + self._spare[1]
        spare = (0.0, 0.0)
        if self._shape is not None and width > 0 and height > 0:
            spare = (max(0.0, width - self._shape * height), max(0.0, height - width / self._shape))
        if any(abs(a - b) >= 1 for a, b in zip(spare, self._spare, strict=True)):
            self._spare = spare
            left, top, right, bottom = MARGINS
            self._grid.setContentsMargins(left, top, right + spare[0], bottom + spare[1])
            self._grid.activate()

    def _write(self) -> None:
        """Write the legend, shortened where there is no room; its tool tip has the whole."""
        font, now = small_font(), theme.current()
        metrics = QFontMetricsF(font)
        room = self._picture.width() - 2 * MARGINS[2]
        text = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        html = escape(text, quote=False).replace(SPACES, "&nbsp;&nbsp; ")
        self.legend.setText(html, size=f"{font.pointSizeF():.4g}pt", color=now.muted)
        self.legend.setToolTip("" if text == self._words else self._words)
        self.legend.setMaximumHeight(metrics.height() + 5 if text else 0)
        self.legend.setVisible(bool(text))
