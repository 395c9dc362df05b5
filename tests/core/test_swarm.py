"""Swarms: torch's code of every formula, every rule on many particles, the search for minima."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from core.optimization.curvature import ARRIVED, Verdict, verdicts
from core.optimization.formula import compile_formula, torch_derivatives, torch_gradient
from core.optimization.optimizers import FIRST_ORDER, Competitor
from core.optimization.surfaces import SURFACES
from core.optimization.swarm import Swarm, minima_of, settle, stages

TYPED = (
    "1",
    "x",
    "abs(x) + abs(y - 1)",
    "x^7 - 3*y^-5 + x^64/1e9",
    "sqrt(2)*x + exp(1)*y^0.5",
    "2^x + log(3 + y)*tanh(x)/cosh(y) - sinh(x*y)",
    "tan(x)*cos(pi*y)^5",
)


def gathered(generator: Any) -> Any:
    """What a generator returns."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


# torch's code


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("text", [*(s.formula for s in SURFACES.values()), *TYPED])
def test_torchs_numbers_are_numpys(text: str, dtype: torch.dtype) -> None:
    rng = np.random.default_rng(0)
    x, y = (torch.tensor(v, dtype=dtype) for v in rng.uniform(-3, 3, (2, 400)))
    found = torch_derivatives(text)(x, y)
    expected = compile_formula(text).derivatives(x.double().numpy(), y.double().numpy())
    precision = 1e-11 if dtype is torch.float64 else 2e-4
    for one, other in zip(found, expected, strict=True):
        assert one.dtype is dtype
        assert one.shape == x.shape
        finite = np.abs(other[np.isfinite(other)])
        # Large terms cancel: what they leave is as exact as they are.
        scale = float(np.median(finite)) if finite.size else 1.0
        np.testing.assert_allclose(one.double(), other, rtol=precision, atol=precision * scale)
    for one, other in zip(torch_gradient(text)(x, y), found[1:], strict=True):
        torch.testing.assert_close(one, other, rtol=precision, atol=precision, equal_nan=True)


def test_the_gradient_takes_no_part_in_autograd() -> None:
    x = torch.ones(3, requires_grad=True)
    assert not any(r.requires_grad for r in torch_gradient("x^2*y")(x, x))


# Rules


def single(key: str, hyper: dict[str, float], x: float, y: float, steps: int) -> list[float]:
    """The path's end, one coordinate after another, on plain numbers."""
    compiled, optimizer = compile_formula(SURFACES["himmelblau"].formula), FIRST_ORDER[key]
    assert optimizer.rule is not None
    of_x = of_y = optimizer.starting_memories(hyper)
    for t in range(1, steps + 1):
        _, gx, gy = compiled.at(x, y)
        x, of_x = optimizer.rule(x, gx, t, of_x, **hyper)
        y, of_y = optimizer.rule(y, gy, t, of_y, **hyper)
    return [x, y]


@pytest.mark.parametrize("key", FIRST_ORDER)
def test_each_particle_is_a_race_of_its_own(key: str) -> None:
    hyper = Competitor(key).hyper(0.003)
    x, y = torch.rand(2, 30, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    swarm = Swarm(SURFACES["himmelblau"].formula, FIRST_ORDER[key], hyper, x, y)
    swarm.advance(7)
    swarm.advance(13)
    expected = [single(key, hyper, float(a), float(b), 20) for a, b in zip(x, y, strict=True)]
    np.testing.assert_allclose(torch.stack([swarm.x, swarm.y], 1), expected, rtol=1e-10)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (o.key, p)
        for o in FIRST_ORDER.values()
        for p in ("learning_rate", *(h.name for h in o.hyper))
        if (o.key, p) != ("radam", "beta2")  # its rule decides on it; a sweep does not offer it
    ],
)
def test_each_particle_may_have_its_own_hyper_parameter(key: str, name: str) -> None:
    hyper = Competitor(key).hyper(0.003)
    low, high = max(1.02 * hyper[name], 1e-3) / 1.2, max(hyper[name], 1e-3)
    own = torch.linspace(low, high, 5, dtype=torch.float64)
    x = torch.full((5,), 0.3, dtype=torch.float64)
    swarm = Swarm(
        SURFACES["himmelblau"].formula, FIRST_ORDER[key], {**hyper, name: own}, x, x.clone()
    )
    swarm.advance(15)
    expected = [single(key, {**hyper, name: float(v)}, 0.3, 0.3, 15) for v in own]
    np.testing.assert_allclose(torch.stack([swarm.x, swarm.y], 1), expected, rtol=1e-10)


@pytest.mark.parametrize("key", FIRST_ORDER)
def test_who_is_lost_in_one_coordinate_is_nan_in_both_and_stays_so(key: str) -> None:
    x = torch.tensor([float("inf"), float("nan"), 1.0, 1.0])
    y = torch.tensor([1.0, 1.0, -float("inf"), 1.0])
    swarm = Swarm("x^2 + y^2", FIRST_ORDER[key], Competitor(key).hyper(0.01), x, y)
    for _ in range(3):
        swarm.advance(2)
        for v in (swarm.x, swarm.y):
            assert torch.isnan(v).tolist() == [True, True, True, False]


