"""What the experiments on a surface have in common."""

from __future__ import annotations

from tests.cases.case import Array, Loose

SURFACE = {
    *("surface", "formula", "condition", "angle", "digit_a", "digit_b"),
    *("x_low", "x_high", "y_low", "y_high"),
}
"""The fields that choose a surface, and what of it is drawn."""

BORDERS = Loose(
    "(?!(x|y|minima|x_values|y_values)$).*",
    1e-6,
    "a pixel on a border may fall to its other side",
    share=0.02,
)


def no_second_variable(name: str, array: Array) -> bool:
    """A script in one variable has no y."""
    return name == "y" and array.tolist() == [0]
