"""How flat the minima are that batches, rates and SAM lead to, and whether they test better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.parameters import Spec, choice, integer, number, seed

Array = np.ndarray[Any, Any]

ORDER, WEIGHTS, BATCHES = range(3)
"""Streams of a run's seed."""

SHAPES = ((64, 64), (64, 64), (10, 64))
"""[fan_out, fan_in] of the layers: 64-64-64-10."""
SAMPLES = 600
"""The digits that are trained on; all others are held out."""
PROBES = 30
"""Random signs by which a trace is estimated."""
MOST_EPOCHS = 1000
"""Epochs after which a run ends that has not reached the loss."""

VALUES: Mapping[str, tuple[float, ...]] = {
    "batch": (8, 64, 512),
    "learning_rate": (0.02, 0.1, 0.4),
    "rho": (0.0, 0.05, 0.2),
}
"""What is compared, by the field that it takes the place of."""

REFERENCES: Mapping[str, int] = {"batch": 2, "learning_rate": 0, "rho": 0}
"""The value with which the others are compared: the largest batch, the smallest rate, no SAM."""

MEASURES = ("sharpness", "trace", "rise", "test_loss", "accuracy")
"""What is measured of a run, in the order of ``differences`` and ``p_values``."""

CHANCE = 0.05
"""The p value from which on a difference is none that could not be chance."""


@dataclass(frozen=True, kw_only=True)
class FlatnessSpec(Spec):
    """What is compared, and what all runs have in common."""

    key: ClassVar[str] = "flatness"

    compared: str = choice(
        "batch", tuple(VALUES), "Compare", "What the runs differ in; all else is the same"
    )
    batch: int = integer(
        64,
        1,
        SAMPLES,
        "Batch",
        "Samples of a step",
        log=True,
        applies=lambda spec: spec.compared != "batch",
    )
    learning_rate: float = number(
        0.1,
        1e-3,
        2.0,
        "Rate η",
        "Learning rate of SGD, without momentum",
        log=True,
        applies=lambda spec: spec.compared != "learning_rate",
    )
    rho: float = number(
        0.0,
        0.0,
        1.0,
        "SAM ρ",
        "How far uphill SAM goes for its gradient; 0 is plain SGD",
        applies=lambda spec: spec.compared != "rho",
    )
    target: float = number(
        0.01,
        1e-3,
        1.0,
        "Stop at loss",
        "Training loss at which every run stops, looked at after each epoch",
        log=True,
    )
    radius: float = number(
        0.2, 1e-3, 2.0, "Rise over", "How far uphill the rise of the loss is measured", log=True
    )
    seeds: int = integer(5, 2, 10, "Seeds", "Runs with each value, paired by their starts")
    seed: int = seed()

    def values(self) -> tuple[float, ...]:
        """The values that are compared."""
        return VALUES[self.compared]

    def settings_of(self, value: float) -> tuple[int, float, float]:
        """Batch, rate and ρ of the runs with a value."""
        of = {"batch": self.batch, "learning_rate": self.learning_rate, "rho": self.rho}
        of[self.compared] = value
        return int(of["batch"]), of["learning_rate"], of["rho"]


@dataclass(frozen=True, kw_only=True)
class FlatnessFrame(Frame):
    """V = 3 values with S runs each; what is not known yet is NaN.

    Every run is a net 64-64-64-10 with ReLU on 600 digits, from He's start, trained by SGD without
    momentum until its loss on all 600 is below one and the same number. Runs with the same number
    have the same digits, start and order of samples, so their differences are paired. There is no
    batch norm, whose statistics would move in SAM's second pass.
    """

    values: Array
    """[V] what is compared: batch sizes, learning rates, or SAM's ρ (Foret, Kleiner, Mobahi &
    Neyshabur 2021, equation 4: the gradient at w + ρ g/|g| in place of g)."""
    reference: int
    """Which value the others are compared with."""
    losses: Array
    """[V, S] training loss (nats) at the end; an epoch may take it below the one to stop at."""
    steps: Array
    """[V, S] steps until then."""
    reached: Array
    """[V, S] 1 where the loss was reached, 0 where 1000 epochs did not reach it."""
    sharpness: Array
    """[V, S] λmax of the Hessian of the training loss, by Lanczos."""
    trace: Array
    """[V, S] its trace, by 30 random signs (Hutchinson 1990)."""
    trace_error: Array
    """[V, S] the standard error of that."""
    rise: Array
    """[V, S] loss at w + r g/|g| less the loss at w, with r the radius asked for."""
    test_loss: Array
    """[V, S] loss on the digits that are held out."""
    accuracy: Array
    """[V, S] the share of them whose highest score is right."""
    matched: Array
    """[V, S] λmax of the reference's run with the same number, trained on until its loss is as low
    as this run's: what of the difference is the lower loss alone."""
    explained: Array
    """[V] the share of the difference in mean λmax that is the lower loss: (λ_ref - matched) /
    (λ_ref - λ)."""
    differences: Array
    """[measure, V, S] each run less the reference's with the same number; measures are sharpness,
    trace, rise, test_loss, accuracy."""
    p_values: Array
    """[measure, V] of a paired t test, two-sided: how often chance alone makes a mean difference
    this large."""
    training: Array
    """[V, S, epoch] training loss at the start and after each epoch; NaN from the end on."""
    epoch_steps: Array
    """[V] steps of an epoch."""


def is_chance(p: float) -> bool:
    """Whether a p value says that there is no difference to be told from chance."""
    return not p < CHANCE
