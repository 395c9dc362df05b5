"""Formulas on tensors: numpy's numbers, from code that reuses its buffers."""

import numpy as np
import pytest
import torch

from core.surfaces.compiled import compile_formula
from core.surfaces.function import Function
from core.surfaces.surfaces import SURFACES
from core.surfaces.tensor_formula import gradient_code

TYPED = (
    "1",
    "x",
    "x + y",
    "(x + y)^2",
    "x*y + (x*y)^2",
    "abs(x) + abs(y - 1)",
    "x^7 - 3*y^-5 + x^64/1e9",
    "sqrt(2)*x + exp(1)*y^0.5",
    "2^x + log(3 + y)*tanh(x)/cosh(y) - sinh(x*y)",
    "tan(x)*cos(pi*y)^5",
    "x^y",
    "1/x + 3/(x*y)^2 - y/x",
    "exp(-x^2)/(1 + exp(-x^2))",
)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize(
    "function",
    [*(s.function() for s in SURFACES.values()), *map(compile_formula, TYPED)],
    ids=[*SURFACES, *TYPED],
)
def test_torchs_numbers_are_numpys(function: Function, dtype: torch.dtype) -> None:
    rng = np.random.default_rng(0)
    x, y = (torch.tensor(v, dtype=dtype) for v in rng.uniform(-3, 3, (2, 400)))
    slopes = torch.empty_like(x), torch.empty_like(x)
    function.torch_gradient(x)([], x, y, *slopes)
    found = (function.torch_value(x, y), *slopes)
    expected = function.derivatives(x.double().numpy(), y.double().numpy())
    precision = 1e-11 if dtype is torch.float64 else 2e-4
    for one, other in zip(found, expected, strict=True):
        assert one.dtype is dtype
        assert one.shape == x.shape
        finite = np.abs(other[np.isfinite(other)])
        # Large terms cancel: what they leave is as exact as they are.
        scale = float(np.median(finite)) if finite.size else 1.0
        np.testing.assert_allclose(one.double(), other, rtol=precision, atol=precision * scale)


def test_no_part_is_taken_in_autograd() -> None:
    x = torch.ones(3, requires_grad=True)
    assert not compile_formula("x^2*y").torch_value(x, x).requires_grad


def test_what_one_call_left_in_the_pool_serves_the_next() -> None:
    x, y, dx, dy = torch.rand(4, 100, dtype=torch.float64)
    run = gradient_code(SURFACES["beale"].formula).bind(x)
    pool: list[torch.Tensor] = []
    run(pool, x, y, dx, dy)
    first, buffers = dx.clone(), {v.data_ptr() for v in pool}
    assert len(buffers) == len(pool) > 0
    for _ in range(3):
        run(pool, x, y, dx, dy)
        assert {v.data_ptr() for v in pool} == buffers
        torch.testing.assert_close(dx, first, rtol=0, atol=0)


def test_a_plain_gradient_takes_a_handful_of_calls() -> None:
    """Sums and products are one call, and what is used twice is computed once."""
    source = gradient_code(SURFACES["rosenbrock"].formula).source
    assert source.count("out=") == 4
