"""A form that shows a spec's fields, and turns what a hand does to them into a new spec.

There is one form class for all panels.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSpacerItem, QWidget

from app.panel.control import Control, FieldLabel
from app.panel.controls import control_for
from app.widgets.sentences import sentence
from app.words.labels import field, field_of, tr
from app.words.refusals import refusal
from core.parameters import Parameter, Spec, SpecError, parameters

_gestures = count(1)
"""Numbers of the gestures of all forms: no two gestures have the same, or undo would merge them."""


class _Row:
    """One field: its label, its control, and the sentence below it if it is refused."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        name = field(parameter)
        self.label = FieldLabel(name)
        self.control = control_for(parameter)
        self.error = sentence("fieldError")
        self.error.hide()
        unit = f" [{parameter.unit}]" if parameter.unit else ""
        hint = tr(parameter.help) + unit + "\n" + tr("Double-click the name for the default.")
        self.label.setToolTip(hint)
        self.control.setToolTip(hint)
        self.control.setAccessibleName(name)
        self.control.name_for_screen_reader(name)

    def set_visible(self, visible: bool) -> None:
        self.label.setVisible(visible)
        self.control.setVisible(visible)
        if not visible:
            self.say("")

    def say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))


class Form(QWidget):
    """The controls of a spec. ``edited`` carries each accepted new spec and its gesture: changes of
    one gesture (a drag) have the same number, and are one undo step."""

    edited = Signal(object, int)

    def __init__(self, spec: Spec, hidden: Collection[str] = ()) -> None:
        super().__init__()
        self.spec = spec
        self._gesture = 0
        self._held = False
        self._before = spec
        self._only: Collection[str] | None = None
        self._rows: dict[str, _Row] = {}
        self._notes: dict[str, QWidget] = {}
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(4)
        self._layout.setColumnStretch(1, 1)
        for parameter in parameters(type(spec)):
            if parameter.name not in hidden:
                self._add_row(_Row(parameter))
        self._layout.setRowStretch(self._layout.rowCount(), 1)
        self.set_spec(spec)

    def set_spec(self, spec: Spec) -> None:
        """Show this spec; emits nothing. What was refused before is cleared."""
        another, self.spec = spec != self.spec, spec
        for name, row in self._rows.items():
            if another:
                row.say("")
            parameter = row.parameter
            applies = parameter.applies_to(spec)
            shown = applies and (parameter.matters is None or parameter.matters(spec))
            shown = shown and (self._only is None or name in self._only)
            if name in self._notes and shown != row.label.isVisibleTo(self):
                self._notes[name].setVisible(shown)  # else it is as whoever added it wants it
            row.set_visible(shown)
            if applies:
                row.control.show_value(getattr(spec, name), spec)

    def show_only(self, names: Collection[str] | None) -> None:
        """Show only these fields; None means all that apply."""
        if names != self._only:
            self._only = names
            self.set_spec(self.spec)

    @property
    def shown(self) -> Sequence[str]:
        """The names of the fields that are shown."""
        return [name for name, row in self._rows.items() if row.control.isVisibleTo(self)]

    def control(self, name: str) -> Control:
        """The control of a field."""
        return self._rows[name].control

    def error(self, name: str) -> str:
        """The sentence below a field; empty if there is none."""
        return str(self._rows[name].error.text())

    def add_note(self, name: str, note: QWidget) -> None:
        """Put a widget below a field: a formula, or a credit."""
        self._notes[name] = note
        position = self._layout.indexOf(self._rows[name].error)
        row = self._layout.getItemPosition(position)[0]  # type: ignore[index]
        self._layout.addWidget(note, row + 1, 0, 1, 2)

    def refuse(self, error: SpecError) -> bool:
        """Say below its field why a run was refused; False if the form has no such field."""
        row = self._rows.get(error.field)
        if row is None or not row.parameter.applies_to(self.spec):
            return False
        row.say(refusal(error, field(row.parameter)))
        return True

    def change(self, **changes: Any) -> None:
        """Change fields as a person would: used by a picture, a preset, or a dropped file."""
        self._take(changes)

    def hold(self) -> None:
        """Begin a gesture, which lasts until :meth:`release`."""
        self.new_gesture()
        self._held, self._before = True, self.spec

    def new_gesture(self) -> int:
        """Begin a new undo step: what changes from now on is undone separately."""
        self._gesture = next(_gestures)
        return self._gesture

    def take_back(self) -> None:
        """Undo what the gesture has changed so far."""
        if self._held and self.spec != self._before:
            self.set_spec(self._before)
            self.edited.emit(self._before, self._gesture)

    def release(self) -> None:
        """End the gesture."""
        self._held = False

    def _add_row(self, row: _Row) -> None:
        name = row.parameter.name
        self._rows[name] = row
        line = self._layout.rowCount()
        if row.parameter.beside:
            self._rows[row.parameter.beside].control.add_beside(row.label, row.control)
        elif row.control.lead(row.label):
            self._layout.addWidget(row.control, line, 0, 1, 2)
        elif row.control.wide:
            self._layout.addWidget(row.label, line, 0, 1, 2)
            self._layout.addWidget(row.control, line + 1, 0, 1, 2)
        else:
            self._layout.addWidget(row.label, line, 0)
            self._layout.addWidget(row.control, line, 1)
        self._layout.addWidget(row.error, line + 2, 0, 1, 2)
        # The line after is kept for a note, if a panel adds one.
        self._layout.addItem(QSpacerItem(0, 0), line + 3, 0)
        row.label.double_clicked.connect(lambda: self._restore(name))
        row.label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        row.control.edited.connect(lambda value: self._take({name: value}))
        row.control.tried.connect(lambda value: self._try({name: value}))
        row.control.gesture_began.connect(self.hold)
        row.control.gesture_ended.connect(self.release)

    def _restore(self, name: str) -> None:
        self._take({name: self._rows[name].parameter.default_for(self.spec)})

    def _try(self, changes: dict[str, Any]) -> None:
        """Say below a field what is wrong with what is being typed, as long as it is."""
        (name,) = changes
        try:
            self.spec.adapt(**changes)
        except SpecError as error:
            self._rows[name].say(refusal(error, field_of(type(self.spec), error.field)))
        else:
            self._rows[name].say("")

    def _take(self, changes: dict[str, Any]) -> None:
        """Build the new spec. If it is refused, that is said below its field, and nothing else
        happens."""
        if not self._held:
            self.new_gesture()
        for row in self._rows.values():
            row.say("")
        try:
            for value in changes.values():
                if isinstance(value, SpecError):
                    raise value
            spec = self.spec.adapt(**changes)
        except SpecError as error:
            # A competitor's own rate is no field of the form, though one has its name.
            from_control = any(value is error for value in changes.values())
            elsewhere = from_control or error.field not in self._rows
            name = next(iter(changes)) if elsewhere else error.field
            own = self._rows[name].control.name_of(error.field)
            self._rows[name].say(refusal(error, own or field_of(type(self.spec), error.field)))
            return
        changed = spec != self.spec
        self.set_spec(spec)
        if changed:
            self.edited.emit(spec, self._gesture)
