"""The cover that stands in a panel's place until the panel is built: its question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.sentences import Shortened
from app.widgets.styled import styled
from app.words import labels
from app.words.labels import tr

MARGINS = (12, 8, 12, 8)
"""Left, top, right and bottom margin of a panel, so that the question does not move when the panel
comes."""


BESIDE = 24
"""The width of the button to the left of the question in pixels."""

LEAST = 120
"""The least width of the question in pixels, however many presets there are."""


def question_of(key: str) -> Shortened:
    """A panel's question, as a line at the left of its header."""
    question = styled(Shortened(tr(labels.QUESTIONS[key])), "question")
    question.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    question.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    question.setMinimumWidth(LEAST)
    return question


class Cover(QWidget):
    """Shows a panel's question at the position that it has in the panel."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.question = question_of(key)
        room = QWidget()
        room.setFixedSize(BESIDE, 1)
        line = QHBoxLayout()
        line.addWidget(room)
        line.addWidget(self.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addLayout(line)
        layout.addStretch(1)
