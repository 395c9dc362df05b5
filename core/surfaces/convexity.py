"""Convexity by chord and by Jensen's inequality, each with a witness where it fails.

Outside its domain a convex function counts as infinite: where f is not finite, f lies above every
chord. A violation counts only beyond rounding, as :func:`rounding` measures it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.parameters import Reason, SpecError
from core.surfaces.curvature import ROUNDED
from core.surfaces.function import Function, Surface
from core.surfaces.verdicts import eigenvalues

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]

SHIFTS = np.arange(-4, 5) * np.finfo(float).eps
"""The amounts by which x and y are moved to measure rounding: a few units in the last place."""
SAFETY = 8
"""How many times the measured rounding a violation must exceed to count."""

SEARCHED = 33
"""The number of points along each side of the domain in the search for a witness; it is odd."""
CANDIDATES = 16
"""The number of points of most negative curvature that are tried."""
HALVINGS = 24
"""The number of chord lengths tried about each of them, from half the domain's diagonal
downwards."""
CHORD_POINTS = 129


def rounding(function: Function, x: Array, y: Array) -> float:
    """How far rounding may move the values of f at these points.

    It is measured, not derived: x and y are moved by a few units in the last place, and the spread
    of the values is the noise of the formula's own evaluation, cancellation included (Moré & Wild
    2011, Estimating computational noise). The result is the largest over all points, and at least 8
    units in the last place of |f|.
    """
    shifts = SHIFTS.reshape(-1, *(1 for _ in np.shape(x)))
    moved = extended_value(function, x * (1 + shifts), y * (1 + shifts[::-1] / 2))
    with np.errstate(all="ignore"):
        spread = np.where(np.isfinite(moved).all(0), np.ptp(moved, axis=0), 0.0)
    finite = np.abs(moved[np.isfinite(moved)])
    last = np.finfo(float).eps * finite.max(initial=0.0)
    digits = 8 * max(last, np.finfo(float).smallest_subnormal)
    return float(SAFETY * np.maximum(np.nan_to_num(spread).max(initial=0.0), digits))


def extended_value(function: Function, x: Array, y: Array) -> Array:
    """The value of f, and infinity where f is not defined; minus infinity stays.

    Boyd & Vandenberghe 2004, Convex Optimization, section 3.1.2.
    """
    f = np.array(function.value(x, y), float)
    return np.where(np.isnan(f), np.inf, f)


@dataclass(frozen=True)
class Chord:
    """f on the segment from a to b, against the straight line between its two values there."""

    a: Pair
    b: Pair
    t: Array
    """[count] position on the segment, from 0 at a to 1 at b."""
    f: Array
    """[count] f on the segment; infinite where f is not defined."""
    line: Array
    """[count] the straight line (1-t) f(a) + t f(b)."""
    excess: float
    """The largest amount by which f rises above the line; beyond ``tolerance`` it is a
    violation."""
    t_worst: float
    """The t at which f rises highest above the line."""
    worst: Pair
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether f stays on or below the line, as a convex f does on every segment."""
        return self.excess <= self.tolerance


def chord(function: Function, a: Pair, b: Pair, count: int = CHORD_POINTS) -> Chord:
    """Compare f with its chord at ``count`` points; if an end is infinite nothing is violated."""
    t = np.linspace(0, 1, count)
    x, y = between(a, b, t)
    f = extended_value(function, x, y)
    with np.errstate(invalid="ignore"):
        line = (1 - t) * f[0] + t * f[-1]
        excess = f - line
    # At the ends they are equal; next to an infinite end, nothing can be said.
    excess = np.where(np.isnan(excess), -np.inf, excess)
    excess[[0, -1]] = 0
    worst = int(excess.argmax())
    return Chord(
        a=a,
        b=b,
        t=t,
        f=f,
        line=line,
        excess=float(excess[worst]),
        t_worst=float(t[worst]),
        worst=(float(x[worst]), float(y[worst])),
        tolerance=rounding(function, x, y),
    )


def between(a: Any, b: Any, t: Any) -> tuple[Any, Any]:
    """The coordinates x and y of the points (1-t) a + t b."""
    return (1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]


@dataclass(frozen=True)
class Jensen:
    """Jensen's inequality: f of the weighted mean against the weighted mean of f."""

    mean: Pair
    """The weighted mean Σ wᵢ pᵢ."""
    of_mean: float
    """f of the weighted mean, f(Σ wᵢ pᵢ)."""
    mean_of: float
    """The weighted mean of f, Σ wᵢ f(pᵢ)."""
    tolerance: float

    @property
    def gap(self) -> float:
        """The gap Σ wᵢ f(pᵢ) - f(Σ wᵢ pᵢ), which is never negative for a convex f."""
        return self.mean_of - self.of_mean

    @property
    def holds(self) -> bool:
        """Whether the inequality holds, apart from rounding."""
        return self.of_mean <= self.mean_of + self.tolerance


