"""A norm after weights of any size."""

from __future__ import annotations

from core.normalization.weight_scale import WeightScaleSpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("norms", "factors", "apart", "apart_negative", "shrunk", "chosen_apart"),
        *("gradient_ratio", "plain", "scaled"),
    },
    small=[WeightScaleSpec(batch=4)],
    scripts={
        "default": {"batch": "2"},
        "negative": {"batch": "3", "norm": "gn", "negate": "true", "eps": "0.1"},
    },
    left_out="norms",
    rounded=2e-6,
    loose=[Loose(".*apart|apart_negative", 1.0, "0, but for rounding")],
)
