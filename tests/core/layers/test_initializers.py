"""Initializers: their variances and bounds, and that all are made of the same draws."""

import math
from collections.abc import Callable
from textwrap import indent
from typing import Any

import pytest
import torch
from scipy import stats
from torch import Tensor, nn
from torch.nn import init

from core.layers.distributions import uniform
from core.layers.initializers import INITIALIZERS

FAN_OUT, FAN_IN = 300, 500
STD = {
    "zeros": 0.0,
    "constant": 0.0,
    "normal": 0.02,
    "uniform": 0.02,
    "lecun_normal": math.sqrt(1 / FAN_IN),
    "lecun_uniform": math.sqrt(1 / FAN_IN),
    "fan_in_normal": math.sqrt(1 / FAN_IN),
    "xavier_normal": math.sqrt(2 / (FAN_IN + FAN_OUT)),
    "xavier_uniform": math.sqrt(2 / (FAN_IN + FAN_OUT)),
    "kaiming_normal": math.sqrt(2 / FAN_IN),
    "kaiming_uniform": math.sqrt(2 / FAN_IN),
    "kaiming_normal_out": math.sqrt(2 / FAN_OUT),
    "kaiming_uniform_out": math.sqrt(2 / FAN_OUT),
    "orthogonal": math.sqrt(1 / FAN_IN),
    "sparse": 0.02 * math.sqrt(15 / FAN_IN),
    "torch_default": math.sqrt(1 / (3 * FAN_IN)),
}
"""The standard deviations of the papers; 0.02 is the chosen one."""
TORCHS: dict[str, Callable[[Tensor, float], object]] = {
    "zeros": lambda w, slope: init.zeros_(w),
    "constant": lambda w, slope: init.constant_(w, 0.02),
    "normal": lambda w, slope: init.normal_(w, std=0.02),
    "uniform": lambda w, slope: init.uniform_(w, -(3**0.5) * 0.02, 3**0.5 * 0.02),
    "lecun_normal": lambda w, slope: init.normal_(w, std=w.shape[1] ** -0.5),
    "lecun_uniform": lambda w, slope: init.uniform_(
        w, -((3 / w.shape[1]) ** 0.5), (3 / w.shape[1]) ** 0.5
    ),
    "fan_in_normal": lambda w, slope: init.normal_(w, std=w.shape[1] ** -0.5),
    "xavier_normal": lambda w, slope: init.xavier_normal_(w),
    "xavier_uniform": lambda w, slope: init.xavier_uniform_(w),
    "kaiming_normal": lambda w, slope: init.kaiming_normal_(w, a=slope),
    "kaiming_uniform": lambda w, slope: init.kaiming_uniform_(w, a=slope),
    "kaiming_normal_out": lambda w, slope: init.kaiming_normal_(w, a=slope, mode="fan_out"),
    "kaiming_uniform_out": lambda w, slope: init.kaiming_uniform_(w, a=slope, mode="fan_out"),
    "orthogonal": lambda w, slope: init.orthogonal_(w),
    "sparse": lambda w, slope: init.sparse_(w.T, 1 - 15 / w.shape[1], 0.02),
    "torch_default": lambda w, slope: init.kaiming_uniform_(w, a=5**0.5),
}
"""torch's own, for the chosen scale 0.02."""
UNIFORM = (
    "uniform", "lecun_uniform", "xavier_uniform", "kaiming_uniform", "kaiming_uniform_out",
    "torch_default",
)  # fmt: skip
MIXED = ("orthogonal", "sparse")
"""Not made value by value."""
SCALED = ("constant", "normal", "uniform", "sparse")
SPREAD = [key for key, std in STD.items() if std]
ERROR = 5 * math.sqrt(0.5 / (FAN_OUT * FAN_IN))
"""Five standard errors of a sample's std, relative; a normal sample's is 1/√(2n)."""


@pytest.fixture(scope="module")
def draws() -> Tensor:
    return torch.randn(FAN_OUT, FAN_IN, generator=torch.Generator().manual_seed(0))


def test_the_promised_initializers_are_there() -> None:
    assert set(STD) == set(INITIALIZERS)
    assert all(key == initializer.key for key, initializer in INITIALIZERS.items())


