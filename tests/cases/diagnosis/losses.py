"""Losses, the lines they fit, and nets that learn by them."""

from __future__ import annotations

from core.diagnosis.losses import LossesSpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("names", "z", "values", "gradients", "value_at", "gradient_at", "points", "lines"),
        *("rates", "trained", "accuracy", "curves", "sets", "sets_right"),
    },
    small=[LossesSpec(family="numbers")],
    scripts={
        "default": {},
        "numbers": {"family": "numbers", "z": "3", "beta": "0.5", "points": "0, 0; 1, 2; 2, 9"},
        "classes": {"family": "classes", "z": "-2", "classes": "4"},
    },
    left_out="names|rates|trained|curves|sets.*",
    rounded=1e-9,
    loose=[
        Loose("lines", 1e-6, "reweighted least squares end within a part in a million"),
        Loose("accuracy", 0.03, "a few digits of 360 near divergence", share=0.2),
    ],
)
