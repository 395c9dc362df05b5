"""Descent's maps, step view and hyper-parameters, driven as a person would."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.headless import Looks, _Stage
from app.job import ComputeThread
from app.labs.descent import convexity_readings, readings
from app.labs.descent.panel import DescentPanel
from app.panel.preset import Preset
from app.widgets import overlays
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import DescentSpec
from core.descent.rates import RatesSpec
from core.descent.tangent import FARTHEST, TangentFrame, TangentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Spec
from tests.app.frames import report_of
from tests.patience import SOON


@pytest.fixture
def panel(qtbot: QtBot, compute: ComputeThread) -> Iterator[DescentPanel]:
    made = DescentPanel(compute.worker)
    qtbot.addWidget(made)
    made.set_spec(DescentSpec(surface="booth", optimizers="gd,momentum,adam", steps=60))  # type: ignore[arg-type]
    made.resize(1280, 800)
    with qtbot.waitExposed(made, timeout=SOON):
        made.show()
    qtbot.waitUntil(lambda: not made.busy, timeout=SOON)
    yield made
    made.hide()


def press_tab(tabs: object, index: int) -> None:
    bar = tabs.tabBar()  # type: ignore[attr-defined]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())


def press_page(panel: DescentPanel, key: str) -> None:
    press_tab(panel.tabs, [page.key for page in panel.pages].index(key))


def click_in(picture: object, x: float, y: float) -> None:
    view = picture.plot.getViewBox()  # type: ignore[attr-defined]
    scene = view.mapViewToScene(QPointF(x, y))
    widget = picture.picture  # type: ignore[attr-defined]
    place: QPoint = widget.mapFromScene(scene)
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_basins_are_computed_when_they_are_looked_at(panel: DescentPanel, qtbot: QtBot) -> None:
    assert panel.basins.widget.image.image is None
    press_page(panel, "basins")
    qtbot.waitUntil(lambda: panel.basins.widget.image.image is not None, timeout=SOON)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert np.array(panel.basins.widget.image.image).shape == (256, 256, 4)
    assert "(1, 3)" in panel.basins.widget.words.text().replace("&nbsp;", " ")


def test_a_click_on_the_basins_sets_the_start(panel: DescentPanel, qtbot: QtBot) -> None:
    press_page(panel, "basins")
    qtbot.waitUntil(lambda: panel.basins.widget.image.image is not None, timeout=SOON)
    click_in(panel.basins.widget, -4.0, 5.0)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert isinstance(panel.spec, DescentSpec)
    assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((-4, 5), abs=0.1)


def test_a_click_on_the_rates_sets_the_chosen_competitor(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.race.competitors.choose(1)
    press_page(panel, "rates")
    qtbot.waitUntil(lambda: panel.rates.widget.image.image is not None, timeout=SOON)
    told: list[int] = []
    panel.spec_edited.connect(lambda before, after, gesture: told.append(gesture))
    click_in(panel.rates.widget, np.log10(0.02), 0.5)
    assert isinstance(panel.spec, DescentSpec)
    gd, momentum, adam = panel.spec.optimizers
    settings = dict(momentum.settings)
    assert settings["learning_rate"] == pytest.approx(0.02, rel=0.05)
    assert settings["momentum"] == pytest.approx(0.5, abs=0.02)
    assert gd.settings == adam.settings == ()
    assert len(set(told)) == 1, "one step to undo"


def test_a_click_on_a_map_of_rates_and_starts_sets_both(panel: DescentPanel, qtbot: QtBot) -> None:
    """GD has but its rate: so the map's other axis is where it starts."""
    press_page(panel, "rates")
    qtbot.waitUntil(lambda: panel.rates.widget.image.image is not None, timeout=SOON)
    drawn = report_of(panel, "rates").spec
    assert isinstance(drawn, RatesSpec)
    assert (drawn.x_parameter, drawn.y_parameter) == ("learning_rate", "start_x")
    told: list[int] = []
    panel.spec_edited.connect(lambda before, after, gesture: told.append(gesture))
    click_in(panel.rates.widget, np.log10(0.02), 4.0)
    assert not panel.errors.isVisible(), panel.errors.label.text()
    assert dict(panel.spec.optimizers[0].settings) == pytest.approx(
        {"learning_rate": 0.02}, rel=0.05
    )
    assert panel.spec.start_x == pytest.approx(4, abs=0.1)
    assert len(set(told)) == 1, "one step to undo"
    qtbot.waitUntil(lambda: panel.settled, timeout=SOON)


