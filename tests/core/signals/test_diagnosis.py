"""The verdict on a net at its start, from hand-made measures and from real runs."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.diagnosis import Condition, Outcome, diagnose, outcome
from core.signals.training import TrainingFrame, TrainingSpec
from tests.cases.signals.sides import side


def condition(activation: str = "tanh", **measures: Any) -> Condition:
    return diagnose(side(**measures), ACTIVATIONS[activation]).condition


def test_an_even_signal_is_healthy() -> None:
    assert condition() is Condition.HEALTHY


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"std": [1, 5, 9.9]}, Condition.HEALTHY),
        ({"std": [1, 5, 10.1]}, Condition.EXPLODING),
        ({"std": [1, 0.5, 0.101]}, Condition.HEALTHY),
        ({"std": [1, 0.5, 0.099]}, Condition.VANISHING),
        ({"gradient_std": [9.9, 3, 1]}, Condition.HEALTHY),
        ({"gradient_std": [10.1, 3, 1]}, Condition.EXPLODING),
        ({"gradient_std": [0.099, 0.3, 1]}, Condition.VANISHING),
        ({"std": [0, 0, 0]}, Condition.VANISHING),
        ({"gradient_std": [0, 0, 1]}, Condition.VANISHING),
        ({"saturated": [0.9, 0.9, 0.51]}, Condition.SATURATED),
        ({"saturated": [0.9, 0.9, 0.5]}, Condition.HEALTHY),
        ({"dead": [0, 0, 0.51]}, Condition.DYING),
        ({"dead": [0.9, 0, 0.5]}, Condition.HEALTHY),
        ({"nonfinite": [0, 1, 0]}, Condition.BROKEN),
        ({"std": [1, 1, np.nan]}, Condition.BROKEN),
        ({"gradient_std": [np.inf, 1, 1]}, Condition.BROKEN),
    ],
)
def test_the_numbers_name_the_condition(measures: dict[str, Any], expected: Condition) -> None:
    assert condition(**measures) is expected


def test_the_gravest_condition_is_named() -> None:
    everything: dict[str, Any] = {
        "nonfinite": [0, 0, 1], "std": [1, 1, 100], "gradient_std": [0.001, 1, 1],
        "saturated": [1, 1, 1], "dead": [1, 1, 1],
    }  # fmt: skip
    for name, expected in (
        ("nonfinite", Condition.BROKEN),
        ("std", Condition.EXPLODING),
        ("gradient_std", Condition.VANISHING),
        ("saturated", Condition.SATURATED),
        ("dead", Condition.DYING),
    ):
        assert condition(**everything) is expected
        del everything[name]
    assert condition(**everything) is Condition.HEALTHY
    order = list(Condition)
    assert order == [
        Condition.BROKEN, Condition.EXPLODING, Condition.VANISHING,
        Condition.SATURATED, Condition.DYING, Condition.HEALTHY,
    ]  # fmt: skip


def test_a_layer_on_the_way_that_is_saturated_is_named() -> None:
    found = diagnose(side(saturated=[0.3, 0.8, 0.1]), ACTIVATIONS["tanh"])
    assert (found.condition, found.flattest, found.flattest_share) == (Condition.HEALTHY, 2, 0.8)
    assert diagnose(side(saturated=[0.5, 0.2, 0.1]), ACTIVATIONS["tanh"]).flattest == 0
    assert diagnose(side(saturated=[0.9, 0.9, 0.9]), ACTIVATIONS["relu"]).flattest == 0


def test_half_of_relus_values_are_flat_and_that_is_no_saturation() -> None:
    assert condition("relu", saturated=[0.6, 0.6, 0.6]) is Condition.HEALTHY
    assert condition("sigmoid", saturated=[0.6, 0.6, 0.6]) is Condition.SATURATED


def test_the_diagnosis_carries_the_numbers_it_rests_on() -> None:
    found = diagnose(
        side(std=[2, 1, 0.5], gradient_std=[3, 2, 1.5], saturated=[0, 0, 0.25], dead=[0, 0, 0.125]),
        ACTIVATIONS["tanh"],
    )
    assert (found.depth, found.last_std, found.forward, found.backward) == (3, 0.5, 0.25, 2.0)
    assert (found.saturated, found.dead) == (0.25, 0.125)


@pytest.mark.parametrize(
    ("activation", "init", "std", "expected"),
    [
        ("tanh", "normal", 0.01, Condition.VANISHING),
        ("tanh", "normal", 1.0, Condition.EXPLODING),
        ("tanh", "xavier_normal", 1.0, Condition.HEALTHY),
        ("relu", "xavier_normal", 1.0, Condition.VANISHING),
        ("relu", "kaiming_normal", 1.0, Condition.HEALTHY),
        ("relu", "zeros", 1.0, Condition.VANISHING),
        ("relu", "torch_default", 1.0, Condition.VANISHING),
    ],
)
def test_the_textbook_nets_get_their_textbook_verdicts(
    activation: str, init: str, std: float, expected: Condition
) -> None:
    spec = ActivationsSpec(
        width=200, samples=200, activation=activation, init_a=init, init_b=init, std=std
    )
    frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    assert isinstance(frame, ActivationsFrame)
    assert diagnose(frame.a, ACTIVATIONS[activation]).condition is expected


def test_saturated_and_yet_growing_is_said() -> None:
    """CLAIMS S5: with N(0,1) most local derivatives are 0, and the gradient grows 3.5x a layer."""
    spec = ActivationsSpec(std_a=1.0, init_b="xavier_normal", width=300, samples=300)
    frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    assert isinstance(frame, ActivationsFrame)
    loud, quiet = (diagnose(s, ACTIVATIONS["tanh"]) for s in (frame.a, frame.b))
    assert loud.saturated_yet_growing
    assert loud.median == 0 < 1 < loud.rms
    assert not quiet.saturated_yet_growing
    assert quiet.growth == pytest.approx(quiet.backward ** (1 / 9))


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
def test_what_becomes_of_a_net_in_training_is_told_by_its_newest_loss(
    loss: float, expected: Outcome
) -> None:
    spec = TrainingSpec(depth=1, width=8, steps=4, batch=8, cadence=1)
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    losses = np.array(frame.train_losses)
    losses[0, -1] = loss * np.log(10)
    assert outcome(replace(frame, train_losses=losses), 0) is expected
    begun = replace(frame, train_losses=losses[:, :1], evaluated_at=frame.evaluated_at[:1])
    assert outcome(begun, 0) is Outcome.BEGUN


def test_a_net_that_overflows_is_broken() -> None:
    spec = ActivationsSpec(depth=60, width=32, samples=32, activation="relu", std=100.0)
    frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    assert isinstance(frame, ActivationsFrame)
    assert diagnose(frame.a, ACTIVATIONS["relu"]).condition is Condition.BROKEN
