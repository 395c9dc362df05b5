"""One control for each kind of parameter.

A control shows a value and tells what a hand did to it; whether that is accepted, the form decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QKeyCombination, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.panel.bars import Bars
from app.widgets.buttons import IconButton, tool_button
from app.widgets.fitted import Fitted
from app.widgets.gestures import Gestures
from app.words.labels import _ as mark
from app.words.labels import choice, tr
from core.parameters import Kind, Parameter, plain

SLIDER_STEPS = 1000
MARGINS = 20
"""Pixels that a field has around its digits."""
MOST_BARS = 64
NOTCH = 120
"""What a mouse wheel turns at a time, in Qt's eighths of a degree."""


class FieldLabel(QLabel):
    """A field's name; a double-click restores the default."""

    GESTURES: ClassVar[Gestures] = ((mark("Double-click on a name"), mark("restore the default")),)

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()


class Control(QWidget):
    """Base of all controls. ``edited`` carries a value, or the typed text that is not one yet."""

    edited = Signal(object)
    gesture_began = Signal()
    """The hand took hold: what follows until ``gesture_ended`` is one change to undo."""
    gesture_ended = Signal()

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def show_value(self, value: Any, spec: Any) -> None:
        """Show ``value``, with the range or the choices that ``spec`` leaves; emits nothing."""
        raise NotImplementedError

    def retheme(self) -> None:
        """Take the colors of the present theme."""

    def name_for_screen_reader(self, name: str) -> None:
        """Give every part that takes the keyboard its name."""
        for part in self.parts():
            if not part.accessibleName():
                part.setAccessibleName(name)

    def parts(self) -> list[QWidget]:
        """What takes the keyboard, in the order of the eye; not a combo box's own pop-up."""
        return [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.window() is self.window()
        ]


class Edit(QLineEdit):
    """A line that leaves undo, redo and dropped files to the window.

    Qt's own would keep Ctrl+Z for its typing, also after an arrow key or the wheel changed it, and
    would insert a dropped file as text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _is_undo(event: QEvent) -> bool:
    assert isinstance(event, QKeyEvent)
    standard = QKeySequence.StandardKey
    return (
        event.matches(standard.Undo)
        or event.matches(standard.Redo)
        or (event.keyCombination() in _REDO)
    )


_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_REDO = (
    QKeyCombination(_CONTROL | _SHIFT, Qt.Key.Key_Z),
    QKeyCombination(_CONTROL, Qt.Key.Key_Y),
)


class NumberEdit(Fitted, Edit):
    """A number that can be typed (``1e-3`` in every locale), wheeled, and stepped by arrow keys."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel, Up, Down on a number"), mark("a step more or less")),
        (mark("Page Up, Page Down"), mark("ten steps at once")),
    )

    nudged = Signal(int)
    digits: ClassVar[int] = 8
    """That it has room for."""

    def __init__(self) -> None:
        super().__init__()
        self._turned = 0
        self.fit()

    def fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * self.digits) + MARGINS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A touch pad sends many small parts of a notch.
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.nudged.emit(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        if event.key() in steps:
            self.nudged.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class _Slider(QSlider):
    """A horizontal slider of a thousand steps."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, SLIDER_STEPS)
        self.setPageStep(SLIDER_STEPS // 20)
        self.setMinimumWidth(60)


class NumberControl(Control):
    """A real or whole number: a slider (in factors where the parameter says so) and a field."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._value: float = 0.0
        self._low, self._high = 0.0, 1.0
        self._typing = False
        self.slider = _Slider()
        self.edit = NumberEdit()
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._row.addWidget(self.slider, 1)
        self._row.addWidget(self.edit)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderPressed.connect(self.gesture_began)
        self.slider.sliderReleased.connect(self.gesture_ended)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.editingFinished.connect(self._on_finished)
        self.edit.nudged.connect(self._on_nudged)
        if parameter.is_seed:
            self.slider.hide()
            self._add_dice()

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        self._low, self._high = self.parameter.range(spec)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._position(value))
        # Text that already says this number stays as typed: "1e-3" is not rewritten under the hand.
        if self._typed() != value:
            self.edit.setText(self._text(value))

    def _text(self, value: float) -> str:
        return plain(value) if self.parameter.kind is Kind.INTEGER else plain(float(f"{value:.6g}"))

    def _typed(self) -> float | str:
        text = self.edit.text().strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
        try:
            number = float(text)
        except ValueError:
            return text
        whole = self.parameter.kind is Kind.INTEGER and number.is_integer()
        return int(number) if whole else number

    def _on_typed(self) -> None:
        """While typing, only what is a number in range is taken; the rest waits for the end."""
        if not self._typing:
            self._typing = True
            self.gesture_began.emit()
        typed = self._typed()
        if isinstance(typed, int | float) and self._low <= typed <= self._high:
            self.edited.emit(typed)

    def _on_finished(self) -> None:
        if self._typed() != self._value and self.edit.text() != self._text(self._value):
            self.edited.emit(self._typed())
        if self._typing:
            self._typing = False
            self.gesture_ended.emit()

    def _on_slider(self, position: int) -> None:
        self.edited.emit(self._at(position))

    def _on_nudged(self, steps: int) -> None:
        self.edited.emit(min(self._high, max(self._low, self._stepped(steps))))

    def _stepped(self, steps: int) -> float:
        whole = self.parameter.kind is Kind.INTEGER
        if self.parameter.log:
            value = _round(self._value * 10 ** (steps / 20), 3)
            if whole and round(value) == self._value:
                return int(self._value + math.copysign(1, steps))
        else:
            span = self._high - self._low
            step = 1.0 if whole else _round(span / 100, 1)
            value = self._value + steps * step
            value = round(value / step) * step
        return round(value) if whole else float(f"{value:.10g}")

    def _position(self, value: float) -> int:
        if self._high <= self._low:
            return 0
        if self.parameter.log:
            part = math.log(max(value, self._low) / self._low) / math.log(self._high / self._low)
        else:
            part = (value - self._low) / (self._high - self._low)
        return round(part * SLIDER_STEPS)

    def _at(self, position: int) -> float:
        if position in (0, SLIDER_STEPS):
            return self._high if position else self._low  # exactly, whatever their digits
        part = position / SLIDER_STEPS
        if self.parameter.log:
            value = _round(self._low * (self._high / self._low) ** part, 3)
        else:
            step = (self._high - self._low) / SLIDER_STEPS
            value = self._low + part * (self._high - self._low)
            value = round(value, max(0, 1 - math.floor(math.log10(step)))) if step else value
        if self.parameter.kind is Kind.INTEGER:
            value = round(value)
        return min(self._high, max(self._low, value))

    def _add_dice(self) -> None:
        self._row.insertStretch(0, 1)
        self.dice = IconButton("dice.svg", tr("Another seed"), self._throw)
        self._row.addWidget(self.dice)

    def _throw(self) -> None:
        # Any other seed will do; the successor times a large odd number never repeats soon.
        self.edited.emit((int(self._value) * 1_103_515_245 + 12_345) % 1_000_000)


