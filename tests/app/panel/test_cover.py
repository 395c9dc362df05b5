"""The cover that stands in a panel's place at the start of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.job import ComputeThread
from app.labs.panels import PANELS, Entry
from app.panel.cover import Cover


def as_drawn(question: QLabel, whole: QWidget) -> tuple[QPoint, QImage]:
    """Where its line begins in what it is part of, and the pixels of its words."""
    words = question.fontMetrics().horizontalAdvance(question.text())
    line = QRect(question.mapTo(whole, QPoint()), question.size())
    line.setWidth(words)
    return line.topLeft(), whole.grab(line).toImage()


@pytest.mark.parametrize("larger", [False, True], ids=["plain", "larger"])
@pytest.mark.parametrize("entry", PANELS, ids=lambda entry: entry.key)
def test_the_question_stays_where_it_is_when_the_panel_comes(
    qtbot: QtBot, qapp: QApplication, compute: ComputeThread, entry: Entry, larger: bool
) -> None:
    theme.install(qapp, "light", larger=larger)
    cover, panel = Cover(entry.key), entry.load()(compute.worker)
    for widget in (cover, panel):
        qtbot.addWidget(widget)
        widget.resize(1130, 740)
        widget.show()
    assert as_drawn(cover.question, cover) == as_drawn(panel.question, panel)