@pytest.mark.parametrize("key", STD)
def test_the_std_is_that_of_the_formula(key: str, draws: Tensor) -> None:
    weights = INITIALIZERS[key].weights(draws, 0.02)
    assert weights.shape == (FAN_OUT, FAN_IN)
    few = math.sqrt(FAN_IN / 15) if key == "sparse" else 1  # as many times fewer values
    assert float(weights.std(correction=0)) == pytest.approx(STD[key], rel=few * ERROR, abs=1e-8)
    center = 0.02 if key == "constant" else 0.0
    assert abs(float(weights.mean()) - center) <= 5 * STD[key] / math.sqrt(draws.numel()) + 1e-8


@pytest.mark.parametrize("slope", [0.0, 0.3])
@pytest.mark.parametrize("key", STD)
def test_the_code_makes_the_same_weights_of_the_same_generator(key: str, slope: float) -> None:
    lines = indent(INITIALIZERS[key].code, "    ")
    made: dict[str, Any] = {"torch": torch}
    exec(f"def fill(w, generator, std, slope):\n{lines}", made)
    w = torch.empty(20, 30)
    theirs = made["fill"](w, torch.Generator().manual_seed(5), 0.02, slope)
    draws = torch.randn(20, 30, generator=torch.Generator().manual_seed(5))
    torch.testing.assert_close(theirs, INITIALIZERS[key].weights(draws, 0.02, slope))


@pytest.mark.parametrize("slope", [0.0, 0.3])
@pytest.mark.parametrize("key", STD)
def test_the_std_is_that_of_torchs_own(key: str, slope: float, draws: Tensor) -> None:
    theirs = torch.empty(FAN_OUT, FAN_IN)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        TORCHS[key](theirs, slope)
    mine = INITIALIZERS[key].weights(draws, 0.02, slope)
    few = math.sqrt(FAN_IN / 15) if key == "sparse" else 1
    expected = pytest.approx(float(theirs.std()), rel=few * math.sqrt(2) * ERROR, abs=1e-9)
    assert float(mine.std()) == expected
    if key in UNIFORM:
        bound = float(theirs.abs().max())
        assert float(mine.abs().max()) == pytest.approx(bound, rel=1e-3)


@pytest.mark.parametrize("key", STD)
def test_a_slope_concerns_he_alone(key: str, draws: Tensor) -> None:
    flat, leaky = (INITIALIZERS[key].weights(draws, 0.02, slope) for slope in (0.0, 0.5))
    assert INITIALIZERS[key].takes_slope is key.startswith("kaiming")
    if key.startswith("kaiming"):
        torch.testing.assert_close(leaky, flat / math.sqrt(1.25))
    else:
        assert torch.equal(leaky, flat)


def test_lecuns_and_the_lectures_xavier_are_glorots_in_a_square_layer(draws: Tensor) -> None:
    square = draws[:, :FAN_OUT]
    xavier = INITIALIZERS["xavier_normal"].weights(square, 0.0)
    for key in ("lecun_normal", "fan_in_normal"):
        torch.testing.assert_close(INITIALIZERS[key].weights(square, 0.0), xavier)


@pytest.mark.parametrize("shape", [(300, 500), (500, 300), (130, 130), (1, 7), (7, 1), (1, 1)])
def test_orthogonal_is_torchs_q_of_the_same_draws(shape: tuple[int, int]) -> None:
    draws = torch.randn(*shape, generator=torch.Generator().manual_seed(3))
    weights = INITIALIZERS["orthogonal"].weights(draws, 0.0)
    tall = draws if shape[0] >= shape[1] else draws.T
    q, r = torch.linalg.qr(tall.double())
    expected = q * r.diagonal().sign()
    expected = expected if shape[0] >= shape[1] else expected.T
    torch.testing.assert_close(weights.double(), expected, rtol=0, atol=3e-5)
    thin = weights.double() if shape[0] >= shape[1] else weights.double().T
    identity = torch.eye(min(shape), dtype=torch.float64)
    torch.testing.assert_close(thin.T @ thin, identity, rtol=0, atol=5e-6)


def test_orthogonal_breathes(draws: Tensor) -> None:
    assert len(list(INITIALIZERS["orthogonal"].steps(draws, 0.0, 0.0))) == 5


