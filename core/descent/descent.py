"""The race: several optimizers from one start, on one surface, step by step."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any, ClassVar

import numpy as np

from core.descent.common import StartSpec
from core.descent.competitors import competitors
from core.descent.paths import Point, path, within
from core.experiment import Frame, Frames, read_only
from core.optimizers.batches import evaluations_within, samples_seen, size_of
from core.optimizers.optimizers import Competitor
from core.optimizers.records import MAX_RATE, MIN_RATE
from core.parameters import (
    Reason,
    SpecError,
    choice,
    integer,
    number,
    plain,
    seed,
    switch,
)
from core.surfaces.function import Function, Surface
from core.surfaces.losses import DataLoss
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.surfaces import start as start_field
from core.surfaces.verdicts import Verdict, far, lasting, verdicts

Array = np.ndarray[Any, Any]

STEPS_A_FRAME = 100
STEPS_A_YIELD = {"rule": 500, "direction": 100, "library": 5}
"""The number of steps of each kind of method between two yields: a few ms of work each."""

NEAR = 0.05
"""The largest distance from a known minimum at which a competitor can have arrived, as a fraction
of the surface's scale."""

BUDGETS = ("steps", "evaluations", "samples")

TUNED_RATES = (
    1e-5, 3.16e-5, 1e-4, 3.16e-4, 1e-3, 3.16e-3, 0.01, 0.0316, 0.1, 0.316, 1.0, 3.16, 10.0,
)  # fmt: skip
"""The rates that each competitor of a fair race tries: two to every power of ten."""

FIRST_CHOICE = (
    "gd",
    "momentum",
    "nesterov",
    "adagrad",
    "adadelta",
    "rmsprop",
    "adam",
    "nadam",
)


@dataclass(frozen=True, kw_only=True)
class DescentSpec(StartSpec):
    """A race: the surface, the competitors, their start, and for how long they run."""

    key: ClassVar[str] = "descent"

    optimizers: tuple[Competitor, ...] = competitors(
        FIRST_CHOICE,
        16,
        "Competitors",
        "Who races, each with its own hyper-parameters: adam,adam:beta1=0.5",
    )
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Learning rate η",
        "Step size η of every competitor that has none of its own",
        log=True,
        matters=lambda spec: not spec.tune,
    )
    tune: bool = switch(
        False,
        "Tune the rates",
        "Each competitor races first at 13 rates from 1e-5 to 10, and takes its best",
    )
    steps: int = integer(500, 1, 20_000, "Steps", "Updates that each competitor makes", log=True)
    budget: str = choice(
        "steps",
        BUDGETS,
        "Steps count",
        "What the number of steps counts: updates, evaluations of the gradient, or samples seen",
    )
    tolerance: float = number(
        1e-3,
        1e-12,
        1e6,
        "Tolerance",
        "How near the lowest loss has to be to have arrived",
        log=True,
    )
    start_x: float = start_field("x", "Where all start, x")
    start_y: float = start_field("y", "Where all start, y")
    seed: int = seed(matters=lambda spec: _has_chance(spec))


def _has_chance(spec: Any) -> bool:
    """Whether anything in a race is random: noise, or the order of the samples."""
    data = surface_of(spec).loss is not None
    treatments = [one.treatment() for one in spec.optimizers]
    return any(one.noise > 0 or (data and one.batch > 0) for one in treatments)


