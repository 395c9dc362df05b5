"""Lines that give way, and lines that keep their size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.sentences import MOST_LETTERS, Shortened, Steady, sentence


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


@pytest.mark.parametrize("text", ["(" * 40_000, "log(sinh(x))^-64*" * 60, "/home/" + "名" * 4000])
def test_what_is_quoted_widens_nothing(qtbot: QtBot, text: str) -> None:
    """A refused formula of 359 letters widened the window to 3403 pixels, for good."""
    label = sentence("error")
    qtbot.addWidget(label)
    label.setText(f"“{text}” is no formula.")
    assert label.minimumSizeHint().width() < 120
    assert len(label.text()) < 1.1 * MOST_LETTERS
    assert label.heightForWidth(300) < 2000
    assert label.text().endswith("is no formula.")


def test_short_words_stay_as_they_are(qtbot: QtBot) -> None:
    label = sentence("error")
    qtbot.addWidget(label)
    label.setText("The learning rate is out of range.")
    assert label.text() == "The learning rate is out of range."
