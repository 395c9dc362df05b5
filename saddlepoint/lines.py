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
    """[n] 0 is the model, 1 the other."""
    treatments: tuple[str, ...]
    """Of ``TREATMENTS`` those that differ: one for a model without running statistics."""
    values: Array
    """[treatment, n] loss; NaN where an interpolated variance is negative."""
    accuracy: Array
    """[treatment, n] share of samples whose highest score is the target's."""
    barriers: Array
    """[treatment] :func:`barrier` of each."""


def line(model: nn.Module, other: Weights, loss: Loss, data: Data, *, points: int = 21) -> Line:
    """The loss on the line from ``model`` to ``other``, a model of the same shape or its
    ``state_dict()``.

    Goodfellow, Vinyals & Saxe 2015. With batch norm three lines are drawn, since most of what is
    usually shown as a barrier is made of statistics that belong to no model on it.
    """
    return deque(walk(model, other, loss, data, points=points), maxlen=1).pop()


def walk(
    model: nn.Module, other: Weights, loss: Loss, data: Data, *, points: int = 21
) -> Iterator[Line]:
    """The line as it is computed: yields it after each place."""
    batch = Objective(model, loss, data, norm="batch")
    running = Objective(model, loss, data)
    a, b = running.vector, running.vector_of(other)
    own, others = running.buffers_of(model), running.buffers_of(other)
    normed = any(hasattr(module, "running_mean") for module in model.modules())
    treatments = TREATMENTS if normed else TREATMENTS[:1]
    t = np.linspace(0.0, 1.0, points)
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
        barriers = np.array([barrier(t, one) for one in values[0]])
        yield Line(t, treatments, values[0].copy(), values[1].copy(), barriers)


def barrier(t: Array, values: Array) -> float:
    """How far a way rises above the straight line between the losses of its ends, at most: 0 if it
    never does. Places without a finite loss are left out. Frankle, Dziugaite, Roy & Carbin 2020."""
    straight = values[0] + (values[-1] - values[0]) * t
    above = (values - straight)[np.isfinite(values)]
    return max(0.0, float(above.max())) if len(above) else float("nan")
