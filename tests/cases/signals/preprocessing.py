"""Data made ready."""

from __future__ import annotations

from typing import Any

from core.signals.preprocessing import PreprocessingSpec
from tests.cases.case import Arrays, Case


def without_axes_of_nothing(spec: Any, arrays: Arrays) -> Arrays:
    """Of pixels that nobody inked, rounding decides which way their axes lie."""
    return {n: a for n, a in arrays.items() if n != "axes" or spec.source != "digits"}


CASE = Case(
    arrays={
        *("stages", "train", "test", "means", "covariances", "test_covariances", "wrong"),
        *("eigenvalues", "axes", "images", "errors", "shown", "wrong_train", "wrong_test"),
    },
    small=[PreprocessingSpec(rows=50), PreprocessingSpec(source="digits")],
    scripts={
        "default": {"rows": "60"},
        "nothing held out": {"rows": "60", "held_out": "0"},
        "digits": {"source": "digits"},
    },
    left_out="stages",
    held=without_axes_of_nothing,
    shared={"seed"},
)
