"""Descent's pictures by themselves: what is drawn is what they were given, at its own place."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPen
from pytestqt.qtbot import QtBot

from app import theme
from app.labs.descent.convexity_picture import ConvexityPicture
from app.labs.descent.data_chart import DataChart
from app.labs.descent.fields import heights_field
from app.labs.descent.maps import BasinsPicture, RatesPicture
from app.labs.descent.race_charts import RaceCharts
from app.labs.descent.surface_picture import SurfacePicture
from app.widgets.field import Field, Scale
from app.widgets.relief import HEIGHT, LIFT, Relief
from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.curvature import curvature_at
from core.surfaces.losses import DataLoss
from core.surfaces.surfaces import compile_surface, surface_of
from tests.cases.descent import descent as races
from tests.patience import SOON

SADDLE = HeightsSpec(surface="saddle", resolution=24, scale="linear")


def landscape(spec: HeightsSpec) -> HeightsFrame:
    frame = last_frame(Run(EXPERIMENTS["heights"], spec))
    assert isinstance(frame, HeightsFrame)
    return frame


def heights(spec: HeightsSpec) -> Field:
    return heights_field(spec, landscape(spec))


@pytest.fixture
def picture(qtbot: QtBot) -> SurfacePicture:
    made = SurfacePicture()
    qtbot.addWidget(made)
    made.resize(500, 300)
    with qtbot.waitExposed(made, timeout=SOON):
        made.show()
    made.set_field(heights(SADDLE))
    return made


def tip(item: object) -> tuple[float, float]:
    """How far an arrow goes from where it begins."""
    x, y = item.getData()  # type: ignore[attr-defined]
    return float(x[1] - x[0]), float(y[1] - y[0])


def test_arrows_are_drawn_as_much_longer_as_is_told(picture: SurfacePicture) -> None:
    color = theme.series_color(0)
    pair = [(color, 0.002, -0.001), (color, 0.0, 0.0005)]
    enlarged, same = picture.arrows.show((0.5, -0.5), pair)
    assert enlarged == same > 10
    first, second = picture.arrows._items
    assert tip(first) == pytest.approx((0.002 * enlarged, -0.001 * enlarged))
    assert tip(second) == pytest.approx((0, 0.0005 * enlarged))
    assert picture.arrows.show((0, 0), [(color, 1.0, 0.5)]) == (1,)
    assert tip(first) == pytest.approx((1.0, 0.5))


def test_a_short_arrow_beside_a_long_one_is_seen_at_a_scale_of_its_own(
    picture: SurfacePicture,
) -> None:
    color = theme.series_color(0)
    long, short = picture.arrows.show((0, 0), [(color, 1.0, 0.5), (color, 0.0, 1e-4)])
    assert long < short
    width, height = (float(v) for v in picture.plot.getViewBox().viewPixelSize())
    for item in picture.arrows._items[:2]:
        dx, dy = tip(item)
        assert 50 <= np.hypot(dx / width, dy / height) <= 200


@pytest.mark.parametrize("turned", [False, True])
def test_an_eigenvector_has_the_color_of_its_own_curvature(
    picture: SurfacePicture, turned: bool
) -> None:
    """Of x² - y² blue lies along x and orange along y; of y² - x² the other way round."""
    spec = HeightsSpec().adapt(surface="formula", formula="y^2 - x^2" if turned else "x^2 - y^2")
    picture.show_eigenpairs(curvature_at(compile_surface(spec), surface_of(spec), 0.3, 0.2))
    found: dict[str, set[str]] = {}
    for item in picture.eigenpairs._items:
        dx, dy = tip(item)
        found.setdefault("x" if abs(dx) > abs(dy) else "y", set()).add(
            item.opts["pen"].color().name()
        )
    upwards, downwards = theme.series_color(0).name(), theme.series_color(1).name()
    assert found == {"y" if turned else "x": {upwards}, "x" if turned else "y": {downwards}}
    assert len(picture.eigenpairs._items) == 4, "both ways"


def test_a_region_is_shaded_where_its_mask_is_true(picture: SurfacePicture) -> None:
    mask = np.zeros((24, 24), bool)
    mask[2, 20] = True  # a low row, a right column
    picture.show_region(mask)
    shaded = picture.curved.item.image[..., 3] > 0
    np.testing.assert_array_equal(shaded, mask)
    rect = picture.curved.item.mapRectToParent(picture.curved.item.boundingRect())
    x, y = surface_of(SADDLE).x, surface_of(SADDLE).y
    half = (x[1] - x[0]) / 23 / 2
    assert (rect.left(), rect.right()) == pytest.approx((x[0] - half, x[1] + half))
    assert (rect.top(), rect.bottom()) == pytest.approx((y[0] - half, y[1] + half))


@pytest.fixture
def race() -> DescentFrame:
    """Over data: the second has seen a tenth of the first's samples."""
    frame = races.frame()
    steps = np.arange(frame.step + 1)
    return dataclasses.replace(
        frame,
        samples=np.stack([100 * (steps + 1), 10 * (steps + 1)]),
        test_losses=np.stack([2 + 1 / (1 + steps), 3 + 1 / (2 + steps)]),
        gradient_norms=np.stack([5.0 / (1 + steps), 7.0 / (1 + steps)]),
        lowest=1e-7,
    )


