"""The run of a race: a hundred steps of every competitor after another, judged frame by frame."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

import numpy as np

from core.descent.descent import NEAR, TUNED_RATES, DescentFrame, DescentSpec
from core.descent.paths import Point, path, within
from core.experiment import Frames, read_only
from core.optimizers.batches import evaluations_within, samples_seen, size_of
from core.optimizers.optimizers import Competitor
from core.parameters import Reason, SpecError, plain
from core.surfaces.function import Function, Surface
from core.surfaces.losses import DataLoss
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import far, lasting, verdicts

Array = np.ndarray[Any, Any]

STEPS_A_FRAME = 100
STEPS_A_YIELD = {"rule": 500, "direction": 100, "library": 5}
"""The number of steps of each kind of method between two yields: a few ms of work each."""


def run(spec: DescentSpec, device: str) -> Frames:
    """Race the competitors, a hundred steps a frame. It works on plain float64 numbers, which are
    faster than any tensor here."""
    surface = surface_of(spec)
    function = compile_surface(spec)
    if not math.isfinite(function.at(spec.start_x, spec.start_y)[0]):
        place = f"({plain(spec.start_x)}, {plain(spec.start_y)})"
        raise SpecError("start_x", Reason.NOT_FINITE_AT_START, place, "f(x, y) ≠ ∞")
    yield None
    competitors = list(spec.optimizers)
    walk = partial(_walk, spec, function)
    if spec.tune:
        for k, one in enumerate(competitors):
            if one.optimizer.takes_rate:
                competitors[k] = yield from _tuned(walk, surface, one, k, spec.steps)
    paths = [walk(one, k) for k, one in enumerate(competitors)]
    history = _History(spec, surface, function, competitors)
    length = spec.steps + 1
    done = 0
    while done < length:
        end = min(length, max(done, 1) + STEPS_A_FRAME)
        for k, one in enumerate(competitors):
            pace = _pace(one)
            for first in range(done, end, pace):
                history.read(k, first, min(pace, end - first), paths[k])
                yield None
        history.judge(done, end)
        done = end
        yield history.frame(done)


class _History:
    """Everything that is known of K paths so far, in arrays whose written part never changes."""

    def __init__(
        self,
        spec: DescentSpec,
        surface: Surface,
        function: Function,
        competitors: list[Competitor],
    ) -> None:
        self._spec, self._surface, self._function = spec, surface, function
        self._parts = [_part(one, function) for one in competitors]
        self._rates = np.array([one.rate(spec.learning_rate) for one in competitors])
        self._minima = np.array(surface.minima + surface.cusps).reshape(-1, 2)
        self._lowest = _lowest(surface, function)
        self._start = function.at(spec.start_x, spec.start_y)[0]
        count, length = len(competitors), spec.steps + 1
        self._points = np.full((count, length, 5), math.nan)
        """[K, steps+1, 5] x, y, loss, gradient norm, evaluations."""
        self._judged = np.zeros((count, length), np.uint8)
        self._evaluations = np.zeros((count, length), np.int64)
        self._samples = np.zeros((count, length), np.int64)
        self._tested = np.full((count, length), math.nan)
        self._penalties = np.zeros((count, length))
        self._distance = np.full((count, length), math.nan)
        self._arrived = np.full(count, -1)

    def read(self, k: int, first: int, steps: int, points: Iterator[Point]) -> None:
        """Walk so many steps of a competitor's path."""
        numbers = chain.from_iterable(islice(points, steps))
        read = np.fromiter(numbers, float, 5 * steps)
        self._points[k, first : first + steps] = read.reshape(steps, 5)

    def judge(self, done: int, end: int) -> None:
        """Say of the points from ``done`` to ``end`` what kind they are, and what they cost."""
        new = self._points[:, done:end]
        x, y, loss = new[..., 0], new[..., 1], new[..., 2]
        told = verdicts(self._surface, self._function, x, y, self._start)
        self._judged[:, done:end] = lasting(told, x, self._judged[:, max(0, done - 1)])
        self._evaluations[:, done:end] = new[..., 4]
        for k, part in enumerate(self._parts):
            seen = samples_seen(self._evaluations[k, done:end], *part)
            self._samples[k, done:end] = seen
        if isinstance(self._function, DataLoss):
            self._tested[:, done:end] = self._function.test_value(x, y)
            self._penalties[:, done:end] = self._function.penalty_at(x, y)
        if len(self._minima):
            self._distance[:, done:end] = _distance(new, self._minima)
        near = self._distance[:, done:end] <= NEAR * self._surface.scale
        there = (loss - self._lowest <= self._spec.tolerance) & near
        fresh = (self._arrived < 0) & there.any(axis=1)
        self._arrived[fresh] = done + there[fresh].argmax(axis=1)

    def frame(self, done: int) -> DescentFrame:
        """The first ``done`` points of every path."""
        return DescentFrame(
            step=done - 1,
            total=self._spec.steps,
            optimizers=tuple(c.text for c in self._spec.optimizers),
            positions=read_only(self._points[:, :done, :2]),
            losses=read_only(self._points[:, :done, 2]),
            gradient_norms=read_only(self._points[:, :done, 3]),
            verdicts=read_only(self._judged[:, :done]),
            evaluations=read_only(self._evaluations[:, :done]),
            samples=read_only(self._samples[:, :done]),
            test_losses=read_only(self._tested[:, :done]),
            penalties=read_only(self._penalties[:, :done]),
            distance=read_only(self._distance[:, :done]),
            steps_to_tolerance=read_only(self._arrived.copy()),
            rates=read_only(self._rates),
            lowest=self._lowest,
        )


