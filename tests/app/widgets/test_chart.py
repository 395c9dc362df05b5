"""Charts: long curves thinned without lies, and single points that are seen."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt

from app.widgets.chart import MAX_POINTS, Chart


def drawn(chart: Chart) -> tuple[np.ndarray, np.ndarray]:
    x, y = chart.curves[0].getOriginalDataset()
    return np.asarray(x), np.asarray(y)


@pytest.fixture
def chart(qtbot) -> Chart:
    made = Chart("x", "y")
    qtbot.addWidget(made)
    made.set_series(["one"], [pg.mkPen("k")])
    return made


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_long_curve_that_only_falls_or_rises_is_drawn_so(chart, sign):
    x = np.arange(30_000.0)
    chart.set_data(0, x, sign * x)
    _, y = drawn(chart)
    assert len(y) < 2 * MAX_POINTS
    assert (sign * np.diff(y) >= 0).all()
    assert (y[0], y[-1]) == (0, sign * 29_999)


def test_of_a_long_oscillation_every_peak_is_drawn(chart):
    x = np.arange(30_000.0)
    y = np.where(x % 2, 1.0, -1.0)
    y[12_345] = 7.0
    chart.set_data(0, x, y)
    _, seen = drawn(chart)
    assert seen.max() == 7.0
    assert seen.min() == -1.0


def symbols(chart: Chart, index: int = 0) -> list[tuple[float, float]]:
    item = chart.curves[index].scatter
    x, y = item.getData()
    return list(zip(x.tolist(), y.tolist(), strict=True)) if item.isVisible() else []


def test_a_single_point_is_seen_and_more_are_a_line_again(chart):
    for y in ([5.0], [np.nan, np.nan, 5.0]):
        x = np.arange(len(y)) + 1.0
        chart.set_data(0, x, np.array(y))
        assert symbols(chart) == [(x[-1], 5.0)]
        chart.set_data(0, x, np.full(len(x), np.nan))
        assert symbols(chart) == []
    chart.set_data(0, np.array([1.0]), np.array([5.0]))
    chart.set_data(0, np.arange(3), np.array([1.0, np.nan, 5.0]))
    assert symbols(chart) == []
    assert chart.curves[0].opts["symbol"] is None
    assert len(chart.tables()[0].columns[1][1]) == 3


def test_the_symbol_of_a_single_point_follows_its_curve(chart):
    dashed = pg.mkPen("r", style=Qt.PenStyle.DashLine)
    chart.set_series(["measured", "theory"], [pg.mkPen("b"), dashed])
    for index in range(2):
        chart.set_data(index, np.array([1.0]), np.array([2.0]))
    assert [c.opts["symbol"] for c in chart.curves] == ["o", "+"], "one on the other shows both"
    chart.set_pens([pg.mkPen("g"), dashed])
    brushes = [pg.mkBrush(c.opts["symbolBrush"]).color() for c in chart.curves]
    assert brushes == [pg.mkColor("g"), pg.mkColor("r")]
    chart.set_series(["one"], [pg.mkPen("k")])
    chart.set_data(0, np.arange(2.0), np.arange(2.0))
    assert chart.curves[0].opts["symbol"] is None