def test_each_chart_of_a_race_over_data_draws_its_own_numbers(
    qtbot: QtBot, race: DescentFrame
) -> None:
    charts = RaceCharts()
    qtbot.addWidget(charts)
    charts.set_series(race.optimizers, [QPen(theme.series_color(k), 2) for k in range(2)])
    charts.show_race(race, over_data=True)
    assert len(charts.behind_tabs()) == 5
    steps = np.arange(race.step + 1)
    above = race.losses - race.lowest
    for chart, x, y in (
        (charts.loss, (steps, steps), above),
        (charts.gradient, (steps, steps), race.gradient_norms),
        (charts.seen, race.samples, above),
    ):
        for k in range(2):
            drawn_x, drawn_y = chart.curves[k].getOriginalDataset()
            np.testing.assert_allclose(drawn_x, x[k])
            np.testing.assert_allclose(drawn_y, y[k])
    for k in range(2):
        for index, y in ((2 * k, race.test_losses), (2 * k + 1, race.losses)):
            np.testing.assert_allclose(charts.held_out.curves[index].getOriginalDataset()[1], y[k])
    (left, right), _ = charts.seen.plot.viewRange()
    assert left <= 0
    assert race.samples[1, -1] <= right < 2 * race.samples[1, -1], "as far as all can be compared"


def test_paths_lie_on_the_surface_in_three_dimensions() -> None:
    """Between the grid's points too, and x is x: the surface is another one along y."""
    spec = HeightsSpec().adapt(surface="formula", formula="x + 3*y + x*y/5", scale="linear")
    spec = spec.adapt(resolution=11)
    frame = landscape(spec)
    relief = Relief(heights_field(spec, frame), Scale(frame.shades))
    points = np.array([(-5.0, 5.0), (5.0, -5.0), (2.0, -3.0), (2.25, -3.6), (-4.9, 1.3)])
    x, y = points.T
    f = x + 3 * y + x * y / 5
    heights = (f - frame.heights.min()) / (frame.heights.max() - frame.heights.min())
    places = relief.places(points)
    np.testing.assert_allclose(places[:, :2], points / 5, atol=1e-12)
    np.testing.assert_allclose(places[:, 2], HEIGHT * heights + LIFT, atol=1e-6)
    assert np.isnan(relief.places(np.array([(5.01, 0.0)]))).any(), "there is no surface"


