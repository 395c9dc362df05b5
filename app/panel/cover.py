"""What stands in a panel's place until the panel is there: its question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.sentences import Shortened
from app.widgets.styled import styled
from app.words import labels
from app.words.labels import tr

MARGINS = (12, 8, 12, 8)
"""Left, top, right and bottom of a panel: the question does not move when the panel comes."""


class Cover(QWidget):
    """A panel's question, at the place that it has in the panel."""

    def __init__(self, key: str) -> None:
        super().__init__()
        question = styled(Shortened(tr(labels.QUESTIONS[key])), "question")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addWidget(question, 0, Qt.AlignmentFlag.AlignTop)
