"""Facts of the activation functions: flats, means, the zig-zag and the symmetry."""

import numpy as np
import pytest
import torch

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.signals import run_functions
from core.signals.functions import (
    COST_FEW,
    COST_ROUNDS,
    COST_VALUES,
    FunctionsFrame,
    FunctionsSpec,
)
from core.signals.run_functions import flat_range


@pytest.fixture(scope="module")
def frame() -> FunctionsFrame:
    spec = FunctionsSpec(measure_cost=False)
    found = last_frame(Run(EXPERIMENTS["functions"], spec, "cpu"))
    assert isinstance(found, FunctionsFrame)
    return found


def test_every_function_is_there_with_its_derivative(frame: FunctionsFrame) -> None:
    assert frame.functions == tuple(ACTIVATIONS)
    assert frame.values.shape == frame.slopes.shape == (len(ACTIVATIONS), len(frame.z))
    steps = np.gradient(frame.values, frame.z, axis=1)
    smooth = np.abs(frame.z) > 0.05  # not over a kink
    np.testing.assert_allclose(steps[:, smooth], frame.slopes[:, smooth], atol=2e-3)


def test_tanh_is_flat_where_it_exceeds_097() -> None:
    low, high = flat_range(ACTIVATIONS["tanh"])
    assert high == pytest.approx(np.arctanh(0.97), abs=2e-3)
    assert low == pytest.approx(-high)


@pytest.mark.parametrize(
    ("key", "flat"),
    [
        ("sigmoid", (True, True)),
        ("relu", (True, False)),
        ("elu", (True, False)),
        ("identity", (False, False)),
    ],
)
def test_flats_are_where_the_slope_ends(key: str, flat: tuple[bool, bool]) -> None:
    found = flat_range(ACTIVATIONS[key])
    assert tuple(np.isfinite(found)) == flat
    if key == "relu":
        assert found[0] == pytest.approx(0, abs=2e-3)


def test_leaky_relu_with_a_real_slope_has_no_flat() -> None:
    spec = FunctionsSpec(slope=0.2, measure_cost=False)
    found = last_frame(Run(EXPERIMENTS["functions"], spec, "cpu"))
    assert isinstance(found, FunctionsFrame)
    assert np.isnan(found.flat_below[found.functions.index("leaky_relu")])


def test_only_odd_functions_keep_a_mean_of_zero(frame: FunctionsFrame) -> None:
    for key, mean in zip(frame.functions, frame.mean, strict=True):
        # SELU is not odd: its two constants are chosen so that its mean is 0 all the same.
        expected = ACTIVATIONS[key].zero_centered or key == "selu"
        assert bool(abs(mean) < 1e-6) is expected, key
    assert frame.mean[frame.functions.index("relu")] == pytest.approx(1 / np.sqrt(2 * np.pi))
    assert frame.mean[frame.functions.index("sigmoid")] == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_positive_inputs_give_both_weights_a_gradient_of_one_sign(seed: int) -> None:
    """CLAIMS S2."""
    spec = FunctionsSpec(measure_cost=False, seed=seed, zigzag_steps=200)
    found = last_frame(Run(EXPERIMENTS["functions"], spec, "cpu"))
    assert isinstance(found, FunctionsFrame)
    assert found.one_sign[0] == 1
    assert 0.3 < found.one_sign[1] < 0.7
    positive, centered = np.diff(found.zigzag, axis=1)
    assert (positive[:, 0] * positive[:, 1] >= 0).all()
    assert (centered[:, 0] * centered[:, 1] < 0).any()


@pytest.mark.parametrize("seed", range(3))
def test_equal_weights_stay_equal(seed: int) -> None:
    """CLAIMS S3."""
    spec = FunctionsSpec(measure_cost=False, seed=seed)
    found = last_frame(Run(EXPERIMENTS["functions"], spec, "cpu"))
    assert isinstance(found, FunctionsFrame)
    same, drawn = found.symmetry
    assert (same == same[:, :1]).all()
    assert same[-1, 0] != same[0, 0], "they move, all alike"
    assert drawn[-1].std() > 0.1
    assert found.symmetry_losses[1, -1] < found.symmetry_losses[0, -1]


def test_the_cost_is_relus_at_relu() -> None:
    found = last_frame(Run(EXPERIMENTS["functions"], FunctionsSpec(), "cpu"))
    assert isinstance(found, FunctionsFrame)
    assert found.cost[found.functions.index("relu")] == 1
    assert (found.cost >= 0).all()


def test_what_is_timed_is_the_function_alone_forward_on_values_that_fit_the_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forward and backward over a large array a sigmoid reads 0.93 times ReLU, and is 3.6."""
    timed: list[tuple[str, int, bool, int]] = []
    kinds = [one.module for one in ACTIVATIONS.values()]

    def take_down(module: torch.nn.Module, values: torch.Tensor) -> float:
        kept = torch.is_grad_enabled() or values.requires_grad
        timed.append((type(module).__name__, len(values), kept, torch.get_num_threads()))
        slow = 1000.0 if len(timed) < 40 else 1.0  # another program was busy: medians forget it
        return slow * (kinds.index(type(module).__name__) + 1) * len(values)

    monkeypatch.setattr(run_functions, "_seconds", take_down)
    found = last_frame(Run(EXPERIMENTS["functions"], FunctionsSpec(), "cpu"))
    assert isinstance(found, FunctionsFrame)
    one_round = [
        (one.module, many, False, 1)
        for one in ACTIVATIONS.values()
        for many in (COST_VALUES, COST_FEW)
    ]
    assert timed == one_round * COST_ROUNDS, "one function after another, round by round"
    assert 4 * COST_VALUES <= 2**18, "a core's own cache"
    np.testing.assert_allclose(found.cost, np.arange(1, len(kinds) + 1) / 3)


def test_a_long_run_of_the_small_net_breathes() -> None:
    steps = {
        count: sum(
            1
            for _ in EXPERIMENTS["functions"].frames(
                FunctionsSpec(symmetry_steps=count, zigzag_steps=1, measure_cost=False), "cpu"
            )
        )
        for count in (1, 1000)
    }
    assert steps[1000] >= steps[1] + 2 * 9
