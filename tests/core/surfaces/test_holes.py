"""Values and holes: arrays, plain numbers, tensors and scripts agree on where a formula is."""

import math
from typing import Any

import numpy as np
import pytest
import torch

from core.scripts.descent.expression import torch_lines
from core.surfaces.compiled import compile_formula
from core.surfaces.typeset import tex

Array = np.ndarray[Any, Any]

X = np.array([-1.3, -0.5, 0.2, 0.3, 0.9, 2.0, 0.5, 0.5])
Y = np.array([0.4, -0.5, 0.9, 0.3, 1.7, -3.0, 0.25, 0.5])
"""Points at which some of the formulas below have a value, and a kink or a tie at (.3, .3)."""

FORMULAS = (
    "max(x, y)",
    "min(x, y, 0.5)",
    "max(x²; 0,25) + min(y; x)",
    "asin(x) + acos(y/4) + atan(xy)",
    "log10(x) + log2(y)",
    "sign(x) x + |x-y|",
    "ln|x - 5| + y",
    "log(x) + y^2",
    "|ln x| + y^2",
    "abs(sqrt(x)) + y^2",
    "sqrt(x)^2 + y^2",
    "abs(x^(1/3)) + y",
    "0*log(x) + y^2 + x",
    "ln(x) - ln(x) + x^2 + y",
    "x^2 + 0 asin(y)",
    "log(x) log(x + 1) + sqrt(x + y)",
    "(x - 1)^y + y",
)


def by_script(text: str, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The value by the lines of the text's own script."""
    names: dict[str, Any] = {"torch": torch, "math": math}
    exec("def surface(x, y):\n" + "\n".join(torch_lines(text)), names)
    result: torch.Tensor = names["surface"](x, y)
    return result


@pytest.mark.parametrize("text", FORMULAS)
def test_all_ways_of_computing_have_the_same_value_or_the_same_hole(text: str) -> None:
    compiled = compile_formula(text)
    x, y = torch.tensor(X, requires_grad=True), torch.tensor(Y, requires_grad=True)
    script = by_script(text, x, y)
    by_autograd = torch.autograd.grad(script.sum(), (x, y))
    value, *slopes = compiled.derivatives(X, Y)
    assert np.isnan(value).any() or "ln|" in text or text[:3] in ("max", "min", "sig")
    assert np.isfinite(value).any()
    ways = (
        compiled.value(X, Y),
        script.detach().numpy(),
        compiled.torch_value(x.detach(), y.detach()).numpy(),
        np.array([compiled.at(*point)[0] for point in zip(X, Y, strict=True)]),
    )
    for way in ways:
        np.testing.assert_allclose(way, value, rtol=1e-12, atol=1e-15)
    out = torch.empty_like(x), torch.empty_like(x)
    compiled.torch_gradient(x.detach())([], x.detach(), y.detach(), *out)
    inside = np.isfinite(value)
    for mine, reference, tensor in zip(slopes, by_autograd, out, strict=True):
        np.testing.assert_allclose(mine[inside], reference.numpy()[inside], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(tensor.numpy(), mine, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("text", FORMULAS)
def test_where_f_has_no_value_it_has_no_gradient_and_no_hessian(text: str) -> None:
    compiled = compile_formula(text)
    value, *slopes = compiled.derivatives(X, Y)
    hole = np.isnan(value)
    assert np.isnan(np.stack(slopes)).any(0)[hole].all()
    assert np.isnan(np.stack(compiled.hessian(X, Y))).any(0)[hole].all()
    assert tex(text)


@pytest.mark.parametrize("text", ["max(x, y)", "min(x, y)", "|x - y| + x y"])
def test_at_a_tie_the_slope_is_that_of_torch(text: str) -> None:
    x = torch.tensor([0.5], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0.5], dtype=torch.float64, requires_grad=True)
    expected = torch.autograd.grad(by_script(text, x, y).sum(), (x, y))
    assert compile_formula(text).at(0.5, 0.5)[1:] == tuple(float(g) for g in expected)


@pytest.mark.parametrize("text", ["(2-3)^(2/3)*x^2 + y^2", "(-8)^(1/3)*x + y^2", "ln(-1) x"])
def test_a_part_that_is_no_real_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="undefined"):
        compile_formula(text)


def test_tensors_divide_by_a_factor_that_vanishes_as_arrays_do() -> None:
    compiled = compile_formula("x/(x/|1e150|^2.5 * y)")  # whose factor 1e-375 is 0
    x, y = torch.tensor(X), torch.tensor(Y)
    out = torch.empty_like(x), torch.empty_like(x)
    compiled.torch_gradient(x)([], x, y, *out)
    for tensor, array in zip(out, compiled.derivatives(X, Y)[1:], strict=True):
        np.testing.assert_array_equal(tensor.numpy(), array)
