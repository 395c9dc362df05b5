"""Activation functions: against autograd and torch's own, and what their records say of them."""

import math

import pytest
import torch

from core.layers.activations import ACTIVATIONS, SLOPE, activation_of, leaky_relu
from core.layers.modules import activation_module

EVERY = [*ACTIVATIONS.values(), leaky_relu(0.0), leaky_relu(0.3), leaky_relu(1.0)]
NAMES = [f"{a.key}-{a.torch}" for a in EVERY]
KINKED = ("relu", "leaky_relu", "selu")


def points(key: str) -> torch.Tensor:
    z = torch.linspace(-6, 6, 1201, dtype=torch.float64)
    return z[torch.arange(1201) != 600] if key in KINKED else z  # not their kink


@pytest.mark.parametrize("activation", EVERY, ids=NAMES)
def test_the_derivative_is_autograds_and_the_function_torchs(activation) -> None:
    z = points(activation.key).requires_grad_()
    h = activation.function(z)
    (expected,) = torch.autograd.grad(h.sum(), z)
    derivative = activation.derivative(z.detach(), h.detach())
    torch.testing.assert_close(derivative, expected, rtol=1e-10, atol=1e-14)
    module = activation_module(activation)
    torch.testing.assert_close(h, module(z), rtol=1e-8, atol=1e-8)  # softplus is linear from 20
    leaf = points(activation.key).requires_grad_()
    module(leaf).sum().backward()
    torch.testing.assert_close(derivative, leaf.grad, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("activation", EVERY, ids=NAMES)
def test_nothing_is_changed_in_place(activation) -> None:
    z = torch.linspace(-3, 3, 7)
    h = activation.function(z)
    kept = h.clone()
    activation.derivative(z, h)
    assert torch.equal(z, torch.linspace(-3, 3, 7))
    assert torch.equal(h, kept)


@pytest.mark.parametrize("activation", EVERY, ids=NAMES)
def test_the_steepest_slope_is_that(activation) -> None:
    z = points(activation.key)
    slopes = activation.derivative(z, activation.function(z)).abs()
    assert float(slopes.max()) <= activation.steepest * (1 + 1e-9)
    # 0.01 apart: SELU comes within 1 % of its steepest, which lies at 0 from below.
    assert float(slopes.max()) == pytest.approx(activation.steepest, rel=0.011)


@pytest.mark.parametrize("key", ["gelu", "silu"])
def test_a_steepest_slope_known_by_a_constant_is_right_in_every_digit_of_it(key) -> None:
    z = torch.linspace(1, 3, 2_000_001, dtype=torch.float64)
    activation = ACTIVATIONS[key]
    slopes = activation.derivative(z, activation.function(z))
    assert float(slopes.max()) == pytest.approx(activation.steepest, rel=1e-10)


@pytest.mark.parametrize("key", ["relu", "leaky_relu"])
def test_at_the_kink_a_slope_is_the_one_that_torch_takes(key) -> None:
    z = torch.zeros(1, requires_grad=True)
    activation_module(ACTIVATIONS[key])(z).backward()
    taken = ACTIVATIONS[key].derivative(z.detach(), z.detach())
    assert taken.equal(z.grad)  # type: ignore[arg-type]
    assert float(taken) == pytest.approx(SLOPE if key == "leaky_relu" else 0)


@pytest.mark.parametrize("activation", EVERY, ids=NAMES)
def test_the_limits_are_the_lowest_and_the_highest_value(activation) -> None:
    z = torch.linspace(-60, 60, 240_001, dtype=torch.float64)
    h = activation.function(z)
    for limit, found in zip(activation.limits, (float(h.min()), float(h.max())), strict=True):
        if math.isinf(limit):
            assert found * math.copysign(1, limit) > 0.1
        else:
            assert found == pytest.approx(limit, abs=1e-8)
    assert activation.span[0] < activation.span[1]
    if activation.bounded:
        assert activation.span == activation.limits
    assert activation.bounded is (activation.key in ("sigmoid", "tanh"))


@pytest.mark.parametrize("activation", EVERY, ids=NAMES)
def test_zero_centered_is_odd(activation) -> None:
    z = points(activation.key)
    h = activation.function(z)
    assert activation.zero_centered is bool(torch.allclose(h, -h.flip(0), atol=1e-12))


def test_the_slope_is_leaky_relus_alone() -> None:
    assert activation_of("leaky_relu", 0.25).torch == "torch.nn.LeakyReLU(0.25)"
    assert activation_of("leaky_relu").torch == f"torch.nn.LeakyReLU({SLOPE})"
    assert activation_of("tanh", 0.25) is ACTIVATIONS["tanh"]


def test_selus_fixed_point_is_mean_0_and_variance_1() -> None:
    from core.signals.theory import expectations

    found = expectations(ACTIVATIONS["selu"], torch.ones(1).double().numpy(), 0.0)
    assert found.f[0] == pytest.approx(0, abs=1e-6)
    assert found.square[0] == pytest.approx(1, abs=1e-6)
