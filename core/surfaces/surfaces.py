"""SURFACES, the one list of surfaces, and the choice of one by a spec.

Most are a record as it stands. A few depend on more of the spec's fields: the condition and the
angle of the quadratic, the digits of the logistic regression, the typed formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from core.parameters import (
    End,
    Reason,
    Spec,
    SpecError,
    Text,
    choice,
    field,
    number,
    parameters,
    text,
)
from core.surfaces.curves import LINES
from core.surfaces.data_surfaces import DATA_SURFACES, DIGITS, logistic_surface
from core.surfaces.formula import parse
from core.surfaces.function import Function, Surface
from core.surfaces.notation import FUNCTIONS, FormulaError
from core.surfaces.planes import PLANES
from core.surfaces.typeset import tex

CONDITION, ANGLE = 100.0, 30.0


@cache
def quadratic(condition: float, angle: float) -> Surface:
    """f = (u² + κ v²) / 2, where (u, v) is (x, y) turned by the angle in degrees.

    The long axis of its ellipses is rotated by the angle from x, counterclockwise; its curvatures
    are 1 along it and κ across.
    """
    cosine, sine = _direction(angle)
    return Surface(
        key="quadratic",
        formula=_quadratic_text(condition, cosine, sine),
        set_as="f = "
        + tex(_quadratic_text(*(float(f"{v:.4g}") for v in (condition, cosine, sine)))),
        x=(-5, 5),
        y=(-5, 5),
        start=(-4, 3),
        minima=((0, 0),),
        convex=True,
        source="a quadratic of chosen condition κ; the angle is what Adam sees and GD does not",
    )


def _direction(angle: float) -> tuple[float, float]:
    """Cosine and sine of an angle, exact at 0 and 90 degrees."""
    if angle == 90:
        return 0.0, 1.0
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))


def _quadratic_text(condition: float, cosine: float, sine: float) -> str:
    # Not multiplied out: the large terms of a narrow ellipse would cancel.
    along, across = _sum(cosine, "x", sine, "+", "y"), _sum(cosine, "y", sine, "-", "x")
    return f"({along}^2 + {condition!r}*{across}^2)/2"


def _sum(a: float, x: str, b: float, sign: str, y: str) -> str:
    """The text of a x ± b y as a factor, without terms that are 0 and without factors of 1."""
    if b == 0:
        return x
    if a == 0:
        return y  # its sign is lost in the square
    return f"({a!r}*{x} {sign} {b!r}*{y})"


SURFACES: Mapping[str, Surface] = MappingProxyType(
    {s.key: s for s in (*PLANES, quadratic(CONDITION, ANGLE), *LINES, *DATA_SURFACES)}
)

TYPED = "formula"
"""The key of the surface whose formula a person types."""

CHOICES = (*SURFACES, TYPED)

GRAMMAR = f"x, y, + - * / ^ ( ) | |, pi, e, {', '.join(FUNCTIONS)}"


def _typed(formula: str) -> Surface:
    return Surface(
        key=TYPED,
        formula=formula,
        x=(-5, 5),
        y=(-5, 5),
        start=(3, 2),
        every_stationary_point=False,
        source="typed",
    )


_OF_SPEC: Mapping[str, Callable[[Any], Surface]] = {
    "quadratic": lambda spec: quadratic(spec.condition, spec.angle),
    "logistic_regression": lambda spec: logistic_surface(spec.digit_a, spec.digit_b),
    TYPED: lambda spec: _typed(spec.formula),
}
"""The surfaces that depend on more than their key."""


def own_surface_of(spec: Any) -> Surface:
    """The surface that a spec names, or the one whose formula it holds, over its own domain."""
    of = _OF_SPEC.get(spec.surface)
    return SURFACES[spec.surface] if of is None else of(spec)


def surface_of(spec: Any) -> Surface:
    """The surface of a spec over the ranges that the spec draws."""
    own = own_surface_of(spec)
    return own.over((spec.x_low, spec.x_high), (spec.y_low, spec.y_high))


def compile_surface(spec: Any) -> Function:
    """A spec's surface as code; :class:`SpecError` for faults that only compiling shows."""
    surface = surface_of(spec)
    try:
        function = surface.function()
    except FormulaError as error:
        given = surface.formula
        raise SpecError("formula", Reason.NOT_A_FORMULA, given, GRAMMAR, error) from None
    if function.constant:
        raise SpecError("formula", Reason.CONSTANT, surface.formula, "x, y")
    return function


def read_formula(parameter: Text, typed: str) -> None:
    """Let a typed formula through the gate, or report the position of its fault."""
    try:
        parse(typed)
    except FormulaError as error:
        raise SpecError(
            parameter.name, Reason.NOT_A_FORMULA, typed, parameter.grammar, error
        ) from None


