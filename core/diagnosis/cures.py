"""What a cure makes of a run's settings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.diagnosis.diagnosis import MOMENTA, DiagnosisFrame, DiagnosisSpec
from core.parameters import Numeric, parameter_of
from core.training.rules import RULES, Change

STRONGEST = 1e6
"""The most by which a rate is lowered or raised at once."""


def cures(spec: DiagnosisSpec, frame: DiagnosisFrame) -> tuple[DiagnosisSpec, ...]:
    """The settings with which each cure of the frame's verdict would run; those that would change
    nothing are left out."""
    found = next((rule.cures for rule in RULES if rule.key == str(frame.verdict)), ())
    made = (_cured(spec, changes, frame) for changes in found)
    return tuple(dict.fromkeys(one for one in made if one != spec))


def _cured(
    spec: DiagnosisSpec, changes: tuple[Change, ...], frame: DiagnosisFrame
) -> DiagnosisSpec:
    values = {one.setting: _value(spec, one, frame) for one in changes}
    return spec.adapt(**values, changes="")


def _value(spec: DiagnosisSpec, change: Change, frame: DiagnosisFrame) -> Any:
    """The value that a change gives to its setting, within what the setting may be."""
    if change.value is not None:
        return change.value
    parameter = parameter_of(DiagnosisSpec, change.setting)
    assert isinstance(parameter, Numeric)
    factor = change.factor if change.factor is not None else _factor(spec, change, frame)
    value = getattr(spec, change.setting) * factor
    low, high = parameter.range(spec)
    value = min(max(value, low), high)
    return round(value) if isinstance(getattr(spec, change.setting), int) else _short(value)


def _factor(spec: DiagnosisSpec, change: Change, frame: DiagnosisFrame) -> float:
    """The factor on the rate that brings the first measured update ratio to where it belongs.

    A step of SGD is as long as its rate says, and so is Adam's. With momentum the first step is
    shorter than those that follow by 1 - μ.
    """
    first = float(np.nanmedian(frame.update_ratio[:, 0])) if frame.measured_at.size else math.nan
    if spec.optimizer in MOMENTA and MOMENTA[spec.optimizer] == "momentum":
        first /= 1 - spec.momentum
    assert change.ratio is not None
    if not math.isfinite(first) or first <= 0:
        return 1 / 10
    return min(max(change.ratio / first, 1 / STRONGEST), STRONGEST)


def _short(value: float) -> float:
    """A number of two digits, as a person would type it."""
    return float(f"{value:.2g}")
