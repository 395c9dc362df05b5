"""A field from above: its colors, contour lines and marks, with dragging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal

from app import theme
from app.widgets.contour_numbers import ContourNumbers
from app.widgets.drag_view import DragView
from app.widgets.field import Field, Mark, Scale
from app.widgets.gestures import Gestures
from app.widgets.ghost import Shape
from app.widgets.overlays import Spots
from app.widgets.pens import dot_pen, line_pen
from app.widgets.picture import CACHED, Picture
from app.widgets.surround import Surround
from app.words.labels import _ as mark
from app.words.labels import tr
from core.tables import Table, grid


class Symbol(NamedTuple):
    """How a kind of mark is drawn: pyqtgraph's symbol, its size in pixels, and the width of its
    rim."""

    shape: str
    size: int
    rim: float


GLYPHS: Mapping[str, str] = {"minimum": "★", "saddle": "×", "maximum": "▲", "goal": "★"}
"""Each kind's symbol as a sign in the legend."""

SYMBOLS: Mapping[str, Symbol] = {
    "minimum": Symbol("star", 13, 0.8),
    "saddle": Symbol("x", 9, 0.8),
    "maximum": Symbol("t1", 9, 0.8),
    "goal": Symbol("star", 14, 1.0),
}
"""Symbols by the kinds of :class:`app.widgets.field.Mark`."""


REST_MS = 250
"""How long the wheel has to rest before what is seen beyond the field is asked for."""

BEYOND = 1.02
"""The factor by which more than the field has to be seen: less is rounding, or the plot's edge."""


