"""Descent's presets: each lets a person see its claim, and the claim's numbers come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.job import ComputeThread, Report
from app.labs.descent.panel import DescentPanel
from app.labs.descent.presets import PRESETS
from core.descent.convexity import ConvexityFrame
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.rates import RatesFrame
from core.descent.tangent import TangentFrame
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.curvature import curvature_at
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import Verdict
from tests.patience import SOON


def spec_of(name: str) -> DescentSpec:
    (preset,) = (p for p in PRESETS if p.name == name)
    return DescentSpec().adapt(**preset.settings)


def race(name: str) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], spec_of(name)))
    assert isinstance(frame, DescentFrame)
    return frame


def companion(name: str, key: str) -> Any:
    """The last frame of a preset's page, as the panel would ask for it."""
    (preset,) = (p for p in PRESETS if p.name == name)
    spec = spec_of(name)
    kind = EXPERIMENTS[key].spec
    shared = {n: getattr(spec, n) for n in ("surface", "start_x", "start_y")}
    if key == "rates":
        shared["optimizer"] = spec.optimizers[0].key
    elif key == "tangent":
        shared = {"surface": spec.surface, "learning_rate": spec.learning_rate}
    else:
        shared = {"surface": spec.surface}
    return last_frame(Run(EXPERIMENTS[key], kind().adapt(**shared, **preset.pages.get(key, {}))))


def test_every_claim_about_optimization_has_a_preset() -> None:
    assert {p.claim for p in PRESETS} - {""} == {f"O{k}" for k in range(1, 13)}
    assert len({p.name for p in PRESETS}) == len(PRESETS)


def test_the_slope_keeps_its_promise_below_two_over_the_curvature() -> None:
    frame = race("The slope's promise: 2/L")
    fine, swinging, too_far = frame.losses
    assert (np.diff(fine[fine > 1e-300]) < 0).all()
    assert (np.diff(swinging) < 0).all()
    assert (np.diff(too_far) > 0).all()
    cut = companion("The slope's promise: 2/L", "tangent")
    assert isinstance(cut, TangentFrame)
    assert cut.first_failing_rate == pytest.approx(2, rel=1e-9)
    assert cut.predicted < cut.real < cut.value


def test_a_zero_gradient_is_told_apart_by_the_hessian() -> None:
    name = "Zero gradient: which is it?"
    frame, spec = race(name), spec_of(name)
    gd, newton = frame.positions[:, -1]
    assert Verdict(frame.verdicts[0, -1]) is Verdict.MINIMUM
    compiled = compile_surface(spec)
    at = [curvature_at(compiled, surface_of(spec), float(x), float(y)) for x, y in (gd, newton)]
    assert at[0].eigenvalues[0] > 0
    assert at[1].eigenvalues[0] < 0, "Newton stands where the gradient is zero, but at no minimum"
    assert at[1].stationary


def test_gd_leaves_the_saddle_last() -> None:
    frame = race("Saddle: GD leaves last")
    left = (np.abs(frame.positions[..., 1]) > 1).argmax(axis=1)
    assert left.tolist() == [76, 36, 11]


def test_on_the_ridge_only_noise_leaves() -> None:
    frame = race("On the ridge: only noise leaves")
    assert (frame.positions[:3, :, 0] == 0).all()
    assert abs(frame.positions[3, -1, 0]) == pytest.approx(1, abs=0.1)


def test_the_chord_of_the_preset_is_violated() -> None:
    frame = companion("Convex? Drag the chord", "convexity")
    assert isinstance(frame, ConvexityFrame)
    assert not frame.chord_holds
    assert not frame.jensen_holds
    assert np.isfinite(frame.witness).all()


def test_noise_grows_as_batches_shrink_at_equal_samples() -> None:
    frame = race("Batch, mini-batch, one sample")
    assert (frame.samples[:, -1] <= 5000).all()
    last = [k for k in (1, 2) if True]
    tails = []
    for k in last:
        made = np.flatnonzero(np.diff(frame.samples[k]) > 0)
        tails.append(frame.losses[k, made[-200:]] - frame.lowest)
    assert tails[1].mean() > 3 * tails[0].mean() > 0
    # The whole batch has made fifty steps only, and is behind.
    assert frame.losses[0, -1] - frame.lowest > tails[0].mean()


def test_momentum_helps_in_the_ravine() -> None:
    gd, momentum, nesterov, _ = race("Ravine: momentum helps").losses[:, -1]
    assert max(momentum, nesterov) < gd / 100


def test_newton_goes_to_the_saddle_and_what_avoids_it_to_a_minimum() -> None:
    frame = race("Newton is drawn to saddles")
    found = [Verdict(v) for v in frame.verdicts[:, -1]]
    assert found[0] is Verdict.SADDLE
    assert found[1:] == [Verdict.MINIMUM] * 5
    assert (frame.evaluations[:, -1] <= 60).all()


def test_rates_crawl_swing_and_diverge() -> None:
    crawling, swinging, diverging, _ = race("Rates: crawl, swing, diverge").distance
    assert crawling[-1] > 0.8 * crawling[0]
    assert (np.diff(np.sign(race("Rates: crawl, swing, diverge").positions[1, :50, 1])) != 0).all()
    assert swinging[-1] < swinging[0] / 10
    assert diverging[-1] > diverging[0]


