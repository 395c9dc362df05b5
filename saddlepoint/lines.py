"""The loss on the straight line between two models."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from saddlepoint.objective import Data, Loss, Objective, Weights

Array = np.ndarray[Any, Any]

TREATMENTS = ("batch", "interpolated", "first")
"""What batch norm normalizes by on the way: statistics of the data at that very place; the running
statistics of both ends, interpolated as weights are; those of the first end."""


@dataclass(frozen=True)
class Line:
    """The loss at (1 - t) a + t b."""

    t: Array
    """[n] 0 is the model, 1 the other; ``beyond`` goes past both."""
    treatments: tuple[str, ...]
    """Of ``TREATMENTS`` those that differ: one for a model without running statistics."""
    values: Array
    """[treatment, n] loss; NaN where a variance is negative, which extrapolated ones become, and
    interpolated ones never."""
    accuracy: Array
    """[treatment, n] share of samples whose highest score is the target's."""
    barriers: Array
    """[treatment] :func:`barrier` of each, between the models' own losses: with the first one's
    statistics the other is no longer the model that it is."""


def line(
    model: nn.Module,
    other: Weights,
    loss: Loss,
    data: Data,
    *,
    points: int = 21,
    beyond: float = 0.0,
) -> Line:
    """The loss on the line from ``model`` to ``other``, a model of the same shape or its
    ``state_dict()``, and ``beyond`` both by that share of the way.

    Goodfellow, Vinyals & Saxe 2015. With batch norm three lines are drawn, since most of what is
    usually shown as a barrier is made of statistics that belong to no model on it.
    """
    steps = walk(model, other, loss, data, points=points, beyond=beyond)
    return deque(steps, maxlen=1).pop()


def walk(
    model: nn.Module,
    other: Weights,
    loss: Loss,
    data: Data,
    *,
    points: int = 21,
    beyond: float = 0.0,
) -> Iterator[Line]:
    """The line as it is computed: yields it after each place."""
    batch = Objective(model, loss, data, norm="batch")
    running = Objective(model, loss, data)
    a, b = running.vector, running.vector_of(other)
    own, others = running.buffers_of(model), running.buffers_of(other)
    normed = any(hasattr(module, "running_mean") for module in model.modules())
    treatments = TREATMENTS if normed else TREATMENTS[:1]
    t = np.linspace(-beyond, 1.0 + beyond, points)
    models = (running.value(a, own), running.value(b, others))
    ends = [models] * len(treatments)
    if normed:  # a batch's own statistics are not quite those that run with a training
        ends[0] = (batch.value(a), batch.value(b))
    values = np.full((2, len(treatments), points), np.nan)
    for k, at in enumerate(t.tolist()):
        w = torch.lerp(a, b, at)
        for number, treatment in enumerate(treatments):
            if treatment == "batch":
                values[:, number, k] = (batch if normed else running).measure(w)
            else:
                mixed = {
                    name: torch.lerp(one, others[name], at) if one.is_floating_point() else one
                    for name, one in own.items()
                }
                kept = mixed if treatment == "interpolated" else own
                values[:, number, k] = running.measure(w, kept)
        barriers = np.array([barrier(t, *one) for one in zip(values[0], ends, strict=True)])
        yield Line(t, treatments, values[0].copy(), values[1].copy(), barriers)


def barrier(t: Array, values: Array, ends: tuple[float, float] | None = None) -> float:
    """How far a way rises above the straight line between the losses of its ends, at most: 0 if it
    never does. Places without a finite loss are left out, and those that are not between the ends,
    which are the first and the last place unless their losses are given. Frankle, Dziugaite, Roy &
    Carbin 2020."""
    first, last = (float(values[0]), float(values[-1])) if ends is None else ends
    above = (values - (first + (last - first) * t))[np.isfinite(values) & (t >= 0) & (t <= 1)]
    return max(0.0, float(above.max())) if len(above) else float("nan")