def test_sparse_keeps_fifteen_weights_of_each_unit(draws: Tensor) -> None:
    weights = INITIALIZERS["sparse"].weights(draws, 0.5)
    assert ((weights != 0).sum(dim=1) == 15).all()
    kept = weights[weights != 0]
    assert torch.equal(kept, (draws * 0.5)[weights != 0])
    assert stats.kstest(kept.numpy(), stats.norm(0, 0.5).cdf).pvalue > 0.01
    columns = (weights != 0).sum(dim=0).double()
    # Chosen evenly: each column is kept by 300 units with a chance of 3 %.
    assert float(columns.var()) == pytest.approx(300 * 0.03 * 0.97, rel=0.3)
    few = draws[:, :9]
    torch.testing.assert_close(INITIALIZERS["sparse"].weights(few, 0.5), few * 0.5)


def test_a_fresh_linear_layer_has_the_default_std(draws: Tensor) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(2)
        theirs = nn.Linear(FAN_IN, FAN_OUT).weight.detach()
    assert float(theirs.std()) == pytest.approx(STD["torch_default"], rel=ERROR)


def test_torchs_default_alone_draws_biases_and_as_a_fresh_linear_layer_does() -> None:
    draws = torch.randn(20_000, generator=torch.Generator().manual_seed(4))
    with torch.random.fork_rng():
        torch.manual_seed(2)
        theirs = nn.Linear(FAN_IN, len(draws)).bias.detach()
    mine = INITIALIZERS["torch_default"].biases(draws, FAN_IN)
    assert mine is not None
    assert stats.ks_2samp(mine.numpy(), theirs.numpy()).pvalue > 0.01
    assert float(mine.abs().max()) == pytest.approx(FAN_IN**-0.5, rel=1e-3)
    others = [one for key, one in INITIALIZERS.items() if key != "torch_default"]
    assert all(one.biases(draws, FAN_IN) is None and not one.bias_code for one in others)


def test_the_code_makes_the_same_biases_of_the_same_generator() -> None:
    record = INITIALIZERS["torch_default"]
    made: dict[str, Any] = {"torch": torch}
    exec(f"def fill(b, fan_in, generator):\n{indent(record.bias_code, '    ')}", made)
    theirs = made["fill"](torch.empty(20), 30, torch.Generator().manual_seed(5))
    draws = torch.randn(20, generator=torch.Generator().manual_seed(5))
    torch.testing.assert_close(theirs, record.biases(draws, 30))


@pytest.mark.parametrize("key", UNIFORM)
def test_a_uniform_initializer_fills_its_bounds_evenly(key: str, draws: Tensor) -> None:
    bound = math.sqrt(3) * STD[key]
    weights = INITIALIZERS[key].weights(draws, 0.02).double().flatten()
    assert float(weights.abs().max()) <= bound * (1 + 1e-6)
    assert float(weights.abs().max()) > bound * 0.9999
    assert stats.kstest(weights.numpy(), stats.uniform(-bound, 2 * bound).cdf).pvalue > 0.01


@pytest.mark.parametrize("key", [k for k in STD if k not in (*UNIFORM, *MIXED, "constant")])
def test_a_normal_initializer_only_scales_its_draws(key: str, draws: Tensor) -> None:
    torch.testing.assert_close(INITIALIZERS[key].weights(draws, 0.02), draws * STD[key])


@pytest.mark.parametrize("key", [k for k in SPREAD if k not in MIXED])
def test_all_are_made_of_the_same_draws_in_the_same_order(key: str, draws: Tensor) -> None:
    weights = INITIALIZERS[key].weights(draws, 0.02).flatten()
    assert torch.equal(weights.sign(), draws.flatten().sign())
    assert (weights[draws.flatten().argsort()].diff() >= 0).all()


def test_only_those_with_a_scale_look_at_it(draws: Tensor) -> None:
    changed = {
        key
        for key, initializer in INITIALIZERS.items()
        if not torch.equal(initializer.weights(draws, 0.02), initializer.weights(draws, 3.0))
    }
    assert changed == set(SCALED) == {k for k, i in INITIALIZERS.items() if i.has_scale}


def test_the_draws_are_left_as_they_were(draws: Tensor) -> None:
    before = draws.clone()
    for initializer in INITIALIZERS.values():
        initializer.weights(draws, 0.5)
    assert torch.equal(draws, before)


def test_a_uniform_value_is_the_normal_distribution_function_of_its_draw() -> None:
    draws = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0], dtype=torch.float64)
    expected = 3 * (2 * torch.from_numpy(stats.norm.cdf(draws.numpy())) - 1)
    torch.testing.assert_close(uniform(draws, 3.0), expected, rtol=1e-14, atol=1e-15)  # ±√(3·3)