@dataclass(frozen=True, kw_only=True)
class DescentFrame(Frame):
    """The paths of K competitors so far; step 0 is the start.

    After a non-finite value a path is NaN; ``verdicts`` are the numbers of
    :class:`core.surfaces.verdicts.Verdict`. A path repeats its last point once its method has
    ended, or once its budget of evaluations is spent.
    """

    optimizers: tuple[str, ...]
    """[K] text forms of the competitors, in the order given."""
    positions: Array
    """[K, steps+1, 2] positions (x, y); never clipped to the drawn domain."""
    losses: Array
    """[K, steps+1] f at the positions: over the whole data set, whatever the batch."""
    gradient_norms: Array
    """[K, steps+1] Euclidean norm of the gradient at the positions: over the whole data set,
    without noise or decay."""
    verdicts: Array
    """[K, steps+1] uint8 verdict at each position."""
    evaluations: Array
    """[K, steps+1] int64 how many evaluations of function and gradient had been made, including the
    one at the position itself; a Hessian counts as one for each variable
    (:mod:`core.descent.paths`)."""
    samples: Array
    """[K, steps+1] int64 how many samples these evaluations have seen: N each where the gradient is
    taken over the whole data set, b each where it is taken over a batch, one each where there are
    no data. The race's own look at the loss over all N is not counted."""
    test_losses: Array
    """[K, steps+1] the loss on the held-out samples, without a penalty; NaN where there are
    none."""
    penalties: Array
    """[K, steps+1] the part of ``losses`` that is a penalty on the weights: what is left is the
    loss on the samples trained on."""
    distance: Array
    """[K, steps+1] distance from the position to the nearest known minimum; NaN where none is
    known."""
    steps_to_tolerance: Array
    """[K] int64 the first step whose loss is within ``tolerance`` of that of the lowest known
    minimum, near one (:data:`NEAR`); -1 while there is none."""
    rates: Array
    """[K] the learning rate, the tuned one in a fair race; NaN for a method that takes none."""
    lowest: float = math.nan
    """The loss of the lowest known minimum; NaN where none is known."""

    def outside_since(self, competitor: int, step: int) -> int:
        """The first step from which on a path was outside the drawn domain, given that it is
        outside at ``step``."""
        inside = np.flatnonzero(self.verdicts[competitor, : step + 1] != Verdict.OUTSIDE)
        return int(inside[-1]) + 1 if inside.size else 0


def run(spec: DescentSpec, device: str) -> Frames:
    """Race the competitors, a hundred steps a frame. It works on plain float64 numbers, which are
    faster than any tensor here."""
    surface = surface_of(spec)
    function = compile_surface(spec)
    start = spec.start_x, spec.start_y
    if not math.isfinite(function.at(*start)[0]):
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
    rates = np.array([one.rate(spec.learning_rate) for one in competitors])
    minima = np.array(surface.minima + surface.cusps).reshape(-1, 2)
    lowest = _lowest(surface, function)
    count, length = len(paths), spec.steps + 1
    points = np.full((count, length, 5), math.nan)  # x, y, loss, gradient norm, evaluations
    judged = np.zeros((count, length), np.uint8)
    evaluations = np.zeros((count, length), np.int64)
    samples = np.zeros((count, length), np.int64)
    tested = np.full((count, length), math.nan)
    penalties = np.zeros((count, length))
    distance = np.full((count, length), math.nan)
    arrived = np.full(count, -1)
    done = 0
    while done < length:
        end = min(length, max(done, 1) + STEPS_A_FRAME)
        for k, one in enumerate(competitors):
            pace = _pace(one)
            for first in range(done, end, pace):
                steps = min(pace, end - first)
                numbers = chain.from_iterable(islice(paths[k], steps))
                read = np.fromiter(numbers, float, 5 * steps)
                points[k, first : first + steps] = read.reshape(steps, 5)
                yield None
        new = points[:, done:end]
        told = verdicts(surface, function, new[..., 0], new[..., 1], function.at(*start)[0])
        judged[:, done:end] = lasting(told, new[..., 0], judged[:, max(0, done - 1)])
        evaluations[:, done:end] = new[..., 4]
        for k, one in enumerate(competitors):
            samples[k, done:end] = samples_seen(evaluations[k, done:end], *_part(one, function))
        if isinstance(function, DataLoss):
            tested[:, done:end] = function.test_value(new[..., 0], new[..., 1])
            penalties[:, done:end] = function.penalty_at(new[..., 0], new[..., 1])
        if len(minima):
            distance[:, done:end] = _distance(new, minima)
        near = distance[:, done:end] <= NEAR * surface.scale
        within_tolerance = (new[..., 2] - lowest <= spec.tolerance) & near
        fresh = (arrived < 0) & within_tolerance.any(axis=1)
        arrived[fresh] = done + within_tolerance[fresh].argmax(axis=1)
        done = end
        yield DescentFrame(
            step=done - 1,
            total=spec.steps,
            optimizers=tuple(c.text for c in spec.optimizers),
            positions=read_only(points[:, :done, :2]),
            losses=read_only(points[:, :done, 2]),
            gradient_norms=read_only(points[:, :done, 3]),
            verdicts=read_only(judged[:, :done]),
            evaluations=read_only(evaluations[:, :done]),
            samples=read_only(samples[:, :done]),
            test_losses=read_only(tested[:, :done]),
            penalties=read_only(penalties[:, :done]),
            distance=read_only(distance[:, :done]),
            steps_to_tolerance=read_only(arrived.copy()),
            rates=read_only(rates),
            lowest=lowest,
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
