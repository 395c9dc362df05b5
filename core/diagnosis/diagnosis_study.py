"""How far can a diagnosis be trusted? Many runs whose illness is known, read by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.diagnosis.illnesses import ILLNESSES, JUDGED, SETS
from core.experiment import Frame
from core.parameters import Spec, choice, integer, seed
from core.training.rules import RULES

Array = np.ndarray[Any, Any]

LONGEST = 200
"""More than any of the runs takes: the smaller its data, the more epochs it has."""
WHOLE = 15
"""The runs of each illness of the whole study: 165 in all."""


@dataclass(frozen=True, kw_only=True)
class DiagnosisStudySpec(Spec):
    """Which runs are read, and how many."""

    key: ClassVar[str] = "diagnosis_study"

    each: int = integer(
        1, 1, 100, "Runs of each", "Runs of each of eleven kinds: ten illnesses, and none"
    )
    drawn: str = choice(
        JUDGED, SETS, "Runs", "Thresholds were set on some; the others are new to the rules"
    )
    longest: int = integer(
        LONGEST, 1, LONGEST, "Epochs, at most", "Runs that would be longer are cut short", log=True
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class DiagnosisStudyFrame(Frame):
    """The readings so far. The first eleven runs, one of each kind in a drawn order, are there with
    their curves."""

    kinds: tuple[str, ...]
    """[kind] what a run may be: the rules' keys and ``good``"""
    readings: tuple[str, ...]
    """[reading] what a run may be read as: one of the kinds, or something else"""
    confusion: Array
    """[kind, reading] number of runs that are the one and were read as the other"""
    by_curves: Array
    """[kind, reading] the same, read by the curves of loss and accuracy alone"""
    read: int
    """number of runs read"""
    right: int
    """number of those that were read right"""
    right_by_curves: int
    """number of those that the curves alone tell right"""
    truths: tuple[str, ...]
    """[shown] what the first runs are"""
    verdicts: tuple[str, ...]
    """[shown] what the rules say of them"""
    losses: Array
    """[shown, step] loss on each step's batch; NaN behind the end"""
    evaluated_at: Array
    """[shown, evaluation] number of steps done before it; NaN behind the end"""
    train_losses: Array
    """[shown, evaluation] loss in prediction on training samples"""
    test_losses: Array
    """[shown, evaluation] loss on held-out samples"""
    train_accuracies: Array
    test_accuracies: Array
    measured_at: Array
    """[shown, time] steps whose updates were measured; NaN behind the end"""
    ratio: Array
    """[shown, time] |Δw| / |w|, the layers' median"""
    dead: Array
    """[shown, evaluation] the largest share of a layer's units that are zero for all"""
    saturated: Array
    """[shown, evaluation] the largest share of a layer's values on the flats"""
    std: Array
    """[shown, evaluation] std of the last hidden layer"""
    weight_norm: Array
    """[shown, evaluation] length of all weights"""


PAR = 0.58
"""The share of runs that the curves alone tell right: 95 of the 165 new ones of seed 0; with all
that is measured 161 are. (Measured every 20 steps instead of 25: 96 and 162.)"""
KINDS = tuple(ILLNESSES)
READINGS = (*KINDS, *(rule.key for rule in RULES if rule.key not in KINDS))