def test_theorys_limit_borders_what_diverges() -> None:
    frame = companion("Rate against momentum, with theory's limit", "rates")
    assert isinstance(frame, RatesFrame)
    assert np.isfinite(frame.stability).all()
    far = frame.x_values[None, :] > 1.3 * frame.stability[:, None]
    calm = frame.x_values[None, :] < 0.9 * frame.stability[:, None]
    assert frame.diverged[far].mean() > 0.95
    assert not frame.diverged[calm].any()


def test_a_constant_rate_hovers_and_a_decaying_one_settles() -> None:
    frame = race("Noise: a constant rate hovers")
    hovering, settling, _ = frame.distance[:, -300:].mean(axis=1)
    assert settling < hovering / 2


def test_what_is_held_out_is_lost_otherwise_than_what_is_trained() -> None:
    frame = race("Training loss and held-out loss")
    assert np.isfinite(frame.test_losses).all()
    assert (np.abs(frame.test_losses[:, -1] - frame.losses[:, -1]) > 0.01).all()


def test_adagrad_finds_the_rare_weight() -> None:
    name = "A rare feature: Adagrad is there first"
    ((_, best),) = surface_of(spec_of(name)).minima
    frame = race(name)
    gd, adagrad = np.abs(frame.positions[:, -1, 1] - best)
    assert adagrad < gd / 5
    assert 0 < frame.steps_to_tolerance[1] < frame.steps_to_tolerance[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_adagrad_is_first_at_the_rare_weight_whatever_the_samples_order(seed: int) -> None:
    spec = spec_of("A rare feature: Adagrad is there first").adapt(seed=seed)
    assert spec.tune, "each at its own best rate: else the rates are what is compared"
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    gd, adagrad = frame.steps_to_tolerance
    assert 0 < adagrad < gd


def test_the_notes_settings_give_other_paths_than_torchs() -> None:
    frame = race("The notes' settings are not torch's")
    torch_rmsprop, notes_rmsprop, torch_adam, notes_adam = frame.positions
    assert np.abs(torch_rmsprop - notes_rmsprop).max() > 0.1
    assert 0 < np.abs(torch_adam - notes_adam).max() < 0.1


@pytest.fixture
def panel(qtbot: QtBot, compute: ComputeThread) -> Iterator[DescentPanel]:
    made = DescentPanel(compute.worker)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made, timeout=SOON):
        made.show()
    yield made
    made.hide()


@pytest.mark.parametrize("drawn", [False, True])
def test_the_slopes_promise_is_seen_of_the_first_step(
    qtbot: QtBot, panel: DescentPanel, drawn: bool
) -> None:
    if drawn:  # else the race is not there yet for the playhead to stand in
        qtbot.waitUntil(lambda: panel.settled, timeout=SOON)
    (preset,) = (p for p in PRESETS if p.claim == "O1")
    panel.apply_preset(preset)
    qtbot.waitUntil(lambda: panel.transport.total == 20 and panel.settled, timeout=SOON)
    assert panel.transport.step == 0
    assert not panel.transport.playing
    told = panel.tangent.widget.words.text()
    assert "the tangent promises f = 0, and f falls from 4.5 to 1.125" in told
    panel.player.toggle()
    qtbot.waitUntil(lambda: panel.transport.step == 20, timeout=SOON)


def test_adam_step_by_step_begins_with_the_first_and_nobody_flies_off(
    qtbot: QtBot, panel: DescentPanel
) -> None:
    (preset,) = (p for p in PRESETS if p.view.get("table") == "step")
    panel.apply_preset(preset)
    qtbot.waitUntil(lambda: panel.transport.total == 200 and panel.settled, timeout=SOON)
    assert panel.transport.step == 0
    qtbot.waitUntil(lambda: "0.9^1)" in panel.tables.taken.worked.text(), timeout=SOON)
    assert not np.isin(race(preset.name).verdicts, (Verdict.DIVERGED, Verdict.OUTSIDE)).any()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.name)
def test_each_preset_shows_what_it_says_without_an_error(
    qtbot: QtBot, compute: ComputeThread, preset: Any
) -> None:
    panel = DescentPanel(compute.worker)
    qtbot.addWidget(panel)
    panel.set_spec(DescentSpec(steps=10))
    panel.resize(1280, 800)
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    panel.apply_preset(preset)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    assert panel.page is not None
    assert panel.page.key == (preset.page or "surface")
    assert panel.view.chart == preset.view.get("chart", "loss")
    assert panel.view.table == preset.view.get("table", "positions")
    assert panel.charts.currentWidget() is panel.charts.by_key[panel.view.chart]
    assert not panel.errors.isVisible()
    panel.hide()


def test_a_late_frame_of_the_race_before_leaves_the_chosen_chart_in_front(
    qtbot: QtBot, compute: ComputeThread
) -> None:
    """It came now and then on a busy machine, as a preset was pressed."""
    panel = DescentPanel(compute.worker)
    qtbot.addWidget(panel)
    before = DescentSpec(steps=10)
    late = last_frame(Run(EXPERIMENTS["descent"], before, "cpu"))
    preset = next(one for one in PRESETS if one.view.get("chart") == "held_out")
    panel.apply_preset(preset)
    panel.take("descent", Report(late, "cpu", "", 0.0, before))
    assert panel.view.chart == "held_out"
    assert panel.charts.currentWidget() is panel.charts.held_out
