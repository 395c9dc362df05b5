"""What has become of a net in training: by its newest evaluation, and by the trend of its loss."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any

import numpy as np

from core.data.digits import CLASSES
from core.signals.training import LN_CLASSES, TrainingFrame

Array = np.ndarray[Any, Any]


class Outcome(StrEnum):
    """What has become of a net in training."""

    BEGUN = "begun"
    """Only the untrained net has been evaluated on all data, which says nothing about
    the training."""
    LEARNS = "learns"
    LEARNING = "learning"
    """The net's loss is not below that of a random guess yet, but it falls, or the accuracy is far
    above chance."""
    STILL = "still"
    WORSE = "worse"
    DIVERGED = "diverged"


STILL = (0.99, 1.1)
"""The range, in units of ln(classes), in which a net's loss is that of one that has no opinion; a
net below it has learned. The upper end is farther away, since high rates push the last biases of a
dead net about."""
CHANCE = 2.0
"""The accuracy, in units of chance, above which a net has an opinion whatever its loss is."""
FALL = 0.01
"""The least fall of the loss, in units of ln(classes), that counts: a dead net's last biases still
settle."""
ERRORS = 2.0
"""The number of standard errors that a fall must exceed besides: noise alone does so once in forty
times, and then seldom by that much."""
FEWEST = 8
"""The fewest steps from which a trend is read."""


def outcome(frame: TrainingFrame, net: int) -> Outcome:
    """The outcome for one net by the newest evaluation on all data, and by its losses since."""
    if frame.diverged_at[net]:
        return Outcome.DIVERGED
    if len(frame.evaluated_at) < 2:
        return Outcome.BEGUN
    loss = float(frame.train_losses[net, -1])
    if loss < STILL[0] * LN_CLASSES:
        return Outcome.LEARNS
    guesses = float(frame.train_accuracies[net, -1]) > CHANCE / CLASSES
    if guesses or falls(frame.losses[net]):
        return Outcome.LEARNING
    return Outcome.STILL if loss <= STILL[1] * LN_CLASSES else Outcome.WORSE


def falls(losses: Array) -> bool:
    """Whether the losses [step] fall in their last half by more than their noise explains.

    A line is fitted to them; its fall over the half is compared with its standard error, which
    comes from what the line leaves over.
    """
    recent = losses[len(losses) // 2 :].astype(float)
    if len(recent) < FEWEST or not np.isfinite(recent).all():
        return False
    steps = np.linspace(-0.5, 0.5, len(recent))
    spread = float(steps @ steps)
    slope = float(steps @ recent) / spread
    rest = recent - recent.mean() - slope * steps
    error = math.sqrt(float(rest @ rest) / (len(recent) - 2) / spread)
    return -slope > max(FALL * LN_CLASSES, ERRORS * error)
