"""Basins: every pixel is a start, and its color is the minimum that an optimizer reaches from
there.

It runs in float32 on every device: a map shows regions, and twice as many particles a second show
them sooner. A pixel on a border may end up on the other side than a race in float64 does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.descent.common import RateSpec
from core.descent.competitors import competitors
from core.experiment import Frame
from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.optimizers.records import LEARNING_RATE, MAX_RATE, MIN_RATE
from core.parameters import Reason, SpecError, integer, number

Array = np.ndarray[Any, Any]
MOVING, DIVERGED, LEFT, NO_VALUE = -1, -2, -3, -4
"""Values of ``basin`` where no minimum was reached."""


@dataclass(frozen=True, kw_only=True)
class BasinsSpec(RateSpec):
    """A surface, the optimizer that descends it, for how long, and from how many starts."""

    key: ClassVar[str] = "basins"

    optimizer: tuple[Competitor, ...] = competitors(
        ("gd",),
        1,
        "Optimizer",
        "Who descends, with its own hyper-parameters: adam:beta1=0.5",
    )
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Learning rate η",
        "Step size η, unless the optimizer has one of its own",
        log=True,
    )
    steps: int = integer(200, 1, 20_000, "Steps", "Updates from each start", log=True)
    resolution: int = integer(
        256, 8, 1024, "Resolution", "Starts along each side of the domain", log=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        (competitor,) = self.optimizer
        names = {LEARNING_RATE.name, *(p.name for p in competitor.optimizer.hyper)}
        if competitor.key not in FIRST_ORDER:
            raise SpecError(
                "optimizer", Reason.NOT_A_CHOICE, competitor.key, ", ".join(FIRST_ORDER)
            )
        for name, _ in competitor.settings:
            if name not in names:
                raise SpecError("optimizer", Reason.NOT_A_CHOICE, name, ", ".join(sorted(names)))


@dataclass(frozen=True, kw_only=True)
class BasinsFrame(Frame):
    """The map; the first frame has some 64 of the rows and columns, the last has all.

    Of a surface of one variable it is a single row.
    A minimum is reached within :data:`core.surfaces.verdicts.ARRIVED` of the surface's scale.
    """

    x: Array
    """[columns] x of the starts."""
    y: Array
    """[rows] y of the starts."""
    minima: Array
    """[M, 2] (x, y) of the minima; those that the surface states come first."""
    basin: Array
    """[rows, columns] int16: number of the minimum that the start (x[j], y[i]) leads to; -1 still
    on the way or at rest elsewhere, -2 diverged as :func:`core.surfaces.verdicts.diverged` defines
    it, -3 left the domain. -4 began or came to where f has no value."""
    steps_to_settle: Array
    """[rows, columns] int32: the first step from which on it stayed at that minimum; -1 if never.
    (A race's ``steps_to_tolerance`` is the first step near the lowest loss, even if it does not
    stay.)"""
    shares: Array
    """[M+4] shares of all starts: for each minimum, then moving, diverged, left, without a value.
    They add up to 1."""

    @property
    def median_steps(self) -> Array:
        """[M] the median number of steps to settle, of the starts that lead to each minimum; NaN
        where none does."""
        found = [self.steps_to_settle[self.basin == k] for k in range(len(self.minima))]
        return np.array([np.median(steps) if steps.size else np.nan for steps in found])
