"""A competitor's path, point by point without end, on plain numbers: faster than any tensor here.

A point is (x, y, loss, gradient norm, evaluations). ``evaluations`` is how many evaluations of
function and gradient it took to get there and to know loss and gradient at that point:

- a first-order rule takes one a point, so t + 1 at step t;
- a Hessian counts as many more as there are coordinates, as by differences of gradients: 3t + 1
  for Newton's methods on a surface of two;
- scipy's and torch's own methods are counted as they evaluate, the line search included.

After a value that is not finite all points are NaN, and the count stays the same. A method that
ends by itself repeats its last point.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from core.optimizers.batches import batches, size_of
from core.optimizers.optimizers import Competitor
from core.optimizers.plain_steps import plain_step
from core.optimizers.schedules import SCHEDULES
from core.optimizers.treatment import Treatment, clipped
from core.surfaces.function import Function
from core.surfaces.losses import DataLoss

Point = tuple[float, float, float, float, int]
Pair = tuple[float, float]
Start = Pair

DRAWS = 256


def path(
    competitor: Competitor,
    function: Function,
    learning_rate: float,
    start: Start,
    *,
    total: int,
    seed: tuple[int, ...] = (0,),
) -> Iterator[Point]:
    """The points of a path, the start first.

    ``learning_rate`` is the common one, used by a competitor without its own; a schedule spans
    ``total`` updates; ``seed`` seeds the gradient's noise, and its first number the samples' order.
    """
    optimizer = competitor.optimizer
    if optimizer.library is not None:
        return _by_library(competitor, function, learning_rate, start)
    if optimizer.direction is not None:
        return _by_hessian(competitor, function, learning_rate, start)
    treatment = competitor.treatment()
    if treatment == Treatment():
        return _descend(competitor, function, learning_rate, start)
    return _treated(competitor, function, learning_rate, start, treatment, total, seed)


def within(points: Iterator[Point], budget: int) -> Iterator[Point]:
    """The path as far as ``budget`` evaluations carry it, then its last point over and over.

    A step that would exceed the budget is not taken.
    """
    last = next(points)
    yield last
    for point in points:
        if point[4] > budget:
            break
        last = point
        yield point
        if point[4] == budget:
            break
    while True:
        yield last


def _descend(
    competitor: Competitor, function: Function, learning_rate: float, start: Start
) -> Iterator[Point]:
    """The path of a first-order rule on the plain gradient. This is the hot loop: keep it bare."""
    rule = competitor.optimizer.rule
    assert rule is not None
    hyper = competitor.hyper(learning_rate)
    rate = hyper["learning_rate"]
    x, y = start
    of_x = of_y = competitor.optimizer.starting_memories(hyper)
    step = plain_step(rule, hyper, len(of_x))
    at = function.at
    t = 0
    while True:
        loss, gx, gy = at(x, y)
        norm = math.hypot(gx, gy)
        t += 1
        yield x, y, loss, norm, t
        if not math.isfinite(loss + norm + x + y):
            break
        try:
            next_x, of_x = step(x, gx, t, of_x, rate)
            next_y, of_y = step(y, gy, t, of_y, rate)
        except (OverflowError, ZeroDivisionError):
            break  # plain floats raise where arrays would give inf
        x, y = next_x, next_y
    yield from _lost(t)


def _treated(
    competitor: Competitor,
    function: Function,
    learning_rate: float,
    start: Start,
    treatment: Treatment,
    total: int,
    seed: tuple[int, ...],
) -> Iterator[Point]:
    """The path of a first-order rule after the treatment of gradient and rate."""
    t = 0
    for one in updates(competitor, function, learning_rate, start, treatment, total, seed):
        t = one.step + 1
        yield one.place[0], one.place[1], one.loss, math.hypot(*one.gradient), t
    yield from _lost(t)


class Update(NamedTuple):
    """One update of a first-order rule, with everything that went into it; pairs are (x, y)."""

    step: int
    """The step that the update starts from: 0 at the start."""
    place: Pair
    loss: float
    gradient: Pair
    treated: Pair
    """The gradient as the rule sees it: of its batch, with noise, clipped, with weight decay."""
    learning_rate: float
    """The learning rate at this step, as the schedule sets it."""
    before: tuple[tuple[float, ...], tuple[float, ...]]
    """The rule's memories before the update: for each coordinate, one value of each memory."""
    after: tuple[tuple[float, ...], tuple[float, ...]] | None
    arrived: Pair | None
    """The next position; like ``after`` it is None once a value is no longer finite."""


