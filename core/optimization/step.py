"""One step of one competitor, with every number that went into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from core.optimization.descent import DescentSpec
from core.optimization.optimizers import Competitor
from core.optimization.paths import Pair, updates
from core.optimization.surfaces import compile_surface


@dataclass(frozen=True)
class Quantity:
    """A number of each coordinate, by its key."""

    key: str
    of_x: float
    of_y: float


@dataclass(frozen=True)
class StepTaken:
    """The update from one step to the next. Recomputed by hand, it gives the next position."""

    competitor: Competitor
    step: int
    quantities: tuple[Quantity, ...]
    """``position``, ``gradient``, ``treated`` where it differs, each memory before
    (``m``) and after (``m'``), ``learning_rate`` as scheduled, the ``update``, and ``next``."""


def step_taken(spec: DescentSpec, index: int, step: int, rate: float) -> StepTaken | None:
    """The update that the competitor at that place of the race makes from ``step``.

    ``rate`` is the one it raced with, which tuning may have chosen. None for a method without an
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

    def rows() -> Iterator[tuple[str, Pair]]:
        assert one is not None
        assert one.after is not None
        assert one.arrived is not None
        yield "position", one.place
        yield "gradient", one.gradient
        if one.treated != one.gradient:
            yield "treated", one.treated
        for i, name in enumerate(competitor.optimizer.memories):
            yield name, (one.before[0][i], one.before[1][i])
            yield f"{name}'", (one.after[0][i], one.after[1][i])
        yield "learning_rate", (one.learning_rate, one.learning_rate)
        yield "update", (one.arrived[0] - one.place[0], one.arrived[1] - one.place[1])
        yield "next", one.arrived

    return StepTaken(competitor, step, tuple(Quantity(k, *pair) for k, pair in rows()))
