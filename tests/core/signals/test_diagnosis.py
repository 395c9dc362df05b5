"""The verdict on a net at its start, from hand-made measures and from real runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.diagnosis import Condition, Diagnosis, diagnose
from tests.cases.signals.sides import side


def found(activation: str = "tanh", given: float = 1.0, **measures: Any) -> Diagnosis:
    return diagnose(side(**measures), ACTIVATIONS[activation], 0.0, given)


def conditions(activation: str = "tanh", **measures: Any) -> list[str]:
    return [str(one) for one in found(activation, **measures).conditions]


def test_an_even_signal_is_healthy() -> None:
    assert conditions() == ["healthy"]


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"std": [1, 5, 9.9]}, ["healthy"]),
        ({"std": [1, 5, 10.1]}, ["signal_exploding"]),
        ({"std": [1, 0.5, 0.101]}, ["healthy"]),
        ({"std": [1, 0.5, 0.099]}, ["signal_vanishing"]),
        ({"gradient_std": [9.9, 3, 1]}, ["healthy"]),
        ({"gradient_std": [10.1, 3, 1]}, ["gradient_exploding"]),
        ({"gradient_std": [0.099, 0.3, 1]}, ["gradient_vanishing"]),
        ({"std": [0, 0, 0]}, ["signal_vanishing"]),
        ({"gradient_std": [0, 0, 1]}, ["gradient_vanishing"]),
        ({"saturated": [0.9, 0.9, 0.51]}, ["saturated"]),
        ({"saturated": [0.789, 0.1, 0.1]}, ["saturated"]),
        ({"saturated": [0.5, 0.5, 0.5]}, ["healthy"]),
        ({"dead": [0, 0, 0.51]}, ["dying"]),
        ({"dead": [0, 1, 0.5]}, ["dead"]),
        ({"dead": [0.5, 0, 0.5]}, ["healthy"]),
        ({"nonfinite": [0, 1, 0]}, ["signal_broken"]),
        ({"std": [1, 1, np.nan]}, ["signal_broken"]),
        ({"gradient_std": [np.inf, 1, 1]}, ["gradient_broken"]),
        ({"std": [1, 1, 0.01], "gradient_std": [20, 3, 1]},
         ["gradient_exploding", "signal_vanishing"]),
    ],
)  # fmt: skip
def test_the_numbers_name_the_conditions(measures: dict[str, Any], expected: list[str]) -> None:
    assert conditions(**measures) == expected


def test_the_gravest_comes_first_and_none_is_left_out() -> None:
    everything: dict[str, Any] = {
        "std": [1, 1, 100], "gradient_std": [0.001, 1, 1],
        "saturated": [0.2, 1, 1], "dead": [0, 0.6, 0.3],
    }  # fmt: skip
    assert conditions(**everything) == [
        "signal_exploding", "gradient_vanishing", "saturated", "dying",
    ]  # fmt: skip
    signal, gradient, flats, units = found(**everything).findings
    assert (signal.layer, signal.value, signal.ratio) == (3, 100, 100)
    assert (gradient.layer, gradient.against, gradient.ratio) == (1, 3, 0.001)
    assert (flats.layer, flats.value) == (2, 1)
    assert (units.layer, units.value) == (2, 0.6)


def test_layers_are_compared_with_the_input_too() -> None:
    """A single layer has no other to be compared with, and ten may shrink alike."""
    (alone,) = found(std=[0.002], given=1.0).findings
    assert (alone.condition, alone.against, alone.ratio) == ("signal_vanishing", 0, 0.002)
    (ten,) = found("relu", std=[0.3, 0.2, 0.06], given=1.0).findings
    assert (ten.condition, ten.against, ten.ratio) == ("signal_vanishing", 0, 0.06)
    # What leaves a tanh cannot be as wide as what comes in.
    assert found(std=[0.6, 0.6, 0.6], given=8.0).worst is Condition.HEALTHY
    normed = diagnose(side(std=[1, 1, 1]), ACTIVATIONS["tanh"], 0.0, 1e-4, normed=True)
    assert normed.worst is Condition.HEALTHY


def test_the_reason_is_the_factor_a_layer() -> None:
    (signal, gradient) = found("relu", std=[0.5, 0.05, 0.005], gradient_std=[0.01, 0.1, 1]).findings
    assert signal.against == 0
    assert signal.factor == pytest.approx(0.005 ** (1 / 3))
    assert gradient.factor == pytest.approx(0.1)


@pytest.mark.parametrize(("mean", "std"), [(1234.0, 0.0), (0.0, 0.0), (1234.0, 0.5)])
def test_an_input_without_spread_is_named_and_no_net_is_blamed(mean: float, std: float) -> None:
    nothing = side(std=[0, 0, 0], dead=[1, 1, 1], gradient_std=[0, 0, 1])
    (only,) = diagnose(nothing, ACTIVATIONS["relu"], mean, std).findings
    assert only.condition is Condition.NO_SPREAD
    assert (only.value, only.ratio) == (std, mean)


def test_a_constant_file_is_not_the_initializations_fault(tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", np.full((40, 6), 1234.0))
    for preprocess in ("none", "scaled"):
        spec = ActivationsSpec(
            input="file", path=str(tmp_path / "rows.npy"), preprocess=preprocess,
            depth=3, width=20, activation="relu", init_a="kaiming_normal",
        )  # fmt: skip
        frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
        assert isinstance(frame, ActivationsFrame)
        assert frame.input_mean == (1234 if preprocess == "none" else 0)
        judged = diagnose(frame.a, ACTIVATIONS["relu"], frame.input_mean, frame.input_std)
        assert judged.conditions == (Condition.NO_SPREAD,)


def test_half_of_relus_values_are_flat_and_that_is_no_saturation() -> None:
    assert conditions("relu", saturated=[0.6, 0.6, 0.6]) == ["healthy"]
    assert conditions("sigmoid", saturated=[0.6, 0.6, 0.6]) == ["saturated"]


def judge(activation: str, **fields: Any) -> Diagnosis:
    spec = ActivationsSpec(**{"width": 200, "samples": 200, "activation": activation, **fields})
    frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    assert isinstance(frame, ActivationsFrame)
    return diagnose(frame.a, ACTIVATIONS[activation], frame.input_mean, frame.input_std)


@pytest.mark.parametrize(
    ("activation", "init", "std", "expected"),
    [
        ("tanh", "normal", 0.01, ["signal_vanishing", "gradient_vanishing"]),
        ("tanh", "normal", 1.0, ["gradient_exploding", "saturated"]),
        ("tanh", "xavier_normal", 1.0, ["healthy"]),
        ("relu", "xavier_normal", 1.0, ["signal_vanishing", "gradient_vanishing"]),
        ("relu", "kaiming_normal", 1.0, ["healthy"]),
        ("relu", "zeros", 1.0, ["dead", "signal_vanishing", "gradient_vanishing"]),
        ("relu", "torch_default", 1.0, ["signal_vanishing", "gradient_vanishing", "dying"]),
    ],
)
def test_the_textbook_nets_get_their_textbook_verdicts(
    activation: str, init: str, std: float, expected: list[str]
) -> None:
    """N(0, 1) does not make tanh's signal explode, nor "exploding: 1 times": its gradient does."""
    judged = judge(activation, init_a=init, std=std)
    assert [str(one) for one in judged.conditions] == expected