def jensen(function: Function, points: Sequence[Pair], weights: Sequence[float]) -> Jensen:
    """Evaluate Jensen's inequality at these points; the weights are divided by their sum.

    Raises :class:`SpecError` if weights are negative, all zero, or not as many as the points.
    """
    w, places = np.asarray(weights, float), np.reshape(points, (-1, 2))
    if len(w) != len(places):
        reason = Reason.TOO_FEW if len(w) < len(places) else Reason.TOO_MANY
        raise SpecError("weights", reason, len(w), str(len(places)))
    if not (w >= 0).all() or not 0 < w.sum() < np.inf:
        raise SpecError("weights", Reason.OUT_OF_RANGE, list(weights), "w ≥ 0, Σw > 0")
    w = w / w.sum()
    x, y = np.append(places[:, 0], w @ places[:, 0]), np.append(places[:, 1], w @ places[:, 1])
    f = extended_value(function, x, y)
    some = w > 0  # zero times infinity is not there
    return Jensen(
        mean=(float(x[-1]), float(y[-1])),
        of_mean=float(f[-1]),
        mean_of=float(w[some] @ f[:-1][some]),
        tolerance=rounding(function, x, y),
    )


def convex_witness(function: Function, surface: Surface) -> Chord | None:
    """A chord in the drawn domain above which f rises; None if the search finds none.

    Two searches propose chords: the middle of any two points of a grid, which sees f as a whole,
    kinks and holes included; and where the Hessian has a negative eigenvalue, chords along its
    eigenvector, halved again and again. The chord whose violation is the largest multiple of its
    rounding is returned; one across a hole only if there is no other. None proves nothing, but
    every surface of the registry that is not convex has a witness.
    """
    x, y = surface.grid(SEARCHED)
    proposed = [_worst_middle(function, x, y), *_along_curvature(function, surface, x, y)]
    violated = [c for c in (chord(function, a, b) for a, b in proposed) if not c.holds]
    finite = [c for c in violated if math.isfinite(c.excess)]
    return max(finite or violated, key=lambda c: c.excess / c.tolerance, default=None)


def _worst_middle(function: Function, x: Array, y: Array) -> tuple[Pair, Pair]:
    """The two points, of every second row and column, whose middle lies highest above
    their mean."""
    f = extended_value(function, *np.meshgrid(x, y))
    columns, rows = np.meshgrid(np.arange(0, len(x), 2), np.arange(0, len(y), 2))
    i, j = rows.ravel(), columns.ravel()
    with np.errstate(invalid="ignore"):
        mean = (f[i, j][:, None] + f[i, j]) / 2
        excess = f[(i[:, None] + i) // 2, (j[:, None] + j) // 2] - mean
    excess = np.where(np.isnan(excess), -np.inf, excess)
    a, b = np.unravel_index(int(excess.argmax()), excess.shape)
    return (float(x[j[a]]), float(y[i[a]])), (float(x[j[b]]), float(y[i[b]]))


def _along_curvature(
    function: Function, surface: Surface, x: Array, y: Array
) -> list[tuple[Pair, Pair]]:
    """Chords along the direction of most negative curvature, one through each of the points where
    it is most negative."""
    columns, rows = (v.ravel() for v in np.meshgrid(x, y))
    with np.errstate(all="ignore"):
        xx, xy, yy = function.hessian(columns, rows)
        low, high = eigenvalues(xx, xy, yy)
        part = np.where(np.isfinite(high), low / np.maximum(np.abs(low), np.abs(high)), 0.0)
    part = np.nan_to_num(part)
    chosen = np.argsort(part, kind="stable")[:CANDIDATES]
    found = []
    for k in chosen[part[chosen] < -ROUNDED]:
        angle = np.arctan2(2 * xy[k], xx[k] - yy[k]) / 2
        direction = (-np.sin(angle), np.cos(angle)) if surface.dimensions == 2 else (1.0, 0.0)
        found.append(_best_length(function, surface, (columns[k], rows[k]), direction))
    return found


def _best_length(
    function: Function, surface: Surface, middle: Pair, direction: Pair
) -> tuple[Pair, Pair]:
    """The chord about a middle, within the domain, above which that middle lies highest."""
    halves = surface.diagonal / 2 ** np.arange(1, HALVINGS)
    (px, py), (dx, dy) = middle, direction
    x, y = (np.stack([p - halves * d, p + halves * d]) for p, d in ((px, dx), (py, dy)))
    x, y = np.clip(x, *surface.x), np.clip(y, *surface.y)
    f = extended_value(function, x, y)
    middles = extended_value(function, x.mean(0), y.mean(0))
    with np.errstate(invalid="ignore"):
        excess = middles - f.mean(0)
    k = int(np.where(np.isfinite(excess), excess, -np.inf).argmax())
    return (float(x[0, k]), float(y[0, k])), (float(x[1, k]), float(y[1, k]))
