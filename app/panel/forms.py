"""The forms of a panel, in one column."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.panel.form import Form
from app.panel.form_column import FormColumn
from app.widgets.styled import styled
from core.parameters import Spec, SpecError


class Forms(QObject):
    """The main experiment's form, and above it, or in its place, the form of the page in front."""

    edited = Signal(str, object, int)
    """Emitted with the key of an experiment, its spec as edited by a person, and the gesture."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._forms: dict[str, Form] = {}
        self._titles: dict[str, QLabel] = {}
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.addStretch(1)
        self.column = FormColumn(self._layout)

    def __getitem__(self, key: str) -> Form:
        return self._forms[key]

    def __contains__(self, key: str) -> bool:
        return key in self._forms

    def add(self, key: str, spec: Spec, hidden: Collection[str], title: str = "") -> Form:
        """Add a form above the others, under its title if it has one."""
        form = self._forms[key] = Form(spec, hidden)
        form.edited.connect(lambda spec, gesture: self.edited.emit(key, spec, gesture))
        self._layout.insertWidget(0, form)
        if title:
            self._titles[key] = styled(QLabel(title), "heading")
            self._layout.insertWidget(0, self._titles[key])
        return form

    def show_only(self, keys: Collection[str]) -> None:
        """Show these forms, and no others."""
        for key, form in self._forms.items():
            form.setVisible(key in keys)
            if key in self._titles:
                self._titles[key].setVisible(key in keys)

    def refuse(self, keys: Collection[str], error: SpecError) -> None:
        """Say below its field why a run was refused, in the first of the forms that has
        that field."""
        any(self._forms[key].refuse(error) for key in keys if key in self._forms)
