"""A tangent, a step along it, and what the step does."""

from __future__ import annotations

from core.descent.tangent import TangentSpec
from tests.cases.case import Case
from tests.cases.descent.common import SURFACE

CASE = Case(
    arrays={
        *("s", "f", "tangent", "parabola", "origin", "value", "slope", "curvature"),
        *("arrival", "predicted", "real", "first_failing_rate"),
    },
    small=[TangentSpec(surface="beale"), TangentSpec(surface="beale", along="x")],
    scripts={
        "default": {},
        "downhill": {"surface": "smooth_abs", "learning_rate": "0.3", "along": "downhill"},
        "one variable": {"surface": "parabola"},
        "data": {"surface": "logistic_regression", "along": "y"},
        "far": {"surface": "saddle", "along": "x", "point_x": "30"},
    },
    shared={*SURFACE, "learning_rate", "point_x", "point_y"},
)
