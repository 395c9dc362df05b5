"""Initializers: their variances and bounds, and that all are made of the same draws."""

import math
from collections.abc import Callable

import pytest
import torch
from scipy import stats
from torch import Tensor, nn

from core.signals.initializers import INITIALIZERS, uniform

FAN_OUT, FAN_IN = 300, 500
STD = {
    "zeros": 0.0,
    "normal": 0.02,
    "xavier_normal": math.sqrt(2 / (FAN_IN + FAN_OUT)),
    "xavier_uniform": math.sqrt(2 / (FAN_IN + FAN_OUT)),
    "kaiming_normal": math.sqrt(2 / FAN_IN),
    "kaiming_uniform": math.sqrt(2 / FAN_IN),
    "torch_default": math.sqrt(1 / (3 * FAN_IN)),
}
"""The standard deviations of the papers; 0.02 is the chosen one."""
UNIFORM = ("xavier_uniform", "kaiming_uniform", "torch_default")
TORCH: dict[str, Callable[[Tensor], object]] = {
    "zeros": nn.init.zeros_,
    "normal": lambda w: nn.init.normal_(w, std=0.02),
    "xavier_normal": nn.init.xavier_normal_,
    "xavier_uniform": nn.init.xavier_uniform_,
    "kaiming_normal": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "kaiming_uniform": lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "torch_default": lambda w: nn.init.kaiming_uniform_(w, a=math.sqrt(5)),
}
"""What torch does: the last is the line of torch.nn.Linear.reset_parameters."""
ERROR = 5 * math.sqrt(0.5 / (FAN_OUT * FAN_IN))
"""Five standard errors of a sample's std, relative; a normal sample's is 1/√(2n)."""


@pytest.fixture(scope="module")
def draws() -> Tensor:
    return torch.randn(FAN_OUT, FAN_IN, generator=torch.Generator().manual_seed(0))


def test_the_promised_initializers_are_there() -> None:
    assert set(STD) == set(TORCH) <= set(INITIALIZERS)
    assert all(key == initializer.key for key, initializer in INITIALIZERS.items())


@pytest.mark.parametrize("key", STD)
def test_the_std_is_that_of_the_formula(key: str, draws: Tensor) -> None:
    weights = INITIALIZERS[key].weights(draws, 0.02)
    assert weights.shape == (FAN_OUT, FAN_IN)
    assert float(weights.std()) == pytest.approx(STD[key], rel=ERROR)
    assert abs(float(weights.mean())) <= 5 * STD[key] / math.sqrt(draws.numel())


@pytest.mark.parametrize("key", [k for k in STD if k != "zeros"])
def test_the_std_is_that_of_torchs_own(key: str, draws: Tensor) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        theirs = torch.empty(FAN_OUT, FAN_IN)
        TORCH[key](theirs)
    mine = INITIALIZERS[key].weights(draws, 0.02)
    assert float(mine.std()) == pytest.approx(float(theirs.std()), rel=math.sqrt(2) * ERROR)


def test_a_fresh_linear_layer_has_the_default_std(draws: Tensor) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(2)
        theirs = nn.Linear(FAN_IN, FAN_OUT).weight.detach()
    assert float(theirs.std()) == pytest.approx(STD["torch_default"], rel=ERROR)


@pytest.mark.parametrize("key", UNIFORM)
def test_a_uniform_initializer_fills_its_bounds_evenly(key: str, draws: Tensor) -> None:
    bound = math.sqrt(3) * STD[key]
    weights = INITIALIZERS[key].weights(draws, 0.02).double().flatten()
    assert float(weights.abs().max()) <= bound * (1 + 1e-6)
    assert float(weights.abs().max()) > bound * 0.9999
    assert stats.kstest(weights.numpy(), stats.uniform(-bound, 2 * bound).cdf).pvalue > 0.01


@pytest.mark.parametrize("key", [k for k in STD if k not in UNIFORM])
def test_a_normal_initializer_only_scales_its_draws(key: str, draws: Tensor) -> None:
    torch.testing.assert_close(INITIALIZERS[key].weights(draws, 0.02), draws * STD[key])


@pytest.mark.parametrize("key", [k for k in STD if k != "zeros"])
def test_all_are_made_of_the_same_draws_in_the_same_order(key: str, draws: Tensor) -> None:
    weights = INITIALIZERS[key].weights(draws, 0.02).flatten()
    assert torch.equal(weights.sign(), draws.flatten().sign())
    assert (weights[draws.flatten().argsort()].diff() >= 0).all()


def test_only_the_plain_normal_looks_at_the_chosen_std(draws: Tensor) -> None:
    changed = {
        key
        for key, initializer in INITIALIZERS.items()
        if not torch.equal(initializer.weights(draws, 0.02), initializer.weights(draws, 3.0))
    }
    assert changed == {"normal"}


def test_the_draws_are_left_as_they_were(draws: Tensor) -> None:
    before = draws.clone()
    for initializer in INITIALIZERS.values():
        initializer.weights(draws, 0.5)
    assert torch.equal(draws, before)


def test_a_uniform_value_is_the_normal_distribution_function_of_its_draw() -> None:
    draws = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0], dtype=torch.float64)
    expected = 3 * (2 * torch.from_numpy(stats.norm.cdf(draws.numpy())) - 1)
    torch.testing.assert_close(uniform(draws, 3.0), expected, rtol=1e-14, atol=1e-15)
