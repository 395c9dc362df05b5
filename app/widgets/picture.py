"""Base of all pictures: axes with names, a title, a ghost, and colors that follow the theme."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QPen
from PySide6.QtWidgets import QApplication, QGraphicsItem

from app import theme
from app.widgets.axis import Axis
from app.widgets.exhibit import Exhibit
from app.widgets.ghost import Ghost, Range, Shape, shapes_of
from app.widgets.plot import Plot
from app.words.labels import tr

TITLE_MARGIN = 6

MARGINS = (1, 7, 9, 1)
"""The room in pixels at the left, top, right and bottom of a plot whose axes end with it."""

CACHED = QGraphicsItem.CacheMode.DeviceCoordinateCache
"""The cache mode of items that are kept as pixels as long as they stay the same."""


class Picture(Exhibit, pg.PlotWidget):
    """Base of all pictures: it follows the theme, and lacks pyqtgraph's own menu and button."""

    pointed = Signal(object)
    """Emitted with the cursor's position in the plot, a QPointF; None when it has left."""
    ghost_changed = Signal()
    """Emitted when a ghost becomes visible or invisible."""
    ratio_changed = Signal()
    """Emitted when the window moved to a screen with another pixel ratio: pens must be
    :meth:`scaled` again."""
    ghost_z: ClassVar[float] = -5.0
    """The z value of a ghost: behind everything except what fills the picture."""

    def __init__(
        self,
        x: str = "",
        y: str = "",
        *,
        axes: Sequence[str] = (),
        view: pg.ViewBox | None = None,
    ) -> None:
        """Make a picture. ``x`` and ``y`` are the names of the axes; ``axes`` names further ones,
        and ``view`` is a view with mouse handling of its own."""
        own = {name: Axis(name) for name in ("bottom", "left", *axes)}
        super().__init__(plotItem=Plot(view, own))
        self.setMinimumSize(76, 84)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot = self.getPlotItem()
        # A title wider than the picture would widen the plot, and push its right side out of sight.
        self.plot.titleLabel.updateMin = lambda: None
        for name in {"top", "right"}.difference(own):
            self.plot.getAxis(name).unlinkFromView()  # hidden, it would follow every range
        self._names = {"bottom": x, "left": y}
        self.title = ""
        self.ghost: Ghost | None = None
        self._wanted: dict[int, tuple[Range, float | None]] = {}
        self._pinned: dict[int, Range] = {}
        self._inside = False
        for name, text in self._names.items():
            axis = self.plot.getAxis(name)
            # An axis is a recorded picture, played back line by line: costlier than its pixels.
            axis.setCacheMode(CACHED)
            if text:
                axis.setLabel(text)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.scene().sigMouseClicked.connect(self._on_clicked)
        self.retheme()

    def leave_room(self) -> None:
        """Leave room for the numbers at the very ends of the axes, if these end with
        the picture."""
        self.plot.layout.setContentsMargins(*MARGINS)

    def caption(self) -> str:
        across, up = self._names["bottom"], self._names["left"]
        axes = tr("{y} over {x}", x=across, y=up) if across and up else across or up
        return self.accessibleName() or self.title or axes or super().caption()

    def axis_name(self, axis: str) -> str:
        """The name of an axis; as the heading of a column it must not be empty."""
        return self._names[axis] or {"bottom": "x", "left": "y"}[axis]

    def set_title(self, text: str) -> None:
        """Set the title above the picture, which is cut short if the picture is narrow."""
        self.title = text
        self.judge_ghost()
        self._show_title()

    def _show_title(self) -> None:
        """Show the title, shortened if there is no room: otherwise it would widen the plot beyond
        its widget."""
        font = QApplication.font()
        room = self.width() - 2 * TITLE_MARGIN
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        size = f"{font.pointSizeF():.4g}pt"
        self.plot.setTitle(escape(text) or None, color=theme.current().text, size=size)
        self.plot.titleLabel.setToolTip(self.title)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if getattr(self, "title", ""):
            self._show_title()

    def set_name(self, axis: str, text: str) -> None:
        """Set the name of an axis."""
        if self._names[axis] != text:
            self._names[axis] = text
            self.judge_ghost()
            self.plot.setLabel(axis, text, color=theme.current().muted)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        now = theme.current()
        self.setBackground(now.picture)
        font = QApplication.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        for name, text in self._names.items():
            axis = self.plot.getAxis(name)
            axis.setStyle(tickFont=font)
            axis.label.setFont(font)
            axis.setPen(now.line)
            axis.setTextPen(now.muted)
            if text:
                axis.setLabel(text, color=now.muted)
        if self.title:
            self.set_title(self.title)
        if self.ghost is not None:
            self.ghost.retheme()

    # What is seen of the axes, and the ghost

    @property
    def equal_units(self) -> bool:
        """Whether a unit along x is as long on the screen as one along y."""
        return bool(self.plot.getViewBox().state["aspectLocked"])

    def set_equal_units(self, equal: bool) -> None:
        """Draw a unit along x as long as one along y, so that angles are true and circles round:
        for pictures whose geometry is the point, and whose axes are of a kind."""
        if equal != self.equal_units:
            self.plot.getViewBox().setAspectLocked(equal, ratio=1)
            self.show_all()

    def show_range(
        self, x: Range | None = None, y: Range | None = None, padding: float | None = None
    ) -> None:
        """Show at least this range of each axis, and that of a visible ghost."""
        for axis, wanted in enumerate((x, y)):
            if wanted is not None:
                self._wanted[axis] = ((float(wanted[0]), float(wanted[1])), padding)
        self.judge_ghost()
        if self.equal_units and len(self._wanted) == 2:
            self._apply_both()
            return
        for axis, wanted in enumerate((x, y)):
            if wanted is not None:
                self._apply(axis)

    def auto_range(self, x: bool = False, y: bool = False) -> None:
        """Show everything along these axes, including a ghost."""
        for axis, chosen in enumerate((x, y)):
            if chosen:
                self._wanted.pop(axis, None)
        self.judge_ghost()
        for axis, chosen in enumerate((x, y)):
            # To enable it takes a look at all data, also where it is enabled.
            if chosen and not self.plot.getViewBox().autoRangeEnabled()[axis]:
                self.plot.enableAutoRange(axis)

    def show_all(self) -> None:
        """Undo all zooming and moving by hand."""
        if self.equal_units and len(self._wanted) == 2:
            self._apply_both()
            return
        for axis in (0, 1):
            if axis in self._wanted:
                self._apply(axis)
            else:
                self.plot.enableAutoRange(axis)

    def scaled(self, pen: QPen) -> QPen:
        """A pen scaled for this picture: the width of pyqtgraph's pens is in screen pixels, which
        on a high-resolution screen are smaller than the pixels used elsewhere."""
        result = QPen(pen)
        result.setWidthF(pen.widthF() * self.devicePixelRatioF())
        return result

    def kind(self) -> tuple[object, ...]:
        """The kind of what is shown: a ghost of another kind has no meaning behind it."""
        axes = (self.plot.getAxis(name) for name in ("bottom", "left"))
        return (*self._names.values(), self.title, *(axis.logMode for axis in axes))

    def ghost_shapes(self) -> list[Shape]:
        """The shapes that a ghost would have; none if there is an image, and none for marks."""
        items = self.plot.items
        if any(isinstance(item, pg.ImageItem) and item.isVisible() for item in items):
            return []
        return [shape for item in items for shape in shapes_of(item)]

    def pin(self) -> bool:
        """Keep what is drawn now as a ghost; False if nothing can be kept."""
        self.unpin()
        ghost = Ghost(self.plot.getViewBox(), self.ghost_shapes(), self.kind(), self.ghost_z)
        if not ghost.shapes:
            return False
        self._pinned = {
            axis: self._wanted[axis][0] if axis in self._wanted else ghost.range(axis)
            for axis in (0, 1)
        }
        self.ghost = ghost
        return True

    def unpin(self) -> None:
        """Remove the ghost."""
        if self.ghost is not None:
            self.ghost.remove()
            self.ghost = None
            for axis in self._wanted:
                self._apply(axis)

    def judge_ghost(self) -> None:
        """Show the ghost if it has a meaning behind what is shown, else hide it."""
        if self.ghost is not None:
            fits = self.ghost.kind == self.kind()
            if fits != self.ghost.shown:
                self.ghost.show(fits)
                self.ghost_changed.emit()

    @property
    def ghost_shown(self) -> bool:
        """Whether there is a ghost that has a meaning behind what is shown."""
        return self.ghost is not None and self.ghost.shown

    def _apply_both(self) -> None:
        """Show at least both wanted ranges at once: where units are equal, the second of two calls
        would undo the first."""
        padding = self._wanted[0][1]
        self.plot.setRange(xRange=self._reach(0), yRange=self._reach(1), padding=padding)

    def _apply(self, axis: int) -> None:
        show = self.plot.setXRange if axis == 0 else self.plot.setYRange
        show(*self._reach(axis), padding=self._wanted[axis][1])

    def _reach(self, axis: int) -> Range:
        """The range wanted for an axis, extended by that of a visible ghost."""
        (low, high), _ = self._wanted[axis]
        if self.ghost is not None and self.ghost.shown:
            low, high = min(low, self._pinned[axis][0]), max(high, self._pinned[axis][1])
        return low, high

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.ratio_changed.emit()
        return bool(super().event(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ignore a pressed right button, which may begin a drag that zooms: the panel gets the
        event when it was a click."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            event.accept()
        else:
            event.ignore()

    def _on_clicked(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            at: QPoint = self.mapFromScene(event.scenePos())
            reason = QContextMenuEvent.Reason.Other
            asked = QContextMenuEvent(reason, at, self.viewport().mapToGlobal(at))
            QApplication.postEvent(self, asked)  # it climbs to the panel, which has the menu
        movable = any(self.plot.getViewBox().mouseEnabled())
        if movable and event.double() and event.button() == Qt.MouseButton.LeftButton:
            self.show_all()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _on_mouse(self, position: QPointF) -> None:
        view = self.plot.getViewBox()
        if view.sceneBoundingRect().contains(position):
            self._inside = True
            self.pointed.emit(view.mapSceneToView(position))
        elif self._inside:  # on an axis it points at nothing
            self._inside = False
            self.pointed.emit(None)