def _round(value: float, digits: int) -> float:
    """To so many significant digits."""
    return float(f"{value:.{digits}g}")


class ChoiceControl(Control):
    """One of a few."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        _widen(self.combo)
        self._row.addWidget(self.combo, 1)
        self.combo.activated.connect(lambda i: self.edited.emit(self.combo.itemData(i)))

    def show_value(self, value: Any, spec: Any) -> None:
        options = self.parameter.options(spec)
        if value not in options:
            options = (*options, value)
        if options != tuple(self.combo.itemData(i) for i in range(self.combo.count())):
            self.combo.clear()
            for option in options:
                self.combo.addItem(choice(self.parameter.name, option), option)
        self.combo.setCurrentIndex(options.index(value))
        self.combo.setToolTip(f"{self.combo.currentText()}\n{self.toolTip()}".strip())


class SwitchControl(Control):
    """On or off."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = QCheckBox()
        self._row.addWidget(self.box, 1)
        self.box.clicked.connect(lambda checked: self.edited.emit(checked))

    def show_value(self, value: Any, spec: Any) -> None:
        self.box.setChecked(value)


class TextControl(Control):
    """A text that is read while it is typed."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.edit = Edit()
        self._row.addWidget(self.edit, 1)
        self.edit.textEdited.connect(lambda text: self.edited.emit(text))

    def show_value(self, value: Any, spec: Any) -> None:
        if self.edit.text() != value:
            self.edit.setText(value)


class NumbersControl(TextControl):
    """A row of numbers: typed, or drawn as bars, one for each that it stands for."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.bars = Bars()
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.edit)
        column.addWidget(self.bars)
        self._row.addLayout(column, 1)
        self.bars.gesture_began.connect(self.gesture_began)
        self.bars.gesture_ended.connect(self.gesture_ended)
        self.bars.edited.connect(lambda values: self.edited.emit(", ".join(map(plain, values))))

    def show_value(self, value: Any, spec: Any) -> None:
        super().show_value(value, spec)
        assert self.parameter.entries is not None
        entries = self.parameter.entries(spec)
        self.bars.setVisible(entries is not None and len(entries) <= MOST_BARS)
        if entries is not None:
            self.bars.show_numbers(entries, own=bool(value.strip()))


class FileControl(Control):
    """The path of a file: typed, chosen in a dialog, or dropped on the panel."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.edit = Edit()
        self.edit.setPlaceholderText(tr("drop a file here"))
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(tool_button("…", tr("Choose a file"), self._browse))
        self.edit.editingFinished.connect(self._on_finished)
        self._value = ""

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        self.edit.setText(value)

    def _on_finished(self) -> None:
        if self.edit.text() != self._value:
            self.edited.emit(self.edit.text())

    def _browse(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in self.parameter.suffixes)
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), self._value, patterns)
        if path:
            self.edited.emit(path)


CONTROLS: Mapping[Kind, type[Control]] = {
    Kind.NUMBER: NumberControl,
    Kind.INTEGER: NumberControl,
    Kind.CHOICE: ChoiceControl,
    Kind.SWITCH: SwitchControl,
    Kind.FILE: FileControl,
    Kind.TEXT: TextControl,
}
"""The control of each kind of single value."""


def _widen(combo: QComboBox) -> None:
    """Let a choice's list be as wide as its longest entry, however narrow the choice itself is."""
    combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    policy = QAbstractItemView.SizeAdjustPolicy.AdjustToContents
    combo.view().setSizeAdjustPolicy(policy)
