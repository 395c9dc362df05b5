"""Histograms of layers, one below the other."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.widgets.ridges import Ridges


@pytest.mark.parametrize("height", [125, 700])
def test_labels_of_rows_stand_apart_and_name_the_first_and_the_last(
    qtbot: QtBot, height: int
) -> None:
    picture = Ridges(0)
    qtbot.addWidget(picture)
    picture.resize(400, 700)
    picture.show()
    counts = np.ones((10, 16))
    picture.show_layers(np.linspace(-1, 1, 17), counts, [f"σ {k}" for k in range(10)])
    picture.resize(400, height)
    picture.grab()
    (labels,) = picture.plot.getAxis("right")._tickLevels
    row = picture.plot.getViewBox().height() / 10.1
    apart = -np.diff([place for place, _ in labels]) * row
    assert apart.min() >= 0.8 * picture.fontMetrics().ascent()
    assert {labels[0][1], labels[-1][1]} == {"σ 0", "σ 9"}
    assert (len(labels) == 10) is (height == 700)
