"""Convexity by chord and by Jensen's inequality, each with its witness where it fails.

Outside of its domain a convex function counts as infinite: where f is not finite it lies above
every chord. A violation counts only beyond rounding, as :func:`rounding` measures it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.parameters import Reason, SpecError
from core.surfaces.curvature import ROUNDED, eigenvalues
from core.surfaces.function import Function, Surface

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]

SHIFTS = np.arange(-4, 5) * np.finfo(float).eps
"""By what parts x and y are moved to measure rounding: a few last digits."""
SAFETY = 8
"""A violation counts beyond so many times the rounding that was measured."""

SEARCHED = 33
"""Points along each side of the domain in the search for a witness; an odd number."""
CANDIDATES = 16
"""Points of most negative curvature that are tried,"""
HALVINGS = 24
"""each with chords about it from half the domain's diagonal downwards."""
CHORD_POINTS = 129


def rounding(function: Function, x: Array, y: Array) -> float:
    """How far rounding may move the values of f at these points.

    Measured, not derived: x and y are moved by a few last digits, and how far apart the values fall
    is the noise of the formula's own evaluation, cancellation included (Moré & Wild 2011,
    Estimating computational noise). The largest over all points, and at least 8 last digits of |f|.
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
    """f, and infinity where it is not defined; minus infinity stays.

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
    """[count] from 0 at a to 1 at b."""
    f: Array
    """[count] infinite where f is not defined."""
    line: Array
    """[count] (1-t) f(a) + t f(b)."""
    excess: float
    """The largest f above the line; beyond ``tolerance`` it is a violation."""
    t_worst: float
    """Where that is."""
    worst: Pair
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether f stays on or below the line: what a convex f does on every segment."""
        return self.excess <= self.tolerance


def chord(function: Function, a: Pair, b: Pair, count: int = CHORD_POINTS) -> Chord:
    """Compare f with its chord at ``count`` points; above an infinite end nothing is violated."""
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
    """x and y of the points (1-t) a + t b."""
    return (1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]


@dataclass(frozen=True)
class Jensen:
    """f of the weighted mean against the weighted mean of f."""

    mean: Pair
    """Σ wᵢ pᵢ."""
    of_mean: float
    """f(Σ wᵢ pᵢ)."""
    mean_of: float
    """Σ wᵢ f(pᵢ)."""
    tolerance: float

    @property
    def gap(self) -> float:
        """Σ wᵢ f(pᵢ) - f(Σ wᵢ pᵢ), which a convex f never has below zero."""
        return self.mean_of - self.of_mean

    @property
    def holds(self) -> bool:
        """Whether the inequality does, rounding aside."""
        return self.of_mean <= self.mean_of + self.tolerance


def jensen(function: Function, points: Sequence[Pair], weights: Sequence[float]) -> Jensen:
    """Jensen's inequality at some points; the weights are divided by their sum.

    :class:`SpecError` for weights that are negative, all zero, or not as many as there are points.
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
    """A chord in the drawn domain that f rises above; None where the search finds none.

    Two searches propose chords: the middle of any two points of a grid, which sees f as a whole,
    kinks and holes included; and where the Hessian has a negative eigenvalue, chords along its
    eigenvector, halved again and again. Of all, the one that is violated by the most of its
    rounding is returned; one that leads over a hole only where there is no other. None proves
    nothing, but every surface of the registry that is not convex has a witness.
    """
    x, y = surface.grid(SEARCHED)
    proposed = [_worst_middle(function, x, y), *_along_curvature(function, surface, x, y)]
    violated = [c for c in (chord(function, a, b) for a, b in proposed) if not c.holds]
    finite = [c for c in violated if math.isfinite(c.excess)]
    return max(finite or violated, key=lambda c: c.excess / c.tolerance, default=None)


def _worst_middle(function: Function, x: Array, y: Array) -> tuple[Pair, Pair]:
    """The two points of every second row and column whose middle lies highest above their mean."""
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
    """One chord through each of the points of the most negative curvature, along that curvature."""
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
    """Of the chords about a middle, within the domain, the one that it lies highest above."""
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
