"""Heights of a surface."""

from __future__ import annotations

from core.descent.heights import HeightsSpec
from core.surfaces.surfaces import SURFACES
from tests.cases.case import Case, Loose
from tests.cases.descent.common import no_second_variable

CASE = Case(
    arrays={"x", "y", "heights", "shades", "levels", "lines", "breaks", "line_levels"},
    small=[HeightsSpec(resolution=40)],
    scripts={
        **{key: {"surface": key, "resolution": "9"} for key in SURFACES},
        "linear": {"scale": "linear", "contours": "5", "resolution": "20"},
        "logarithmic": {"scale": "logarithmic", "resolution": "20", "surface": "rastrigin"},
        "typed": {"surface": "formula", "formula": "x*log(y)", "resolution": "12"},
    },
    left_out="lines|breaks|line_levels",  # contourpy's
    loose=[Loose("shades", 0.1, "ties in height: symmetric points are ordered by last digits")],
    empty=no_second_variable,
)
