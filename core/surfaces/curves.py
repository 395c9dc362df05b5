"""Surfaces of one variable: curves, each of which shows one thing.

Stationary points are given to 12 digits, as in :mod:`core.surfaces.planes`; y is 0 for all of them.
"""

from __future__ import annotations

from core.surfaces.function import Surface

LINES = (
    Surface(
        key="parabola",
        dimensions=1,
        formula="x^2/2",
        x=(-4, 4),
        y=(0, 0),
        start=(-3, 0),
        minima=((0, 0),),
        convex=True,
        source="curvature L = 1: gradient descent lowers it for every rate below 2/L = 2",
    ),
    Surface(
        key="two_valleys",
        dimensions=1,
        formula="x^4/4 - x^2/2 + x/5",
        x=(-1.8, 1.8),
        y=(0, 0),
        start=(1.7, 0),
        minima=((-1.08803391469, 0), (0.87888506625, 0)),
        maxima=((0.209148848441, 0),),
        source="two minima, the one on the left lower",
    ),
    Surface(
        key="cosine_valley",
        dimensions=1,
        formula="x^2/20 + 1 - cos(2*x)",
        x=(-10, 10),
        y=(0, 0),
        start=(-8.5, 0),
        minima=((0, 0),),
        every_stationary_point=False,
        source="a parabola with waves: one of its many minima is the lowest",
    ),
    Surface(
        key="smooth_abs",
        dimensions=1,
        formula="sqrt(x^2 + 0.01)",
        x=(-3, 3),
        y=(0, 0),
        start=(-2.5, 0),
        minima=((0, 0),),
        convex=True,
        source="nearly |x|: a slope of 1 up to a bend as narrow as 0.1",
    ),
    Surface(
        key="inflection",
        dimensions=1,
        formula="x^3",
        x=(-1.5, 1.5),
        y=(0, 0),
        start=(1.2, 0),
        saddles=((0, 0),),
        degenerate=True,
        source="level at 0 and falling on; its second derivative there is zero, so decides nothing",
    ),
    Surface(
        key="quartic",
        dimensions=1,
        formula="x^4/4",
        x=(-2, 2),
        y=(0, 0),
        start=(-1.6, 0),
        minima=((0, 0),),
        degenerate=True,
        convex=True,
        source="a minimum whose second derivative is zero: Newton only nears it by a third a step",
    ),
)
