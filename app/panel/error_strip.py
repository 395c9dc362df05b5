"""The one place where a panel says what went wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton

from app.widgets.buttons import tool_button
from app.widgets.sentences import sentence
from app.widgets.styled import styled
from app.words.labels import field_of, tr
from app.words.refusals import refusal
from core.parameters import Spec, SpecError


class ErrorStrip(QFrame):
    """Shows a sentence, and offers the report behind it."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "errorStrip")
        self._report = ""
        self.label = sentence("error")
        self.copy = QPushButton(tr("Copy report"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.copy)
        row.addWidget(tool_button("×", tr("Close"), self.hide))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._report))
        self.hide()

    def say(self, sentence: str, report: str = "") -> None:
        """Show a sentence; if there is a report, a button copies it."""
        self._report = report
        self.label.setText(sentence)
        self.copy.setVisible(bool(report))
        self.show()

    def refuse(self, kind: type[Spec], error: SpecError) -> None:
        """Say why no run with such a spec is possible."""
        self.say(refusal(error, field_of(kind, error.field)))

    def fail(self, report: str) -> None:
        """Say that something went wrong, and offer the report for copying."""
        last = report.strip().splitlines()[-1]
        self.say(tr("This could not be computed. {reason}", reason=last), report)
