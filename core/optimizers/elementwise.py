"""The few functions that an update rule needs besides arithmetic, for numbers, numpy and torch.

A rule is written once; single points run it on plain floats (the fastest), swarms on tensors.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def is_on(option: Any) -> bool:
    """Whether an option's number changes anything: it is not 0, or differs between particles."""
    return not isinstance(option, float | int) or option != 0


def root(value: Any) -> Any:
    """The square root of a value; NaN below zero, for a number too."""
    if isinstance(value, float):
        return value**0.5 if value >= 0 else math.nan
    return value.root() if hasattr(value, "root") else value**0.5


def maximum(a: Any, b: Any) -> Any:
    """The larger of two values; NaN where either is."""
    if isinstance(a, float) and isinstance(b, float):
        return a if a >= b or a != a else b
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.maximum(a, b)
    return b.clamp(min=a) if isinstance(a, float) else a.maximum(b)


def sign(value: Any) -> Any:
    """The sign of a value: -1, 0 or 1; NaN for NaN."""
    if isinstance(value, float):
        return float(value > 0) - float(value < 0) if value == value else value
    return np.sign(value) if isinstance(value, np.ndarray) else value.sign()


def clamp(value: Any, low: float, high: float) -> Any:
    """A value clamped to [low, high]; NaN stays NaN."""
    if isinstance(value, float):
        return low if value < low else high if value > high else value
    return np.clip(value, low, high) if isinstance(value, np.ndarray) else value.clamp(low, high)
