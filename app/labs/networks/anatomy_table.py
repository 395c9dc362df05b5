"""The table of a net's rows, below the sums of the part that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from app import theme
from app.labs.networks.anatomy_boxes import kind_color
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import LARGE, shape_words, share_words
from app.labs.networks.view import NOWHERE, Place
from app.labs.networks.words import OPERATIONS
from app.widgets.exhibit import Exhibit
from app.widgets.fitted import Fitted
from app.widgets.frozen_column import FrozenColumn
from app.widgets.gestures import Gestures
from app.words.labels import _ as mark
from app.words.labels import tr
from core.networks.architecture import ArchitectureFrame
from core.tables import Table

Index = QModelIndex | QPersistentModelIndex
NAME, OPERATION, WINDOW, SHAPE, PARAMETERS, MACS, FIELD = range(7)
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.FontRole,
    Qt.ItemDataRole.BackgroundRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.TextAlignmentRole,
)
INDENT = "   "
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PADDING = 12
LEAST_ROWS = 3


class NetModel(QAbstractTableModel):
    """A line for each part with its sums, and after it a line for each of its rows. Texts are made
    when they are looked at, so that 700 lines cost nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.net: CountedNet | None = None
        self.lines: list[Place] = []
        self.place = NOWHERE
        self._line_of: dict[Place, int] = {}

    def show_net(self, net: CountedNet) -> None:
        """Show another net."""
        self.beginResetModel()
        self.net = net
        self.lines = list(_lines(net))
        self._line_of = {place: line for line, place in enumerate(self.lines)}
        self.endResetModel()

    def line_of(self, place: Place) -> int:
        """The line of a place; -1 if it has none."""
        return self._line_of.get(place, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(headings())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return headings()[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section >= PARAMETERS else LEFT
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ROLES or self.net is None or not index.isValid():
            return None
        place, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(place, column)
        if role == Qt.ItemDataRole.FontRole and self._bold(place, column):
            font = QFont()
            font.setBold(True)
            return font
        lit = place.part >= 0 and place in (self.place, Place(self.place.part))
        if role == Qt.ItemDataRole.BackgroundRole and lit:
            now = theme.current()
            return theme.mix(now.panel, now.accent, 0.16 if place.row < 0 else 0.3)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(place, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= PARAMETERS:
            return RIGHT
        return None

    def text(self, place: Place, column: int) -> str:
        """What a cell says."""
        assert self.net is not None
        frame, row = self.net.frame, self.net.row_at(place)
        part = self.net.layout.parts[place.part]
        whole = place.row < 0
        if column == NAME:
            return self.net.part_names[place.part][0] if whole else INDENT + self.net.name_of(row)
        if column == OPERATION:
            count = len(part.rows)
            return (
                tr("{count} rows", count=count) if whole else tr(OPERATIONS[frame.operations[row]])
            )
        if column == WINDOW:
            return "" if whole else window_words(frame, row)
        if column == SHAPE:
            channels, height, width = (int(v) for v in frame.shapes[row])
            return shape_words(channels, height, width)
        if column == FIELD:
            field = self.net.field_at(place)
            return f"{field:.0f}" if np.isfinite(field) else tr("all")
        count, share = self._count(place, column)
        if not count:
            return "–"
        return f"{count:,} · {share_words(share)}" if whole else f"{count:,}"

    def _count(self, place: Place, column: int) -> tuple[int, float]:
        """A place's parameters or MACs, and their share of the net's."""
        assert self.net is not None
        net = self.net
        rows = net.frame.parameters if column == PARAMETERS else net.frame.macs
        sums = net.part_parameters if column == PARAMETERS else net.part_macs
        whole = net.frame.total_parameters if column == PARAMETERS else net.frame.total_macs
        value = int(sums[place.part] if place.row < 0 else rows[net.row_at(place)])
        return value, value / max(1, whole)

    def _large(self, place: Place, column: int) -> bool:
        return column in (PARAMETERS, MACS) and self._count(place, column)[1] >= LARGE

    def _bold(self, place: Place, column: int) -> bool:
        return (place.row < 0 and column == NAME) or self._large(place, column)

    def _color(self, place: Place, column: int) -> QColor | None:
        assert self.net is not None
        now = theme.current()
        if self._large(place, column):
            return QColor(now.series[1])
        if column == OPERATION and place.row >= 0:
            color = kind_color(self.net.layout.kinds[self.net.row_at(place)])
            return theme.mix(color.name(), now.text, 0.45)
        return QColor(now.text) if place.row < 0 or column == NAME else None


def headings() -> tuple[str, ...]:
    """The headings of the columns."""
    return (
        tr("Part and row"),
        tr("Operation"),
        tr("Window"),
        tr("Output"),
        tr("Parameters"),
        tr("MACs"),
        tr("Sees, px"),
    )


def window_words(frame: ArchitectureFrame, row: int) -> str:
    """A row's window, its step where it is not 1, and its groups where there are several."""
    if frame.operations[row] not in ("conv", "max_pool", "avg_pool", "adaptive_pool"):
        return ""
    height, width = (int(v) for v in frame.kernels[row])
    stride, groups = int(frame.strides[row]), int(frame.groups[row])
    window = f"{height}×{width}" + (f" /{stride}" if stride > 1 else "")
    return tr("{window}, {count} groups", window=window, count=groups) if groups > 1 else window


def _lines(net: CountedNet) -> Iterator[Place]:
    for number, part in enumerate(net.layout.parts):
        yield Place(number)
        yield from (Place(number, row) for row in range(len(part.rows)))


class NetTable(Fitted, Exhibit, QWidget):
    """Shows a :class:`NetModel`, whose first column stays in sight."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Point at a row of the table"), mark("its box, its part's bars, its field")),
    )

    pointed_at = Signal(object)
    """Emitted with the :class:`Place` under the pointer; None when it has left."""
    clicked = Signal(object)
    """Emitted with the :class:`Place` of a click."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Table of rows"))
        self.model = NetModel()
        self.view = _Lines(self.model)
        self.model.setParent(self.view)  # or it is gone before what asks it for its columns
        self.view.entered.connect(lambda index: self._say(self.pointed_at, index))
        self.view.left.connect(lambda: self.pointed_at.emit(None))
        self.view.clicked.connect(lambda index: self._say(self.clicked, index))
        self._leads = False
        """Whether what is lit is what the hand does in the table, which then stays where it is."""
        self._names = FrozenColumn(self.view)
        self._widths: tuple[object, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        line = self.view.verticalHeader().defaultSectionSize()
        return QSize(160, self.view.horizontalHeader().sizeHint().height() + LEAST_ROWS * line)

    def fit(self) -> None:
        """Make rows as high and columns as wide as the text is now."""
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 4)
        self._widths = ()
        self._size_columns()

    def show_net(self, net: CountedNet, place: Place) -> None:
        """Show another net, and light a place in it."""
        before = self.model.net
        self.model.show_net(net)
        self._size_columns()
        if before is None or before.title != net.title:
            self.view.scrollToTop()
        self.model.place = NOWHERE
        self.point(place)

    def _say(self, signal: Any, index: QModelIndex) -> None:
        self._leads = True
        signal.emit(self.model.lines[index.row()])
        self._leads = False

    def point(self, place: Place) -> None:
        """Light another line, and bring it into sight unless the pointer is on it."""
        if place == self.model.place:
            return
        self.model.place = place
        if not self._leads:
            self._bring(place)
        self.view.viewport().update()
        self._names.viewport().update()

    def _bring(self, place: Place) -> None:
        """Bring a line into sight, that of a part to the top."""
        line = self.model.line_of(place)
        if line >= 0:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            near = QAbstractItemView.ScrollHint.EnsureVisible
            self.view.scrollTo(self.model.index(line, 0), top if place.row < 0 else near)

    def tables(self) -> Sequence[Table]:
        """Every line as it is shown."""
        model = self.model
        cells = [[model.text(p, column) for p in model.lines] for column in range(len(headings()))]
        columns = tuple((name, np.array(c)) for name, c in zip(headings(), cells, strict=True))
        return [Table(self.caption(), columns)] if model.lines else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths = ()
        self._size_columns()
        self._bring(self.model.place)

    def _size_columns(self) -> None:
        """Make each column as wide as its longest text, and share what room is left."""
        net = self.model.net
        if net is None:
            return
        wanted = [_width(self.view.fontMetrics(), text) for text in self._longest(net)]
        spare = self.view.viewport().width() - sum(wanted)
        widths = tuple(width + max(0, spare // len(wanted)) for width in wanted)
        if widths != self._widths:
            self._widths = widths
            for column, width in enumerate(widths):
                self.view.setColumnWidth(column, width)
        self._names.follow()

    def _longest(self, net: CountedNet) -> list[str]:
        """The longest text of each column."""
        parts = [names[0] for names in net.part_names]
        names = [INDENT + max(net.frame.names, key=len)]
        operations = [tr(OPERATIONS[one]) for one in set(net.frame.operations)]
        frame = net.frame
        drawn = zip(frame.operations, frame.kernels[:, 1], frame.strides, frame.groups, strict=True)
        windows = [
            window_words(frame, row) for row in {one: k for k, one in enumerate(drawn)}.values()
        ]
        shapes = [shape_words(c, h, w) for c, h, w in {*map(tuple, frame.shapes.tolist())}]
        each = [
            [*parts, *names],
            [*operations, tr("{count} rows", count=999)],
            windows,
            shapes,
            [f"{int(net.part_parameters.max()):,} · 99.9 %"],
            [f"{int(net.part_macs.max()):,} · 99.9 %"],
            ["9999", tr("all")],
        ]
        return [max((*texts, head), key=len) for texts, head in zip(each, headings(), strict=True)]


class _Lines(QTableView):
    """The table itself: it says when the pointer leaves it."""

    left = Signal()

    def __init__(self, model: NetModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def leaveEvent(self, event: object) -> None:
        self.left.emit()


def _width(metrics: QFontMetrics, text: str) -> int:
    return int(1.06 * metrics.horizontalAdvance(text)) + PADDING
