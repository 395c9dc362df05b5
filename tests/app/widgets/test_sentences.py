"""Lines that give way, and lines that keep their size."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.widgets.sentences import Shortened, Steady


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
