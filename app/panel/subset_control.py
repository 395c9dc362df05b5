"""The control for some of a few keys: a box for each."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.panel.control import Control
from app.widgets.flow import Flow
from app.words.vocabulary import choice
from core.parameters import Subset


class SubsetControl(Control):
    """A box for each key, in rows as wide as there is room. The last that is on stays on."""

    parameter: Subset

    def __init__(self, parameter: Subset) -> None:
        super().__init__(parameter)
        self.boxes: dict[str, QCheckBox] = {}
        flow = Flow()
        for key in parameter.keys:
            box = QCheckBox(choice(parameter.experiment, parameter.name, key))
            box.clicked.connect(lambda on, key=key: self._on_clicked(key))
            self.boxes[key] = box
            flow.addWidget(box)
        self._row.addLayout(flow, 1)

    def show_value(self, value: Any, spec: Any) -> None:
        chosen = self.parameter.chosen(value)
        for key, box in self.boxes.items():
            box.setChecked(key in chosen)

    def _on_clicked(self, key: str) -> None:
        chosen = [one for one, box in self.boxes.items() if box.isChecked()]
        if chosen:
            self.edited.emit(", ".join(chosen))
        else:
            self.boxes[key].setChecked(True)
