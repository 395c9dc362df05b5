"""What the measured layers say about a net at its start, and what becomes of it in training."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.layers.activations import Activation
from core.signals.activations import Side
from core.signals.training import LN_CLASSES, TrainingFrame


class Condition(StrEnum):
    """The condition of a signal; the gravest comes first."""

    BROKEN = "broken"
    EXPLODING = "exploding"
    VANISHING = "vanishing"
    SATURATED = "saturated"
    DYING = "dying"
    HEALTHY = "healthy"


FACTOR = 10.0
"""The factor from end to end above which a signal explodes, and below whose inverse it vanishes."""
MOST = 0.5
"""The share of saturated, or of dead, units above which it names the condition."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The condition of a net, with the numbers it rests on."""

    condition: Condition
    depth: int
    last_std: float
    forward: float
    """The std of the last layer divided by that of the first."""
    backward: float
    """The std of dL/dh at the first layer divided by that at the last."""
    saturated: float
    """The share that is saturated at the last layer."""
    dead: float
    """The share of dead units at the last layer."""
    flattest: int
    """The layer, counted from 1, with the largest saturated share; 0 if no layer has more than
    half."""
    flattest_share: float
    """The share that is saturated in that layer."""
    growth: float
    """The factor of the gradient from each layer to the one before it: the geometric mean."""
    median: float
    """The median of abs(dL/dz) at the first layer."""
    rms: float
    """The RMS of dL/dz at the first layer."""

    @property
    def saturated_yet_growing(self) -> bool:
        """Whether most local derivatives are next to 0 and the gradient grows all the same, carried
        by the few steep units. "Saturated, so gradients vanish" is not what happens then."""
        return self.saturated > MOST and self.backward > 1


def diagnose(side: Side, activation: Activation) -> Diagnosis:
    """Diagnose one side; both directions count, and the worse one names the condition."""
    forward, backward = _ratio(side.std[-1], side.std[0]), _ratio(*side.gradient.std[[0, -1]])
    saturated = float(side.saturated[-1]) if activation.bounded else 0.0
    dead = float(side.dead[-1])
    flattest = int(np.argmax(side.saturated)) if activation.bounded else 0
    share = float(side.saturated[flattest]) if activation.bounded else 0.0
    ratios = (forward, backward)
    if side.nonfinite.any() or not np.isfinite(ratios).all():
        condition = Condition.BROKEN
    elif max(ratios) > FACTOR:
        condition = Condition.EXPLODING
    elif min(ratios) < 1 / FACTOR:
        condition = Condition.VANISHING
    elif saturated > MOST:
        condition = Condition.SATURATED
    elif dead > MOST:
        condition = Condition.DYING
    else:
        condition = Condition.HEALTHY
    return Diagnosis(
        condition=condition,
        depth=len(side.std),
        last_std=float(side.std[-1]),
        forward=forward,
        backward=backward,
        saturated=saturated,
        dead=dead,
        flattest=flattest + 1 if share > MOST else 0,
        flattest_share=share,
        growth=backward ** (1 / max(1, len(side.std) - 1)),
        median=float(side.z_gradient.median[0]),
        rms=float(side.z_gradient.rms[0]),
    )


class Outcome(StrEnum):
    """What has become of a net in training."""

    BEGUN = "begun"
    """Only the untrained net has been evaluated on all data, which says nothing about
    the training."""
    LEARNS = "learns"
    STILL = "still"
    WORSE = "worse"
    DIVERGED = "diverged"


STILL = (0.99, 1.1)
"""The range, in units of ln(classes), in which a net's loss is that of one that has no opinion; a
net below it is learning. The upper end is farther away, since high rates push the last biases of a
dead net about."""


def outcome(frame: TrainingFrame, net: int) -> Outcome:
    """The outcome for one net by the newest evaluation on all data."""
    if frame.diverged_at[net]:
        return Outcome.DIVERGED
    if len(frame.evaluated_at) < 2:
        return Outcome.BEGUN
    loss = float(frame.train_losses[net, -1])
    if loss < STILL[0] * LN_CLASSES:
        return Outcome.LEARNS
    return Outcome.STILL if loss <= STILL[1] * LN_CLASSES else Outcome.WORSE


def _ratio(value: float, reference: float) -> float:
    """value / reference; a signal that is zero from the start has vanished."""
    if reference:
        return float(value / reference)
    return np.inf if value else 0.0
