"""Newton's methods against numpy; BFGS, conjugate gradient, L-BFGS against scipy and torch."""

import math
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import torch

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.paths import Point, path
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.libraries import MAX_EVALUATIONS
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.optimizers.records import written
from core.optimizers.second_order import damped_newton, newton, saddle_free_newton
from core.surfaces.compiled import compile_formula
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import Verdict

NEWTONS = ("newton", "damped_newton", "saddle_free_newton")
LIBRARIES = ("bfgs", "conjugate_gradient", "lbfgs")
METHODS = {"bfgs": "BFGS", "conjugate_gradient": "CG"}


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


def points(text: str, surface: str, start: tuple[float, float], count: int) -> list[Point]:
    one = Competitor.parse("optimizers", text)
    compiled = SURFACES[surface].function()
    return list(islice(path(one, compiled, 0.01, start, total=count), count))


def starts(surface: str, count: int) -> list[tuple[float, float]]:
    s, random = SURFACES[surface], np.random.default_rng(0)
    return [s.start, *((random.uniform(*s.x), random.uniform(*s.y)) for _ in range(count))]


# Newton


@pytest.mark.parametrize("seed", range(100))
def test_directions_are_those_of_numpys_decompositions(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b, c, gx, gy = (random.normal(size=5) * 10.0 ** random.integers(-3, 4, 5)).tolist()
    H, g = np.array([[a, b], [b, c]]), np.array([gx, gy])
    values, vectors = np.linalg.eigh(H)
    condition = np.abs(values).max() / np.abs(values).min()

    expected = np.linalg.solve(H, g)
    close = 1e-14 * condition * np.linalg.norm(expected)
    np.testing.assert_allclose(newton(gx, gy, a, b, c), expected, rtol=0, atol=close)

    damping = 10.0 ** random.uniform(-3, 3)
    shift = max(0.0, damping - values[0])
    expected = np.linalg.solve(H + shift * np.eye(2), g)
    direction = damped_newton(gx, gy, a, b, c, damping=damping)
    scale = np.linalg.norm(g) / damping
    np.testing.assert_allclose(direction, expected, rtol=1e-9, atol=1e-9 * scale)
    assert np.dot(direction, g) > 0, "it descends"

    expected = vectors @ (vectors.T @ g / np.maximum(np.abs(values), damping))
    direction = saddle_free_newton(gx, gy, a, b, c, damping=damping)
    np.testing.assert_allclose(direction, expected, rtol=1e-9, atol=1e-9 * scale)
    assert np.dot(direction, g) > 0


@pytest.mark.parametrize("key", NEWTONS)
def test_the_code_is_the_step_taken(key: str) -> None:
    hyper = Competitor(key).hyper(0.01)
    assert hyper["learning_rate"] == 1.0, "the common rate does not scale it"
    p = torch.tensor([0.3, 0.4], dtype=torch.float64)
    g = torch.tensor([2.0, -1.0], dtype=torch.float64)
    H = torch.tensor([[1.0, 3.0], [3.0, -2.0]], dtype=torch.float64)
    del hyper["learning_rate"]
    made: dict[str, Any] = {"torch": torch}
    exec(written(OPTIMIZERS[key].code, ()), made)
    theirs = p - 0.5 * made[key](g, H, **hyper)
    direction = OPTIMIZERS[key].direction
    assert direction is not None
    dx, dy = direction(2.0, -1.0, 1.0, 3.0, -2.0, **hyper)
    assert [0.3 - 0.5 * dx, 0.4 - 0.5 * dy] == pytest.approx(theirs.tolist(), rel=1e-12)


@pytest.mark.parametrize("surface", ["booth", "matyas", "ravine", "sphere"])
@pytest.mark.parametrize("key", ["newton", "damped_newton:damping=1e-6", "saddle_free_newton"])
def test_one_step_on_a_quadratic_lands_at_the_minimum(surface: str, key: str) -> None:
    """Claim O7."""
    for start in starts(surface, 5):
        x, y, *_ = points(key, surface, start, 2)[1]
        assert (x, y) == pytest.approx(SURFACES[surface].minima[0], abs=1e-12)


def test_newton_is_drawn_to_the_saddle_that_the_mended_ones_leave() -> None:
    """Claim O7."""
    frame = race(surface="double_well", optimizers=",".join(NEWTONS), steps=60)
    np.testing.assert_allclose(frame.positions[0, -1], (0, 0), atol=1e-9)
    assert frame.verdicts[0, -1] == Verdict.SADDLE
    assert (frame.verdicts[1:, -1] == Verdict.MINIMUM).all()
    saddle = race(surface="saddle", optimizers=",".join(NEWTONS), steps=60)
    np.testing.assert_allclose(saddle.positions[0, 1], (0, 0), atol=1e-15)
    assert (np.abs(saddle.positions[1:, -1, 1]) > 1).all()


def test_a_rate_of_its_own_damps_newtons_step() -> None:
    whole, half = (
        points(t, "sphere", (4.0, 3.0), 2) for t in ("newton", "newton:learning_rate=0.5")
    )
    assert whole[1][:2] == (0, 0)
    assert half[1][:2] == (2, 1.5)
    assert race(optimizers="newton,adam,bfgs", learning_rate=0.3, steps=2).rates[:2].tolist() == [
        1,
        0.3,
    ]


def test_a_singular_hessian_is_a_result() -> None:
    with pytest.raises(ZeroDivisionError):
        newton(1.0, 0.0, 0.0, 0.0, 0.0)
    assert newton(0.0, 0.0, 0.0, 0.0, 0.0) == (0, 0)
    assert newton(1e-200, 2e-200, 1e-200, 0.0, 1e-200) == pytest.approx((1, 2))
    still = points("newton", "monkey_saddle", (0.0, 0.0), 3)
    assert [p[:2] for p in still] == [(0, 0)] * 3
    # A slope without any curvature has no Newton step.
    flat = compile_formula("x^3 + y")
    lost = list(islice(path(Competitor("newton"), flat, 0.01, (0.0, 1.0), total=3), 3))
    assert lost[0][:2] == (0, 1)
    assert np.isnan([p[:4] for p in lost[1:]]).all()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("key", [*NEWTONS, *LIBRARIES])
def test_no_start_breaks_a_method(key: str, surface: str) -> None:
    for start in starts(surface, 6):
        found = np.array(points(key, surface, start, 120))
        assert found.shape == (120, 5)
        finite = np.isfinite(found[:, :3]).all(axis=1)
        assert finite[0]
        assert (np.diff(finite.astype(int)) <= 0).all(), "once lost, always lost"
        assert (np.diff(found[:, 4]) >= 0).all()


# scipy's own


def evaluate(surface: str) -> Callable[[Any], tuple[float, Any]]:
    at = SURFACES[surface].function().at

    def function(p: Any) -> tuple[float, Any]:
        loss, *gradient = at(float(p[0]), float(p[1]))
        return loss, np.array(gradient)

    return function


@pytest.mark.parametrize("surface", [k for k in SURFACES if k not in ("saddle", "monkey_saddle")])
@pytest.mark.parametrize("key", METHODS)
def test_a_path_is_scipys_own_and_so_are_its_evaluations(key: str, surface: str) -> None:
    for start in starts(surface, 3):
        kept: list[Any] = [np.array(start)]
        with np.errstate(all="ignore"):
            result = scipy.optimize.minimize(
                evaluate(surface), start, jac=True, method=METHODS[key], callback=kept.append
            )
        mine = np.array(points(key, surface, start, len(kept) + 20))
        if result.nfev > MAX_EVALUATIONS:
            assert mine[-1, 4] == MAX_EVALUATIONS
            continue
        np.testing.assert_array_equal(mine[: len(kept), :2], kept)
        np.testing.assert_array_equal(mine[len(kept) :, :2], [kept[-1]] * 20)
        assert mine[0, 4] == 1
        assert mine[-1, 4] == result.nfev
        function = evaluate(surface)
        np.testing.assert_array_equal(mine[:, 2], [function(p)[0] for p in mine[:, :2]])


def test_a_tolerance_of_the_gradient_ends_it() -> None:
    loose, tight = (
        points(f"bfgs:gtol={g}", "rosenbrock", (-1.2, 1.0), 60)[-1] for g in (0.1, 1e-10)
    )
    assert loose[3] <= 0.1 * math.sqrt(2)
    assert tight[3] <= 1e-10 * math.sqrt(2)
    assert loose[4] < tight[4]


@pytest.mark.parametrize("key", LIBRARIES)
def test_a_run_without_end_is_ended(key: str) -> None:
    points(key, "saddle", (1.0, 0.5), 3)  # imports
    for surface in ("saddle", "monkey_saddle", "beale"):
        for start in starts(surface, 3):
            one = path(Competitor(key), SURFACES[surface].function(), 1, start, total=9)
            began = time.perf_counter()
            places = list(islice(one, 5))
            assert time.perf_counter() - began < 1
            assert places[-1][4] <= MAX_EVALUATIONS


# torch's own


@pytest.mark.parametrize("rate", [1.0, 0.3])
@pytest.mark.parametrize("surface", ["rosenbrock", "beale", "himmelblau", "double_well"])
def test_lbfgs_is_torchs_in_one_call_of_many_iterations(surface: str, rate: float) -> None:
    start = SURFACES[surface].start
    function = evaluate(surface)
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    count = 120

    def run(iterations: int) -> tuple[list[float], int]:
        p.data = torch.tensor(start, dtype=torch.float64)
        optimizer = torch.optim.LBFGS(
            [p], lr=rate, max_iter=iterations, max_eval=9999, line_search_fn="strong_wolfe"
        )
        evaluations = 0

        def closure() -> float:
            nonlocal evaluations
            evaluations += 1
            loss, gradient = function(p.tolist())
            p.grad = torch.tensor(gradient)
            return loss

        optimizer.step(closure)
        return p.tolist(), evaluations

    mine = points(f"lbfgs:learning_rate={rate}", surface, start, count)
    for t in (1, 2, 5, 10):
        place, evaluations = run(t)
        assert mine[t][:2] == pytest.approx(place, rel=1e-9, abs=1e-12)
        assert mine[t][4] == evaluations
    assert mine[-1][2] - min(function(m)[0] for m in SURFACES[surface].minima) < 1e-8


def test_lbfgs_repeats_its_last_point() -> None:
    found = points("lbfgs", "rosenbrock", (-1.2, 1.0), 200)
    assert found[-1] == found[-50]
    assert found[-1][:2] == pytest.approx(
        (1, 1), abs=1e-4
    )  # where torch finds no slope to speak of
