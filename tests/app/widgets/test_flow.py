"""A row that breaks where there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.widgets.flow import Flow


@pytest.fixture
def row(qtbot):
    """A row of three parts, the second made of two."""
    widget = QWidget()
    qtbot.addWidget(widget)
    flow = Flow()
    buttons = [QPushButton("a button"), QPushButton("another"), QPushButton("a third one")]
    flow.addWidget(buttons[0])
    flow.add(QLabel("and"), buttons[1])
    flow.addWidget(buttons[2])
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(flow)
    column.addWidget(QWidget(), 1)
    return widget, flow, buttons


def tops(widget: QWidget, buttons: list[QPushButton]) -> list[int]:
    return [button.mapTo(widget, button.rect().topLeft()).y() for button in buttons]


def test_a_row_breaks_where_there_is_little_room(row) -> None:
    widget, flow, buttons = row
    widget.resize(flow.sizeHint().width() + 10, 200)
    widget.show()
    wide = tops(widget, buttons)
    assert max(wide) - min(wide) < 4
    widget.resize(flow.sizeHint().width() - 10, 200)
    first, second, third = tops(widget, buttons)
    assert abs(first - second) < 4
    assert third > first + buttons[0].height() - 1
    widget.resize(flow.minimumSize().width(), 200)
    first, second, third = tops(widget, buttons)
    assert first < second < third
    for button in buttons:
        right = button.mapTo(widget, button.rect().topRight()).x()
        assert right <= widget.width()


def test_what_is_hidden_takes_no_room(row) -> None:
    widget, flow, buttons = row
    widget.show()
    before = flow.sizeHint().width()
    buttons[0].hide()
    assert flow.sizeHint().width() < before
    assert flow.count() == 3
    assert flow.takeAt(5) is None
    assert flow.itemAt(5) is None