def test_numbers_next_to_zero_are_flushed_within_a_step_only() -> None:
    tiny = torch.full((64,), 1e-39)
    swarm = Swarm("x^2 + y^2", FIRST_ORDER["gd"], {"learning_rate": 0.1}, tiny, tiny.clone())
    swarm.advance(1)
    assert float((tiny * 0.5).sum()) > 0, "the thread's own arithmetic is as it was"


# Settling


def reference(passed: np.ndarray[Any, Any], minima: np.ndarray[Any, Any], reach: float) -> Any:
    """Basin and first step of staying, from whole paths [steps+1, n, 2], the plain way."""
    distances = np.hypot(*np.moveaxis(passed[:, :, None] - minima, -1, 0))  # [steps+1, n, M]
    within = distances <= reach
    basin = np.where(within[-1].any(1), distances[-1].argmin(1), -1)
    settled = np.full(len(basin), -1)
    for k, minimum in enumerate(basin):
        if minimum >= 0:
            outside = np.flatnonzero(~within[:, k, minimum])
            settled[k] = outside[-1] + 1 if outside.size else 0
    return basin, settled


@pytest.mark.parametrize("key", ["gd", "momentum", "adam", "rprop"])
@pytest.mark.parametrize("steps", [1, 31, 32, 33, 150])
def test_basins_and_steps_are_those_of_the_whole_paths(key: str, steps: int) -> None:
    surface = SURFACES["himmelblau"]
    reach = 0.05 * surface.diagonal
    minima = np.array(surface.minima)
    draw = torch.Generator().manual_seed(1)
    x, y = (8 * torch.rand(2, 500, generator=draw) - 4).double()
    hyper = Competitor(key).hyper(0.012)
    make: Callable[[], Swarm] = lambda: Swarm(  # noqa: E731
        surface.formula, FIRST_ORDER[key], hyper, x.clone(), y.clone()
    )
    end = gathered(settle(make(), steps, minima, reach))
    passed = [(x, y), *make().advance(steps)]
    basin, settled = reference(
        torch.stack([torch.stack(p, 1) for p in passed]).numpy(), minima, reach
    )
    np.testing.assert_array_equal(end.basin, basin)
    np.testing.assert_array_equal(end.settled, settled)
    assert steps < 100 or len(set(basin.tolist())) == 4 + (-1 in basin)


def test_without_minima_nobody_settles() -> None:
    x = torch.zeros(4)
    swarm = Swarm("x^2 - y^2", FIRST_ORDER["gd"], {"learning_rate": 0.1}, x, x.clone())
    end = gathered(settle(swarm, 5, np.empty((0, 2)), 0.1))
    assert end.basin.tolist() == end.settled.tolist() == [-1] * 4


@pytest.mark.parametrize("resolution", [8, 63, 64, 65, 100, 128, 256, 1000, 1024])
def test_the_coarse_pixels_are_some_of_the_fine(resolution: int) -> None:
    *coarse, whole = stages(resolution, 64)
    assert whole.tolist() == list(range(resolution))
    assert len(coarse) == (resolution > 64)
    for some in coarse:
        assert 32 <= len(some) <= 64
        assert set(np.diff(some)) == {some[1] - some[0]}
        assert abs(some[0] - (resolution - 1 - some[-1])) <= some[1] - some[0]


# Minima


@pytest.mark.parametrize(
    ("key", "count"), [("rastrigin", 121), ("ackley", 121), ("griewank", 17), ("himmelblau", 4)]
)
def test_the_search_finds_the_minima_that_are_not_stated(key: str, count: int) -> None:
    surface = SURFACES[key]
    compiled = compile_formula(surface.formula)
    minima = gathered(minima_of(surface, compiled))
    assert len(minima) == count
    stated = [*surface.minima, *surface.cusps]
    np.testing.assert_array_equal(minima[: len(stated)], stated)
    found = minima[len(stated) :]
    assert (verdicts(surface, compiled, found[:, 0], found[:, 1]) == Verdict.MINIMUM).all()
    _, gx, gy = compiled.derivatives(found[:, 0], found[:, 1])
    np.testing.assert_allclose(np.hypot(gx, gy), 0, atol=1e-9)
    assert (np.diff(compiled.value(found[:, 0], found[:, 1])) > -1e-8).all(), "lowest first"
    np.testing.assert_array_equal(minima, gathered(minima_of(surface, compiled)))


@pytest.mark.parametrize("key", SURFACES)
def test_no_two_minima_are_within_reach_of_one_point(key: str) -> None:
    surface = SURFACES[key]
    minima = gathered(minima_of(surface, compile_formula(surface.formula)))
    apart = np.hypot(*np.moveaxis(minima[:, None] - minima, -1, 0)) + 1e9 * np.eye(len(minima))
    assert (apart > 2 * ARRIVED * surface.diagonal).all()
