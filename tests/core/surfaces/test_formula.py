"""Formulas: the gate, the setting in TeX, and the derived code against torch and numpy."""

import ast
import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.surfaces.compiled import compile_formula
from core.surfaces.derivatives import derive
from core.surfaces.formula import (
    CONSTANTS,
    FUNCTIONS,
    MAX_EXPONENT,
    MAX_LENGTH,
    MAX_OPERATIONS,
    Fault,
    FormulaError,
    parse,
)
from core.surfaces.function import Surface
from core.surfaces.surfaces import SURFACES
from core.surfaces.typeset import tex

FORMULAS = {key: surface for key, surface in SURFACES.items() if surface.formula}

NAMESPACE = {name: getattr(np, name) for name in FUNCTIONS}


def by_python(text: str, x: Any, y: Any) -> Any:
    """The formula's value by Python's own rules: for the tests' own texts, not for a person's."""
    return eval(text.replace("^", "**"), {**NAMESPACE, **CONSTANTS, "x": x, "y": y})


# The gate


@pytest.mark.parametrize(
    ("text", "fault", "position", "part"),
    [
        ("", Fault.EMPTY, 0, ""),
        ("  \t ", Fault.EMPTY, 0, ""),
        ("x" + "+1" * 200, Fault.TOO_LONG, MAX_LENGTH, ""),
        ("x + z", Fault.UNKNOWN_NAME, 4, "z"),
        ("  x + z", Fault.UNKNOWN_NAME, 6, "z"),
        ("x^2 + y^2 + z", Fault.UNKNOWN_NAME, 12, "z"),
        ("x**2 + z", Fault.UNKNOWN_NAME, 7, "z"),
        ("sin + x", Fault.UNKNOWN_NAME, 0, "sin"),
        ("2*x(y)", Fault.UNKNOWN_NAME, 2, "x"),
        ("open(x)", Fault.UNKNOWN_NAME, 0, "open"),
        ("True", Fault.NOT_ALLOWED, 0, "Constant"),
        ("'x'", Fault.NOT_ALLOWED, 0, "Constant"),
        ("f'{x}'", Fault.NOT_ALLOWED, 0, "JoinedStr"),
        ("1j*x", Fault.NOT_ALLOWED, 0, "Constant"),
        ("1e999*x", Fault.NOT_ALLOWED, 0, "inf"),
        ("x + 'a'", Fault.NOT_ALLOWED, 4, "Constant"),
        ("x.real", Fault.NOT_ALLOWED, 0, "Attribute"),
        ("x[0]", Fault.NOT_ALLOWED, 0, "Subscript"),
        ("x if y else 1", Fault.NOT_ALLOWED, 0, "IfExp"),
        ("lambda: 1", Fault.NOT_ALLOWED, 0, "Lambda"),
        ("(x := 1)", Fault.NOT_ALLOWED, 1, "NamedExpr"),
        ("[x]", Fault.NOT_ALLOWED, 0, "List"),
        ("(x, y)", Fault.NOT_ALLOWED, 0, "Tuple"),
        ("{x}", Fault.NOT_ALLOWED, 0, "Set"),
        ("[x for x in y]", Fault.NOT_ALLOWED, 0, "ListComp"),
        ("await x", Fault.NOT_ALLOWED, 0, "Await"),
        ("x < y", Fault.NOT_ALLOWED, 0, "Compare"),
        ("x and y", Fault.NOT_ALLOWED, 0, "BoolOp"),
        ("not x", Fault.NOT_ALLOWED, 0, "UnaryOp"),
        ("~x", Fault.NOT_ALLOWED, 0, "UnaryOp"),
        ("x // y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x % y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x @ y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x | y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x << 2", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("sin(x, y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin()", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin(*x)", Fault.NOT_ALLOWED, 4, "Starred"),
        ("sin(x=y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin(x)(y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("x^99", Fault.EXPONENT, 0, "99"),
        ("x^-65", Fault.EXPONENT, 0, "-65"),
        ("y + x^99", Fault.EXPONENT, 4, "99"),
        ("x y", Fault.SYNTAX, 2, ""),
        ("x +", Fault.SYNTAX, 3, ""),
        ("x; y", Fault.SYNTAX, 1, ""),
        ("x = 1", Fault.SYNTAX, 2, ""),
        ("x^2 + y y", Fault.SYNTAX, 8, ""),
        ("import os", Fault.SYNTAX, 0, ""),
    ],
)
def test_what_is_no_formula_is_refused_where_it_stands(
    text: str, fault: Fault, position: int, part: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert error.fault is fault
    assert (error.position, error.part) == (position, part)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "x.__class__",
        "exec('1')",
        "eval('1')",
        "getattr(x, 'real')",
        "sin.__globals__",
        "(lambda: x)()",
        "__builtins__",
        "x\x00",
        "\ud800",
        "x\\",
        "(" * 300,
        "x" + ")" * 100,
    ],
    ids=ascii,
)
def test_the_gate_lets_no_python_through(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "position"), [("(x +\n z)", 6), ("(x +\n y +\nz)", 10), ("x + abs(y) + ŝ", 13)]
)
def test_a_faulty_name_is_pointed_at_in_the_typed_text(text: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == position


def test_a_position_counts_characters_not_bytes() -> None:
    # Python reads the full-width x as x. It may be refused itself; if not, z is the fault.
    with pytest.raises(FormulaError) as caught:
        parse("ｘ + z")
    assert caught.value.position in (0, 4)


@pytest.mark.parametrize("text", ["9" * 350, "x^" + "9" * 350, "x + 0x" + "f" * 300])
def test_a_number_too_large_for_a_float_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["2^64^64", "x^(8*9)", "x^(64+1)", "x^-(-65)", "x^(2^64)", "((9^64)^64)^64", "(x^64)^64^64"],
)
def test_an_exponent_is_refused_however_it_is_written(text: str) -> None:
    """What the gate lets pass is worked out exactly, digit by digit: 2^64^64 has 10^115 of them."""
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize("text", [f"x^{MAX_EXPONENT}", f"x^-{MAX_EXPONENT}", "x^0.5", "x^y", "2^x"])
def test_an_exponent_within_bounds_passes(text: str) -> None:
    assert isinstance(parse(text), ast.BinOp)


def test_the_longest_formula_passes() -> None:
    longest = "x" + "+1" * MAX_OPERATIONS
    parse(longest.ljust(MAX_LENGTH))
    for text in (longest + " + y", "sin(" * 11 + "x" + ")" * 11, "1/(1 + " * 11 + "x" + ")" * 11):
        with pytest.raises(FormulaError) as refused:
            parse(text)
        assert refused.value.fault is Fault.TOO_COMPLEX


@pytest.mark.parametrize(
    "text",
    [
        "sin(x*" * 10 + "y" + ")" * 10,
        "*".join(f"sin({i}*x)" for i in range(1, 28)),
        "1/(x+" * 10 + "y" + ")" * 10,
        "(x*(y+" * 39 + "y" + "))" * 39,
        "(x^64 + y^64)^64*(x - y)^64",
    ],
    ids=["nest", "product", "fraction", "polynomial", "powers"],
)
def test_the_worst_that_passes_the_gate_is_compiled(text: str) -> None:
    """Each takes a second or so; without the limits they would take a minute."""
    assert len(compile_formula(text).at(0.3, 0.2)) == 3


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_passes_and_computes(name: str) -> None:
    compiled = compile_formula(f"{name}(x/4 + y/5 + 1/4)")
    x, y = np.array([0.25, 1.5]), np.array([0.5, 1.25])
    np.testing.assert_allclose(
        compiled.value(x, y), getattr(np, name)(x / 4 + y / 5 + 0.25), rtol=1e-15
    )


def passes_or_is_refused(text: str) -> None:
    refusal = None
    try:
        tree = parse(text)
    except FormulaError as error:
        refusal = error
    if refusal is not None:
        assert 0 <= refusal.position <= len(text)
        assert isinstance(refusal.fault, Fault)
    else:
        assert isinstance(tree, ast.expr)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert names <= {"x", "y", *CONSTANTS, *FUNCTIONS}
        assert tex(text)


@given(st.text(max_size=MAX_LENGTH + 5))
def test_any_text_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@given(st.text(alphabet="xyepi0123456789+-*/^().,e _sincoqrtlgabh\n#", max_size=60))
def test_any_text_of_a_formulas_characters_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@given(
    st.lists(
        st.sampled_from(
            ["x", "y", "pi", "e", "1", "2.5", "-", "+", "*", "/", "^", "**", "(", ")", " "]
            + [f"{name}(" for name in FUNCTIONS]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_row_of_a_formulas_words_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@pytest.mark.parametrize(
    "text", ["-" * 399 + "x", "(" * 90 + "x" + ")" * 90, "sin(" * 60 + "x" + ")" * 60]
)
def test_a_deep_formula_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


# TeX


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x"),
        ("pi*x", r"\pi\,x"),
        ("2*3", r"2 \cdot 3"),
        ("2*3*x", r"2 \cdot 3\,x"),
        ("x*2^y", r"x \cdot 2^{y}"),
        ("2*x*y", r"2\,x\,y"),
        ("x + y", "x + y"),
        ("(x-y)-(y-x)", r"x - y - \left(y - x\right)"),
        ("x-(y+1)", r"x - \left(y + 1\right)"),
        ("x-y+1", "x - y + 1"),
        ("-(x+y)", r"-\left(x + y\right)"),
        ("-x", "-x"),
        ("+x", "x"),
        ("x - -y", r"x - \left(-y\right)"),
        ("x*-2", r"x\,\left(-2\right)"),
        ("(x+y)^2", r"\left(x + y\right)^{2}"),
        ("(-x)^2", r"\left(-x\right)^{2}"),
        ("-x^2", "-x^{2}"),
        ("x^(-1)", "x^{-1}"),
        ("x^(y+1)", "x^{y + 1}"),
        ("x^y^2", "x^{y^{2}}"),
        ("(x^y)^2", r"\left(x^{y}\right)^{2}"),
        ("(x+1)*y", r"\left(x + 1\right)\,y"),
        ("(x+1)/(y-1)", r"\frac{x + 1}{y - 1}"),
        ("1/x^2", r"\frac{1}{x^{2}}"),
        ("sqrt(x+1)", r"\sqrt{x + 1}"),
        ("abs(x)", r"\left|x\right|"),
        ("sin(x)*exp(-y)", r"\sin\left(x\right)\,\exp\left(-y\right)"),
        ("0.26*x", r"0.26\,x"),
        ("1.5 - x + x*y", r"1.5 - x + x\,y"),
    ],
)
def test_a_formula_is_set_as_it_was_written(text: str, expected: str) -> None:
    assert tex(text) == expected


def test_a_power_of_a_fraction_keeps_its_parentheses() -> None:
    assert tex("(x/y)^2") == r"\left(\frac{x}{y}\right)^{2}"


@pytest.mark.parametrize("text", ["1e-7*x", "1000000.0*x", "1e20"])
def test_a_number_is_never_set_with_an_e(text: str) -> None:
    assert "e" not in tex(text).replace(r"\left", "")


def test_a_number_is_set_with_all_its_digits() -> None:
    assert "1.2345678" in tex("1.2345678*x")


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_surfaces_formula_is_set_with_balanced_braces(surface: Surface) -> None:
    depth = 0
    for sign in surface.tex:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert surface.tex.count(r"\left") == surface.tex.count(r"\right")


# The code


def points_of(surface: Surface, count: int = 200) -> tuple[np.ndarray[Any, Any], ...]:
    random = np.random.default_rng(0)
    return random.uniform(*surface.x, count), random.uniform(*surface.y, count)


TORCH = {
    "sqrt": lambda v: torch.as_tensor(v, dtype=torch.float64).sqrt(),
    "sin": torch.sin, "cos": torch.cos, "exp": torch.exp, "pi": math.pi, "e": math.e,
}  # fmt: skip


def by_autograd(surface: Surface, x: Any, y: Any) -> list[np.ndarray[Any, Any]]:
    """f, f_x, f_y, f_xx, f_xy, f_yy of the formula as torch differentiates it, in float64."""
    xs, ys = (torch.tensor(v, requires_grad=True) for v in (x, y))
    f = eval(surface.formula.replace("^", "**"), {**TORCH, "x": xs, "y": ys})
    zero = torch.zeros_like(xs)

    def grad(of: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
        if not of.requires_grad:
            return zero
        (found,) = torch.autograd.grad(of.sum(), by, create_graph=True, allow_unused=True)
        return zero if found is None else found

    fx, fy = grad(f, xs), grad(f, ys)
    return [t.detach().numpy() for t in (f, fx, fy, grad(fx, xs), grad(fx, ys), grad(fy, ys))]


@pytest.mark.parametrize("surface", FORMULAS.values(), ids=FORMULAS)
def test_value_gradient_and_hessian_are_those_of_autograd(surface: Surface) -> None:
    x, y = points_of(surface)
    compiled = compile_formula(surface.formula)
    found = [*compiled.derivatives(x, y), *compiled.hessian(x, y)]
    for mine, reference in zip(found, by_autograd(surface, x, y), strict=True):
        # Rounding of terms of the largest size, in another order.
        np.testing.assert_allclose(
            mine, reference, rtol=1e-12, atol=1e-13 * np.abs(reference).max()
        )


@pytest.mark.parametrize("surface", FORMULAS.values(), ids=FORMULAS)
def test_the_value_is_that_of_the_text(surface: Surface) -> None:
    x, y = points_of(surface)
    value = compile_formula(surface.formula).value(x, y)
    reference = by_python(surface.formula, x, y)
    np.testing.assert_allclose(value, reference, rtol=1e-12, atol=1e-13 * np.abs(reference).max())
    beside_gradient = compile_formula(surface.formula).derivatives(x, y)[0]
    np.testing.assert_allclose(value, beside_gradient, rtol=1e-12, atol=1e-13 * np.abs(value).max())


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_one_point_agrees_with_arrays(surface: Surface) -> None:
    compiled = surface.function()
    x, y = points_of(surface, 50)
    arrays = np.stack(compiled.derivatives(x, y))
    points = np.array([compiled.at(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]).T
    # math's and numpy's functions may differ by an ulp of the largest term.
    scale = np.abs(arrays).max(axis=1, keepdims=True)
    assert (np.abs(points - arrays) <= 1e-13 * scale).all()
    assert all(type(v) in (int, float) for v in compiled.at(float(x[0]), float(y[0])))


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_precedence_is_that_of_mathematics(x: float, y: float) -> None:
    for text in ("-x^2", "2^-x", "x - y - 1", "x - (y - 1)", "2*x^2^2", "x/4/2*y", "-x*y + -y^2"):
        value = float(compile_formula(text).value(np.float64(x), np.float64(y)))
        assert value == pytest.approx(by_python(text, x, y), rel=1e-12, abs=1e-12), text


def test_constant_results_take_the_shape_of_the_points() -> None:
    compiled = compile_formula("2*x + 3")
    x = np.zeros((4, 1))
    y = np.zeros((1, 5))
    for part in (compiled.value(x, y), *compiled.derivatives(x, y), *compiled.hessian(x, y)):
        assert part.shape == (4, 5)
    assert (compiled.derivatives(x, y)[1] == 2).all()
    assert (compiled.hessian(x, y)[0] == 0).all()


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("far", [1e60, 1e155, 1e300, math.inf, -math.inf, math.nan])
def test_far_out_there_are_infinities_and_no_exceptions(surface: Surface, far: float) -> None:
    compiled = surface.function()
    for x, y in ((far, 0.5), (0.5, far), (far, far)):
        point = compiled.at(x, y)
        assert all(isinstance(part, float | int) for part in point)
        arrays = compiled.derivatives(np.array([x]), np.array([y]))
        for one, array in zip(point, arrays, strict=True):
            assert math.isfinite(one) == bool(np.isfinite(array[0])) or not math.isfinite(x + y)
        assert len(compiled.hessian(np.array([x]), np.array([y]))) == 3


UNDEFINED = [
    "log(x)", "sqrt(x)", "1/x", "x^-1", "x^0.5", "x^(1/3)", "x^y", "0^x", "exp(exp(exp(x)))",
    "tan(x)", "abs(x)", "abs(x)*y", "sqrt(abs(x))", "abs(sin(x))", "1/0", "x/0", "log(0) + x",
    "0/0", "log(-1)", "sqrt(-1) + x", "(-1)^0.5", "(-1)^x", "cosh(x)^64",
]  # fmt: skip


@pytest.mark.parametrize("text", UNDEFINED)
def test_what_is_not_defined_everywhere_gives_real_numbers_nan_or_a_refusal(text: str) -> None:
    try:
        compiled = compile_formula(text)
    except FormulaError:
        return
    # Not -0.0: whether its root is 0 or -0, and so the sign of 1/root, differs within numpy itself.
    grid = np.array([-2.0, 0.0, 0.5, 800.0])
    x, y = (g.ravel() for g in np.meshgrid(grid, grid))
    f, fx, fy = compiled.derivatives(x, y)
    for part in (compiled.value(x, y), f, fx, fy, *compiled.hessian(x, y)):
        assert part.shape == x.shape
        assert np.isrealobj(part)
    for i in range(x.size):
        point = compiled.at(float(x[i]), float(y[i]))
        assert all(type(part) in (int, float) for part in point)
        expected = np.array([f[i], fx[i], fy[i]])
        np.testing.assert_allclose(np.array(point), expected, rtol=1e-12)


def test_a_compiled_formula_is_kept() -> None:
    assert compile_formula("x + y") is compile_formula("x + y")


def test_only_what_passed_the_gate_is_compiled() -> None:
    with pytest.raises(FormulaError):
        compile_formula("__import__('os')")


@pytest.mark.parametrize(
    "text",
    [*(surface.formula for surface in FORMULAS.values()), "x^y", "2^x*y", "(x + y)^-2", "abs(x)^3"],
)
def test_a_formula_is_differentiated_as_sympy_does(text: str) -> None:
    derived = derive(text)
    f, dx, dy = derived.first
    x, y = derived.x, derived.y
    assert (dx, dy) == (f.diff(x), f.diff(y))
    assert derived.second == (dx.diff(x), dx.diff(y), dy.diff(y))
