"""Small parts: a row that breaks, and a line that ends in an ellipsis."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.widgets.fitted import Still
from app.widgets.flow import Flow
from app.widgets.picture import Picture
from app.widgets.sentences import Shortened, Steady


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


def test_a_long_line_gives_way(qtbot) -> None:
    label = Shortened("a line that is much longer than there is room")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 30
    assert label.toolTip() == label.text()
    label.resize(80, 20)
    label.show()
    short = label.fontMetrics().elidedText(label.text(), Qt.TextElideMode.ElideRight, 80)
    assert short.endswith("…")
    drawn = label.grab().toImage()
    label.setText(short)
    assert label.grab().toImage() == drawn
    label.setText("b" + short[1:])
    assert label.grab().toImage() != drawn


def test_a_title_does_not_widen_its_picture(qtbot) -> None:
    holder = QWidget()  # a picture of its own would be cleared by pyqtgraph when it is closed
    qtbot.addWidget(holder)
    picture = Picture()
    picture.setParent(holder)
    holder.show()
    picture.set_title("a title that is much longer than the picture is wide")
    picture.resize(90, 120)
    picture.show()
    qtbot.wait(20)
    assert picture.plot.sceneBoundingRect().width() <= 90
    assert picture.plot.titleLabel.text.endswith("…")
    picture.resize(900, 120)
    qtbot.wait(20)
    assert picture.plot.titleLabel.text == picture.title


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
    qtbot.waitUntil(lambda: holder.width() >= 500 and holder.height() >= 200)
    assert holder.asked >= 1
    assert inner.geometry() == inner.parentWidget().rect()


def test_a_steady_line_keeps_its_size_for_what_it_can_hold(qtbot) -> None:
    label = Steady("00000 / 00000")
    qtbot.addWidget(label)
    size = label.size()
    label.setText("1 / 2")
    assert label.size() == size
    label.setText("1000000 / 1000000000")
    wide = label.width()
    assert wide >= label.fontMetrics().horizontalAdvance("1000000 / 1000000000")
    label.setText("1 / 2")
    assert label.width() == wide
    larger = label.font()
    larger.setPointSizeF(2 * larger.pointSizeF())
    label.setFont(larger)
    assert label.width() > 1.5 * wide
