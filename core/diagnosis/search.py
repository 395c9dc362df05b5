"""Searching a learning rate and a weight decay: by a grid, at random, quasi-randomly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.known import median_of_known
from core.parameters import Spec, choice, integer, number, seed, subset

Array = np.ndarray[Any, Any]

RATES, DECAYS = 32, 16
"""The learning rates and the decays of the map."""

ORDER, WEIGHTS, BATCHES, POINTS = range(4)
"""Streams of the seed."""

WAYS = ("grid", "random", "sobol", "linear")
BUDGETS = (4, 9, 16, 25, 36, 64)
"""Budgets of which a square grid can be made."""

SAMPLES, STEPS, BATCH, WIDTH, MOMENTUM = 600, 60, 64, 32, 0.9
"""What every training has: samples, steps, their batch, the units of its one hidden layer."""

TESTED = (1e-5, 10.0)
"""The learning rates of the range test: from the first step to the last they grow by factors."""
TESTED_STEPS = 120
SMOOTHED = 0.9
"""The share of the smoothed loss that a step of the range test keeps."""
WORST = 3.0
"""The loss to which higher ones count where variance is explained."""
EXPLODED = 4.0
"""The range test ends where the smoothed loss is this many times its lowest value."""

READINGS = ("minimum_tenth", "steepest_by_log", "steepest")
"""The readings of the range test: a tenth of the rate at which the loss is lowest, and the rates at
which it falls most steeply by log η and by η."""


@dataclass(frozen=True, kw_only=True)
class SearchSpec(Spec):
    """The box that is searched, with how many trainings, and how often the search is repeated."""

    key: ClassVar[str] = "search"

    ways: str = subset(", ".join(WAYS), WAYS, "Ways", "How the points of a search are chosen")
    budget: int = choice(16, BUDGETS, "Budget", "Trainings in one search")
    rate_low: float = number(
        1e-4, 1e-8, 10.0, "Rate from", "Lowest learning rate of the box", log=True
    )
    rate_high: float = number(
        10.0,
        lambda spec: 10 * spec.rate_low,
        1e3,
        "Rate to",
        "Highest learning rate of the box",
        log=True,
    )
    decay_low: float = number(
        1e-8, 1e-12, 0.1, "Decay from", "Lowest weight decay of the box", log=True
    )
    decay_high: float = number(
        1e-2,
        lambda spec: 10 * spec.decay_low,
        10.0,
        "Decay to",
        "Highest weight decay of the box",
        log=True,
    )
    repetitions: int = integer(
        60, 1, 200, "Repetitions", "Searches by each way, with other points each time", log=True
    )
    seed: int = seed()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the ways that were chosen, in the order of :data:`WAYS`."""
        typed = {key.strip() for key in self.ways.split(",")}
        return tuple(key for key in WAYS if key in typed)


@dataclass(frozen=True, kw_only=True)
class SearchFrame(Frame):
    """The map of the box, W ways of searching it with a budget of B trainings, R repetitions, and
    the range test. What is not known yet is NaN.

    Every training is a real one: a net 64-32-10 on 600 digits, 60 steps of SGD with momentum 0.9 on
    batches of 64, all from the same start and with the same batches. A loss is the cross-entropy
    (nats) on the other digits; infinite where the training diverged.
    """

    rates: Array
    """[32] the learning rates of the map."""
    decays: Array
    """[16] its weight decays."""
    map: Array
    """[rate, decay] test loss."""
    ways: tuple[str, ...]
    """[W] keys: ``grid``, ``random`` and ``sobol`` choose points by factors of rate and decay, and
    ``linear`` at random by their values. Sobol' 1967, scrambled as in Owen 1998."""
    points: Array
    """[W, B, 2] rate and decay of the first search by each way; the grid has a drawn offset."""
    losses: Array
    """[W, B] test loss at these points."""
    best: Array
    """[W, R, B] lowest test loss among the first trainings of each search."""
    random_wins: float
    """The share of repetitions in which the random search ends lower than the grid; Bergstra &
    Bengio 2012, section 2, say why."""
    rate_explains: float
    """The share of the map's variance of the loss (at most 3, to which what diverged counts) that
    the learning rate alone explains."""
    best_rate: float
    """The rate at which the mean loss over all decays of the map is lowest."""
    tested_rates: Array
    """[T] the learning rate of each step of the range test (Smith 2017, section 3.3)."""
    tested_losses: Array
    """[T] its batch loss, smoothed: an exponential average without the bias of its start."""
    readings: Array
    """[3] the rates that the range test recommends by :data:`READINGS`."""


def decades_off(frame: SearchFrame) -> Array:
    """[3] log10 of each reading of the range test over the best rate of the map."""
    apart: Array = np.log10(frame.readings / frame.best_rate)
    return apart


def typical(best: Array) -> Array:
    """[B] the median over those repetitions [R, B] that have ended; NaN where none has."""
    ended = best[~np.isnan(best[:, -1])]
    return median_of_known(ended, 0) if len(ended) else np.full(best.shape[1], np.nan)


def margin(frame: SearchFrame, axis: int = 1) -> Array:
    """[rate] the median loss over the decays that are known, or [decay] that over the rates with
    ``axis`` 0; NaN where none is known, or where the median diverged."""
    return median_of_known(frame.map, axis)


def distribution(best: Array) -> tuple[Array, Array]:
    """[n] the losses at which the repetitions [R, B] that are known ended, in order, and the share
    of all repetitions that ended at most there."""
    losses = np.sort(best[np.isfinite(best[:, -1]), -1])
    return losses, np.arange(1, len(losses) + 1) / len(best)
