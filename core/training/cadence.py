"""How often a run can be measured without costing it much time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from core.training.probes import Probe
from core.training.trainer import Trainer

COST = 0.15
"""The share of the training's own time that measuring may cost when a cadence is proposed."""


def proposed(
    trainer: Trainer,
    probes: Sequence[Probe],
    evaluate: Callable[[], object],
    work: Callable[[int], tuple[int, int, int]],
    able: Sequence[int],
) -> int:
    """The least of the cadences ``able`` at which measuring costs at most :data:`COST` of the whole
    run; the longest if none is that cheap.

    A few steps are taken and timed by the clock. ``evaluate`` asks all data once; ``work`` tells
    for a cadence the steps of the run, its measurements and its evaluations.
    """
    trainer.measured_step(probes)  # one-time costs

    def usual(one: Callable[[], object]) -> float:
        taken = []
        for _ in range(3):
            trainer.step()  # as in the run: what is measured is no longer in the caches
            began = time.perf_counter()
            one()
            taken.append(time.perf_counter() - began)
        return sorted(taken)[1]

    plain = usual(trainer.step)
    looking = max(0.0, usual(lambda: trainer.measured_step(probes)) - plain)
    asking = usual(evaluate)

    def cost(cadence: int) -> float:
        steps, measurements, evaluations = work(cadence)
        return (measurements * looking + evaluations * asking) / (steps * plain)

    return next((cadence for cadence in able if cost(cadence) <= COST), able[-1])
