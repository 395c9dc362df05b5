"""Derivatives by rules: sympy's, from a graph whose size grows with the formula's."""

import math

import pytest
import sympy

from core.surfaces.compiled import compile_formula
from core.surfaces.derivatives import derive
from core.surfaces.formula import MAX_OPERATIONS
from core.surfaces.graph import reached
from core.surfaces.notation import Fault, FormulaError
from core.surfaces.surfaces import SURFACES

TYPED = (
    "x^y",
    "2^x*y",
    "e^(x*y)",
    "(x + y)^-2",
    "x^2.5/y^0.5",
    "abs(x*y - 3)^3",
    "abs(sin(x) - y)",
    "tan(x*y)/(1 + tanh(x - y))",
    "sinh(x)*cosh(y) - x/y/3",
    "log(x + y^2)*sqrt(x*y)",
    "exp(-x^2)/(1 + exp(-x^2))",
    "(x^2 + y^2)^3*(x - y)^2",
    "((x*y)^2)^0.5 + (2*x)^-3",
    "x*(x + y)*(x + y)^4/(x + y)",
)
POINTS = ((0.7, 1.3), (1.9, 0.4), (1.1, 2.6))


@pytest.mark.parametrize("text", [*(s.formula for s in SURFACES.values() if s.formula), *TYPED])
def test_gradient_and_hessian_are_sympys(text: str) -> None:
    x, y = sympy.symbols("x y", positive=True)
    f = sympy.sympify(text.replace("^", "**"), {"x": x, "y": y, "e": sympy.E})
    parts = [f, f.diff(x), f.diff(y), f.diff(x, x), f.diff(x, y), f.diff(y, y)]
    reference = sympy.lambdify((x, y), parts, ["mpmath", {"DiracDelta": lambda v: 0}])
    compiled = compile_formula(text)
    for point in POINTS:
        found = [*compiled.derivatives(*point), *compiled.hessian(*point)]
        expected = [float(part) for part in reference(*map(sympy.Float, point))]
        scale = max(map(abs, expected))  # large terms cancel
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-13 * scale)


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "x - x",
        "0*x + pi",
        "x/x",
        "x^0",
        "1^x",
        "2*(x + y) - x - y - (x + y)",
        "sin(x)^2 + cos(x)^2",
        "x*y - y*x",
    ],
)
def test_what_is_the_same_everywhere_is_known(text: str) -> None:
    assert compile_formula(text).constant


@pytest.mark.parametrize("text", ["x", "y", "x^y", "x*y - y", "abs(x)", "x + exp(1000)"])
def test_what_is_not_is_none(text: str) -> None:
    assert not compile_formula(text).constant


@pytest.mark.parametrize(
    "text",
    [
        "1/0",
        "x + 0/0",
        "log(0)*x",
        "sqrt(-1) + x",
        "(-1)^0.5*y",
        "(-8)^(1/3)",
        "0^-1",
        "x^log(-1)",
        "sin(exp(1e10))*x",
        "x + (exp(1000) - exp(1000))",
        "(-2)^x",
        "0^x",
    ],
)
def test_a_part_that_is_no_real_number_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        derive(text)
    assert refused.value.fault is Fault.UNDEFINED


@pytest.mark.parametrize(
    "again",
    [
        lambda n: "x*(y + " * n + "1" + ")" * n,
        lambda n: "(x + 1)*(" * n + "y" + ")" * n,
        lambda n: "*".join(["(x + y)", "(x - y)"] * (n // 2)),
        lambda n: "+".join(["x*y"] * n),
    ],
    ids=["horner", "nest", "product", "sum"],
)
def test_the_derivatives_grow_as_the_formula_does(again) -> None:
    """By so many nodes for each of its operations, however many it has."""

    def size(n: int) -> int:
        return len(reached(derive(again(n)).second))

    shorter, longer = size(24) - size(12), size(36) - size(24)
    assert 0 <= longer <= 1.1 * shorter + 2
    assert size(36) <= 20 * 36


@pytest.mark.parametrize(
    "text",
    [
        "sin(x*" * 10 + "y" + ")" * 10,
        "*".join(f"sin({i}*x)" for i in range(1, 28)),
        "1/(x+" * 10 + "y" + ")" * 10,
        "(x*(y+" * 39 + "y" + "))" * 39,
        "x-(y-(x*(" * 20 + "y" + ")))" * 20,
        "-" * MAX_OPERATIONS + "x",
        "(x^64 + y^64)^64*(x - y)^64",
        "tanh(x^(abs(sin((tan(tan(tanh(((x+y)^x)^0.5))))+(tan(tan(tanh(((x+y)^x)^0.5))))^2))))",
        "((log(sinh((sqrt((cos((10)^x)+((x)^x*1e-3))))^-64)))^-64)^(1/2)",
    ],
    ids=["nest", "product", "fraction", "polynomial", "signs", "minus", "powers", "tanh", "log"],
)
def test_the_deepest_that_passes_the_gate_is_compiled(text: str) -> None:
    """Neither Python's recursion nor the nesting that its parser takes ends at it."""
    compiled = compile_formula(text)
    assert len(compiled.at(0.3, 0.2)) == 3
    assert len(compiled.hessian(0.3, 0.2)) == 3


def test_constants_are_worked_out_once() -> None:
    assert derive("2*pi*3/4*x").first[1].number == pytest.approx(1.5 * math.pi, rel=1e-15)
