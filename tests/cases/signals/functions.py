"""Facts of the activation functions."""

from __future__ import annotations

from typing import Any

from core.signals.functions import FunctionsSpec
from tests.cases.case import Arrays, Case


def without_the_clock(spec: Any, arrays: Arrays) -> Arrays:
    """What a function costs is measured anew each time."""
    return {name: array for name, array in arrays.items() if name != "cost"}


CASE = Case(
    arrays={
        *("functions", "z", "values", "slopes", "flat_below", "flat_above", "mean", "cost"),
        *("zigzag", "one_sign", "symmetry", "symmetry_losses"),
    },
    small=[FunctionsSpec(measure_cost=False, zigzag_steps=10, symmetry_steps=10)],
    scripts={"default": {"zigzag_steps": "20", "symmetry_steps": "30", "slope": "0.2"}},
    left_out="functions",
    rounded=1e-6,
    held=without_the_clock,
    shared={"seed"},
)
