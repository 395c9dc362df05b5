"""Mini-batches: in which order the samples of a data set are seen, and how many have been.

Without replacement: each epoch is one permutation of all N samples, cut into batches of b; where b
does not divide N the last batch of an epoch is shorter, and is used as it is. The order is drawn
from the race's seed alone, so that all competitors see the samples in the same order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from core.surfaces.function import Function

Array = np.ndarray[Any, Any]

_ORDER = 0xBA7C4
"""Beside the seed, so that no noise is drawn from the same stream."""


def size_of(batch: int, function: Function) -> int:
    """How many samples an evaluation sees: b, or all N where b is 0 or more than N.

    Where there are no data it counts as one.
    """
    count = max(1, function.samples)
    return min(batch, count) if batch else count


def batches(count: int, size: int, seed: int) -> Iterator[Array]:
    """The numbers of the samples of one batch after another, without end."""
    for epoch in itertools.count():
        order = np.random.default_rng((seed, epoch, _ORDER)).permutation(count)
        for first in range(0, count, size):
            yield order[first : first + size]


def samples_seen(evaluations: Array, size: int, count: int) -> Array:
    """How many samples so many evaluations see."""
    per_epoch = -(-count // size)
    last = np.minimum(evaluations % per_epoch * size, count)
    seen: Array = evaluations // per_epoch * count + last
    return seen


def evaluations_within(samples: int, size: int, count: int) -> int:
    """How many evaluations see no more than so many samples."""
    per_epoch = -(-count // size)
    return samples // count * per_epoch + samples % count // size
