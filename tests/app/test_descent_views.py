"""Descent's maps, step view and hyper-parameters, driven as a person would."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.job import ComputeThread
from app.panels.descent import DescentPanel
from core.optimization.descent import DescentSpec

SOON = 20_000


@pytest.fixture
def panel(qtbot: QtBot, compute: ComputeThread) -> Iterator[DescentPanel]:
    made = DescentPanel(compute.worker)
    qtbot.addWidget(made)
    made.set_spec(DescentSpec(surface="booth", optimizers="gd,momentum,adam", steps=60))  # type: ignore[arg-type]
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: not made.busy, timeout=SOON)
    yield made
    made.hide()


def press_tab(tabs: object, index: int) -> None:
    bar = tabs.tabBar()  # type: ignore[attr-defined]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())


def click_in(picture: object, x: float, y: float) -> None:
    view = picture.plot.getViewBox()  # type: ignore[attr-defined]
    scene = view.mapViewToScene(QPointF(x, y))
    widget = picture.picture  # type: ignore[attr-defined]
    place: QPoint = widget.mapFromScene(scene)
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_basins_are_computed_when_they_are_looked_at(panel: DescentPanel, qtbot: QtBot) -> None:
    assert panel.basins.image.image is None
    press_tab(panel.tabs, 1)
    qtbot.waitUntil(lambda: panel.basins.image.image is not None, timeout=SOON)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert np.array(panel.basins.image.image).shape == (256, 256, 4)
    assert "(1, 3)" in panel.basins.words.text().replace("&nbsp;", " ")


def test_a_click_on_the_basins_sets_the_start(panel: DescentPanel, qtbot: QtBot) -> None:
    press_tab(panel.tabs, 1)
    qtbot.waitUntil(lambda: panel.basins.image.image is not None, timeout=SOON)
    click_in(panel.basins, -4.0, 5.0)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert isinstance(panel.spec, DescentSpec)
    assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((-4, 5), abs=0.1)


def test_a_click_on_the_rates_sets_the_chosen_competitor(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.competitors.choose(1)
    press_tab(panel.tabs, 2)
    qtbot.waitUntil(lambda: panel.sweep.image.image is not None, timeout=SOON)
    click_in(panel.sweep, np.log10(0.02), 0.5)
    assert isinstance(panel.spec, DescentSpec)
    gd, momentum, adam = panel.spec.optimizers
    settings = dict(momentum.settings)
    assert settings["learning_rate"] == pytest.approx(0.02, rel=0.05)
    assert settings["momentum"] == pytest.approx(0.5, abs=0.02)
    assert gd.settings == adam.settings == ()


def test_a_method_that_no_map_can_show_is_said_and_the_next_recovers(
    panel: DescentPanel, qtbot: QtBot
) -> None:
    panel.form.change(optimizers="gd,bfgs")
    panel.competitors.choose(1)
    press_tab(panel.tabs, 1)
    assert "bfgs" in panel.errors.label.text()
    panel.competitors.choose(0)
    qtbot.waitUntil(lambda: panel.basins.image.image is not None, timeout=SOON)
    assert not panel.errors.isVisible()


def test_this_step_shows_numbers_that_lead_to_the_next(panel: DescentPanel, qtbot: QtBot) -> None:
    panel.competitors.choose(2)
    press_tab(panel.tables, 1)
    panel.transport.move_to(7)
    table = panel.taken.table

    def shown() -> dict[str, tuple[float, float]]:
        rows = range(table.rowCount())
        cells = [[table.item(row, column) for column in range(3)] for row in rows]
        return {
            row[0].text(): (float(row[1].text()), float(row[2].text()))  # type: ignore[union-attr]
            for row in cells
        }

    qtbot.waitUntil(lambda: "step 7 to 8" in panel.taken.sentences.text(), timeout=SOON)
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
    panel.competitors.choose(2)
    edit = panel.competitors.hyper.controls["beta1"].edit  # type: ignore[attr-defined]
    edit.selectAll()
    QTest.keyClicks(edit, "0.5")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert isinstance(panel.spec, DescentSpec)
    assert [c.text for c in panel.spec.optimizers] == ["gd", "momentum", "adam:beta1=0.5"]
