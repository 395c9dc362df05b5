"""This lab's frames as fields: a surface's heights, basins, and rates."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from app import theme
from app.widgets.field import Categories, Contours, Field, Mark, Scale
from app.words.labels import _ as mark
from app.words.labels import tr
from app.words.vocabulary import choice
from core.descent.basins import LEFT, MOVING, BasinsFrame, BasinsSpec
from core.descent.heights import HeightsFrame, HeightsSpec, level_shades
from core.descent.rates import RatesFrame, RatesSpec
from core.surfaces.function import Surface
from core.surfaces.surfaces import surface_of

Array = np.ndarray[Any, Any]

SLOWEST = 0.35
"""The fraction of a basin's color that is left where the most steps are needed."""


WEIGHTS = {
    "linear_regression": (mark("slope"), mark("intercept")),
    "sparse_regression": (mark("weight of a"), mark("weight of b, the rare feature")),
    "logistic_regression": (mark("first weight"), mark("second weight")),
    "tanh_net": (mark("first weight"), mark("second weight")),
}
"""What x and y are in the losses over data."""


def axis_names(surface: Surface) -> tuple[str, str]:
    """The names of the axes: x and y, with what they are in a loss over data."""
    names = WEIGHTS.get(surface.key)
    return ("x", "y") if names is None else (f"x: {tr(names[0])}", f"y: {tr(names[1])}")


def identity(surface: Surface) -> Hashable:
    """What tells a surface from others in a picture: its function and its domain."""
    return surface.key, surface.formula, surface.loss, surface.x, surface.y


def heights_field(spec: HeightsSpec, frame: HeightsFrame) -> Field:
    """The field of a surface: its heights on their scale, contour lines, and the known points."""
    surface = surface_of(spec)
    return Field(
        frame.x,
        frame.y,
        frame.heights,
        Scale(frame.shades, ticks=_ticks(spec, frame), said=choice(spec.key, "scale", spec.scale)),
        Contours(frame.lines, frame.breaks, frame.line_levels),
        _stationary(surface),
        name=tr("heights"),
        of=identity(surface),
        equal_units=surface.equal_units,
    )


def _ticks(spec: HeightsSpec, frame: HeightsFrame) -> tuple[tuple[float, float], ...]:
    """The lowest and the highest value on the scale, and those of the contour lines between."""
    finite = frame.heights[np.isfinite(frame.heights)]
    ends = ((0.0, float(finite.min())), (1.0, float(finite.max())))
    between = zip(level_shades(spec).tolist(), frame.levels.tolist(), strict=False)
    return (*ends, *between) if len(frame.levels) else ends


def _stationary(surface: Surface) -> tuple[Mark, ...]:
    kinds = (
        ("minimum", surface.minima, tr("minimum")),
        ("saddle", surface.saddles, tr("saddle")),
        ("maximum", surface.maxima, tr("maximum")),
    )
    return tuple(Mark(kind, x, y, label) for kind, points, label in kinds for x, y in points)


def basins_field(spec: BasinsSpec, frame: BasinsFrame) -> Field:
    """The field of basins: each start in the color of the minimum it leads to, paler for more
    steps; starts that diverge are holes. It uses the present theme's colors."""
    now = theme.current()
    reached = frame.basin >= 0
    slowest = max(1, frame.steps_to_settle[reached].max(initial=1))
    speed = 1 - (1 - SLOWEST) * frame.steps_to_settle / slowest
    palette = {k: theme.series_color(k).name() for k in range(len(frame.minima))}
    return Field(
        frame.x,
        frame.y,
        frame.basin,
        Categories({**palette, MOVING: now.muted, LEFT: now.line}, np.where(reached, speed, 1)),
        marks=tuple(Mark("goal", x, y, tr("minimum")) for x, y in frame.minima),
        equal_units=surface_of(spec).equal_units,
    )


def rates_field(spec: RatesSpec, frame: RatesFrame, x: Array, y: Array) -> Field:
    """The field of rates: each pair at its position (x, y), bright where few steps were needed,
    muted where it never arrived, a hole where it diverges. It uses the present theme's colors."""
    now = theme.current()
    arrived = frame.steps_to_settle > 0
    steps = np.where(arrived, frame.steps_to_settle, 1).astype(float)
    fewest = float(steps[arrived].min(initial=spec.steps))
    whole = np.log(max(2.0, spec.steps / fewest))
    places = 1 - np.log(steps / fewest) / whole
    round_steps = [n * 10**k for k in range(5) for n in (1, 2, 5)]
    said = [s for s in (fewest, *round_steps, spec.steps) if fewest <= s <= spec.steps]
    places = np.where(frame.steps_to_settle < 0, np.inf, places)
    return Field(
        x,
        y,
        frame.steps_to_settle,
        Scale(
            np.where(frame.diverged, np.nan, places),
            colors="viridis",
            beyond=theme.mix(now.muted, now.picture, 0.4).name(),
            ticks=tuple((float(1 - np.log(s / fewest) / whole), float(s)) for s in said),
            said=tr("steps needed; gray: never there"),
        ),
    )
