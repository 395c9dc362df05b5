"""The chosen competitor's formula, options and schedule, as a person meets them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.labs.descent.panel import DescentPanel
from app.panel.schedule_control import ScheduleControl
from core.descent.descent import DescentFrame, DescentSpec
from core.optimizers.schedules import curve, rates_used
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton


def racing(show: Any, compute: Any, optimizers: str, **settings: Any) -> DescentPanel:
    spec = DescentSpec.from_json({"surface": "beale", "optimizers": optimizers, **settings})
    panel: DescentPanel = show(DescentPanel, compute, spec)
    return panel


def schedule_of(panel: DescentPanel) -> ScheduleControl:
    control = panel.race.competitors.hyper.controls["schedule"]
    assert isinstance(control, ScheduleControl)
    return control


def test_rare_options_are_folded_until_they_are_asked_for_or_set(show: Any, still: Any) -> None:
    panel = racing(show, still, "rmsprop:centered=true,adam,gd", steps=20)
    hyper = panel.race.competitors.hyper
    shown = {name for name, control in hyper.controls.items() if control.isVisible()}
    assert {"alpha", "centered"} <= shown
    assert "momentum" not in shown
    assert list(hyper.controls)[-2:] == ["momentum", "centered"], "rare ones stand last"
    QTest.mouseClick(hyper.more, LEFT)
    assert hyper.controls["momentum"].isVisible()
    panel.race.competitors.choose(2)
    assert not hyper.more.isVisible(), "plain gradient descent has no such options"


def test_the_formula_shown_is_that_of_what_is_set(show: Any, still: Any) -> None:
    panel = racing(show, still, "adam:amsgrad=true:clip=2,adam", steps=20)
    tex = panel.race.competitors.hyper.formula.toolTip()
    assert tex == panel.spec.optimizers[0].tex
    assert r"\max(w, v)" in tex
    assert r"\|g\|" in tex
    panel.race.competitors.choose(1)
    assert r"\max(w, v)" not in panel.race.competitors.hyper.formula.toolTip()


@pytest.mark.parametrize("key", ["one_cycle", "restarts", "cosine"])
def test_a_schedule_is_drawn_over_the_races_steps(show: Any, still: Any, key: str) -> None:
    panel = racing(show, still, f"adam:schedule={key}", steps=35)
    assert schedule_of(panel).curve.points == curve(key, 35)
    assert schedule_of(panel).curve.isVisible()
    panel.form.change(steps=70)
    assert schedule_of(panel).curve.points == curve(key, 70)
    panel.form.change(optimizers="adam")
    assert not schedule_of(panel).curve.isVisible()


def test_on_plateaus_the_rates_that_were_used_are_drawn(
    show: Any, compute: Any, qtbot: QtBot
) -> None:
    text = "gd,momentum:learning_rate=0.005:schedule=plateau"
    panel = racing(show, compute, text, steps=150, surface="rosenbrock")
    panel.race.competitors.choose(1)
    qtbot.waitUntil(lambda: panel.settled, timeout=SOON)
    assert panel.race.drawn is not None
    frame = panel.race.drawn[1]
    assert isinstance(frame, DescentFrame)
    used = rates_used("plateau", 0.005, 150, frame.losses[1])
    assert schedule_of(panel).curve.points == curve("plateau", 150, used)
    assert np.ptp(used) > 0, "there was a plateau"
