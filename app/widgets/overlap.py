"""Curves that lie on one another, and the dashes that let all of them be seen. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

SHARED = 0.4
"""The part of its points that a curve has in common with another one to count as lying on it: of
ReLU and its kin it is a half."""

SAME = 2e-3
"""The part of the flatter curve's range within which two values look the same: what dives out of
the picture has a range in which everything would."""

LEAST = 8
"""The fewest points that are compared: shorter curves are seen by their ends."""

DASH = 5.0
"""The length of a dash, and of the gap for each curve below, as multiples of the line's width."""


def lies_on(curves: Mapping[int, tuple[Array, Array]], index: int) -> int:
    """How many of the curves before ``index`` this one lies on."""
    x, y = curves[index]
    if len(x) < LEAST:
        return 0
    below = 0
    for other, (x_other, y_other) in curves.items():
        if other >= index or len(x_other) != len(x) or x_other[-1] != x[-1]:
            continue
        finite = np.isfinite(y) & np.isfinite(y_other)
        own, others = y[finite], y_other[finite]
        if own.size < LEAST:
            continue
        same = np.abs(own - others) <= SAME * min(float(np.ptp(own)), float(np.ptp(others)))
        below += bool(np.count_nonzero(same) >= SHARED * own.size)
    return below


def dashes(below: int) -> list[float]:
    """The pattern of a curve that lies on so many others: the gaps leave room for all of them."""
    return [DASH, DASH * below] if below else []
