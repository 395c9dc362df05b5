"""The control of each kind of parameter.

A control shows a value and emits the edits to it; the form decides whether they are accepted.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QFileDialog, QVBoxLayout

from app.panel.bars import Bars, CountBars
from app.panel.control import Control
from app.panel.edits import Edit
from app.panel.end_control import EndControl
from app.panel.number_control import DivisorControl, NumberControl, SeedControl
from app.panel.subset_control import SubsetControl
from app.places import used
from app.widgets.buttons import tool_button
from app.widgets.combo import Combo
from app.words.labels import tr
from app.words.vocabulary import choice
from core.parameters import (
    Choice,
    Counts,
    Divisor,
    End,
    File,
    Numeric,
    Parameter,
    Row,
    Seed,
    Subset,
    Switch,
    Text,
    plain,
)

MOST_BARS = 64


class ChoiceControl(Control):
    """A control for one of a few choices."""

    parameter: Choice

    def __init__(self, parameter: Choice) -> None:
        super().__init__(parameter)
        self.combo = Combo()
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
                words = choice(self.parameter.experiment, self.parameter.name, option)
                self.combo.addItem(words, option)
        self.combo.setCurrentIndex(options.index(value))
        self.combo.setToolTip(f"{self.combo.currentText()}\n{self.toolTip()}".strip())


def _widen(combo: QComboBox) -> None:
    """Make a choice's list as wide as its longest entry, however narrow the choice itself is."""
    combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    policy = QAbstractItemView.SizeAdjustPolicy.AdjustToContents
    combo.view().setSizeAdjustPolicy(policy)


class SwitchControl(Control):
    """A control that is on or off."""

    parameter: Switch

    def __init__(self, parameter: Switch) -> None:
        super().__init__(parameter)
        self.box = QCheckBox()
        self._row.addWidget(self.box, 1)
        self.box.clicked.connect(lambda checked: self.edited.emit(checked))

    def show_value(self, value: Any, spec: Any) -> None:
        self.box.setChecked(value)


class TextControl(Control):
    """A control for a text, which is taken at Enter or when the focus leaves it: a half-typed one
    means something else. While it is typed it is only tried."""

    parameter: Text

    def __init__(self, parameter: Text) -> None:
        super().__init__(parameter)
        self._value = ""
        self.edit = Edit()
        self._row.addWidget(self.edit, 1)
        self.edit.textEdited.connect(lambda text: self.tried.emit(text))
        self.edit.editingFinished.connect(self._on_finished)

    def show_value(self, value: Any, spec: Any) -> None:
        self._value = value
        if self.edit.text() != value:
            self.edit.setText(value)

    def _on_finished(self) -> None:
        if self.edit.text() != self._value:
            self.edited.emit(self.edit.text())


class RowControl(TextControl):
    """A control for a row of numbers, which are typed or drawn as bars."""

    parameter: Row
    drawn: ClassVar[type[Bars]] = Bars

    def __init__(self, parameter: Row) -> None:
        super().__init__(parameter)
        self.bars = self.drawn()
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
        entries = self.parameter.entries(spec)
        self.bars.setVisible(entries is not None and len(entries) <= MOST_BARS)
        if entries is not None:
            self.bars.show_numbers(entries, own=bool(value.strip()))


class CountsControl(RowControl):
    """A control for a row of whole numbers."""

    drawn = CountBars


class FileControl(Control):
    """A control for the path of a file: typed, chosen in a dialog, or dropped on the panel."""

    parameter: File

    def __init__(self, parameter: File) -> None:
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
        start = self._value or str(used.start())
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), start, patterns)
        if path:
            used.remember(path)
            self.edited.emit(path)


@singledispatch
def control_for(parameter: Parameter) -> Control:
    """A new control for a parameter, by its class. A lab registers those of its own kinds."""
    raise TypeError(f"no control is registered for {type(parameter).__name__}")


control_for.register(Numeric, NumberControl)
control_for.register(End, EndControl)
control_for.register(Divisor, DivisorControl)
control_for.register(Seed, SeedControl)
control_for.register(Choice, ChoiceControl)
control_for.register(Switch, SwitchControl)
control_for.register(File, FileControl)
control_for.register(Text, TextControl)
control_for.register(Row, RowControl)
control_for.register(Counts, CountsControl)
control_for.register(Subset, SubsetControl)
