"""A folded container stands the same however it came to its size."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSplitter, QWidget

from app.widgets.fold import MAIN, Fold


class Wide(QWidget):
    """A picture that needs some width."""

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 20)


def fold(qtbot: Any) -> Fold:
    others = QSplitter()
    for _ in range(2):
        others.addWidget(QWidget())
    folding = Fold(Wide(), others)
    folding.setStretchFactor(0, 3)
    folding.setStretchFactor(1, 2)
    qtbot.addWidget(folding)
    return folding


def test_a_folded_one_shares_its_height_however_it_grew(qtbot: Any) -> None:
    """At the start of a window the upper part was lower than after the first resize."""
    heights = []
    for sizes in ([(400, 60), (400, 600)], [(900, 600), (400, 600)], [(400, 900), (400, 600)]):
        folding = fold(qtbot)
        folding.resize(*sizes[0])
        folding.show()
        folding.resize(*sizes[1])
        assert folding.folded
        heights.append(folding.sizes()[0])
    assert max(heights) - min(heights) <= 1
    assert abs(heights[0] - 600 * MAIN) < 10
    assert heights[0] > 300, "the larger part"


def test_a_handle_that_was_moved_stays(qtbot: Any) -> None:
    folding = fold(qtbot)
    folding.resize(400, 600)
    folding.show()
    folding.moveSplitter(450, 1)
    folding.resize(410, 600)
    assert abs(folding.sizes()[0] - 450) < 10


def test_a_folded_one_leaves_to_the_others_what_the_main_one_does_not_fill(qtbot: Any) -> None:
    """A ravine twice as long as wide left a third of its part empty."""

    class Flat(Wide):
        def heightForWidth(self, width: int) -> int:
            return width // 2

    others = QSplitter()
    others.addWidget(QWidget())
    folding = Fold(Flat(), others)
    qtbot.addWidget(folding)
    folding.resize(400, 900)
    folding.show()
    assert folding.folded
    assert folding.sizes()[0] == 200
    folding.resize(400, 200)
    assert folding.sizes()[0] <= MAIN * 200 + 1
