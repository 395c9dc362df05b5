"""The sign beside the curves of a training: verdicts by run, and what was not asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.widgets.verdict_sign import VerdictSign, verdict_words
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.networks import depth
from core.normalization import norm_training
from core.training.health import Record
from core.training.judging import Judged, judged


def record(**parts: Any) -> Judged:
    return judged(Record(**{"classes": 10, "epoch": 10, "losses": np.full(60, 0.3), **parts}))


LOST = record(losses=np.array([2.3, 9.0, np.nan]))
FLAT = record(losses=np.full(60, 2.3))


def test_one_run_is_judged_with_its_reason() -> None:
    words = verdict_words({"": LOST}, done=True)
    assert words == "Diverges: share of steps without a finite loss 33.3 % (> 0 %)."
    assert verdict_words({"": record()}, done=False) == "So far: Healthy, as far as it is measured"


def test_several_runs_stand_under_their_verdicts() -> None:
    runs = {"None": LOST, "BN": record(), "LN": record(), "IN": FLAT}
    assert verdict_words(runs, done=True) == (
        "Diverges: None; Healthy, as far as it is measured: BN, LN; Nothing learned yet: IN"
    )


def test_the_tool_tip_says_what_was_not_judged(qtbot: Any) -> None:
    sign = VerdictSign()
    qtbot.addWidget(sign)
    sign.show_verdicts({"BN": record()}, done=True)
    lines = sign.toolTip().splitlines()
    assert lines[0].startswith("BN: Healthy: no rule holds.")
    assert "not judged: " in lines[1]
    assert "Overfits" in lines[1]
    assert "Diverges" not in lines[1]
    assert "small nets" in lines[2]


@pytest.mark.parametrize(("rate", "verdict"), [(100.0, "too_high"), (1e-4, "stuck")])
def test_every_lab_that_trains_records_what_rules_need(rate: float, verdict: str) -> None:
    spec = norm_training.NormTrainingSpec(
        norms="none", learning_rate=rate, depth=2, width=4, epochs=3, samples=96
    )
    frame = last_frame(Run(EXPERIMENTS["norm_training"], spec, "cpu"))
    assert isinstance(frame, norm_training.NormTrainingFrame)
    found = judged(norm_training.record_of(frame, 0, 0))
    assert found.verdict.key == verdict


def test_nets_of_several_depths_are_judged_by_their_batches() -> None:
    spec = depth.DepthSpec(kinds="plain", depths="4", width=8, epochs=1, learning_rate=1e-4)
    frame = last_frame(Run(EXPERIMENTS["depth"], spec, "cpu"))
    assert isinstance(frame, depth.DepthFrame)
    found = judged(depth.record_of(spec, frame, 0, 0))
    assert found.numbers["last_loss"] == pytest.approx(frame.losses[0, 0, -10:].mean())
    assert found.verdict.key == "stuck"


def test_a_training_of_activations_is_judged_by_its_updates_too() -> None:
    from core.signals.training import TrainingFrame, TrainingSpec

    spec = TrainingSpec(depth=2, width=16, steps=30, batch=64, cadence=2, learning_rate=3.0)
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    found = judged(frame.record(0, spec.epoch))
    first = np.median(frame.update_ratios[0], axis=1)[frame.measured_at < spec.epoch].mean()
    assert found.numbers["early_ratio"] == pytest.approx(first)
    assert found.verdict.key == "too_high"