class FieldPicture(Picture):
    """Draws a field. A drag over it is reported in the field's coordinates."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel"), mark("zoom")),
        (mark("Drag with the middle button"), mark("move the picture")),
        (mark("Double-click"), mark("the whole surface again")),
    )

    band: ClassVar[float] = 0.25
    """The height of a single row, as a fraction of its length."""

    dragged = Signal(QPointF)
    """Emitted with the position of the drag, kept within the domain."""
    widened = Signal(QRectF)
    """Emitted once a hand that has zoomed or moved beyond the field rests, with a rectangle that
    holds the field and all that is seen."""
    gesture_began = Signal()
    gesture_taken_back = Signal()
    gesture_ended = Signal()

    def __init__(self, x: str = "x", y: str = "y") -> None:
        self._view = DragView(enableMenu=False)
        super().__init__(x, y, view=self._view)
        self.leave_room()
        self.shown: Field | None = None
        """The field that is drawn."""
        self.equal: bool | None = None
        """Whether units are equal; None leaves it to the field."""
        self.cursor_outside = True
        self.image = pg.ImageItem()
        self.contours = pg.PlotCurveItem()
        self.points = Spots()
        self.numbers = ContourNumbers()
        for z, item in (
            (0, self.image),
            (10, self.contours),
            (11, self.numbers),
            (20, self.points),
        ):
            item.setZValue(z)
            self.plot.addItem(item, ignoreBounds=True)
            item.setCacheMode(CACHED)  # they stay while what is laid over them moves
        self.surround = Surround(self)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._on_rest)
        self._view.sigRangeChangedManually.connect(lambda: self._rest.start())
        self.hover = pg.LabelItem(justify="left", size="9pt")
        self.hover.setParentItem(self._view)
        self.hover.anchor(itemPos=(0, 1), parentPos=(0, 1), offset=(6, -4))
        self._view.placed.connect(self._on_placed)
        self._view.grabbed.connect(self.gesture_began)
        self._view.taken_back.connect(self.gesture_taken_back)
        self._view.released.connect(self.gesture_ended)
        self.pointed.connect(self._on_cursor)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._draw_field()

    def set_field(self, field: Field) -> None:
        """Draw a field; a different one than before is shown whole."""
        before = self.shown
        other = before is None or field.of is None or field.of != before.of
        other = other or before is None or field.domain != before.domain
        self.shown = field
        self.judge_ghost()
        self._draw_field()
        if other:
            self.show_whole()

    def set_equal(self, equal: bool | None) -> None:
        """Draw both axes in equal units or not, whatever the field; None leaves it to the field."""
        if equal != self.equal:
            self.equal = equal
            self.show_whole()

    def heightForWidth(self, width: int) -> int:
        return self.surround.height_for(width)

    def show_whole(self) -> None:
        """Show all of the field, however it was zoomed and moved."""
        if self.shown is None:
            return
        wanted = self.shown.equal_units if self.equal is None else self.equal
        equal, rect = wanted and not self.shown.is_line, self.whole(self.shown)
        self.surround.fit(rect.width() / rect.height() if equal else None)
        self._view.setAspectLocked(equal, ratio=1)
        self._view.setRange(rect, padding=0)

    def whole(self, field: Field) -> QRectF:
        """The visible range before any zooming: from the field's first to its last point."""
        (left, right), (bottom, top) = field.domain
        half = self.band * (right - left) / 2 if field.is_line else 0.0
        return QRectF(left, bottom - half, right - left, top - bottom + 2 * half)

    def pixels_rect(self) -> QRectF:
        """The rectangle of the field's pixels, each of which is centered on its point."""
        assert self.shown is not None
        (left, right), (bottom, top) = self.shown.domain
        rows, columns = self.shown.values.shape
        wide = (right - left) / (columns - 1)
        high = self.band * (right - left) if self.shown.is_line else (top - bottom) / (rows - 1)
        return QRectF(left - wide / 2, bottom - high / 2, wide * columns, high * rows)

    def _on_rest(self) -> None:
        if self.shown is None or self.shown.is_line:
            return
        whole = self.whole(self.shown)
        both = whole.united(self._view.viewRect())
        if both.width() > BEYOND * whole.width() or both.height() > BEYOND * whole.height():
            self.widened.emit(both)

    def say_hover(self, text: str) -> None:
        """Show a text about what is under the cursor."""
        self.hover.setText(text, color=theme.current().text)

    def kind(self) -> tuple[object, ...]:
        return (*super().kind(), self.shown.of if self.shown is not None else None)

    def ghost_shapes(self) -> list[Shape]:
        return []

    def show_all(self) -> None:
        self.show_whole()

    def tables(self) -> Sequence[Table]:
        """Tables of the values on their grid, and of the contour lines' points."""
        field = self.shown
        if field is None:
            return ()
        x, y = self.axis_name("bottom"), self.axis_name("left")
        points = field.contours.points
        lines = ((tr("line"), field.contours.lines), (x, points[:, 0]), (y, points[:, 1]))
        return [
            grid(field.name, (x, field.x), (y, field.y), field.values),
            Table(tr("contour lines"), lines),
        ]

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "hover"):  # else it is still being built
            self._draw_field()

    def legend(self) -> Sequence[tuple[str, str]]:
        """The signs that are drawn on the field, each with its meaning."""
        marks = self.shown.marks if self.shown is not None else ()
        return list({one.label: (GLYPHS[one.kind], one.label) for one in marks}.values())

    def _draw_field(self) -> None:
        now = theme.current()
        self.contours.setPen(line_pen(theme.mix(now.muted, now.picture, 0.45)))
        field = self.shown
        if field is None:
            return
        self.image.setImage(field.shades.pixels(field.values), autoLevels=False)
        self.image.setRect(self.pixels_rect())
        points = field.contours.points
        self.contours.setData(points[:, 0], points[:, 1], connect=field.contours.joined)
        self.numbers.set_contours(field.contours)
        self._draw_marks(field.marks)
        self.write_legend()

    def write_legend(self) -> None:
        """Show the color bar, and the legend of what is drawn now."""
        shades = self.shown.shades if self.shown is not None else None
        self.surround.show(shades if isinstance(shades, Scale) else None, self.legend())

    def _draw_marks(self, marks: Sequence[Mark]) -> None:
        now = theme.current()
        spots = []
        for one in marks:
            symbol = SYMBOLS[one.kind]
            rim = dot_pen(now.picture, symbol.rim)
            look = {"symbol": symbol.shape, "size": symbol.size, "pen": rim}
            spots.append({"pos": (one.x, one.y), "data": one.label, **look})
        self.points.setData(spots, brush=pg.mkBrush(now.text))

    def _pixel(self) -> tuple[float, float]:
        """The extent of one screen pixel in x and in y."""
        width, height = self._view.viewPixelSize()
        return float(width), float(height)

    def _on_cursor(self, point: QPointF | None) -> None:
        self.cursor_outside = point is None

    def _on_placed(self, point: QPointF) -> None:
        if self.shown is not None:
            (left, right), (bottom, top) = self.shown.domain
            x, y = min(right, max(left, point.x())), min(top, max(bottom, point.y()))
            width, height = self._pixel()
            self.dragged.emit(QPointF(_round_to(x, width), _round_to(y, height)))


def _round_to(value: float, pixel: float) -> float:
    """A value rounded to as many decimals as a pixel can resolve."""
    decimals = max(0, int(np.ceil(-np.log10(pixel)))) if pixel > 0 else 6
    return round(value, decimals)
