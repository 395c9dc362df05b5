"""Chords, Jensen, sub-level sets."""

from __future__ import annotations

from core.descent.convexity import ConvexitySpec
from tests.cases.case import Case, Loose
from tests.cases.descent.common import SURFACE, no_second_variable

CASE = Case(
    arrays={
        *("t", "f", "line", "excess", "worst", "chord_holds"),
        *("mean", "of_mean", "mean_of", "jensen_holds", "x", "y", "level", "sublevel", "pieces"),
        *("pieces_clear", "leaving", "semidefinite", "witness", "stated_convex"),
    },
    small=[ConvexitySpec(surface="double_well", resolution=41)],
    scripts={
        "default": {"resolution": "30"},
        "matyas": {"surface": "matyas", "resolution": "20"},
        "one variable": {"surface": "cosine_valley", "resolution": "60", "weight": "0.2"},
        "typed": {"surface": "formula", "formula": "log(x)*y + sqrt(y)", "resolution": "20"},
    },
    # found by searches and on smaller cells, as the script says
    left_out="leaving|witness|stated_convex|pieces|pieces_clear",
    loose=[Loose("sublevel|semidefinite", 0.5, "on the border of a set rounding decides", 0.02)],
    empty=no_second_variable,
    shared=SURFACE,
)
