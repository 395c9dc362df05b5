"""A formula's code against torch's autograd, numpy and Python, and far from where it is defined."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.surfaces.compiled import compile_formula
from core.surfaces.function import Surface
from core.surfaces.notation import CONSTANTS, FUNCTIONS, SEVERAL, FormulaError
from core.surfaces.surfaces import SURFACES

FORMULAS = {key: surface for key, surface in SURFACES.items() if surface.formula}

ONE = tuple(name for name in FUNCTIONS if name not in SEVERAL)
NAMESPACE = {name: getattr(np, name) for name in ONE}


def by_python(text: str, x: Any, y: Any) -> Any:
    """The formula's value by Python's own rules: for the tests' own texts, not for a person's."""
    return eval(text.replace("^", "**"), {**NAMESPACE, **CONSTANTS, "x": x, "y": y})


@pytest.mark.parametrize("name", ONE)
def test_every_function_computes(name: str) -> None:
    compiled = compile_formula(f"{name}(x/4 + y/5 + 1/4)")
    x, y = np.array([0.25, 1.5]), np.array([0.5, 1.25])
    np.testing.assert_allclose(
        compiled.value(x, y), getattr(np, name)(x / 4 + y / 5 + 0.25), rtol=1e-15
    )


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


# Holes, in arrays, plain numbers and tensors

HOLED = [
    *UNDEFINED, "abs(log(x))", "abs(sqrt(x))", "abs(x^(1/3))", "abs(x - y)", "x/y", "y/x^2",
    "x^-64", "(x^2)^1.5", "sqrt(x)^3*x", "sqrt(x)^2", "(x - y)^(1/3)", "x^(x - y)", "(x*y)^-0.5",
    "log(abs(x))", "sqrt(x^2)", "sqrt(x^2 + y^2)",
    "tanh(800*x*y)", "exp(300*x)/4 + 3*exp(300*x)/4", "sinh(400*y)*x", "x^64^1*1e150", "x/1e-320",
    "0^(x - x)", "exp(1e4)*(x/exp(1e4))", "log(sin(x)*sinh(1e3)) - x", "x + exp(1000)",
    "x*exp(1000)", "1/(1 + exp(-400*x))", "sin(x^64)", "x^1e3",
    "x^exp(9)", "x^2.5 + x^-1.5", "1e150*(1e150*(1e-200*x))", "(1e-200*x)/(1e-200*y)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOLED)
def test_all_three_ways_have_the_same_holes(text: str) -> None:
    """NaN where there is no real number, infinite where one is too large, and else one number."""
    try:
        compiled = compile_formula(text)
    except FormulaError:
        return
    values = np.array([-3.5, -2.0, -1.0, 0.0, 0.5, 1.0, 3.0])
    x, y = (g.ravel() for g in np.meshgrid(values, values))
    arrays = np.stack(compiled.derivatives(x, y))
    points = np.array([compiled.at(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]).T
    xs, ys = torch.tensor(x), torch.tensor(y)
    slopes = torch.empty_like(xs), torch.empty_like(xs)
    compiled.torch_gradient(xs)([], xs, ys, *slopes)
    tensors = torch.stack([compiled.torch_value(xs, ys), *slopes]).numpy()
    for others in (points, tensors):
        np.testing.assert_array_equal(np.isnan(others), np.isnan(arrays))
        np.testing.assert_allclose(others, arrays, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("text", "x", "y", "expected"),
    [
        ("abs(x)", 0.0, 0.0, (0, 0, 0)),
        ("abs(x*y)", -2.0, 3.0, (6, -3, 2)),
        ("sqrt(x^2)", -2.0, 0.0, (2, -1, 0)),
        ("abs(log(x))", -1.0, 0.0, (math.nan, math.nan, 0)),
        ("x^y", -2.0, 3.0, (-8, 12, math.nan)),
        ("x^y", 0.0, 0.0, (1, math.nan, -math.inf)),
        ("x^y", 0.0, 2.0, (0, 0, math.nan)),
        ("x^0", 0.0, 0.0, (1, 0, 0)),
        ("1/x^2", 0.0, 0.0, (math.inf, -math.inf, 0)),
        ("x^(1/3)", -8.0, 0.0, (math.nan, math.nan, 0)),
        ("tanh(x)", 20.0, 0.0, (1, 4 * math.exp(-40), 0)),
        ("tanh(x)", 800.0, 0.0, (1, 0, 0)),
        ("exp(x)/(1 + exp(x))", 400.0, 0.0, (1, 0, 0)),
        ("1e150*(1e150*(1e-200*x))", 2.0, 0.0, (2e100, 1e100, 0)),
    ],
)
def test_kinks_poles_and_what_overflows(
    text: str, x: float, y: float, expected: tuple[float, ...]
) -> None:
    compiled = compile_formula(text)
    found = [float(part[0]) for part in compiled.derivatives(np.array([x]), np.array([y]))]
    np.testing.assert_allclose(found, expected, rtol=1e-14)
    np.testing.assert_allclose(compiled.at(x, y), expected, rtol=1e-14)


def test_the_slope_of_a_kink_is_level_on_both_sides() -> None:
    x = np.array([-1.0, 0.0, 2.0])
    assert [part.tolist() for part in compile_formula("abs(x)").hessian(x, x)] == [[0, 0, 0]] * 3
