"""One step of one competitor, with every number that goes into it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from core.descent.descent import DescentSpec
from core.descent.paths import Pair, Update, updates
from core.optimizers.optimizers import Competitor
from core.optimizers.worked import Worked, memory, work_out
from core.surfaces.surfaces import compile_surface


@dataclass(frozen=True)
class Quantity:
    """A number for each coordinate, by its key."""

    key: str
    of_x: float
    of_y: float


@dataclass(frozen=True)
class StepTaken:
    """The update from one step to the next; recomputed by hand, it gives the next position."""

    competitor: Competitor
    step: int
    quantities: tuple[Quantity, ...]
    """``position``, ``gradient``, ``treated`` where it differs, each memory before
    (``m``) and after (``m'``), ``learning_rate`` as scheduled, the ``update``, ``effective_rate``
    (the plain gradient step's rate that would have made it: -Δp / g), and ``next``."""
    lines: tuple[tuple[Worked, ...], tuple[Worked, ...]]
    """The rule worked out, for x and for y."""
    arrows: tuple[Quantity, ...]
    """Arrows from the position, in the units of the surface: ``downhill`` (-η g, what plain
    gradient descent would do at this rate), ``memory`` (-η times the remembered direction, for
    rules that remember one), and ``step``, the step that was taken."""


def step_taken(spec: DescentSpec, index: int, step: int, rate: float) -> StepTaken | None:
    """The update that one of a race's competitors makes from ``step``.

    ``rate`` is the rate it raced with, which tuning may have chosen. None for a method without an
    update rule of its own, and after a path that diverged.
    """
    competitor = spec.optimizers[index]
    if competitor.optimizer.rule is None:
        return None
    if spec.tune:
        competitor = competitor.with_rate(rate)
    made = updates(
        competitor,
        compile_surface(spec),
        spec.learning_rate,
        (spec.start_x, spec.start_y),
        competitor.treatment(),
        spec.steps,
        (spec.seed, index),
    )
    one = next(islice(made, step, None), None)
    if one is None or one.after is None or one.arrived is None:
        return None

    hyper = {**competitor.hyper(spec.learning_rate), "learning_rate": one.learning_rate}

    def rows() -> Iterator[tuple[str, Pair]]:
        assert one is not None
        assert one.after is not None
        assert one.arrived is not None
        yield "position", one.place
        yield "gradient", one.gradient
        if one.treated != one.gradient:
            yield "treated", one.treated
        for name in competitor.optimizer.in_use(hyper):
            i = competitor.optimizer.memories.index(name)
            yield name, (one.before[0][i], one.before[1][i])
            yield f"{name}'", (one.after[0][i], one.after[1][i])
        yield "learning_rate", (one.learning_rate, one.learning_rate)
        yield "update", (one.arrived[0] - one.place[0], one.arrived[1] - one.place[1])
        yield "effective_rate", (_effective(one, 0), _effective(one, 1))
        yield "next", one.arrived

    lines = (_lines(competitor, one, hyper, 0), _lines(competitor, one, hyper, 1))
    quantities = tuple(Quantity(k, *pair) for k, pair in rows())
    return StepTaken(competitor, step, quantities, lines, tuple(_arrows(competitor, one, lines)))


def _lines(
    competitor: Competitor, one: Update, hyper: Mapping[str, float], axis: int
) -> tuple[Worked, ...]:
    memories = dict(zip(competitor.optimizer.memories, one.before[axis], strict=True))
    lines = competitor.optimizer.worked
    return work_out(lines, one.place[axis], one.treated[axis], one.step + 1, memories, hyper)


def _arrows(
    competitor: Competitor, one: Update, lines: tuple[tuple[Worked, ...], ...]
) -> Iterator[Quantity]:
    rate = one.learning_rate
    yield Quantity("downhill", -rate * one.gradient[0], -rate * one.gradient[1])
    x, y = (memory(competitor.optimizer.remembered, of) for of in lines)
    if x is not None and y is not None:
        yield Quantity("memory", -rate * x, -rate * y)
    assert one.arrived is not None
    yield Quantity("step", one.arrived[0] - one.place[0], one.arrived[1] - one.place[1])


def _effective(one: Update, axis: int) -> float:
    """The effective rate -Δp / g; NaN where the slope is zero."""
    assert one.arrived is not None
    slope = one.treated[axis]
    return (one.place[axis] - one.arrived[axis]) / slope if slope else math.nan