def test_raw_digits_saturate_layer_1_and_no_such_net_is_healthy() -> None:
    judged = judge("tanh", input="digits", preprocess="none", init_a="fan_in_normal", width=500)
    (flats,) = judged.findings
    assert (flats.condition, flats.layer) == (Condition.SATURATED, 1)
    assert flats.value == pytest.approx(0.789, abs=0.01)
    assert flats.factor > 5, "the reason: z is that wide"


def test_saturated_and_yet_growing_is_said() -> None:
    """CLAIMS S5: with N(0,1) most local derivatives are 0, and the gradient grows 3.5x a layer."""
    loud = judge("tanh", std_a=1.0, width=300, samples=300)
    quiet = judge("tanh", init_a="xavier_normal", width=300, samples=300)
    assert loud.saturated_yet_growing
    assert loud.median == 0 < 1 < loud.rms
    assert not quiet.saturated_yet_growing
    assert quiet.growth == pytest.approx(quiet.findings[0].factor ** (1 / 9))


def test_a_net_that_overflows_is_broken_and_where_it_begins_is_said() -> None:
    judged = judge("relu", depth=60, width=32, samples=32, std=100.0)
    assert judged.worst is Condition.BROKEN
    assert 5 < judged.findings[0].layer < 60
    assert 0 < judged.findings[0].value <= 1
