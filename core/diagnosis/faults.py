"""Mistakes that are planted in a training, each as it is made in real code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.training.trainer import Loss


class Stuck(torch.optim.SGD):
    """An optimizer whose step is never taken."""

    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Do nothing."""


class Piling(torch.optim.SGD):
    """An optimizer whose gradients are never cleared: each step adds to those before it."""

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Do nothing."""


class Detached(nn.Module):
    """Layers through which no gradient goes back."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        """The inner module's output, cut off from what made it."""
        found: Tensor = self.inner(x).detach()
        return found


@dataclass(frozen=True)
class Wiring:
    """What a training is made of."""

    module: nn.Module
    loss: Loss
    optimizer: torch.optim.Optimizer


def wired(
    bug: str,
    layers: Sequence[nn.Linear],
    rate: float,
    penalty: float,
    draws: torch.Generator,
) -> Wiring:
    """A net of these layers with ReLUs between, its loss and plain SGD, with that fault in them.

    The penalty λ/2 |w|² acts by its gradient λ w in the optimizer, on weights alone.
    """
    groups: list[dict[str, Any]] = [
        {"params": [layer.weight for layer in layers], "weight_decay": penalty},
        {"params": [layer.bias for layer in layers]},
    ]
    optimizer: Callable[..., torch.optim.SGD]
    optimizer = {"no_step": Stuck, "no_zero_grad": Piling}.get(bug, torch.optim.SGD)
    uphill = bug == "wrong_sign"
    return Wiring(
        _module(bug, layers), _loss(bug, draws), optimizer(groups, lr=rate, maximize=uphill)
    )


def _module(bug: str, layers: Sequence[nn.Linear]) -> nn.Module:
    hidden: list[nn.Module] = []
    for layer in layers[:-1]:
        hidden += [layer, nn.ReLU()]
    if bug == "frozen_layers":
        return nn.Sequential(Detached(nn.Sequential(*hidden)), layers[-1])
    if bug == "relu_output":
        return nn.Sequential(*hidden, layers[-1], nn.ReLU())
    return nn.Sequential(*hidden, layers[-1])


def _loss(bug: str, draws: torch.Generator) -> Loss:
    def softmax_twice(scores: Tensor, labels: Tensor) -> Tensor:
        return F.cross_entropy(scores.softmax(1), labels)

    def labels_redrawn(scores: Tensor, labels: Tensor) -> Tensor:
        drawn = torch.randint(scores.shape[1], labels.shape, generator=draws)
        return F.cross_entropy(scores, drawn.to(labels.device))

    def shuffled_apart(scores: Tensor, labels: Tensor) -> Tensor:
        order = torch.randperm(len(labels), generator=draws)
        return F.cross_entropy(scores, labels[order.to(labels.device)])

    faulty = {
        "softmax_twice": softmax_twice,
        "labels_redrawn": labels_redrawn,
        "shuffled_apart": shuffled_apart,
    }
    return faulty.get(bug, F.cross_entropy)