def test_the_end_of_a_chord_that_looks_nearer_is_taken_and_kept(qtbot: QtBot) -> None:
    """Nearer on the screen, where a unit of y is longer here; until the hand lets go, also when it
    passes the other end."""
    spec = ConvexitySpec().adapt(surface="six_hump_camel", resolution=24)
    spec = spec.adapt(a_x=-0.6, a_y=0.4, b_x=0.0, b_y=0.0)
    frame = last_frame(Run(EXPERIMENTS["convexity"], spec))
    assert isinstance(frame, ConvexityFrame)
    picture = ConvexityPicture()
    qtbot.addWidget(picture)
    picture.resize(320, 900)
    with qtbot.waitExposed(picture, timeout=SOON):
        picture.show()
    picture.set_field(heights(spec.like(HeightsSpec, resolution=24)))
    picture.field.set_equal(False)
    picture.show_convexity(spec, frame)
    picture.grab()
    width, height = (float(v) for v in picture.field.plot.getViewBox().viewPixelSize())
    assert width > 2 * height
    told: list[tuple[int, float, float]] = []
    picture.moved.connect(lambda *of: told.append(of))
    for place, end in (((0.0, 0.4), 0), ((-0.6, 0.0), 1)):
        picture.field.gesture_began.emit()
        far = spec.b_x if end == 0 else spec.a_x, spec.b_y if end == 0 else spec.a_y
        for x, y in (place, far):
            picture.field.dragged.emit(QPointF(x, y))
        assert told == [(end, *place), (end, *far)]
        told.clear()


def test_a_chart_has_the_range_of_what_is_drawn_whatever_was_drawn_before(
    qtbot: QtBot, race: DescentFrame
) -> None:
    """A loss without a known minimum: its range is that within the domain, the start included."""
    frame = dataclasses.replace(race, lowest=np.nan)
    steps = np.arange(frame.step + 1.0)
    falling = dataclasses.replace(frame, losses=np.stack([2.25 - steps, 2.25 - 0.01 * steps]))
    inside = np.stack([steps < 2, steps < 5])

    def range_after(before: DescentFrame | None) -> list[float]:
        charts = RaceCharts()
        qtbot.addWidget(charts)
        charts.set_series(race.optimizers, [QPen(theme.series_color(k), 2) for k in range(2)])
        if before is not None:
            charts.show_race(before, over_data=False)
        charts.show_race(falling, inside, over_data=False)
        return list(charts.loss.plot.viewRange()[1])

    alone = range_after(None)
    low, high = alone
    assert low <= 1.25 < 2.25 <= high
    assert high - low < 2, "what it does outside does not flatten the rest"
    flat = dataclasses.replace(frame, losses=np.full((2, len(steps)), 0.9))
    assert range_after(flat) == pytest.approx(alone)


def test_a_hidden_competitor_is_in_no_chart_and_no_range(qtbot: QtBot, race: DescentFrame) -> None:
    charts = RaceCharts()
    qtbot.addWidget(charts)
    charts.set_series(race.optimizers, [QPen(theme.series_color(k), 2) for k in range(2)])
    charts.show_race(race, over_data=True)
    charts.setCurrentWidget(charts.held_out)
    charts.hide_rows(frozenset({1}))
    assert [curve.isVisible() for curve in charts.held_out.curves] == [True, True, False, False]


def test_a_map_says_what_is_under_the_cursor_and_whose_it_is(qtbot: QtBot) -> None:
    spec = BasinsSpec().adapt(surface="himmelblau", optimizer="adam", learning_rate=0.1, steps=150)
    spec = spec.adapt(resolution=8)
    frame = last_frame(Run(EXPERIMENTS["basins"], spec))
    assert isinstance(frame, BasinsFrame)
    picture = BasinsPicture()
    qtbot.addWidget(picture)
    picture.show_basins(spec, frame)
    assert "Adam η=0.1" in picture.words.text()
    row, column = (int(k) for k in np.argwhere(frame.basin >= 0)[0])
    told = picture.under(row, column)
    assert "Adam" in told
    assert f"after {frame.steps_to_settle[row, column]} steps" in told
    picture.show_here(1.0, 2.0, "the race's start")
    x, y = picture.picture.here.getData()
    assert (x.tolist(), y.tolist()) == ([1.0], [2.0])
    assert "the race's start" in picture.picture.surround.legend.text


