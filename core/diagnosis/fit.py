"""Training error is what is minimized, test error is what is wanted: over the size of a model that
is solved for exactly, and over the steps of a net."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.known import mean_of_known
from core.parameters import Spec, integer, number, seed

Array = np.ndarray[Any, Any]

SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.6, 2, 3.5, 6, 10)
"""The numbers of features as multiples of the number of samples: close together where a model can
just fit every sample."""

ORDER, NOISE, DIRECTIONS, WEIGHTS = range(4)
"""Streams of a seed."""

WIDTH = 128
"""The units of the net's two hidden layers."""
RATE, MOMENTUM = 0.1, 0.9
STEPS = 300
"""Steps of the net on all its samples."""
EVERY = 5
"""Steps between two evaluations of the net."""
NEGLIGIBLE = 1e-10
"""A singular value below this share of the largest counts as zero."""


AROUND = (0.65, 1.35)
"""The numbers of features, as multiples of the samples, among which a peak is looked for."""
HIGHER = 0.03
"""The least by which a peak exceeds the errors on both of its sides."""


@dataclass(frozen=True, kw_only=True)
class FitSpec(Spec):
    """What is learned from, how large the model is, and what holds it back."""

    key: ClassVar[str] = "fit"

    samples: int = integer(
        200, 20, 300, "Samples n", "Training samples; all other digits are the test"
    )
    label_noise: float = number(
        0.1, 0.0, 1.0, "Label noise", "Share of the training labels that are drawn anew"
    )
    features: int = integer(
        None,
        1,
        lambda spec: 10 * spec.samples,
        "Features p",
        "Random features of the model whose numbers are told",
        log=True,
        auto=lambda spec: spec.samples,
    )
    ridge: float = number(
        0.0,
        0.0,
        1e4,
        "Ridge λ",
        "λ|W|² is added to the squared error; 0: of all that fit best, the smallest W",
        from_zero=True,
    )
    decay: float = number(
        0.0,
        0.0,
        1.0,
        "Weight decay of the net",
        "λ/2 · |w|² is added to the net's loss",
        from_zero=True,
    )
    seeds: int = integer(3, 1, 10, "Seeds", "Draws of samples, wrong labels and features")
    seed: int = seed()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of features that are solved for, in order."""
        return tuple(sorted({self.features, *(max(1, round(s * self.samples)) for s in SHARES)}))


@dataclass(frozen=True, kw_only=True)
class FitFrame(Frame):
    """Errors of the models of S sizes for R seeds, and of one net at T evaluations. What has not
    been computed yet is NaN.

    A model's scores are W φ(x), with φ(x) = max(0, V x) of p random directions V, each from
    N(0, 1/64); W minimizes |W Φ - Y|² + λ|W|² over the samples, where a column of Y is 1 at the
    label and else 0. Every model of a seed has the first p of the same directions. The least-norm
    solution is Belkin, Hsu, Ma & Mandal 2019, section 2, for features of Rahimi & Recht 2007.
    """

    sizes: Array
    """[S] the numbers of features p."""
    chosen: int
    """The place in ``sizes`` of the spec's own number of features."""
    train_error: Array
    """[S, R] share of the training samples whose highest score is not their label's."""
    test_error: Array
    """[S, R] share of the test samples misread."""
    train_loss: Array
    """[S, R] |W Φ - Y|² over the number of training samples."""
    test_loss: Array
    """[S, R] the same over the test samples, whose labels are all right."""
    penalty: Array
    """[S, R] λ|W|² over the number of training samples."""
    length: Array
    """[S, R] |W|, the root of the sum of squares."""
    net_steps: Array
    """[T] steps taken at each evaluation of the net."""
    net_train_loss: Array
    """[T] cross-entropy (nats) of the net on its samples, without the penalty."""
    net_test_loss: Array
    """[T] cross-entropy on the test samples."""
    net_train_error: Array
    """[T] share of its samples that the net misreads."""
    net_test_error: Array
    """[T] share of the test samples that it misreads."""
    net_penalty: Array
    """[T] λ/2 · |w|² over all weights and biases of the net."""


def lowest(frame: FitFrame) -> int | None:
    """The place of the net's lowest test loss; None while there is none."""
    loss = frame.net_test_loss
    return int(np.nanargmin(loss)) if np.isfinite(loss).any() else None


def peak(spec: FitSpec, frame: FitFrame) -> tuple[int, int] | None:
    """The places of the highest mean test error around p = n and of the lowest of smaller models;
    None if the former is no peak, or while errors are missing."""
    test = mean_of_known(frame.test_error)
    if not np.isfinite(test).all():
        return None
    shares = frame.sizes / spec.samples
    around = (shares > AROUND[0]) & (shares < AROUND[1])
    top = int(np.argmax(np.where(around, test, -1)))
    least = int(np.argmin(np.where(shares < AROUND[0], test, 2)))
    higher = test[top] - max(test[least], test[-1])
    return (top, least) if higher > HIGHER else None
