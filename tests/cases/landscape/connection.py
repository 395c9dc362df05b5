"""The line and the bend between two nets."""

from __future__ import annotations

from core.landscape.connection import ConnectionSpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("ends", "t", "treatments", "line", "line_accuracy", "barriers", "curve_t", "looks"),
        *("curve", "curve_accuracy", "curve_barriers", "bend_at", "curve_at", "beside"),
        *("u", "v", "plane"),
    },
    small=[ConnectionSpec(trained=1, epochs=1)],
    scripts={
        "dense": {"trained": "2", "epochs": "2"},
        "cnn": {"net": "cnn", "trained": "1", "epochs": "1", "rate": "0.1"},
    },
    left_out="treatments|looks|beside",
    rounded=1e-4,
    loose=[
        Loose("line|line_accuracy|curve|curve_accuracy|plane", 2e-3, "scores near one another"),
        Loose("barriers|curve_barriers", 2e-3, "differences of losses"),
        Loose("bend_at|curve_at|v", 1e-3, "float32 weights"),
    ],
)
