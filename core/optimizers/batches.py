"""Mini-batches: the order in which the samples of a data set are seen, and how many have been.

Samples are drawn without replacement: each epoch is one permutation of all N samples, cut into
batches of b; if b does not divide N, the last batch of an epoch is shorter and is used as it is.
The order is drawn from the race's seed alone, so that all competitors see the samples in the same
order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from core.surfaces.function import Function

Array = np.ndarray[Any, Any]

_ORDER = 0xBA7C4
"""A number added to the seed, so that no noise is drawn from the same stream."""


def size_of(batch: int, function: Function) -> int:
    """The number of samples that an evaluation sees: b, or all N if b is 0 or more than N.

    Where there are no data it is 1.
    """
    count = max(1, function.samples)
    return min(batch, count) if batch else count


def batches(count: int, size: int, seed: int) -> Iterator[Array]:
    """The indices of the samples of one batch after another, without end."""
    for epoch in itertools.count():
        order = np.random.default_rng((seed, epoch, _ORDER)).permutation(count)
        for first in range(0, count, size):
            yield order[first : first + size]


def samples_seen(evaluations: Array, size: int, count: int) -> Array:
    """The number of samples seen by a number of evaluations."""
    per_epoch = -(-count // size)
    last = np.minimum(evaluations % per_epoch * size, count)
    seen: Array = evaluations // per_epoch * count + last
    return seen


def evaluations_within(samples: int, size: int, count: int) -> int:
    """The number of evaluations that see no more than a given number of samples."""
    per_epoch = -(-count // size)
    return samples // count * per_epoch + samples % count // size