def test_a_method_that_no_map_can_show_is_said_and_the_next_recovers(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    panel.form.change(optimizers="gd,bfgs")
    panel.race.competitors.choose(1)
    press_page(panel, "basins")
    assert "bfgs" in panel.errors.label.text()
    panel.race.competitors.choose(0)
    qtbot.waitUntil(lambda: panel.basins.widget.image.image is not None, timeout=SOON)
    assert not panel.errors.isVisible()


def test_this_step_shows_numbers_that_lead_to_the_next(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.race.competitors.choose(2)
    press_tab(panel.tables, 1)
    panel.transport.move_to(7)
    table = panel.tables.taken.reading.table

    def shown() -> dict[str, tuple[float, float]]:
        rows = range(table.rowCount())
        cells = [[table.item(row, column) for column in range(3)] for row in rows]
        return {
            row[0].text(): (float(row[1].text()), float(row[2].text()))  # type: ignore[union-attr]
            for row in cells
        }

    qtbot.waitUntil(
        lambda: "step 7 to 8" in panel.tables.taken.reading.sentences.text(), timeout=SOON
    )
    numbers = shown()
    for axis in (0, 1):
        m = 0.9 * numbers["m"][axis] + 0.1 * numbers["gradient g"][axis]
        v = 0.999 * numbers["v"][axis] + 0.001 * numbers["gradient g"][axis] ** 2
        assert m == pytest.approx(numbers["m'"][axis], rel=1e-7)
        assert v == pytest.approx(numbers["v'"][axis], rel=1e-7)
        root = (v / (1 - 0.999**8)) ** 0.5 + 1e-8
        step = -0.01 * m / (1 - 0.9**8) / root
        assert numbers["position p"][axis] + step == pytest.approx(
            numbers["next p"][axis], rel=1e-7
        )


def test_a_hyper_parameter_is_set_for_the_chosen_one_alone(panel: DescentPanel) -> None:
    panel.race.competitors.choose(2)
    edit = panel.race.competitors.hyper.controls["beta1"].edit  # type: ignore[attr-defined]
    edit.selectAll()
    QTest.keyClicks(edit, "0.5")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert isinstance(panel.spec, DescentSpec)
    assert [c.text for c in panel.spec.optimizers] == ["gd", "momentum", "adam:beta1=0.5"]


def test_a_map_has_a_form_of_its_own_and_shares_the_rest(panel: DescentPanel, qtbot: QtBot) -> None:
    assert "rates" not in panel.forms
    press_page(panel, "rates")
    form = panel.forms["rates"]
    assert form.isVisible()
    assert panel.form.isVisible()
    panel.form.change(start_x=-3.0, learning_rate=0.02)
    shown = panel.spec_of("rates")
    assert isinstance(shown, RatesSpec)
    assert (shown.surface, shown.start_x, shown.optimizer) == ("booth", -3.0, "gd")
    assert shown.steps != panel.spec.steps
    form.change(x_parameter="start_x", y_parameter="start_y")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.rates.widget.picture.plot.getAxis("left").labelText.startswith("Start y")
    press_page(panel, "surface")
    assert not form.isVisible()


def test_a_change_of_a_companion_is_undone_alone(panel: DescentPanel) -> None:
    told: list[tuple[dict[str, Spec], dict[str, Spec], int]] = []
    panel.spec_edited.connect(lambda *change: told.append(change))
    press_page(panel, "basins")
    panel.forms["basins"].change(steps=7)
    panel.form.change(steps=70)
    (before, after, first), (_, last, second) = told
    assert first != second
    assert (after["basins"].steps, last["basins"].steps, last["descent"].steps) == (7, 7, 70)  # type: ignore[attr-defined]
    panel.set_specs(before)
    assert panel.specs["basins"].steps == before["basins"].steps != 7  # type: ignore[attr-defined]
    assert panel.forms["basins"].spec == panel.spec_of("basins")


def test_a_preset_sets_a_page_and_its_spec(panel: DescentPanel) -> None:
    preset = Preset("", {"surface": "ravine"}, page="rates", pages={"rates": {"steps": 50}})
    panel.apply_preset(preset)
    assert panel.page is not None
    assert panel.page.key == "rates"
    shown = panel.spec_of("rates")
    assert isinstance(shown, RatesSpec)
    assert (shown.surface, shown.steps) == ("ravine", 50)


def move_in(picture: object, x: float, y: float) -> None:
    """Move the mouse to a point of a picture's plot."""
    widget = picture
    view = widget.plot.getViewBox()  # type: ignore[attr-defined]
    place: QPoint = widget.mapFromScene(view.mapViewToScene(QPointF(x, y)))  # type: ignore[attr-defined]
    QTest.mouseMove(widget.viewport(), place)  # type: ignore[attr-defined]


def test_hovering_a_chart_marks_the_step_everywhere(panel: DescentPanel, qtbot: QtBot) -> None:
    frame = report_of(panel, "descent").frame
    assert frame is not None
    chart = panel.charts.loss
    (low, high) = chart.plot.viewRange()[1]
    move_in(chart.picture, 20, (low + high) / 2)
    qtbot.waitUntil(lambda: panel.view.marked == 20, timeout=SOON)
    assert panel.charts.loss.marked.isVisible()
    assert panel.charts.gradient.marked.value() == 20
    x, y = panel.surface.widget.marks.item.getData()
    np.testing.assert_allclose(np.stack([x, y], axis=1), frame.positions[:, 20])
    shown = panel.tables.reading.table.item(0, 2)
    assert shown is not None
    assert float(shown.text()) == pytest.approx(frame.losses[0, 20], rel=1e-3)
    chart.picture.pointed.emit(None)
    assert panel.view.marked is None
    assert not panel.charts.loss.marked.isVisible()
    assert len(panel.surface.widget.marks.item.getData()[0]) == 0


def test_hovering_a_path_marks_its_step(panel: DescentPanel, qtbot: QtBot) -> None:
    frame = report_of(panel, "descent").frame
    assert frame is not None
    panel.player.show_end()
    move_in(panel.surface.widget, *frame.positions[1, 2])
    qtbot.waitUntil(lambda: panel.view.marked is not None, timeout=SOON)
    assert panel.view.marked == 2
    qtbot.wait(50)  # pyqtgraph takes no two moves within 10 ms
    move_in(panel.surface.widget, 9.5, -9.5)
    qtbot.waitUntil(lambda: panel.view.marked is None, timeout=SOON)


def test_the_scale_of_heights_is_chosen_and_drawn(panel: DescentPanel, qtbot: QtBot) -> None:
    before = np.array(panel.surface.widget.image.image)
    panel.scale.menu().actions()[1].trigger()
    assert panel.view.scale == "linear"
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    shades = np.array(panel.surface.widget.image.image)
    assert (shades != before).any()
    assert report_of(panel, "heights").spec.scale == "linear"


def test_the_arrows_of_a_step_lie_on_the_surface_while_it_is_told(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    def drawn() -> int:
        items = panel.surface.widget.arrows._items
        return sum(len(item.getData()[0]) > 0 for item in items if item.getData()[0] is not None)

    panel.race.competitors.choose(1)
    panel.transport.move_to(3)
    press_tab(panel.tables, 1)
    qtbot.waitUntil(lambda: drawn() == 3, timeout=SOON)
    assert "μ·v + g" in panel.tables.taken.worked.text()
    assert "what plain GD would do" in panel.tables.taken.legend.text()
    press_tab(panel.tables, 0)
    assert drawn() == 0


@pytest.mark.parametrize(
    ("longest", "scale"),
    [(60.0, 1), (10.0, 5), (0.3, 200), (2000.0, 0.1), (0.0, 1), (1e-300, None)],
)
def test_arrows_are_brought_into_sight_by_round_numbers(
    longest: float, scale: float | None
) -> None:
    found = overlays._scale(longest)
    if scale is not None:
        assert found == pytest.approx(scale)
    if longest:
        assert longest * found * (1 + 1e-9) >= overlays.SHORTEST
        assert longest * found <= overlays.LONGEST * (1 + 1e-9)


def drag_in(picture: object, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one point of a picture's plot, move, and let go at another."""
    widget = picture
    view = widget.plot.getViewBox()  # type: ignore[attr-defined]
    a, b = (
        widget.mapFromScene(view.mapViewToScene(QPointF(*place)))  # type: ignore[attr-defined]
        for place in (start, end)
    )
    port = widget.viewport()  # type: ignore[attr-defined]
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=a)
    for part in (0.3, 0.6, 1.0):
        QTest.qWait(30)  # pyqtgraph takes no two moves within 10 ms
        QTest.mouseMove(port, a + (b - a) * part)
    QTest.qWait(30)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=b)


def test_the_chord_is_dragged_by_its_nearer_end_in_one_gesture(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    panel.form.change(surface="double_well")
    press_page(panel, "convexity")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    qtbot.waitUntil(
        lambda: panel.convexity.widget.words.text().startswith("Not convex"), timeout=SOON
    )
    told: list[int] = []
    panel.spec_edited.connect(lambda before, after, gesture: told.append(gesture))
    before = panel.spec_of("convexity")
    assert isinstance(before, ConvexitySpec)
    qtbot.waitUntil(lambda: report_of(panel, "convexity").spec == before, timeout=SOON)
    drag_in(panel.convexity.widget.field, (before.b_x, before.b_y), (1.5, -0.6))
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    after = panel.specs["convexity"]
    assert isinstance(after, ConvexitySpec)
    assert (after.b_x, after.b_y) == pytest.approx((1.5, -0.6), abs=0.03)
    assert (after.a_x, after.a_y) == (before.a_x, before.a_y)
    assert len(set(told)) == 1
    names = {"surface", "formula"}
    shown = {name for name in ("surface", "steps", "optimizers") if not hidden(panel, name)}
    assert shown == names & shown == {"surface"}, "the race's own fields are put away"


def hidden(panel: DescentPanel, name: str) -> bool:
    return not panel.form.control(name).isVisibleTo(panel.form)


def test_a_curve_is_seen_in_one_dimension_and_its_start_is_dragged(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    panel.form.change(surface="parabola", learning_rate=0.5)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.page is not None
    assert panel.page.key == "tangent"
    picture = panel.tangent.widget.chart.picture
    (low, high) = picture.plot.viewRange()[1]
    drag_in(picture, (-3.0, (low + high) / 2), (2.0, (low + high) / 2))
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.spec.start_x == pytest.approx(2.0, abs=0.05)
    panel.transport.move_to(0)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert "Every η below 2 lowers f" in panel.tangent.widget.words.text()
    x, _ = panel.tangent.widget.heads.getData()
    assert len(x) == 3, "every competitor stands on the curve"
    press_page(panel, "surface")
    panel.form.change(surface="booth")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.page.key == "surface"


def test_the_tangent_of_one_that_flies_off_is_drawn_where_it_was_last_near(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    panel.form.change(surface="rosenbrock", learning_rate=0.1)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    panel.transport.move_to(panel.transport.total)
    press_page(panel, "tangent")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    path = np.abs(report_of(panel, "descent").frame.positions[0]).max(axis=1)
    assert (path[np.isfinite(path)] > FARTHEST).any(), "nothing flew off: another rate is needed"
    assert not panel.errors.isVisible(), panel.errors.label.text()
    drawn = panel.shown_spec()
    assert isinstance(drawn, TangentSpec)
    assert max(abs(drawn.point_x), abs(drawn.point_y)) == path[path <= FARTHEST][-1]


def test_curvature_follows_the_cursor_and_goes_back_to_the_chosen_one(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    press_tab(panel.tables, 2)
    qtbot.waitUntil(lambda: panel.tables.curvature.table.rowCount() > 0, timeout=SOON)
    assert panel.view.table == "curvature"
    qtbot.waitUntil(lambda: panel.surface.widget.curved.item.isVisible(), timeout=SOON)

    def there() -> bool:
        words = panel.tables.curvature.sentences.text()
        return "(5" in words or "(4.9" in words  # to a pixel

    move_in(panel.surface.widget, 5.0, -9.0)  # far from any path, whose step would be marked
    qtbot.waitUntil(there, timeout=SOON)
    assert "positive definite" in panel.tables.curvature.sentences.text()
    values = panel.tables.curvature.table.item(4, 1), panel.tables.curvature.table.item(4, 2)
    assert [float(v.text()) for v in values if v is not None] == [2, 18]  # booth's eigenvalues
    panel.surface.widget.pointed.emit(None)
    qtbot.waitUntil(lambda: not there(), timeout=SOON)
    press_tab(panel.tables, 0)
    assert not panel.surface.widget.curved.item.isVisible()


def test_without_opengl_the_third_dimension_says_so(panel: DescentPanel, qtbot: QtBot) -> None:
    press_page(panel, "solid")
    if panel.solid.widget.scene is None:  # as on a platform without it
        assert "OpenGL" in panel.solid.widget.words.text()
    panel.form.change(surface="sphere")
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert not panel.errors.isVisible()


def test_at_the_limit_the_promise_is_told_although_nothing_falls() -> None:
    spec = TangentSpec(surface="parabola", point_x=1.5, learning_rate=2.0)
    frame = last_frame(Run(EXPERIMENTS["tangent"], spec, "cpu"))
    assert isinstance(frame, TangentFrame)
    sentence = readings.tangent(spec, frame).sentences[0]
    assert sentence.startswith("A step of η = 2: the tangent promises f = -")
    assert sentence.endswith(f"but f stays at {frame.value:.4g}.")


def test_a_picture_of_the_end_shows_the_cut_there_and_not_where_the_race_just_was(
    qapp: QApplication,
) -> None:
    with _Stage(Looks((1000, 700))) as stage, stage._shown("descent") as panel:
        assert isinstance(panel, DescentPanel)
        panel.apply_preset(
            Preset("", {"surface": "parabola", "optimizers": "gd", "steps": 40}, page="tangent")
        )
        stage._finish(panel)
        drawn, frame = report_of(panel, "tangent").spec, report_of(panel, "descent").frame
        assert isinstance(drawn, TangentSpec)
        assert frame is not None
        assert drawn.point_x == frame.positions[0, -1, 0]
        assert frame.step == panel.transport.step == 40


def test_a_method_that_takes_no_rate_is_given_none(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.form.change(optimizers="gd,bfgs,newton", learning_rate=0.03)
    rates = [row[2] for row in panel.race.competitors._rows[:3]]
    assert [rate.placeholderText() for rate in rates] == ["0.03", "–", "1"]
    assert [rate.isEnabled() for rate in rates] == [True, False, True]


def test_the_words_over_a_map_are_sentences(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.form.change(surface="ravine", optimizers="gd")
    press_page(panel, "rates")
    qtbot.waitUntil(lambda: panel.rates.widget.image.image is not None, timeout=SOON)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.rates.widget.words.text().endswith("diverge (hatched). Red: theory's limit.")


def test_the_rounding_of_a_zero_is_told_as_zero() -> None:
    spec = ConvexitySpec().adapt(surface="double_well", a_x=-1.2, a_y=-0.5, b_x=1.2, b_y=0.4)
    frame = last_frame(Run(EXPERIMENTS["convexity"], spec))
    assert isinstance(frame, ConvexityFrame)
    assert 0 < abs(frame.leaving[2, 0]) < 1e-15
    told = " ".join(convexity_readings.convexity(spec, frame).sentences)
    assert "leaves it at (0, -0.975)" in told
    small = dataclasses.replace(frame, worst=np.array([1e-6, 1.5]))
    assert "at (1e-06, 1.5)" in " ".join(convexity_readings.convexity(spec, small).sentences)


def of_convexity(**fields: Any) -> str:
    """What is said of convexity."""
    spec = ConvexitySpec().adapt(**fields)
    frame = last_frame(Run(EXPERIMENTS["convexity"], spec))
    assert isinstance(frame, ConvexityFrame)
    return " ".join(convexity_readings.convexity(spec, frame).sentences)


def test_pieces_that_are_still_counted_are_no_number() -> None:
    spec = ConvexitySpec(surface="easom", level=0.31, resolution=31)
    frame = next(one for one in Run(EXPERIMENTS["convexity"], spec) if one is not None)
    assert isinstance(frame, ConvexityFrame)
    told = " ".join(convexity_readings.convexity(spec, frame).sentences)
    assert "(counting its pieces): not convex" in told


def test_where_f_has_no_value_no_inequality_is_said() -> None:
    typed = {"surface": "formula", "formula": "log(x) + y^2"}
    told = of_convexity(**typed)
    assert "f has no value at A: no chord" in told
    assert "∞" not in told
    assert "Jensen: " not in told
    assert "f has no value at A nor at B" in of_convexity(**typed, b_x=-1)
    assert "Jensen" in of_convexity(**typed, a_x=1)
    hole = of_convexity(surface="formula", formula="1/x^2", a_x=-2, a_y=0, b_x=2, b_y=0)
    assert "f has no value at (0, 0) between them" in hole
    assert "Jensen: f has no value at the mean, (0, 0)" in hole
    assert "∞" not in hole


def test_a_set_is_called_convex_only_where_it_is_seen_to_be_one_piece() -> None:
    assert "(5 pieces): not convex" in of_convexity(surface="easom")
    assert "(61 pieces): not convex" in of_convexity(surface="rastrigin")
    assert "(one piece): not convex" in of_convexity(surface="rosenbrock", level=0.01)
    thin = of_convexity(surface="formula", formula="(1e4*(x - y)^2 + (x + y)^2)/4", level=0.01)
    assert "a convex set, as far as is seen" in thin
    points = of_convexity(surface="himmelblau", level=0.0)
    assert "at least" in points
    assert "convex set" not in points
