"""Charts: long curves thinned without lies, and single points that are seen."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt

from app.widgets.chart import Chart
from app.widgets.curves import MAX_POINTS, swings
from app.widgets.pens import line_pen
from tests.app.hands import double_click


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


def dashed(chart: Chart) -> list[bool]:
    return [bool(curve.opts["pen"].style() != Qt.PenStyle.SolidLine) for curve in chart.curves]


def test_a_curve_on_another_one_is_dashed_so_that_both_are_seen(chart):
    """Also where they part: of ReLU and its kin one half is the same."""
    x = np.linspace(-1, 1, 40)
    chart.set_series(["a", "b", "c"], [pg.mkPen("r"), pg.mkPen("g"), pg.mkPen("b")])
    for k, y in enumerate((np.maximum(x, 0), np.where(x > 0, x, 0.1 * x), -x)):
        chart.set_data(k, x, y)
    assert dashed(chart) == [False, True, False]
    chart.set_data(1, x, 2 * x + 3)
    assert dashed(chart) == [False, False, False]


def test_curves_that_only_rest_at_one_limit_or_dive_out_of_the_picture_stay_whole(chart):
    x = np.arange(100.0)
    chart.set_series(["a", "b", "c"], [pg.mkPen("r"), pg.mkPen("g"), pg.mkPen("b")])
    dives = np.where(x < 90, np.cos(x), -1e6)
    for k, y in enumerate((np.maximum(10 - x, 0), np.maximum(15 - 2 * x, 0), dives)):
        chart.set_data(k, x, y, 1e-3)
    assert dashed(chart) == [False, False, False]
    chart.set_data(2, x, dives)
    assert dashed(chart) == [False, False, False]
    chart.set_data(1, x, np.maximum(10 - x, 0), 1e-3)
    assert dashed(chart) == [False, True, False], "on the way down too"


@pytest.fixture
def three(qtbot) -> Chart:
    made = Chart("step", "loss")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.set_series(["GD", "Adam", "Lion"], [pg.mkPen("r"), pg.mkPen("g"), pg.mkPen("b")])
    for k in range(3):
        made.set_data(k, np.arange(11.0), np.full(11, float(k)))
    made.picture.show_range(x=(0, 10), y=(0, 2))
    made.grab()
    return made


def test_a_curve_that_is_pointed_at_is_named_and_lifted(three):
    three._on_pointed(QPointF(5.0, 1.02))
    assert three.named.isVisible()
    assert three.named.toPlainText() == "Adam"
    assert three.curves[1].opts["pen"].widthF() > three.curves[0].opts["pen"].widthF()
    three._on_pointed(QPointF(5.0, 1.5))
    assert not three.named.isVisible()
    assert three.curves[1].opts["pen"].widthF() == three.curves[0].opts["pen"].widthF()


def test_a_name_in_the_legend_hides_its_curve_and_shows_it_again(three):
    three.legend.linkActivated.emit("1")
    assert [curve.isVisible() for curve in three.curves] == [True, False, True]
    assert three.nearest(QPointF(5.0, 1.0)) is None
    three.legend.linkActivated.emit("1")
    assert all(curve.isVisible() for curve in three.curves)


def test_a_click_tells_its_step_and_a_double_click_takes_it_back(three, every_move):
    told = []
    three.clicked.connect(lambda x: told.append(round(x)))
    three.taken_back.connect(lambda: told.append("back"))
    scene = three.plot.getViewBox().mapViewToScene(QPointF(7.0, 1.0))
    double_click(three.picture.viewport(), three.picture.mapFromScene(scene))
    assert told == [7, "back"]


def test_a_legend_takes_two_lines_at_most(three):
    names = [f"a competitor with a long name {k}" for k in range(12)]
    three.set_series(names, [pg.mkPen("r")] * 12)
    metrics = three.legend.fontMetrics()
    assert three.legend.heightForWidth(three.legend.width()) <= 2 * metrics.lineSpacing() + 4
    assert "…" in three.legend.text()
    assert names[-1] in three.legend.toolTip()


def test_a_curve_with_dots_of_its_own_keeps_them_when_it_began_with_one(chart):
    chart.curves[0].setSymbol("t")
    chart.set_data(0, np.array([0.0, 1.0]), np.array([np.nan, 2.0]))
    assert chart.curves[0].opts["symbol"] == "t"
    chart.set_data(0, np.array([0.0, 1.0]), np.array([3.0, 2.0]))
    assert chart.curves[0].opts["symbol"] == "t"


def test_a_wild_curve_is_drawn_without_smoothing(qtbot):
    chart = Chart("x", "y")
    qtbot.addWidget(chart)
    chart.set_series(["calm", "wild"], [line_pen("red"), line_pen("blue")])
    x = np.arange(600.0)
    chart.set_data(0, x, np.sin(x / 40))
    chart.set_data(1, x, np.where(x % 2, 1.0, np.nan_to_num(np.cos(x))))
    assert [curve.opts["antialias"] for curve in chart.curves] == [True, False]
    assert swings(np.array([0.0, 1.0, np.nan, 0.0, 1.0])) == 3
    assert swings(np.array([2.0, 2.0])) == swings(np.array([np.nan])) == 0
