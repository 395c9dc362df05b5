"""What has become of a net in training: by its loss, its accuracy, and the trend over its noise."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.signals.outcome import Outcome, falls, outcome
from core.signals.training import TrainingFrame, TrainingSpec

LN_10 = np.log(10)


@pytest.fixture(scope="module")
def frame() -> TrainingFrame:
    spec = TrainingSpec(depth=1, width=8, steps=40, batch=8, cadence=1)
    found = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(found, TrainingFrame)
    return found


def noisy(begin: float, end: float, noise: float = 0.05, seed: int = 0) -> Any:
    return np.linspace(begin, end, 40) + np.random.default_rng(seed).normal(size=40) * noise


def with_end(frame: TrainingFrame, loss: float, accuracy: float, losses: Any) -> TrainingFrame:
    train, right = np.array(frame.train_losses), np.array(frame.train_accuracies)
    train[0, -1], right[0, -1] = loss, accuracy
    return replace(frame, train_losses=train, train_accuracies=right, losses=losses[None])


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        (0.98, Outcome.LEARNS),
        (1.0, Outcome.STILL),
        (1.09, Outcome.STILL),
        (1.11, Outcome.WORSE),
        (np.inf, Outcome.DIVERGED),
    ],
)
def test_a_flat_loss_is_judged_by_its_height(
    frame: TrainingFrame, loss: float, expected: Outcome
) -> None:
    end = with_end(frame, loss * LN_10, 0.1, noisy(loss, loss) if loss < 2 else noisy(1, 1))
    assert outcome(end, 0) is expected
    begun = replace(end, train_losses=end.train_losses[:, :1], evaluated_at=end.evaluated_at[:1])
    if expected is not Outcome.DIVERGED:
        assert outcome(begun, 0) is Outcome.BEGUN


def test_a_net_that_is_right_in_38_percent_does_not_stand_still(frame: TrainingFrame) -> None:
    assert outcome(with_end(frame, 2.29, 0.38, noisy(2.3, 2.29)), 0) is Outcome.LEARNING
    assert outcome(with_end(frame, 2.29, 0.12, noisy(2.3, 2.3)), 0) is Outcome.STILL


def test_a_loss_that_falls_from_3_01_to_2_52_is_still_learning(frame: TrainingFrame) -> None:
    assert outcome(with_end(frame, 2.52, 0.1, noisy(3.01, 2.52)), 0) is Outcome.LEARNING
    assert outcome(with_end(frame, 2.6, 0.1, noisy(2.6, 3.01)), 0) is Outcome.WORSE


def test_a_trend_is_more_than_its_noise() -> None:
    assert falls(noisy(2.6, 2.3))
    assert not falls(noisy(2.303, 2.303))
    assert not falls(noisy(2.32, 2.303)), "a dead net's last biases settle"
    assert not falls(noisy(2.303, 2.6))
    assert not falls(noisy(2.6, 2.3)[:10]), "five steps are no trend"
    # Most of the noise of a thousand flat losses is no fall.
    told = [falls(noisy(2.303, 2.303, noise=0.1, seed=seed)) for seed in range(1000)]
    assert sum(told) < 50
    # What fell in the first half and is flat since has come to rest.
    assert not falls(np.concatenate([noisy(2.8, 2.303), noisy(2.303, 2.303, seed=1)]))