def test_a_map_of_one_color_says_why(qtbot: QtBot) -> None:
    spec = BasinsSpec().adapt(surface="tanh_net", learning_rate=1e-4, steps=5, resolution=8)
    frame = last_frame(Run(EXPERIMENTS["basins"], spec))
    assert isinstance(frame, BasinsFrame)
    picture = BasinsPicture()
    qtbot.addWidget(picture)
    picture.show_basins(spec, frame)
    assert "hardly any has arrived" in picture.words.text()


def test_rates_have_a_bar_of_steps_and_a_ring_for_the_present_pair(qtbot: QtBot) -> None:
    spec = RatesSpec().adapt(resolution=8, steps=100)
    frame = last_frame(Run(EXPERIMENTS["rates"], spec))
    assert isinstance(frame, RatesFrame)
    picture = RatesPicture()
    qtbot.addWidget(picture)
    picture.show_rates(spec, frame)
    assert picture.picture.shown is not None
    scale = picture.picture.shown.shades
    assert isinstance(scale, Scale)
    values = {value for _, value in scale.ticks}
    assert {float(frame.steps_to_settle[frame.steps_to_settle > 0].min()), 100.0} <= values
    picture.ring(0.1, 0.9, "the chosen competitor's")
    x, y = picture.picture.here.getData()
    assert (x[0], y[0]) == pytest.approx((-1.0, 0.9))
    row, column = (int(k) for k in np.argwhere(frame.steps_to_settle > 0)[0])
    assert "there after" in picture.under(row, column)


@pytest.mark.parametrize("key", ["linear_regression", "sparse_regression", "tanh_net"])
def test_the_data_chart_draws_the_samples_and_each_models_curve(qtbot: QtBot, key: str) -> None:
    spec = DescentSpec().adapt(surface=key, optimizers="gd,adam", steps=20)
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    charts = RaceCharts()
    qtbot.addWidget(charts)
    charts.set_series(("GD", "Adam"), [QPen(theme.series_color(k), 2) for k in range(2)])
    charts.show_race(frame, over_data=True, spec=spec)
    charts.setCurrentWidget(charts.data)
    charts.show_step(7)
    loss = compile_surface(spec)
    assert isinstance(loss, DataLoss)
    drawn = set(zip(*(v.tolist() for v in charts.data.samples.getData()), strict=True))
    assert set(zip(loss.train.a.tolist(), loss.train.target.tolist(), strict=True)) <= drawn
    x, y = frame.positions[1, 7]
    across, up = charts.data.curves[1].getOriginalDataset()
    residuals = {
        "linear_regression": up - (x * across + y),
        "sparse_regression": np.fmin(abs(up - x * across), abs(up - x * across - y)),
        "tanh_net": up - y * np.tanh(x * across),
    }
    np.testing.assert_allclose(residuals[key][np.isfinite(up)], 0, atol=1e-12)


def test_two_digits_are_drawn_with_the_boundary_between_them(qtbot: QtBot) -> None:
    spec = DescentSpec().adapt(surface="logistic_regression", optimizers="gd", steps=5)
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    chart = DataChart()
    qtbot.addWidget(chart)
    chart.set_series(("GD",), [QPen(theme.series_color(0), 2)])
    chart.show_models(spec, frame, 5, frozenset())
    across, up = chart.curves[0].getOriginalDataset()
    x, y = frame.positions[0, 5]
    np.testing.assert_allclose(x * across + y * up, 0, atol=1e-9)
    shapes = {id(point.symbol()) for point in chart.samples.points()}
    assert len(shapes) == 2, "a shape for each digit"


def test_the_chords_chart_stands_beside_the_surface_where_the_page_is_low(qtbot: QtBot) -> None:
    picture = ConvexityPicture()
    qtbot.addWidget(picture)
    picture.show()
    for size, beside in (((500, 700), False), ((500, 350), True), ((500, 700), False)):
        picture.resize(*size)
        (left, below), (beside_x, chart_y) = (
            (part.x(), part.y()) for part in (picture.field, picture.chart)
        )
        assert (beside_x > left) is beside
        assert (chart_y > below) is not beside
