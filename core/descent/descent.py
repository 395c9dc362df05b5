"""The race: several optimizers from one start, on one surface, step by step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.descent.common import StartSpec
from core.descent.competitors import competitors
from core.experiment import Frame
from core.optimizers.optimizers import Competitor
from core.optimizers.records import MAX_RATE, MIN_RATE
from core.parameters import (
    choice,
    integer,
    number,
    seed,
    switch,
)
from core.surfaces.surfaces import start as start_field
from core.surfaces.surfaces import surface_of
from core.surfaces.verdicts import Verdict

Array = np.ndarray[Any, Any]

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
