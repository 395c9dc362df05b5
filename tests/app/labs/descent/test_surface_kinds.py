"""Descent on every kind of surface: a plane, a line, a loss over data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.job import ComputeThread
from app.labs.descent import readings
from app.labs.descent.panel import DescentPanel
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from tests.patience import SOON


@pytest.fixture
def panel(qtbot: QtBot, compute: ComputeThread) -> Iterator[DescentPanel]:
    made = DescentPanel(compute.worker)
    qtbot.addWidget(made)
    made.set_spec(DescentSpec(surface="booth", optimizers="gd,adam", steps=40))  # type: ignore[arg-type]
    made.resize(1280, 800)
    with qtbot.waitExposed(made, timeout=SOON):
        made.show()
    qtbot.waitUntil(lambda: not made.busy, timeout=SOON)
    yield made
    made.hide()


def shown(panel: DescentPanel, name: str) -> bool:
    return panel.form.control(name).isVisibleTo(panel.form)


@pytest.mark.parametrize(
    ("surface", "fields"),
    [
        ("booth", {"start_y"}),
        ("quadratic", {"start_y", "condition", "angle"}),
        ("parabola", set()),
        ("linear_regression", {"start_y"}),
        ("logistic_regression", {"start_y", "digit_a", "digit_b"}),
    ],
)
def test_the_form_asks_for_what_the_surface_has(
    panel: DescentPanel, qtbot: QtBot, surface: str, fields: set[str]
) -> None:
    panel.form.change(surface=surface)
    every = {"start_y", "condition", "angle", "digit_a", "digit_b"}
    assert {name for name in every if shown(panel, name)} == fields
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert not panel.errors.isVisible()
    rows, columns, _ = np.shape(panel.surface.widget.image.image)
    assert (rows == 1) == (surface == "parabola")
    assert columns == 240


def test_a_start_is_dragged_along_the_line(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.form.change(surface="two_valleys")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    view = panel.surface.widget.plot.getViewBox()
    (left, right), (bottom, top) = view.viewRange()
    assert bottom < 0 < top, "the line is a band"
    panel.surface.widget._on_placed(view.viewRect().center())
    assert isinstance(panel.spec, DescentSpec)
    assert panel.spec.start_x == pytest.approx((left + right) / 2, abs=0.05)
    assert panel.spec.start_y == 0
    assert panel.page is not None
    assert panel.page.key == "tangent", "a curve is seen as one"
    panel.show_page("basins")
    qtbot.waitUntil(lambda: panel.basins.widget.image.image is not None, timeout=SOON)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert np.shape(panel.basins.widget.image.image) == (1, 256, 4)
    panel.basins.widget.clicked.emit(-1.2, 0.1)  # anywhere in the band
    assert (panel.spec.start_x, panel.spec.start_y) == (-1.2, 0)


def test_a_batch_is_offered_where_there_are_data(panel: DescentPanel, qtbot: QtBot) -> None:
    batch = panel.race.competitors.hyper.controls["batch"]
    assert batch.isHidden()
    panel.form.change(surface="tanh_net")
    batch = panel.race.competitors.hyper.controls["batch"]
    assert not batch.isHidden()
    batch.edited.emit(8)
    assert isinstance(panel.spec, DescentSpec)
    assert panel.spec.optimizers[0].text == "gd:batch=8"
    assert shown(panel, "seed"), "the order of the samples is drawn"
    panel.form.change(surface="booth")
    assert not shown(panel, "seed")


@pytest.mark.parametrize(
    ("surface", "more"),
    [
        ("booth", ()),
        ("linear_regression", ("Samples", "Held-out loss")),
        ("sparse_regression", ("Samples", "Held-out loss", "Rare weight off by")),
    ],
)
def test_the_reading_has_a_column_for_what_data_tell(surface: str, more: tuple[str, ...]) -> None:
    spec = DescentSpec(surface=surface, optimizers="gd,adam:batch=5", steps=30)  # type: ignore[arg-type]
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    reading = readings.descent(spec, frame)
    assert len(reading.headers) == 9 + len(more)
    assert all(len(row) == 9 + len(more) for row in reading.rows)
    told = [dict(zip(reading.headers, row, strict=True)) for row in reading.rows]
    if more:
        assert [row["Samples"] for row in told] == ["3100", "155"]
    if len(more) == 3:
        assert reading.headers[3] == "Rare weight off by", "what the surface is about comes first"
        off = abs(frame.positions[1, -1, 1] - 1.94270959908)
        assert told[1]["Rare weight off by"] == f"{off:.3g}"
