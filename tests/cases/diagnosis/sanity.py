"""Five checks before a training is trusted."""

from __future__ import annotations

from core.diagnosis.sanity import SanitySpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("light_names", "lights", "numbers", "first_loss", "first_parts", "expected_loss"),
        *("head_scales", "first_losses", "overfit_losses", "losses", "shuffled_losses"),
        *("zero_losses", "gains", "update_ratio", "bugs", "found", "values"),
    },
    small=[SanitySpec(hidden="")],
    scripts={
        "default": {"hidden": "8"},
        "frozen": {"bug": "frozen_layers", "hidden": "8", "balance": "rare", "penalty": "0.001"},
        "redrawn": {"bug": "labels_redrawn", "hidden": ""},
    },
    left_out="light_names|head_scales|first_losses|bugs|found|values",
    rounded=1e-5,
    loose=[
        Loose("gains|numbers", 0.02, "a digit of 360 near a boundary"),
        Loose(".*losses|update_ratio", 1e-3, "rounding grows over the steps"),
    ],
)
