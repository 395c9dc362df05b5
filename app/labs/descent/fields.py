"""This lab's frames as fields: a surface's heights, basins, and rates."""

from __future__ import annotations

from typing import Any

import numpy as np

from app import theme
from app.widgets.field import Categories, Contours, Field, Mark, Scale
from app.words.labels import tr
from core.descent.basins import LEFT, MOVING, BasinsFrame
from core.descent.heights import HeightsFrame
from core.descent.rates import RatesFrame, RatesSpec
from core.surfaces.function import Surface

Array = np.ndarray[Any, Any]

SLOWEST = 0.35
"""The fraction of a basin's color that is left where the most steps are needed."""


def heights_field(frame: HeightsFrame, surface: Surface) -> Field:
    """The field of a surface: its heights on their scale, contour lines, and the known points."""
    return Field(
        frame.x,
        frame.y,
        frame.heights,
        Scale(frame.shades),
        Contours(frame.lines, frame.breaks),
        _stationary(surface),
        name=tr("heights"),
        of=surface.key,
    )


def _stationary(surface: Surface) -> tuple[Mark, ...]:
    kinds = (
        ("minimum", surface.minima, tr("minimum")),
        ("saddle", surface.saddles, tr("saddle")),
        ("maximum", surface.maxima, tr("maximum")),
    )
    return tuple(Mark(kind, x, y, label) for kind, points, label in kinds for x, y in points)


def basins_field(frame: BasinsFrame) -> Field:
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
    )


def rates_field(spec: RatesSpec, frame: RatesFrame, x: Array, y: Array) -> Field:
    """The field of rates: each pair at its position (x, y), bright where few steps were needed,
    muted where it never arrived, a hole where it diverges. It uses the present theme's colors."""
    now = theme.current()
    arrived = frame.steps_to_settle > 0
    steps = np.where(arrived, frame.steps_to_settle, 1).astype(float)
    fewest = float(steps[arrived].min(initial=spec.steps))
    places = 1 - np.log(steps / fewest) / np.log(max(2.0, spec.steps / fewest))
    places = np.where(frame.steps_to_settle < 0, np.inf, places)
    return Field(
        x,
        y,
        frame.steps_to_settle,
        Scale(
            np.where(frame.diverged, np.nan, places),
            colors="viridis",
            beyond=theme.mix(now.muted, now.picture, 0.4).name(),
        ),
    )