def _walk(spec: DescentSpec, function: Function, one: Competitor, index: int) -> Iterator[Point]:
    """The path of one of the race's competitors, within its evaluation budget."""
    points = path(
        one,
        function,
        spec.learning_rate,
        (spec.start_x, spec.start_y),
        total=spec.steps,
        seed=(spec.seed, index),
    )
    match spec.budget:
        case "evaluations":
            return within(points, spec.steps)
        case "samples":
            return within(points, evaluations_within(spec.steps, *_part(one, function)))
    return points


def _part(one: Competitor, function: Function) -> tuple[int, int]:
    """How many samples each of a competitor's evaluations sees, and out of how many."""
    return size_of(one.treatment().batch, function), max(1, function.samples)


def _pace(one: Competitor) -> int:
    optimizer = one.optimizer
    return STEPS_A_YIELD[
        "library" if optimizer.library else "direction" if optimizer.direction else "rule"
    ]


def _tuned(
    walk: Callable[[Competitor, int], Iterator[Point]],
    surface: Surface,
    one: Competitor,
    index: int,
    steps: int,
) -> Generator[None, Any, Competitor]:
    """The competitor at whichever of the tried rates makes its whole race end lowest.

    A loss that is not finite, or that of a race that ends :func:`far` away, never counts; between
    equal losses the smallest rate wins.
    """
    best, lowest = one.with_rate(TUNED_RATES[0]), math.inf
    pace = _pace(one)
    for rate in TUNED_RATES:
        tried = one.with_rate(rate)
        points = walk(tried, index)
        loss = math.nan
        for first in range(0, steps + 1, pace):
            ((x, y, loss, _, _),) = deque(islice(points, min(pace, steps + 1 - first)), maxlen=1)
            yield None
            if not math.isfinite(loss):
                break
        if -math.inf < loss < lowest and not far(surface, x, y):
            best, lowest = tried, loss
    return best


def _lowest(surface: Surface, function: Function) -> float:
    """The loss of the lowest known minimum; NaN where none is known."""
    known = surface.minima + surface.cusps
    return min((function.at(*point)[0] for point in known), default=math.nan)


def _distance(points: Array, minima: Array) -> Array:
    """[K, steps] distance from each point to the nearest of ``minima`` [M, 2]."""
    apart = [np.hypot(points[..., 0] - x, points[..., 1] - y) for x, y in minima]
    nearest: Array = np.minimum.reduce(apart)
    return nearest
