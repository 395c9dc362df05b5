"""A bent way between two models, trained to stay where the loss is low."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from saddlepoint.lines import barrier
from saddlepoint.objective import Data, Loss, Objective, Weights

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Curve:
    """The loss on the quadratic Bézier curve (1 - t)² a + 2 t (1 - t) c + t² b."""

    t: Array
    """[n] 0 is the model, 1 the other."""
    values: Array
    """[n] loss; batch norm by the statistics of the data at that place."""
    accuracy: Array
    """[n] share of samples whose highest score is the target's."""
    barrier: float
    """As of a line: how far it rises above the straight line between its ends' losses."""
    bend: Tensor
    """[P] c."""
    step: int
    """Steps that the bend was trained for."""


def curve(
    model: nn.Module,
    other: Weights,
    loss: Loss,
    data: Data,
    *,
    epochs: int = 40,
    rate: float = 0.3,
    momentum: float = 0.9,
    batch: int = 64,
    points: int = 21,
    seed: int = 0,
) -> Curve:
    """Train the bend of a curve from ``model`` to ``other``, and walk along it.

    Each step draws one place t and one batch, and moves c down the loss there, by SGD with momentum
    and a rate that falls as a cosine. Garipov, Izmailov, Podoprikhin, Vetrov & Wilson 2018.
    """
    training = bending(
        model,
        other,
        loss,
        data,
        epochs=epochs,
        rate=rate,
        momentum=momentum,
        batch=batch,
        points=points,
        seed=seed,
        looks=0,
    )
    return deque(filter(None, training), maxlen=1).pop()


def bending(
    model: nn.Module,
    other: Weights,
    loss: Loss,
    data: Data,
    *,
    epochs: int = 40,
    rate: float = 0.3,
    momentum: float = 0.9,
    batch: int = 64,
    points: int = 21,
    seed: int = 0,
    looks: int = 20,
) -> Iterator[Curve | None]:
    """The curve as its bend is trained: None after each step and each place that is looked at, the
    curve ``looks`` times on the way and at the end."""
    objective = Objective(model, loss, data, norm="batch")
    a, b = objective.vector, objective.vector_of(other)
    draws = torch.Generator().manual_seed(seed)
    bend = ((a + b) / 2).requires_grad_()
    optimizer = torch.optim.SGD([bend], lr=rate, momentum=momentum)
    parts = [(k, len(y)) for k, (_, y) in enumerate(objective.batches)]
    batches = sum(-(-many // batch) for _, many in parts) * epochs
    every = max(1, batches // looks) if looks else batches + 1
    step = 0
    if looks:
        yield from _look(objective, a, b, bend, points, step)
    for _ in range(epochs):
        for k, many in parts:
            order = torch.randperm(many, generator=draws)
            for rows in torch.split(order, batch):
                for group in optimizer.param_groups:
                    group["lr"] = rate * (1 + math.cos(math.pi * step / batches)) / 2
                _step(objective, optimizer, (a, bend, b), k, rows, draws)
                step += 1
                yield None
                if step == batches or step % every == 0:
                    yield from _look(objective, a, b, bend, points, step)


def on_curve(a: Tensor, bend: Tensor, b: Tensor, t: float) -> Tensor:
    """[P] (1 - t)² a + 2 t (1 - t) c + t² b."""
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * bend + t**2 * b


def _step(
    objective: Objective,
    optimizer: torch.optim.Optimizer,
    ends: tuple[Tensor, Tensor, Tensor],
    k: int,
    rows: Tensor,
    draws: torch.Generator,
) -> None:
    t = float(torch.rand((), generator=draws))
    x, y = objective.batches[k]
    rows = rows.to(y.device)
    chosen = tuple(one[rows] for one in x) if isinstance(x, tuple) else x[rows]
    with torch.enable_grad(), objective.passing():
        output = objective.output(on_curve(*ends, t), chosen)
        loss = objective.one_number(objective.loss(output, y[rows]))
        optimizer.zero_grad()
        (ends[1].grad,) = torch.autograd.grad(loss, ends[1])
    optimizer.step()


def _look(
    objective: Objective, a: Tensor, b: Tensor, bend: Tensor, points: int, step: int
) -> Iterator[Curve | None]:
    """The curve as it is now, after a None for each of its places."""
    c = bend.detach().clone()
    t = np.linspace(0.0, 1.0, points)
    measured = np.empty((points, 2))
    for k, at in enumerate(t.tolist()):
        measured[k] = objective.measure(on_curve(a, c, b, at))
        yield None
    yield Curve(t, measured[:, 0], measured[:, 1], barrier(t, measured[:, 0]), c, step)
