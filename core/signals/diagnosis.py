"""What the measured layers say of a net at its start, and what becomes of it in training."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.layers.activations import Activation
from core.signals.activations import Side
from core.signals.training import LN_CLASSES, TrainingFrame


class Condition(StrEnum):
    """The state of a signal, the gravest first."""

    BROKEN = "broken"
    EXPLODING = "exploding"
    VANISHING = "vanishing"
    SATURATED = "saturated"
    DYING = "dying"
    HEALTHY = "healthy"


FACTOR = 10.0
"""A signal that grows or shrinks by more than this from end to end explodes or vanishes."""
MOST = 0.5
"""More than this share saturated, or dead, names the condition."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The condition, with the numbers it rests on."""

    condition: Condition
    depth: int
    last_std: float
    forward: float
    """std of the last layer over that of the first."""
    backward: float
    """std of dL/dh at the first layer over that at the last."""
    saturated: float
    """Share saturated at the last layer."""
    dead: float
    """Share of dead units at the last layer."""
    flattest: int
    """The layer, from 1 on, where most is saturated; 0 where no layer has more than half so."""
    flattest_share: float
    """Share saturated there."""
    growth: float
    """The gradient's factor from a layer to the one before: the geometric mean."""
    median: float
    """Median of abs(dL/dz) at the first layer."""
    rms: float
    """RMS of dL/dz at the first layer."""

    @property
    def saturated_yet_growing(self) -> bool:
        """Most local derivatives are next to 0, and the gradient grows all the same: the few steep
        units carry it. "Saturated, so gradients vanish" is not what happens then."""
        return self.saturated > MOST and self.backward > 1


def diagnose(side: Side, activation: Activation) -> Diagnosis:
    """Judge one side; both directions count, and the worse one names the condition."""
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
    """All data were asked of the untrained net alone, which says nothing of the training."""
    LEARNS = "learns"
    STILL = "still"
    WORSE = "worse"
    DIVERGED = "diverged"


STILL = (0.99, 1.1)
"""Between these parts of ln(classes) a net's loss is that of one that says nothing: it learns from
below them. The upper one is farther, for high rates push the last biases of a dead net about."""


def outcome(frame: TrainingFrame, net: int) -> Outcome:
    """By the newest answers of all data."""
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
