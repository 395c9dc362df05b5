"""A still place tells nobody of what changes nothing outside of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.widgets.fitted import Still
from tests.patience import SOON


class Counted(QWidget):
    """Counts how often it is told that what is in it asks for another layout."""

    asked = 0

    def event(self, event: QEvent) -> bool:
        self.asked += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)


@pytest.fixture
def still(qtbot):
    """A wrapping line in a still place, in a widget that counts."""
    inner, line = QWidget(), QLabel("a line")
    QVBoxLayout(inner).addWidget(line)
    holder = Counted()
    QVBoxLayout(holder).addWidget(Still(inner))
    qtbot.addWidget(holder)
    holder.resize(300, 100)
    holder.show()
    qtbot.wait(20)
    holder.asked = 0
    return holder, inner, line


def test_another_text_of_the_same_size_lays_nothing_out_around_a_still_place(qtbot, still) -> None:
    holder, _, line = still
    line.setText("line a")  # as wide as before
    qtbot.wait(20)
    assert holder.asked == 0


def test_content_that_needs_more_room_gets_it(qtbot, still) -> None:
    holder, inner, line = still
    line.setMinimumSize(500, 200)
    qtbot.waitUntil(lambda: holder.width() >= 500 and holder.height() >= 200, timeout=SOON)
    assert holder.asked >= 1
    assert inner.geometry() == inner.parentWidget().rect()
