"""Accuracy against where the test digits stand: a map of 9 x 9 shifts for each net."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF

from app import theme
from app.labs.networks.shifts_words import error, moved, name
from app.widgets.color_bar import small_font
from app.widgets.field import Field, Scale
from app.widgets.gestures import Gestures
from app.widgets.map_picture import MapPicture
from app.widgets.overlays import Spots
from app.widgets.pens import line_pen
from app.widgets.reading import in_two_lines
from app.words.labels import _ as mark
from app.words.labels import percent, tr
from core.networks.shifts import FARTHEST, SHIFTS, ShiftsFrame
from core.tables import Table, grid

ACROSS = len(SHIFTS)
EVERY = ACROSS + 1
"""The columns from one net's map to the next one's."""
HEAD, HIGHER, FEW = 2, 3, 3
"""The rows above the maps, in which the names of the nets stand; more above small maps, where a
name takes two lines; and the number of nets up to which maps are large."""
MARGIN = 4
"""The pixels around the text of a title."""
ROOMY = 110
"""The pixels from one map to the next from which on the numbers at its edges have room."""
TICKS = tuple((step / 4, step / 4) for step in range(5))


class ShiftMaps(MapPicture):
    """Draws the maps of all nets on one scale of colors; a click chooses a net and a shift."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click"), mark("that net, and the digit moved there")),
        (mark("Point at a map"), mark("how many of the digits moved there are read right")),
    )

    chosen = Signal(str, int, int)
    """Emitted with a net and with a shift down and right."""

    def __init__(self) -> None:
        super().__init__(tr("shift to the right in pixels"), tr("down"))
        self.setAccessibleName(tr("Accuracy by shift"))
        self.words.setVisible(False)
        self.halo = Spots(symbol="o", size=15, brush=None)
        self.halo.setZValue(29)
        self.plot.addItem(self.halo, ignoreBounds=True)
        self._frame: ShiftsFrame | None = None
        self._titles: list[pg.TextItem] = []
        self._net = ""
        """The net whose maps are shown elsewhere."""
        self.clicked.connect(self._on_clicked)
        self.picture.plot.getViewBox().sigResized.connect(self._write_names)

    def show_frame(self, frame: ShiftsFrame) -> None:
        """Draw what is known so far."""
        self._frame = frame
        columns = EVERY * len(frame.nets) - 1
        places = np.full((ACROSS + self._head(), columns), np.inf)
        for k, accuracy in enumerate(frame.accuracy):
            places[:ACROSS, EVERY * k : EVERY * k + ACROSS] = accuracy[::-1]
        scale = Scale(places, theme.current().field, beyond=theme.current().picture, ticks=TICKS)
        self.set_field(
            Field(
                x=np.arange(columns, dtype=float),
                y=np.arange(len(places), dtype=float) - FARTHEST,
                values=places,
                shades=scale,
                name=tr("accuracy"),
                of=frame.nets,
                equal_units=True,
            )
        )
        self._write_names()

    def point(self, down: int, right: int, net: str) -> None:
        """Ring a shift in all maps."""
        if self._frame is None:
            return
        now, nets = theme.current(), len(self._frame.nets)
        x, y = EVERY * np.arange(nets) + FARTHEST + right, np.full(nets, -down)
        self.halo.setData(x, y, pen=line_pen(now.picture, 5))
        self.picture.here.setData(x, y, pen=line_pen(now.text, 2))
        self.picture.here_is = tr("the dragged digit: {shift}", shift=moved(down, right))
        self.picture.write_legend()
        self._net = net
        self._write_titles()

    def under(self, row: int, column: int) -> str:
        found = self._place(column, row - FARTHEST)
        if found is None or self._frame is None:
            return ""
        k, down, right = found
        i, j = down + FARTHEST, right + FARTHEST
        told = {
            "net": name(self._frame.nets[k]),
            "shift": moved(down, right),
            "accuracy": percent(float(self._frame.accuracy[k, i, j])),
        }
        apart = float(self._frame.deep_equivariance_error[k, i, j])
        if apart != apart:
            return tr("{net}, {shift}: {accuracy}", **told)
        return tr("{net}, {shift}: {accuracy}; maps are off by {error}", **told, error=error(apart))

    def tables(self) -> Sequence[Table]:
        if self._frame is None:
            return ()
        across, down = (tr("right"), np.array(SHIFTS)), (tr("down"), np.array(SHIFTS))
        return [
            grid(name(net), across, down, accuracy)
            for net, accuracy in zip(self._frame.nets, self._frame.accuracy, strict=True)
        ]

    def retheme(self) -> None:
        super().retheme()
        if self._frame is not None:
            self.show_frame(self._frame)

    def _place(self, x: float, y: float) -> tuple[int, int, int] | None:
        """The net and the shift at a place of the picture, if one is there."""
        nets = len(self._frame.nets) if self._frame is not None else 0
        k, column = divmod(round(x), EVERY)
        down = -round(y)
        if not (0 <= k < nets and column < ACROSS and abs(down) <= FARTHEST):
            return None
        return k, down, column - FARTHEST

    def _on_clicked(self, x: float, y: float) -> None:
        found = self._place(x, y)
        if found is not None and self._frame is not None:
            k, down, right = found
            self.chosen.emit(self._frame.nets[k], down, right)

    def _write_names(self) -> None:
        """Write the titles, and along the axes as many numbers as fit."""
        if self._frame is None:
            return
        named = (-FARTHEST, 0, FARTHEST) if EVERY / self._pixel() >= ROOMY else (0,)
        nets = range(len(self._frame.nets))
        across = [(EVERY * k + FARTHEST + s, str(s)) for k in nets for s in named]
        self.plot.getAxis("bottom").setTicks([across])
        self.plot.getAxis("left").setTicks([[(-s, str(s)) for s in (-FARTHEST, 0, FARTHEST)]])
        self._write_titles()

    def _head(self) -> int:
        """The number of rows above the maps."""
        few = self._frame is None or len(self._frame.nets) <= FEW
        return HEAD if few else HIGHER

    def _pixel(self) -> float:
        """The width of a pixel of the screen, in columns."""
        return float(self.plot.getViewBox().viewPixelSize()[0]) or 1.0

    def _write_titles(self) -> None:
        """Name each map, in two lines if need be; the one whose maps are shown in bold."""
        if self._frame is None:
            return
        while len(self._titles) < len(self._frame.nets):
            title = pg.TextItem(anchor=(0.5, 1))
            self.plot.addItem(title, ignoreBounds=True)
            self._titles.append(title)
        pixel = self._pixel()
        room = EVERY / pixel - 6
        for k, title in enumerate(self._titles):
            title.setVisible(k < len(self._frame.nets))
            if k < len(self._frame.nets):
                font = small_font()
                font.setBold(self._frame.nets[k] == self._net)
                whole = name(self._frame.nets[k])
                metrics, high = QFontMetricsF(font), self._head() / pixel
                lines = [whole]
                if high >= 2 * metrics.lineSpacing() and metrics.horizontalAdvance(whole) > room:
                    lines = in_two_lines(whole).split("\n")
                lines = [
                    metrics.elidedText(one, Qt.TextElideMode.ElideRight, room) for one in lines
                ]
                color = QColor(theme.current().text).name()
                written = "<br>".join(escape(line) for line in lines)
                title.setHtml(f'<div style="text-align:center;color:{color}">{written}</div>')
                title.setFont(font)
                title.setToolTip(whole)
                title.setPos(EVERY * k + FARTHEST, FARTHEST + 0.5 - MARGIN * pixel)
