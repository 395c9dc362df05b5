"""The pin: what was drawn stays, pale, behind what comes; and goes where it has no meaning."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import theme
from app.job import ComputeThread
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.widgets.chart import Chart
from app.widgets.ghost import PALE, Line, shapes_of
from app.widgets.picture import Picture
from core.descent.descent import DescentFrame
from core.signals.activations import ActivationsSpec
from tests.app import frames
from tests.cases.descent import descent as races
from tests.cases.normalization import normalization as norms
from tests.cases.signals import activations as signals
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(qtbot, qapp):
    """A panel on the screen, with a compute thread that was never started."""
    threads = []

    def one(panel_class: Any, spec: Any) -> Any:
        thread = ComputeThread()
        threads.append(thread)
        panel = panel_class(thread.worker)
        qtbot.addWidget(panel)
        panel.set_spec(spec)
        panel.resize(1280, 800)
        with qtbot.waitExposed(panel, timeout=SOON):
            panel.show()
        qtbot.waitUntil(lambda: not panel._painting.busy, timeout=SOON)
        return panel

    yield one
    for thread in threads:
        thread.close()


@pytest.fixture
def descent(show):
    panel = show(DescentPanel, races.SPEC)
    frames.deliver(panel, "heights", races.landscape())
    frames.deliver(panel, "descent", race())
    panel.transport.move_to(races.SPEC.steps)
    return panel


def race() -> DescentFrame:
    """On a surface whose minimum is known, so that the losses are drawn on a logarithmic axis."""
    return dataclasses.replace(races.frame(), lowest=0.0)


def other_race() -> DescentFrame:
    """Losses a thousand times as high, and paths elsewhere."""
    frame = race()
    return dataclasses.replace(
        frame, losses=1e3 * frame.losses, positions=frame.positions - np.array((1.0, 1.0))
    )


def curves(picture: Picture) -> list[Any]:
    assert picture.ghost is not None
    return picture.ghost._items


def press(panel: Any) -> None:
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_P)


def test_the_key_pins_what_is_drawn_behind_what_comes(descent):
    loss = descent.charts.loss.picture
    before = [np.array(curve.curve.getData()) for curve in descent.charts.loss.curves]
    press(descent)
    frames.deliver(descent, "descent", other_race())
    kept = [np.array(item.getData()) for item in curves(loss)]
    assert len(kept) == 2
    for then, now in zip(before, kept, strict=True):
        np.testing.assert_array_equal(then, now)
    assert loss.ghost_shown
    for item, curve in zip(curves(loss), descent.charts.loss.curves, strict=True):
        assert item.opts["pen"].color().alphaF() == pytest.approx(PALE, abs=0.01)
        assert item.zValue() < curve.zValue()


def test_the_axes_include_the_ghost_until_it_goes(descent):
    picture = descent.charts.loss.picture
    (_, _), (low, _) = picture.plot.viewRange()
    press(descent)
    frames.deliver(descent, "descent", other_race())
    (_, _), (with_ghost, high) = picture.plot.viewRange()
    assert with_ghost == pytest.approx(low, abs=0.3)
    press(descent)
    assert not picture.ghost_shown
    (_, _), (without, top) = picture.plot.viewRange()
    assert without > with_ghost + 2  # three powers of ten higher
    assert top == pytest.approx(high, abs=0.3)


def test_the_button_pins_and_takes_the_pin_away(descent):
    button = descent.pin.button
    assert not button.isChecked()
    QTest.mouseClick(button, LEFT)
    assert button.isChecked()
    assert descent.surface.widget.ghost_shown
    assert descent.pin.words.text() == "pinned"
    QTest.mouseClick(button, LEFT)
    assert not button.isChecked()
    assert descent.surface.widget.ghost is None
    assert not descent.pin.words.isVisible()


def test_the_words_say_what_was_other_then(descent):
    press(descent)
    rate = descent.spec.learning_rate
    descent.form.change(learning_rate=0.25, steps=40)
    assert descent.pin.words.text() == f"pinned: Learning rate η {rate:g}, Steps 50"
    descent.form.change(steps=50)
    assert descent.pin.words.text() == f"pinned: Learning rate η {rate:g}"
    descent.form.change(optimizers=races.SPEC.optimizers[:1])
    assert "Competitors GD + Adam" in descent.pin.words.toolTip()


def test_words_that_are_too_long_are_shortened_and_whole_in_the_tool_tip(descent):
    press(descent)
    descent.form.change(learning_rate=0.25, steps=40, start_x=0.1, start_y=0.2, tolerance=0.1)
    words = descent.pin.words
    assert words.text().endswith("…")
    assert words.toolTip().startswith("pinned: ")
    assert "Start y 1.5" in words.toolTip()
    assert words.sizeHint().width() <= 310


def test_a_chart_behind_a_tab_is_pinned_too(descent):
    press(descent)
    frames.deliver(descent, "descent", other_race())
    descent.charts.setCurrentWidget(descent.charts.gradient)
    assert descent.charts.gradient.picture.ghost_shown
    np.testing.assert_allclose(
        curves(descent.charts.gradient.picture)[0].getData()[1],
        np.log10(races.frame().gradient_norms[0]),
    )


def test_paths_stay_on_the_surface_they_were_on(descent):
    positions = races.frame().positions
    press(descent)
    frames.deliver(descent, "descent", other_race())
    x, y = curves(descent.surface.widget)[0].getData()
    assert (x[0], y[0]) == pytest.approx(tuple(positions[0, 0]))
    assert (x[-1], y[-1]) == pytest.approx(tuple(positions[0, -1]))
    descent.form.change(surface="rosenbrock")
    frames.deliver(descent, "heights", races.landscape())
    frames.deliver(descent, "descent", other_race())
    assert not descent.surface.widget.ghost_shown
    assert all(not item.isVisible() for item in curves(descent.surface.widget))


def test_where_the_axis_shows_something_else_there_is_no_ghost(descent):
    press(descent)
    unknown = dataclasses.replace(race(), lowest=np.nan)  # then a loss is drawn as it is
    frames.deliver(descent, "descent", unknown)
    assert not descent.charts.loss.picture.ghost_shown
    assert descent.pin.button.isChecked(), "its paths are still there"
    frames.deliver(descent, "descent", race())
    assert descent.charts.loss.picture.ghost_shown


def test_frames_leave_the_ghost_alone(descent, monkeypatch):
    """It is cheap: nothing of it is set or made anew by a frame or a playhead."""
    press(descent)
    items = [item for p in descent.pin._pinned for item in p.ghost._items]
    assert all(item.cacheMode() == item.CacheMode.DeviceCoordinateCache for item in items)
    touched = []
    monkeypatch.setattr(pg.PlotCurveItem, "updateData", lambda self, *a, **k: touched.append(self))
    monkeypatch.setattr(
        type(descent.surface.widget), "pin", lambda self: pytest.fail("pinned again")
    )
    frames.deliver(descent, "descent", races.frame())
    descent.player.nudge(-3)
    assert not [item for item in touched if item in items]


def test_the_ghost_follows_the_theme(descent, qapp):
    press(descent)
    light = curves(descent.charts.loss.picture)[0].opts["pen"].color().name()
    theme.install(qapp, "dark")
    descent.retheme()
    dark = curves(descent.charts.loss.picture)[0].opts["pen"].color().name()
    index = theme.LIGHT.series.index(light)
    assert dark == theme.DARK.series[index]
    theme.install(qapp, "light")
    descent.retheme()
    assert curves(descent.charts.loss.picture)[0].opts["pen"].color().name() == light


def test_histograms_and_the_curve_against_depth(show):
    panel = show(ActivationsPanel, signals.SPEC)
    frames.deliver(panel, "activations", signals.frame())
    page = panel.signals["forward"].widget
    press(panel)
    ridges, depth = page.ridges[0], page.against_depth.picture
    assert ridges.ghost_shown
    assert depth.ghost_shown
    assert curves(ridges)[0].zValue() > ridges.bars.zValue(), "or it would vanish behind bars"
    page.curve.setCurrentIndex(1)
    assert not depth.ghost_shown, "of another measure"
    assert ridges.ghost_shown
    page.form.setCurrentIndex(1)
    assert not ridges.ghost_shown, "as heat"
    page.form.setCurrentIndex(0)
    page.curve.setCurrentIndex(0)
    assert ridges.ghost_shown
    assert depth.ghost_shown


def test_a_net_of_another_depth_has_rows_elsewhere(show):
    panel = show(ActivationsPanel, ActivationsSpec(depth=4, width=16, samples=32))
    frame = signals.frame()
    frames.deliver(panel, "activations", frame)
    press(panel)
    ridges = panel.signals["forward"].widget.ridges[0]
    counts = frame.a.counts
    ridges.show_layers(frame.edges, counts[:3], ["", "", ""])
    assert not ridges.ghost_shown
    ridges.show_layers(frame.edges, counts, [""] * 4)
    assert ridges.ghost_shown


def test_a_pin_belongs_to_its_page_and_a_panel_has_one(show):
    panel = show(ActivationsPanel, signals.SPEC)
    frames.deliver(panel, "activations", signals.frame())
    press(panel)
    panel.show_page("backward")
    assert not panel.pin.button.isChecked()
    assert not panel.pin.words.isVisible()
    panel.show_page("forward")
    assert panel.pin.button.isChecked()
    panel.show_page("backward")
    QTest.mouseClick(panel.pin.button, LEFT)
    assert panel.pin.button.isChecked()
    assert panel.signals["forward"].widget.ridges[0].ghost is None


def test_where_there_is_nothing_to_pin_it_is_said(show):
    panel = show(NormalizationPanel, norms.SPEC)
    panel.show_page("bn_backward")
    press(panel)
    assert not panel.pin.button.isChecked()
    assert panel.pin.words.text() == "nothing on this page can be pinned"
    panel.show_page("compare")
    assert not panel.pin.words.isVisible()


def test_outputs_are_pinned_as_outlines(show):
    panel = show(NormalizationPanel, norms.SPEC)
    frames.deliver(panel, "normalization", norms.frame())
    press(panel)
    histogram = panel.compare.widget.histograms["bn"]
    assert histogram.ghost_shown
    assert all(mosaic.ghost is None for mosaic in panel.compare.widget.mosaics.values())
    (item,) = curves(histogram)
    x, y = item.getData()
    np.testing.assert_array_equal(x[[0, -1]], norms.frame().edges[[0, -1]])
    assert y.max() == 1


@pytest.mark.parametrize("log", [False, True])
def test_a_picture_of_lines_dots_and_bars(qtbot, log):
    chart = Chart("x", "y", log=log)
    qtbot.addWidget(chart)
    chart.set_series(["a"], [pg.mkPen("#0072b2", width=2)])
    chart.set_data(0, np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0, np.nan]))
    bars = pg.BarGraphItem(
        x0=np.array([0.0, 1, 5]), x1=np.array([1.0, 2, 6]), y0=np.zeros(3), height=np.ones(3)
    )
    chart.plot.addItem(bars)
    dots = chart.plot.plot([1.0, 2.0], [2.0, 4.0], pen=None, symbol="o")
    assert chart.picture.pin()
    ghost = chart.picture.ghost
    assert ghost is not None
    line, outline, points = ghost.shapes
    assert isinstance(outline, Line)
    np.testing.assert_allclose(line.y[:2], [0, 1] if log else [1, 10])
    assert list(outline.connect) == [1, 1, 1, 0, 1, 0], "the third bar stands apart"
    np.testing.assert_allclose(points.y, np.log10([2, 4]) if log else [2, 4])
    dots.setData([7.0], [8.0])
    np.testing.assert_allclose(points.x, [1, 2])


def test_what_is_not_drawn_leaves_no_ghost(qtbot):
    chart = Chart("x", "y")
    qtbot.addWidget(chart)
    assert not chart.picture.pin()
    chart.set_series(["a"], [pg.mkPen("#0072b2")])
    assert not chart.picture.pin()
    chart.set_data(0, np.array([1.0, 2.0]), np.array([np.nan, np.nan]))
    assert not chart.picture.pin()
    chart.set_data(0, np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    chart.curves[0].setVisible(False)
    assert not list(shapes_of(chart.curves[0]))
    assert not chart.picture.pin()


def test_a_pinned_curve_is_seen(descent):
    """Pixels: pale lines where there were none."""
    before = descent.charts.loss.grab().toImage()
    frames.deliver(descent, "descent", other_race())
    alone = descent.charts.loss.grab().toImage()
    frames.deliver(descent, "descent", race())
    press(descent)
    frames.deliver(descent, "descent", other_race())
    both = descent.charts.loss.grab().toImage()
    pale = theme.mix(theme.current().picture, theme.current().series[0], PALE)

    def near(image: Any) -> int:
        found = 0
        for x in range(image.width()):
            for y in range(image.height()):
                is_, to = image.pixelColor(x, y), pale
                parts = (is_.red() - to.red(), is_.green() - to.green(), is_.blue() - to.blue())
                found += max(map(abs, parts)) < 12
        return found

    assert near(both) > near(alone) + 20
    assert near(both) > near(before) + 20
