"""Maps: fields in which every pixel is a whole run, below a line of words; a click reports its
place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.field import Field
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures
from app.widgets.overlays import Spots
from app.widgets.pens import line_pen


class _Pixels(FieldPicture):
    """Shows all of a field with whole pixels, and cannot be zoomed; pixels without a color are
    hatched."""

    GESTURES: ClassVar[Gestures] = ()
    band: ClassVar[float] = 0.125

    def __init__(self, x: str, y: str) -> None:
        super().__init__(x, y)
        self._view.setMouseEnabled(x=False, y=False)
        self.here = Spots(symbol="o", size=15, brush=None)
        self.here.setZValue(30)
        self.plot.addItem(self.here, ignoreBounds=True)
        self.here_is = ""

    def whole(self, field: Field) -> QRectF:
        return self.pixels_rect()

    def legend(self) -> Sequence[tuple[str, str]]:
        signs = [*super().legend()]
        return [*signs, ("◯", self.here_is)] if self.here_is else signs

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "here"):
            self.here.setPen(line_pen(theme.current().text, 2))
        hatched = QBrush(QColor(theme.current().hole), Qt.BrushStyle.BDiagPattern)
        self._view.setBackgroundColor(hatched)


class MapPicture(Exhibit, QWidget):
    """A field of colored pixels with a line of words above it."""

    clicked = Signal(float, float)

    def __init__(self, x: str = "", y: str = "") -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.picture = _Pixels(x, y)
        self.plot = self.picture.plot
        self.image = self.picture.image
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.picture, 1)
        self.picture.scene().sigMouseClicked.connect(self._on_click)
        self.picture.pointed.connect(self._on_pointed)

    def set_field(self, field: Field) -> None:
        """Draw a field, all of it."""
        self.picture.set_field(field)

    def show_here(self, x: float, y: float, what: str) -> None:
        """Ring the place of what is shown elsewhere, and say in the legend what it is."""
        self.picture.here.setData([x], [y], pen=line_pen(theme.current().text, 2))
        if what != self.picture.here_is:
            self.picture.here_is = what
            self.picture.write_legend()

    def under(self, row: int, column: int) -> str:
        """What a pixel says, in words."""
        return ""

    def _on_pointed(self, point: QPointF | None) -> None:
        field = self.picture.shown
        if field is None:
            return
        inside = point is not None and self.picture.pixels_rect().contains(point)
        text = ""
        if point is not None and inside:
            column = int(np.abs(field.x - point.x()).argmin())
            text = self.under(int(np.abs(field.y - point.y()).argmin()), column)
        self.picture.say_hover(text)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.picture.retheme()

    def caption(self) -> str:
        return self.accessibleName() or self.picture.caption()

    def _on_click(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        view = self.plot.getViewBox()
        position: QPointF = event.scenePos()
        if view.sceneBoundingRect().contains(position):
            point = view.mapSceneToView(position)
            self.clicked.emit(point.x(), point.y())
