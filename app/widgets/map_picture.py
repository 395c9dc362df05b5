"""Maps: fields in which every pixel is a whole run, below a line of words; a click reports its
place."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.field import Field
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures


class _Pixels(FieldPicture):
    """Shows all of a field with whole pixels, and cannot be zoomed; pixels without a color are
    hatched."""

    GESTURES: ClassVar[Gestures] = ()
    band: ClassVar[float] = 0.125

    def __init__(self, x: str, y: str) -> None:
        super().__init__(x, y)
        self._view.setMouseEnabled(x=False, y=False)

    def whole(self, field: Field) -> QRectF:
        return self.pixels_rect()

    def retheme(self) -> None:
        super().retheme()
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

    def set_field(self, field: Field) -> None:
        """Draw a field, all of it."""
        self.picture.set_field(field)

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
