"""Descent: drawn from frames made by hand, and used as a person would."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.labs.descent.panel import DescentPanel
from app.panel.number_control import NumberControl
from app.widgets.path_picture import until_left
from app.words import labels
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.surfaces import surface_of
from tests.app import frames
from tests.app.hands import along, click, double_click, drag, point_at, type_into, wheel
from tests.app.panels import choose_preset, edits, on_screen, table
from tests.cases.case import case
from tests.cases.descent import descent as races
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
SMALL: Any = case("descent").panel


@pytest.fixture
def drawn_descent(show, still):
    panel = show(DescentPanel, still, races.SPEC)
    frames.deliver(panel, "heights", races.landscape())
    frames.deliver(panel, "descent", races.frame())
    panel.transport.pause()
    return panel


def test_descent_draws_up_to_the_playhead(drawn_descent):
    panel, frame = drawn_descent, races.frame()
    for step in (50, 10, 0):
        frames.draw(panel, "descent", frame, playhead=step)
        for k, path in enumerate(panel.surface.widget.paths):
            x, y = path.getData()
            assert (x[0], y[0]) == (1, 1.5)
            assert (x[-1], y[-1]) == pytest.approx(tuple(frame.positions[k, step]))
        assert panel.charts.loss.playhead.value() == step
        rows = table(panel.tables.reading)
        assert [row[0] for row in rows] == ["GD", "Adam"]
        assert labels.number(frame.losses[0, step], 4) in rows[0]
        assert rows[0][1] == ("minimum" if step == 50 else "moving")


def test_descent_draws_a_frame_it_was_never_told_of(show, still):
    """draw(frame, view) needs nothing but the frame and the view."""
    panel = show(DescentPanel, still, races.SPEC)
    frames.draw(panel, "descent", races.frame(), playhead=50)
    assert len(panel.surface.widget.paths) == 2
    assert len(table(panel.tables.reading)) == 2


def test_descent_legend_and_losses(drawn_descent):
    panel = drawn_descent
    assert "GD" in panel.charts.loss.legend.text()
    assert "Adam" in panel.charts.loss.legend.text()
    x, y = panel.charts.loss.curves[1].getOriginalDataset()
    assert x[0] == 0
    assert x[-1] == 50
    assert np.isfinite(y).all()
    assert panel.transport.total == 50


def test_descent_that_diverged_is_a_gap_and_a_sentence(drawn_descent):
    panel, frame = drawn_descent, races.frame(diverged_at=20)
    frames.deliver(panel, "descent", frame)
    frames.draw(panel, "descent", frame, playhead=50)
    x, _ = panel.surface.widget.paths[0].getData()
    assert np.isfinite(x).all()
    assert x[-1] == pytest.approx(frame.positions[0, 19, 0])  # where it last was a number
    _, y = panel.charts.loss.curves[0].getOriginalDataset()
    assert np.isnan(y[20:]).all()
    verdict = table(panel.tables.reading)[0][1]
    assert "diverged" in verdict
    panel.grab()
    frames.draw(panel, "descent", frame, playhead=5)  # before it happened
    assert table(panel.tables.reading)[0][1] == "moving"


def test_descent_where_nothing_is_a_number_after_the_start(drawn_descent):
    frame = races.frame(diverged_at=1)
    losses = frame.losses.copy()
    losses[0, 0] = 1e300
    losses[1, 1:] = np.nan
    positions = frame.positions.copy()
    positions[1, 1:] = np.nan
    frame = dataclasses.replace(frame, losses=losses, positions=positions)
    frames.deliver(drawn_descent, "descent", frame)
    drawn_descent.player.show_end()
    drawn_descent.grab()
    assert len(table(drawn_descent.tables.reading)) == 2


def test_descent_far_outside(drawn_descent):
    """A path that runs away is drawn where it is, without a warning, however far that is."""
    frame = races.frame()
    positions = frame.positions.copy()
    positions[0] *= np.geomspace(1, 1e300, len(positions[0]))[:, None]
    frame = dataclasses.replace(frame, positions=positions)
    frames.deliver(drawn_descent, "descent", frame)
    drawn_descent.player.show_end()
    drawn_descent.grab()
    (left, right), _ = drawn_descent.surface.widget.plot.getViewBox().viewRange()
    assert -5 < left < right < 5  # nobody zooms out for it


def test_a_landscape_with_a_hole(drawn_descent):
    frames.deliver(drawn_descent, "heights", races.landscape(hole=True))
    drawn_descent.grab()
    assert (drawn_descent.surface.widget.image.image[..., 3] == 0).sum() == 16


def test_a_playing_panel_draws_steps_without_computing(drawn_descent, qtbot):
    drawn_descent.transport.play()
    with qtbot.waitSignal(drawn_descent.transport.moved, timeout=SOON):
        pass
    assert drawn_descent.view.playhead == drawn_descent.transport.step
    drawn_descent.transport.pause()


def test_descent_as_a_person_uses_it(show, compute, settled, qtbot, every_move):
    panel = show(DescentPanel, compute, SMALL)
    races = panel.heard["descent"]
    told = edits(panel)
    settled(panel)
    assert panel.surface.widget.image.image is not None
    assert len(panel.surface.widget.paths) == 2
    assert races[-1].step == 60

    # The pointer says what lies under it.
    viewport = panel.surface.widget.viewport()
    point_at(viewport, on_screen(panel.surface.widget, 3.0, 0.5))
    qtbot.waitUntil(lambda: "f = " in panel.surface.widget.hover.text, timeout=SOON)

    # A click puts the start there, and the paths begin where the ring is.
    click(viewport, on_screen(panel.surface.widget, -2.0, 2.0))
    assert len(told) == 1
    assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((-2, 2), abs=0.05)
    settled(panel)
    start = (panel.spec.start_x, panel.spec.start_y)
    assert tuple(races[-1].positions[0, 0]) == tuple(races[-1].positions[1, 0]) == start
    assert tuple(np.ravel(panel.surface.widget.start.getData())) == start
    for path in panel.surface.widget.paths:
        x, y = path.getData()
        assert (x[0], y[0]) == start

    # A drag moves it on; it is one gesture, and the hand is held inside the domain.
    told.clear()
    places = [(-2.0, 2.0), (-1.0, 1.0), (0.5, 0.5), (2.0, -1.0), (9.0, -1.0)]
    drag(viewport, [on_screen(panel.surface.widget, *place) for place in places])
    assert len(told) >= 3
    assert len({gesture for _, _, gesture in told}) == 1
    assert panel.spec.start_x == 4.5
    assert panel.spec.start_y == pytest.approx(-1, abs=0.05)
    settled(panel)
    assert tuple(races[-1].positions[0, 0]) == (panel.spec.start_x, panel.spec.start_y)
    assert not panel.errors.isVisible()

    # Typing a rate races anew.
    control = panel.form.control("learning_rate")
    assert isinstance(control, NumberControl)
    before = races[-1].losses[:, -1].copy()
    type_into(control.edit, "1e-4")
    settled(panel)
    assert panel.spec.learning_rate == 1e-4
    assert (races[-1].losses[:, -1] != before).all()

    # A preset shows another surface, whole, with its own start.
    choose_preset(panel, panel.presets[0].name)
    settled(panel)
    assert panel.spec.surface == panel.presets[0].settings["surface"]
    assert len(panel.surface.widget.paths) == len(panel.spec.optimizers)
    assert panel.transport.playing  # a preset is seen from its start

    # Play, pause, scrub: the picture follows the playhead, and nothing is computed.
    races.clear()
    with qtbot.waitSignal(panel.transport.moved, timeout=SOON):
        pass
    QTest.mouseClick(panel.transport.play_button, LEFT)
    assert not panel.transport.playing
    drag(panel.transport.scrub, along(panel.transport.scrub, 0.9, 0.5))
    step = panel.transport.step
    assert panel.view.playhead == step
    assert 0 < step < panel.transport.total
    assert panel.charts.loss.playhead.value() == step
    frame = last_frame(Run(EXPERIMENTS["descent"], panel.spec, "cpu"))
    assert isinstance(frame.arrays()["positions"], np.ndarray)
    positions = frame.arrays()["positions"]
    for k, path in enumerate(panel.surface.widget.paths):
        x, y = path.getData()
        drawn, _ = until_left(positions[k, : step + 1], panel.surface.widget.shown.domain)
        assert (x[-1], y[-1]) == pytest.approx(tuple(drawn[-1]))
    assert races == []
    assert not panel.busy


def test_a_double_click_shows_the_whole_and_the_wheel_zooms(
    show, compute, settled, qtbot, every_move
):
    panel = show(DescentPanel, compute, SMALL)
    settled(panel)
    box = panel.surface.widget.plot.getViewBox()
    whole = box.viewRange()
    viewport = panel.surface.widget.viewport()
    wheel(viewport, 3)
    (left, right), _ = box.viewRange()
    assert right - left < 0.6 * (whole[0][1] - whole[0][0])
    QApplication.processEvents()
    before = panel.spec
    told = edits(panel)
    double_click(viewport, on_screen(panel.surface.widget, 0.1, 0.1))
    assert np.allclose(box.viewRange(), whole)
    assert panel.spec == before, "it shows the whole, and moves nothing"
    assert told[0][0] == told[-1][1]
    assert len({gesture for _, _, gesture in told}) == 1, "one step, which undo can drop"


def test_a_click_on_a_mark_sets_the_start_too(show, compute, settled, every_move):
    panel = show(DescentPanel, compute, SMALL)
    settled(panel)
    for _ in range(2):  # the second time the ring lies there, too
        click(panel.surface.widget.viewport(), on_screen(panel.surface.widget, 3.0, 0.5))
        assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((3, 0.5), abs=0.05)
        panel.set_spec(SMALL)
    settled(panel)


def test_a_formula_of_ones_own(show, compute, settled):
    panel = show(DescentPanel, compute, SMALL.replace(surface="formula"))
    races, maps = panel.heard["descent"], panel.heard["heights"]
    settled(panel)
    edit = panel.form.control("formula").edit
    type_into(edit, "(x-1)^2 + 2*y^2")
    settled(panel)
    start = panel.spec.start_x, panel.spec.start_y
    assert races[-1].losses[0, 0] == pytest.approx((start[0] - 1) ** 2 + 2 * start[1] ** 2)
    assert np.nanmin(maps[-1].heights) == pytest.approx(0, abs=0.01)

    # What no grammar forbids but makes no surface is said, and the next letter recovers.
    type_into(edit, "log(-1 - x^2)")
    settled(panel)
    assert panel.errors.isVisible()
    assert "finite" in panel.errors.label.text()
    type_into(edit, "x^2 + y^2")
    settled(panel)
    assert not panel.errors.isVisible()
    assert races[-1].losses[0, 0] == pytest.approx(start[0] ** 2 + start[1] ** 2)


def test_a_click_fits_the_ranges_to_the_paths_and_minima(qtbot, show, compute):
    spec = SMALL.adapt(surface="formula", formula="(x-9)^2 + (y-9)^2", optimizers="gd", steps=9)
    panel = show(DescentPanel, compute, spec.adapt(learning_rate=0.4))
    qtbot.waitUntil(lambda: panel.race.drawn is not None, timeout=SOON)
    QTest.mouseClick(panel.fit, LEFT)
    qtbot.waitUntil(lambda: panel.spec.x_high > 9, timeout=SOON)
    assert panel.spec.y_high > 9
    assert panel.spec.x_low < spec.start_x
    # What is drawn follows, and its start stays where it was.
    assert panel.spec.start_x == spec.start_x

    def drawn_to() -> float:
        report = panel.jobs.report("heights")  # none while another is being computed
        return report.frame.x[-1] if report is not None else 0.0

    qtbot.waitUntil(lambda: drawn_to() > 9, timeout=SOON)


def test_the_ends_of_a_range_stand_in_one_row(show, still):
    panel = show(DescentPanel, still, SMALL)
    left, right = (panel.form.control(name) for name in ("x_low", "x_high"))
    assert left.isAncestorOf(right)
    type_into(right.edit, "5")
    assert panel.spec.x_high == 5
    type_into(right.edit, "-7")
    assert "no range" in panel.form.error("x_high")


def test_a_typed_formula_is_typeset_at_once_and_moves_nothing(show, still):
    panel = show(DescentPanel, still, SMALL.adapt(surface="formula"))
    edit = panel.form.control("formula").edit
    top, before = edit.mapTo(panel, edit.rect().topLeft()), panel.spec.formula
    type_into(edit, "(x/(1 + y²/2))/(1 + x/3)", enter=False)
    assert r"\frac" in panel._formula.toolTip()
    QApplication.processEvents()
    assert edit.mapTo(panel, edit.rect().topLeft()) == top
    assert panel.spec.formula == before


def test_a_click_on_a_chart_moves_the_playhead_there(drawn_descent, every_move):
    panel = drawn_descent
    chart = panel.charts.loss
    chart.grab()
    y = float(np.mean(chart.plot.viewRange()[1]))
    click(chart.picture.viewport(), on_screen(chart.picture, 20.0, y))
    assert panel.view.playhead == pytest.approx(20, abs=1)
    panel.transport.move_to(7)
    QApplication.processEvents()
    double_click(chart.picture.viewport(), on_screen(chart.picture, 30.0, y))
    assert panel.view.playhead == 7, "a double-click shows the whole, and moves nothing"


def test_a_competitor_is_hidden_by_its_line_and_shown_again(drawn_descent):
    panel = drawn_descent
    swatch = panel.race.competitors._rows[1][0]
    for hidden in (True, False):
        swatch.click()
        assert panel.surface.widget.paths[1].isVisible() is not hidden
        assert panel.charts.loss.curves[1].isVisible() is not hidden
        assert panel.surface.widget.paths[0].isVisible()
        assert len(table(panel.tables.reading)) == 2, "its numbers stay"


def test_a_new_competitor_is_the_chosen_one_and_after_a_reset_the_first_is(show, still):
    panel = show(DescentPanel, still, SMALL)
    control = panel.race.competitors
    control._add("newton")
    assert control.chosen == len(panel.spec.optimizers) - 1
    assert panel.spec.optimizers[control.chosen].key == "newton"
    panel.reset()
    assert control.chosen == 0


def test_a_tuned_race_shows_the_rates_it_found(show, compute, settled):
    panel = show(DescentPanel, compute, SMALL.adapt(tune=True, optimizers="gd,adam", steps=30))
    settled(panel)
    rates = panel.heard["descent"][-1].rates
    for (_, _, edit, _), rate in zip(panel.race.competitors._rows, rates, strict=False):
        assert not edit.isEnabled()
        assert float(edit.placeholderText()) == pytest.approx(rate)
    assert not panel.form.control("learning_rate").isVisible(), "it does nothing"


def test_a_table_says_when_it_is_about_a_step_that_is_pointed_at(drawn_descent):
    panel = drawn_descent
    panel.transport.move_to(7)
    assert not panel.tables.at.isVisible()
    panel.change_view(marked=20)
    assert panel.tables.at.isVisible()
    assert "20" in panel.tables.at.text()
    panel.change_view(marked=None)
    assert not panel.tables.at.isVisible(), "it is about the playhead's again"


def test_zooming_out_beyond_the_domain_draws_more_as_one_undo_step(
    show, compute, settled, qtbot, every_move
):
    panel = show(DescentPanel, compute, SMALL)
    settled(panel)
    told = edits(panel)
    with qtbot.waitSignal(panel.surface.widget.widened, timeout=SOON):
        for _ in range(3):
            wheel(panel.surface.widget.viewport(), -1)
    settled(panel)
    before, after = surface_of(told[0][0]["descent"]), surface_of(panel.spec)
    assert after.x[0] < before.x[0]
    assert after.y[1] > before.y[1]
    assert len(told) == 1
    shown = panel.surface.widget.shown
    assert shown is not None
    assert np.allclose(shown.domain, (after.x, after.y))
    assert np.allclose(panel.surface.widget.plot.viewRange(), shown.domain, rtol=0.05)