def updates(
    competitor: Competitor,
    function: Function,
    learning_rate: float,
    start: Start,
    treatment: Treatment,
    total: int,
    seed: tuple[int, ...],
) -> Iterator[Update]:
    """The updates of a first-order rule, until a value is not finite."""
    rule = competitor.optimizer.rule
    assert rule is not None
    hyper = competitor.hyper(learning_rate)
    rate = hyper["learning_rate"]
    factors = SCHEDULES[treatment.schedule].factors(rate, total)
    factor = next(factors)
    clip, decay = treatment.clip, treatment.weight_decay
    noise = _noise(treatment.noise, seed) if treatment.noise else None
    size = size_of(treatment.batch, function)
    order = batches(function.samples, size, seed[0]) if size < function.samples else None
    x, y = start
    of_x = of_y = competitor.optimizer.starting_memories(hyper)
    step = plain_step(rule, hyper, len(of_x))
    for t in itertools.count():
        loss, gx, gy = gradient = function.at(x, y)
        now = rate * factor
        lost = Update(t, (x, y), loss, gradient[1:], (gx, gy), now, (of_x, of_y), None, None)
        if not math.isfinite(loss + math.hypot(gx, gy) + x + y):
            yield lost
            return
        if order is not None:
            assert isinstance(function, DataLoss)
            gx, gy = function.batch_gradient(x, y, next(order))
        if noise is not None:
            gx += next(noise)
            if function.dimensions == 2:
                gy += next(noise)
        if clip:
            gx, gy = clipped(gx, gy, clip)
        if decay:
            gx += decay * x
            gy += decay * y
        try:
            next_x, next_of_x = step(x, gx, t + 1, of_x, now)
            next_y, next_of_y = step(y, gy, t + 1, of_y, now)
        except (OverflowError, ZeroDivisionError):
            yield lost
            return
        yield lost._replace(
            treated=(gx, gy), after=(next_of_x, next_of_y), arrived=(next_x, next_y)
        )
        x, y, of_x, of_y = next_x, next_y, next_of_x, next_of_y
        factor = factors.send(loss)


def _noise(std: float, seed: tuple[int, ...]) -> Iterator[float]:
    random = np.random.default_rng(seed)
    while True:
        yield from (std * random.standard_normal(DRAWS)).tolist()


def _by_hessian(
    competitor: Competitor, function: Function, learning_rate: float, start: Start
) -> Iterator[Point]:
    """The path of one of Newton's methods: p ← p - η d(g, H)."""
    direction = competitor.optimizer.direction
    assert direction is not None
    hyper = competitor.hyper(learning_rate)
    rate = hyper.pop("learning_rate")
    x, y = start
    count = 1
    while True:
        loss, gx, gy = function.at(x, y)
        norm = math.hypot(gx, gy)
        yield x, y, loss, norm, count
        if not math.isfinite(loss + norm + x + y):
            break
        xx, xy, yy = function.hessian(np.float64(x), np.float64(y))
        try:
            dx, dy = direction(gx, gy, float(xx), float(xy), float(yy), **hyper)
        except (OverflowError, ZeroDivisionError):
            break  # a singular Hessian has no step
        x, y = x - rate * dx, y - rate * dy
        count += 1 + function.dimensions
    yield from _lost(count)


def _by_library(
    competitor: Competitor, function: Function, learning_rate: float, start: Start
) -> Iterator[Point]:
    """The path of one of scipy's or torch's own methods; the points are evaluated
    again, uncounted."""
    library = competitor.optimizer.library
    assert library is not None
    point: Point = (math.nan, math.nan, math.nan, math.nan, 1)
    for x, y, count in library(function, start, **competitor.hyper(learning_rate)):
        loss, gx, gy = function.at(x, y)
        point = (x, y, loss, math.hypot(gx, gy), count)
        yield point
        if not math.isfinite(sum(point)):
            yield from _lost(count)
    while True:
        yield point


def _lost(count: int) -> Iterator[Point]:
    point = (math.nan, math.nan, math.nan, math.nan, count)
    while True:
        yield point
