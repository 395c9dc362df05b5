"""The surfaces that optimizers race over: one record each, the formula being the surface.

Stationary points are those inside the drawn domain, to 12 digits; the tests verify each by gradient
and Hessian. Where ``every_stationary_point`` is false the surface has more than are listed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.optimization.formula import FUNCTIONS, Compiled, FormulaError, compile_formula, parse
from core.parameters import Parameter, Reason, SpecError, text

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Surface:
    """f(x, y) over a drawn domain, and what is known of it."""

    key: str
    formula: str
    x: tuple[float, float]
    y: tuple[float, float]
    start: Point
    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    maxima: tuple[Point, ...] = ()
    cusps: tuple[Point, ...] = ()
    """Minima without a gradient: the tip of a cone."""
    every_stationary_point: bool = True
    convex: bool = False
    source: str

    @property
    def diagonal(self) -> float:
        """Length of the diagonal of the drawn domain."""
        (left, right), (bottom, top) = self.x, self.y
        return math.hypot(right - left, top - bottom)


JAMIL = "Jamil & Yang 2013, A literature survey of benchmark functions"

_SURFACES = (
    Surface(
        key="rosenbrock",
        formula="(1 - x)^2 + 100*(y - x^2)^2",
        x=(-2, 2),
        y=(-1, 3),
        start=(-1.2, 1),
        minima=((1, 1),),
        source="Rosenbrock 1960, The Computer Journal 3(3)",
    ),
    Surface(
        key="beale",
        formula="(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        x=(-4.5, 4.5),
        y=(-4.5, 4.5),
        start=(1, 1.5),
        minima=((3, 0.5),),
        saddles=((0, 1), (0.100537937324, -2.64451358502)),
        source="Beale 1958; More, Garbow & Hillstrom 1981",
    ),
    Surface(
        key="himmelblau",
        formula="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        x=(-6, 6),
        y=(-6, 6),
        start=(0, -0.5),
        minima=(
            (3, 2),
            (3.58442834033, -1.84812652696),
            (-3.77931025338, -3.28318599129),
            (-2.80511808695, 3.13131251825),
        ),
        saddles=(
            (3.38515418361, 0.0738518798377),
            (0.0866775045554, 2.88425470117),
            (-3.07302575076, -0.081353044288),
            (-0.127961346731, -1.95371498024),
        ),
        maxima=((-0.270844590667, -0.92303855648),),
        source="Himmelblau 1972, Applied Nonlinear Programming",
    ),
    Surface(
        key="booth",
        formula="(x + 2*y - 7)^2 + (2*x + y - 5)^2",
        x=(-10, 10),
        y=(-10, 10),
        start=(-8, -6),
        minima=((1, 3),),
        convex=True,
        source=JAMIL,
    ),
    Surface(
        key="matyas",
        formula="0.26*(x^2 + y^2) - 0.48*x*y",
        x=(-10, 10),
        y=(-10, 10),
        start=(-9, 4),
        minima=((0, 0),),
        convex=True,
        source=JAMIL,
    ),
    Surface(
        key="ravine",
        formula="0.05*x^2 + 2.5*y^2",
        x=(-10, 10),
        y=(-5, 5),
        start=(-9, 4),
        minima=((0, 0),),
        convex=True,
        source="a quadratic of condition 50",
    ),
    Surface(
        key="saddle",
        formula="x^2 - y^2",
        x=(-2, 2),
        y=(-2, 2),
        start=(1.5, 1e-6),
        saddles=((0, 0),),
        source="the hyperbolic paraboloid; unbounded below along y",
    ),
    Surface(
        key="monkey_saddle",
        formula="x^3 - 3*x*y^2",
        x=(-1.5, 1.5),
        y=(-1.5, 1.5),
        start=(0.9, 0.01),
        saddles=((0, 0),),
        source="three valleys meet; its Hessian at the origin is zero, so it decides nothing",
    ),
    Surface(
        key="double_well",
        formula="(x^2 - 1)^2 + y^2",
        x=(-2, 2),
        y=(-1.5, 1.5),
        start=(0.001, 1.2),
        minima=((1, 0), (-1, 0)),
        saddles=((0, 0),),
        source="two wells and the bounded saddle between them",
    ),
    Surface(
        key="plateau",
        formula="1 - exp(-(x^2 + y^2))",
        x=(-4, 4),
        y=(-4, 4),
        start=(2.2, 0.6),
        minima=((0, 0),),
        source="a Gaussian well: far from it the gradient all but vanishes",
    ),
    Surface(
        key="mccormick",
        formula="sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
        x=(-1.5, 4),
        y=(-3, 4),
        start=(0, 3.5),
        minima=((-0.547197551197, -1.5471975512), (2.59439510239, 1.59439510239)),
        saddles=((1.5471975512, 0.547197551197),),
        source="McCormick 1976",
    ),
    Surface(
        key="three_hump_camel",
        formula="2*x^2 - 1.05*x^4 + x^6/6 + x*y + y^2",
        x=(-2.5, 2.5),
        y=(-2.5, 2.5),
        start=(-2, 2),
        minima=(
            (0, 0),
            (-1.74755234583, 0.873776172915),
            (1.74755234583, -0.873776172915),
        ),
        saddles=((-1.07054229182, 0.535271145912), (1.07054229182, -0.535271145912)),
        source=JAMIL,
    ),
    Surface(
        key="six_hump_camel",
        formula="(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
        x=(-2, 2),
        y=(-1.2, 1.2),
        start=(-0.6, 1.1),
        minima=(
            (-0.0898420131003, 0.712656403021),
            (0.0898420131003, -0.712656403021),
            (1.70360671497, -0.796083568673),
            (-1.70360671497, 0.796083568673),
            (1.60710475292, 0.568651454884),
            (-1.60710475292, -0.568651454884),
        ),
        saddles=(
            (0, 0),
            (-1.1092053368, 0.76826809251),
            (1.1092053368, -0.76826809251),
            (-1.63806798419, -0.228674069044),
            (1.63806798419, 0.228674069044),
            (1.29607026717, 0.605084388039),
            (-1.29607026717, -0.605084388039),
        ),
        maxima=((1.23022987652, 0.162334584459), (-1.23022987652, -0.162334584459)),
        source="Dixon & Szego 1978, Towards Global Optimisation 2",
    ),
    Surface(
        key="styblinski_tang",
        formula="(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)/2",
        x=(-5, 5),
        y=(-5, 5),
        start=(0.5, 4),
        minima=(
            (-2.90353402777, -2.90353402777),
            (-2.90353402777, 2.74680277099),
            (2.74680277099, -2.90353402777),
            (2.74680277099, 2.74680277099),
        ),
        saddles=(
            (-2.90353402777, 0.15673125678),
            (0.15673125678, -2.90353402777),
            (2.74680277099, 0.15673125678),
            (0.15673125678, 2.74680277099),
        ),
        maxima=((0.15673125678, 0.15673125678),),
        source="Styblinski & Tang 1990, Neural Networks 3(4)",
    ),
    Surface(
        key="rastrigin",
        formula="20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
        x=(-5.12, 5.12),
        y=(-5.12, 5.12),
        start=(-3.2, 3.6),
        minima=((0, 0),),
        every_stationary_point=False,
        source="Rastrigin 1974; a hundred minima in the domain",
    ),
    Surface(
        key="ackley",
        formula=("-20*exp(-0.2*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + 20 + e"),
        x=(-5, 5),
        y=(-5, 5),
        start=(-3.4, 3.1),
        cusps=((0, 0),),
        every_stationary_point=False,
        source="Ackley 1987; its lowest point is the tip of a cone",
    ),
    Surface(
        key="levy",
        formula=(
            "sin(pi*(x + 3)/4)^2 + ((x - 1)/4)^2*(1 + 10*sin(pi*(x + 3)/4 + 1)^2)"
            " + ((y - 1)/4)^2*(1 + sin(pi*(y + 3)/2)^2)"
        ),
        x=(-6, 6),
        y=(-6, 6),
        start=(-4.8, -3.4),
        minima=((1, 1),),
        every_stationary_point=False,
        source="Levy & Montalvo 1985; Laguna & Marti 2005",
    ),
    Surface(
        key="griewank",
        formula="1 + (x^2 + y^2)/4000 - cos(x)*cos(y/sqrt(2))",
        x=(-10, 10),
        y=(-10, 10),
        start=(-7.5, 6),
        minima=((0, 0),),
        every_stationary_point=False,
        source="Griewank 1981",
    ),
    Surface(
        key="branin",
        formula="(y - 5.1*x^2/(4*pi^2) + 5*x/pi - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
        x=(-5, 10),
        y=(0, 15),
        start=(0.2, 13),
        minima=((-3.14159265359, 12.275), (3.14159265359, 2.275), (9.42477796077, 2.475)),
        saddles=((6.28318530718, 1.1), (0, 6)),
        source="Branin 1972; three minima, equally low",
    ),
    Surface(
        key="easom",
        formula="-cos(x)*cos(y)*exp(-(x - pi)^2 - (y - pi)^2)",
        x=(-1, 7),
        y=(-1, 7),
        start=(1.9, 2.2),
        minima=((3.14159265359, 3.14159265359),),
        every_stationary_point=False,
        source="Easom 1990; a hole in a plain",
    ),
    Surface(
        key="goldstein_price",
        formula=(
            "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
            "*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))"
        ),
        x=(-2, 2),
        y=(-2, 2),
        start=(-1.5, 1),
        minima=((0, -1), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)),
        saddles=((-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4)),
        maxima=((0.8, 0.2),),
        source="Goldstein & Price 1971; its heights span six powers of ten",
    ),
    Surface(
        key="sphere",
        formula="x^2 + y^2",
        x=(-5, 5),
        y=(-5, 5),
        start=(-4, 3),
        minima=((0, 0),),
        convex=True,
        source="the quadratic of condition 1: every direction is the same",
    ),
    Surface(
        key="zakharov",
        formula="x^2 + y^2 + (0.5*x + y)^2 + (0.5*x + y)^4",
        x=(-5, 5),
        y=(-5, 5),
        start=(-4, -2),
        minima=((0, 0),),
        convex=True,
        source=JAMIL,
    ),
    Surface(
        key="dixon_price",
        formula="(x - 1)^2 + 2*(2*y^2 - x)^2",
        x=(-2, 3),
        y=(-2, 2),
        start=(-1.5, 0.05),
        minima=((1, -0.707106781187), (1, 0.707106781187)),
        saddles=((0.333333333333, 0),),
        source="Dixon & Price 1989",
    ),
)

SURFACES: Mapping[str, Surface] = MappingProxyType({s.key: s for s in _SURFACES})

TYPED = "formula"
"""The key of the surface whose formula a person types."""

CHOICES = (*SURFACES, TYPED)

GRAMMAR = f"x, y, + - * / ^ ( ), pi, e, {', '.join(FUNCTIONS)}"


def read_formula(parameter: Parameter, typed: str) -> None:
    """Let a typed formula through the gate, or say where its fault stands."""
    try:
        parse(typed)
    except FormulaError as error:
        raise SpecError(
            parameter.name, Reason.NOT_A_FORMULA, typed, parameter.grammar, error
        ) from None


def typed_formula() -> Any:
    """The field of a spec that holds a typed formula."""
    return text(
        "x^2/4 + y^2 + sin(3*x)",
        read_formula,
        GRAMMAR,
        "A formula in x and y, drawn over -5 … 5",
        applies=is_typed,
    )


def is_typed(spec: Any) -> bool:
    """Whether a spec's surface is its own formula."""
    return bool(spec.surface == TYPED)


def surface_of(spec: Any) -> Surface:
    """The surface that a spec names, or the one that it types."""
    if not is_typed(spec):
        return SURFACES[spec.surface]
    return Surface(
        key=TYPED,
        formula=spec.formula,
        x=(-5, 5),
        y=(-5, 5),
        start=(3, 2),
        every_stationary_point=False,
        source="typed",
    )


def compile_surface(spec: Any) -> Compiled:
    """Differentiate a spec's surface; :class:`SpecError` where only that shows what is wrong."""
    formula = surface_of(spec).formula
    try:
        compiled = compile_formula(formula)
    except FormulaError as error:
        raise SpecError("formula", Reason.NOT_A_FORMULA, formula, GRAMMAR, error) from None
    if compiled.constant:
        raise SpecError("formula", Reason.CONSTANT, formula, "x, y")
    return compiled
