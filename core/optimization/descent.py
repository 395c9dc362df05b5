"""The race: several optimizers from one start, on one surface, step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.optimization.curvature import verdicts
from core.optimization.formula import Compiled
from core.optimization.optimizers import MAX_RATE, MIN_RATE, Competitor
from core.optimization.surfaces import CHOICES, compile_surface, surface_of, typed_formula
from core.parameters import (
    Reason,
    Spec,
    SpecError,
    choice,
    integer,
    number,
    plain,
    seed,
    several,
)

Array = np.ndarray[Any, Any]

STEPS_A_FRAME = 100

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
class DescentSpec(Spec):
    """A race: the surface, who competes, from where, and for how long."""

    key: ClassVar[str] = "descent"

    surface: str = choice("himmelblau", CHOICES, "The function that is minimized")
    formula: str = typed_formula()
    optimizers: tuple[Competitor, ...] = several(
        tuple(Competitor(key) for key in FIRST_CHOICE),
        Competitor,
        1,
        16,
        "Who races, each with its own hyper-parameters: adam,adam:beta1=0.5",
    )
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Step size η of every competitor that has none of its own",
        log=True,
    )
    steps: int = integer(500, 1, 20_000, "Updates that each competitor makes", log=True)
    start_x: float = number(
        None,
        lambda spec: surface_of(spec).x[0],
        lambda spec: surface_of(spec).x[1],
        "Where all start, x; the surface's own start by default",
        auto=lambda spec: surface_of(spec).start[0],
    )
    start_y: float = number(
        None,
        lambda spec: surface_of(spec).y[0],
        lambda spec: surface_of(spec).y[1],
        "Where all start, y; the surface's own start by default",
        auto=lambda spec: surface_of(spec).start[1],
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class DescentFrame(Frame):
    """The paths so far; K competitors, step 0 is the start.

    After a non-finite value a path is NaN; ``verdicts`` are the numbers of
    :class:`core.optimization.curvature.Verdict`.
    """

    optimizers: tuple[str, ...]
    """[K] text forms, in the order given."""
    positions: Array
    """[K, steps+1, 2] (x, y); never clipped to the drawn domain."""
    losses: Array
    """[K, steps+1] f at the positions."""
    gradient_norms: Array
    """[K, steps+1] Euclidean norm of the gradient at the positions."""
    verdicts: Array
    """[K, steps+1] uint8."""


def run(spec: DescentSpec, device: str) -> Frames:
    """Race, a hundred steps a frame. On plain numbers in float64: faster than any tensor here."""
    surface = surface_of(spec)
    compiled = compile_surface(spec)
    if not math.isfinite(compiled.at(spec.start_x, spec.start_y)[0]):
        place = f"({plain(spec.start_x)}, {plain(spec.start_y)})"
        raise SpecError("start_x", Reason.NOT_FINITE_AT_START, place, "f(x, y) ≠ ∞")
    yield None
    paths = [
        _descend(competitor, compiled, spec.learning_rate, (spec.start_x, spec.start_y))
        for competitor in spec.optimizers
    ]
    count, length = len(paths), spec.steps + 1
    points = np.full((count, length, 4), math.nan)  # x, y, loss, gradient norm
    judged = np.zeros((count, length), np.uint8)
    done = 0
    while done < length:
        end = min(length, max(done, 1) + STEPS_A_FRAME)
        for k, path in enumerate(paths):
            points[k, done:end] = [next(path) for _ in range(end - done)]
            yield None
        new = points[:, done:end]
        judged[:, done:end] = verdicts(surface, compiled, new[..., 0], new[..., 1])
        done = end
        yield DescentFrame(
            step=done - 1,
            total=spec.steps,
            optimizers=tuple(c.text for c in spec.optimizers),
            positions=read_only(points[:, :done, :2]),
            losses=read_only(points[:, :done, 2]),
            gradient_norms=read_only(points[:, :done, 3]),
            verdicts=read_only(judged[:, :done]),
        )


def _descend(
    competitor: Competitor, compiled: Compiled, learning_rate: float, start: tuple[float, float]
) -> Iterator[tuple[float, float, float, float]]:
    """One competitor's path without end: x, y, loss, gradient norm, the start first."""
    rule = competitor.optimizer.rule
    hyper = competitor.hyper(learning_rate)
    x, y = start
    of_x = of_y = competitor.optimizer.starting_memories(hyper)
    t = 0
    while True:
        loss, gx, gy = compiled.at(x, y)
        norm = math.hypot(gx, gy)
        yield x, y, loss, norm
        if not math.isfinite(loss + norm + x + y):
            break
        t += 1
        try:
            next_x, of_x = rule(x, gx, t, of_x, **hyper)
            next_y, of_y = rule(y, gy, t, of_y, **hyper)
        except (OverflowError, ZeroDivisionError):
            break  # plain floats raise where arrays would give inf
        x, y = next_x, next_y
    while True:
        yield math.nan, math.nan, math.nan, math.nan