def _is(key: str) -> Callable[[Any], bool]:
    return lambda spec: bool(spec.surface == key)


def _other_digits(spec: Any) -> tuple[int, ...]:
    return tuple(digit for digit in range(10) if digit != spec.digit_a)


FARTHEST = 1e9
"""The largest coordinate that is drawn."""
NARROWEST = 1e-9
"""The least width of a drawn range, as a part of the farther end: below it all is rounding."""


def _low(coordinate: str, label: str, help: str) -> Any:
    """The field of the lower end of what is drawn, by default that of the surface's own domain."""
    return field(
        End(
            default=None,
            low=-FARTHEST,
            high=FARTHEST * (1 - 2 * NARROWEST),
            label=label,
            help=help,
            auto=lambda spec: float(getattr(own_surface_of(spec), coordinate)[0]),
            applies=lambda spec: _has(spec, coordinate),
            anew=("surface",),
        )
    )


def _high(coordinate: str, label: str, help: str) -> Any:
    """The field of the upper end. If the lower one is beyond the surface's own domain it is, by
    default, as far above it as the domain is wide."""
    below = f"{coordinate}_low"

    def lowest(spec: Any) -> float:
        low = float(getattr(spec, below))
        return low + NARROWEST * max(abs(low), NARROWEST)

    def auto(spec: Any) -> float:
        low, high = map(float, getattr(own_surface_of(spec), coordinate))
        if not _has(spec, coordinate) or high >= lowest(spec):
            return high
        return max(lowest(spec), min(FARTHEST, float(getattr(spec, below)) + (high - low)))

    return field(
        End(
            default=None,
            low=lowest,
            high=FARTHEST,
            label=label,
            help=help,
            auto=auto,
            applies=lambda spec: _has(spec, coordinate),
            anew=("surface",),
            beside=below,
        )
    )


def _has(spec: Any, coordinate: str) -> bool:
    return coordinate == "x" or own_surface_of(spec).dimensions == 2


Other = TypeVar("Other", bound="SurfaceSpec")


@dataclass(frozen=True, kw_only=True)
class SurfaceSpec(Spec):
    """The choice of a surface: the fields that the race, its maps and its picture have
    in common."""

    surface: str = choice("himmelblau", CHOICES, "Surface", "The function that is minimized")
    formula: str = text(
        "x^2/4 + y^2 + sin(3*x)",
        read_formula,
        GRAMMAR,
        "f(x, y) =",
        "A formula in x and y",
        applies=_is(TYPED),
    )
    condition: float = number(
        CONDITION,
        1,
        1e6,
        "Condition κ",
        "Condition κ: the largest curvature over the smallest",
        log=True,
        applies=_is("quadratic"),
    )
    angle: float = number(
        ANGLE,
        0,
        90,
        "Angle",
        "How far the long axis is turned against x",
        unit="°",
        applies=_is("quadratic"),
    )
    digit_a: int = choice(
        DIGITS[0],
        range(10),
        "Class −1",
        "The digit of the class -1",
        applies=_is("logistic_regression"),
    )
    digit_b: int = choice(
        None,
        _other_digits,
        "Class 1",
        "The digit of the class 1",
        auto=lambda spec: DIGITS[1] if spec.digit_a != DIGITS[1] else DIGITS[0],
        applies=_is("logistic_regression"),
    )
    x_low: float = _low("x", "x from", "Left end of what is drawn and mapped")
    x_high: float = _high("x", "x to", "Right end of what is drawn and mapped")
    y_low: float = _low("y", "y from", "Lower end of what is drawn and mapped")
    y_high: float = _high("y", "y to", "Upper end of what is drawn and mapped")

    def like(self, other: type[Other], **rest: Any) -> Other:
        """A spec of another class on the same surface."""
        same = {p.name: getattr(self, p.name) for p in parameters(SurfaceSpec)}
        return other(**same, **rest)


def start(coordinate: str, help: str, **options: Any) -> Any:
    """The field of one coordinate of a start; for one variable y accepts only 0, and is
    not shown."""
    index = "xy".index(coordinate)

    def domain(spec: Any) -> tuple[float, float]:
        """Both the surface's own domain and what is drawn, so that zooming in moves no start."""
        both = own_surface_of(spec), surface_of(spec)
        ends = [surface.y if index else surface.x for surface in both]
        return min(low for low, _ in ends), max(high for _, high in ends)

    return number(
        None,
        lambda spec: domain(spec)[0],
        lambda spec: domain(spec)[1],
        f"Start {coordinate}",
        f"{help}; the surface's own start by default",
        auto=lambda spec: own_surface_of(spec).start[index],
        matters=lambda spec: own_surface_of(spec).dimensions > index,
        **options,
    )
