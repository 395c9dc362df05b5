"""What the page of a counted net shows: strip, bars, dots, photo, sentences and table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.labs.networks.anatomy_bars import TwinBars
from app.labs.networks.anatomy_field import FieldPhoto
from app.labs.networks.anatomy_map import ZooMap
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.anatomy_sentences import NetSentences, pointed_words
from app.labs.networks.anatomy_strip import Strip
from app.labs.networks.anatomy_table import NetTable
from app.labs.networks.view import Place
from app.widgets.legend import ChartLegend
from app.widgets.sentences import Words
from app.widgets.tabs import Tabs
from app.words.labels import tr

WIDE = 100
"""The width in characters below which the dots stand on a tab behind the table."""
POINTED = 720
"""The width in pixels from which on what is pointed at is said in one line."""
PARTS = [220, 180, 200]
"""The shares of strip, middle row, and sentences with the table."""


class AnatomyPictures(QWidget):
    """Draws one net in all pictures; what is pointed at in one is lit in all."""

    pointed_at = Signal(object)
    """Emitted with the :class:`Place` under the pointer, in any picture; None when it has left."""
    clicked = Signal(object)
    """Emitted with the :class:`Place` of a click."""
    taken_back = Signal()
    """Emitted where a click was the first of a double-click."""
    chosen = Signal(str)
    """Emitted with the key of a known net that was clicked among the dots."""

    def __init__(self) -> None:
        super().__init__()
        self.strip, self.bars = Strip(), TwinBars()
        self.photo, self.map, self.table = FieldPhoto(), ZooMap(), NetTable()
        self.legend = ChartLegend()
        self.pointer = Words(1, POINTED)
        self.sentences = NetSentences()
        self.net: CountedNet | None = None
        self._wide: bool | None = None
        self.middle = QSplitter(Qt.Orientation.Horizontal)
        for picture in (self.bars, self.map, self.photo):
            self.middle.addWidget(picture)
        self.tables = Tabs()
        self.tables.setTabBarAutoHide(True)
        self.tables.addTab(self.table, tr("Table of rows"))
        self.rows = rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(_column(self.legend, self.strip, self.pointer))
        rows.addWidget(self.middle)
        rows.addWidget(_column(self.sentences, self.tables))
        rows.setSizes(PARTS)
        rows.setChildrenCollapsible(False)
        for index, share in enumerate(PARTS):
            rows.setStretchFactor(index, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)
        for picture in self._pointing:
            picture.pointed_at.connect(self.pointed_at)
            picture.clicked.connect(self.clicked)
        self.strip.taken_back.connect(self.taken_back)
        self.map.chosen.connect(self.chosen)

    @property
    def _pointing(self) -> Sequence[Any]:
        return self.strip, self.bars, self.table

    def show_net(self, net: CountedNet, sentences: Sequence[str], place: Place) -> None:
        """Draw a net, say these sentences of it, and light a place in it."""
        self.net = net
        place = net.clipped(place)
        for picture in (self.strip, self.bars, self.photo, self.table):
            picture.show_net(net, place)
        self.map.show_net(net)
        self.sentences.show_net(net, sentences)
        self._show_legend()
        self.pointer.setText(pointed_words(net, place))

    def point(self, place: Place) -> None:
        """Light another place."""
        if self.net is None:
            return
        place = self.net.clipped(place)
        for picture in (self.strip, self.bars, self.photo, self.table):
            picture.point(place)
        self.pointer.setText(pointed_words(self.net, place))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (self.strip, self.bars, self.photo, self.map):
            picture.retheme()
        self._show_legend()

    def _show_legend(self) -> None:
        """Write the legend, and keep room for its lines: a splitter asks for no height that comes
        of a width."""
        self.legend.show_entries(self.strip.legend_entries())
        self.legend.setMinimumHeight(max(0, self.legend.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_legend()
        wide = self.width() >= WIDE * self.fontMetrics().averageCharWidth()
        if wide != self._wide:
            self._wide = wide
            if wide:
                self.middle.insertWidget(1, self.map)
                self.middle.setSizes([440, 330, 200])
                self.map.show()
            else:
                self.tables.addTab(self.map, tr("All known nets"))
                self.middle.setSizes([300, 180])


def _column(*widgets: QWidget) -> QWidget:
    """Widgets below one another; the last but one, or the last of two, takes the room."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, Strip | Tabs) else 0)
    return column
