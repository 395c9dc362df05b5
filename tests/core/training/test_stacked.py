"""Nets that are trained together have the numbers of the same nets trained one by one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.layers.activations import ACTIVATIONS
from core.layers.modules import activation_module
from core.training.stacked import (
    StackedLayer,
    StackedLoss,
    StackedNets,
    binary_cross_entropy,
    cross_entropy,
    shares_cross_entropy,
    sigmoid_cross_entropy,
    sigmoid_squared,
    softmax_squared,
    through,
)

RATES = torch.tensor([0.01, 0.1, 0.5])
DECAYS = torch.tensor([0.0, 0.01, 0.1])


def _layers(sizes: tuple[int, ...]) -> list[StackedLayer]:
    draws = torch.Generator().manual_seed(3)
    return [
        StackedLayer(
            torch.randn(len(RATES), after, before, generator=draws) / before**0.5,
            torch.randn(len(RATES), after, generator=draws) / 10,
        )
        for before, after in pairwise(sizes)
    ]


def _module(layers: list[StackedLayer], place: int, activation: str) -> nn.Sequential:
    """One of the nets, as a person would write it."""
    parts: list[nn.Module] = []
    for layer in layers:
        _, after, before = layer.weight.shape
        linear = nn.Linear(before, after)
        linear.weight, linear.bias = (
            nn.Parameter(w[place].clone()) for w in (layer.weight, layer.bias)
        )
        parts += [linear, activation_module(ACTIVATIONS[activation])]
    return nn.Sequential(*parts[:-1])


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu"])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("sizes", [(5, 4), (5, 7, 4), (5, 7, 6, 4)])
def test_every_net_trains_as_it_would_alone(
    activation: str, momentum: float, sizes: tuple[int, ...]
) -> None:
    draws = torch.Generator().manual_seed(4)
    x = torch.randn(20, 5, generator=draws)
    y = torch.randint(4, (20,), generator=draws)
    layers = _layers(sizes)
    modules = [_module(layers, k, activation) for k in range(len(RATES))]
    nets = StackedNets(
        layers, ACTIVATIONS[activation], cross_entropy, RATES, decays=DECAYS, momentum=momentum
    )
    optimizers = [
        torch.optim.SGD(m.parameters(), lr=float(r), momentum=momentum, weight_decay=float(d))
        for m, r, d in zip(modules, RATES, DECAYS, strict=True)
    ]
    for rows in (slice(0, 8), slice(8, 16), slice(16, 20), slice(0, 8)):  # one batch is shorter
        alone = []
        for module, optimizer in zip(modules, optimizers, strict=True):
            loss = F.cross_entropy(module(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            alone.append(loss.detach())
        together = nets.step(x[rows], y[rows])
        torch.testing.assert_close(together, torch.stack(alone), rtol=0, atol=1e-6)
    scores = torch.stack([module(x).detach() for module in modules])
    torch.testing.assert_close(nets.outputs(x), scores, rtol=0, atol=2e-6)
    assert not torch.allclose(scores[0], scores[2], atol=1e-2)


def test_outputs_stay_as_they_were_when_others_are_asked_for() -> None:
    nets = StackedNets(_layers((5, 4)), ACTIVATIONS["relu"], cross_entropy, RATES)
    first = nets.outputs(torch.ones(3, 5))
    before = first.clone()
    nets.step(torch.zeros(3, 5), torch.zeros(3, dtype=torch.long))
    assert torch.equal(first, before)


@pytest.mark.parametrize(
    ("loss", "score", "plain"),
    [
        (cross_entropy, 4, lambda z, t: F.cross_entropy(z.t(), t)),
        (
            binary_cross_entropy,
            1,
            lambda z, t: F.binary_cross_entropy_with_logits(z[0], t.to(z.dtype)),
        ),
        (softmax_squared, 4, lambda z, t: _half(z.softmax(0), t)),
        (sigmoid_squared, 4, lambda z, t: _half(z.sigmoid(), t)),
        (
            sigmoid_cross_entropy,
            4,
            lambda z, t: 4 * F.binary_cross_entropy_with_logits(z, F.one_hot(t, 4).t().to(z)),
        ),
    ],
)
def test_the_losses_and_their_gradients_are_autograds(
    loss: StackedLoss, score: int, plain: Callable[[Tensor, Tensor], Tensor]
) -> None:
    draws = torch.Generator().manual_seed(5)
    z = torch.randn(3, score, 6, generator=draws, dtype=torch.float64).mul_(4).requires_grad_()
    t = torch.randint(max(2, score), (6,), generator=draws)
    expected = torch.stack([plain(one, t) for one in z])
    (gradient,) = torch.autograd.grad(expected.sum(), z)
    losses, found = loss(z.detach(), t)
    torch.testing.assert_close(losses, expected.detach())
    torch.testing.assert_close(found, gradient)


def _half(scores: Tensor, t: Tensor) -> Tensor:
    """Half the squared distance from the unit vectors, the mean over samples."""
    return (scores - F.one_hot(t, len(scores)).t()).square().sum(0).mean() / 2


def test_targets_may_be_several_classes_at_once() -> None:
    draws = torch.Generator().manual_seed(6)
    z = torch.randn(2, 4, 5, generator=draws, dtype=torch.float64).requires_grad_()
    t = torch.tensor([[1, 0, 0, 1, 1], [0, 1, 0, 1, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 1]]).double()
    for loss, plain in (
        (
            sigmoid_cross_entropy,
            lambda one: 4 * F.binary_cross_entropy_with_logits(one, t),
        ),
        (shares_cross_entropy, lambda one: F.cross_entropy(one.t(), (t / t.sum(0)).t())),
    ):
        expected = torch.stack([plain(one) for one in z])
        (gradient,) = torch.autograd.grad(expected.sum(), z)
        losses, found = loss(z.detach(), t)
        torch.testing.assert_close(losses, expected.detach())
        torch.testing.assert_close(found, gradient)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_the_backward_pass_of_every_activation_is_autograds(key: str) -> None:
    record = ACTIVATIONS[key]
    z = torch.linspace(-3, 3, 13, dtype=torch.float64, requires_grad=True)
    h = activation_module(record)(z)
    (expected,) = torch.autograd.grad(h.sum(), z)
    found = through(record)(torch.ones_like(h), z.detach(), h.detach())
    torch.testing.assert_close(found, expected)
