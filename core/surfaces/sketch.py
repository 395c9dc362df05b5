"""A loss over data among its data: the samples, and the model that two weights make of them.

The model is drawn as curves over the samples' first factor a: what a regression predicts, or where
a classifier is undecided.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.surfaces.losses import DataLoss, Logistic, Samples, TanhNet

Array = np.ndarray[Any, Any]

POINTS = 60
"""The number of points of each curve."""


def is_classifier(loss: DataLoss) -> bool:
    """Whether the samples have classes, and lie in the plane of their two factors."""
    return isinstance(loss, Logistic)


def places(loss: DataLoss, of: Samples) -> tuple[Array, Array]:
    """[N] across and [N] up, where each sample is drawn: (a, t), or (a, b) for a classifier."""
    return of.a, (of.b if is_classifier(loss) else of.target)


def model(loss: DataLoss, x: float, y: float) -> tuple[Array, Array]:
    """[n] across and [n] up: the curves of the model with the weights x and y, NaN between two.

    A linear model has one for each value of its second feature, if these are two at most:
    t = x a + y b. A tanh net has t = y tanh(x a), a classifier its boundary x a + y b = 0.
    """
    a = np.linspace(loss.train.a.min(), loss.train.a.max(), POINTS)
    with np.errstate(all="ignore"):
        if isinstance(loss, TanhNet):
            return a, y * np.tanh(x * a)
        if is_classifier(loss):
            b = np.linspace(loss.train.b.min(), loss.train.b.max(), POINTS)
            return (a, -x / y * a) if abs(y) >= abs(x) else (-y / x * b, b)
        second = np.unique(loss.train.b)
    across = np.concatenate([np.append(a, np.nan) for _ in second])
    up = np.concatenate([np.append(x * a + y * b, np.nan) for b in second])
    return across[:-1], up[:-1]
