"""What all pictures have: a title that keeps to its room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.widgets.picture import Picture


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
