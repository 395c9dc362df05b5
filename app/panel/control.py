"""The base of every control in a form, and the label of a field."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.widgets.gestures import Gestures
from app.words.labels import _ as mark
from core.parameters import Parameter


class FieldLabel(QLabel):
    """The name of a field; a double-click restores the default."""

    GESTURES: ClassVar[Gestures] = ((mark("Double-click on a name"), mark("restore the default")),)

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()


class Control(QWidget):
    """Base of all controls. ``edited`` carries a value, or the typed text if it is no value yet."""

    edited = Signal(object)
    tried = Signal(object)
    """Emitted with what is being typed and is not yet taken."""
    gesture_began = Signal()
    """Emitted when a gesture begins: changes until ``gesture_ended`` are one undo step."""
    gesture_ended = Signal()
    wide: ClassVar[bool] = False
    """Whether the control takes the whole width of a form, under its label."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def add_beside(self, *widgets: QWidget) -> None:
        """Put widgets at the end of the control's row: another control, a button."""
        for widget in widgets:
            self._row.addWidget(widget)

    def show_value(self, value: Any, spec: Any) -> None:
        """Show ``value``, with the range or the choices that ``spec`` allows; emits nothing."""
        raise NotImplementedError

    def lead(self, label: QLabel) -> bool:
        """Take in the label, if the control has a place for it; else it stands beside."""
        return False

    def name_of(self, field: str) -> str | None:
        """The words for a part of the control that has this name, to explain why it was refused."""
        return None

    def retheme(self) -> None:
        """Take the colors of the present theme."""

    def name_for_screen_reader(self, name: str) -> None:
        """Give every part that takes the keyboard its name."""
        for part in self.parts():
            if not part.accessibleName():
                part.setAccessibleName(name)

    def parts(self) -> list[QWidget]:
        """The parts that take the keyboard focus, in visual order; a combo box's pop-up is left
        out."""
        return [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.window() is self.window()
        ]
