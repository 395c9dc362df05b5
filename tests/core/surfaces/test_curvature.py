"""One point's gradient, Hessian and eigenpairs, and the region where no curvature is negative."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.surfaces.compiled import compile_formula
from core.surfaces.curvature import (
    Definiteness,
    PointCurvature,
    curvature_at,
    definiteness,
    semidefinite_mask,
)
from core.surfaces.function import Surface
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import FLAT, Verdict

STATIONARY = [
    (key, kind, point)
    for key, s in SURFACES.items()
    for kind in ("minima", "saddles", "maxima")
    for point in getattr(s, kind)
]
OF_KIND = {
    "minima": (Verdict.MINIMUM, Definiteness.POSITIVE_DEFINITE),
    "saddles": (Verdict.SADDLE, Definiteness.INDEFINITE),
    "maxima": (Verdict.MAXIMUM, Definiteness.NEGATIVE_DEFINITE),
}


def at(key: str, x: float, y: float) -> PointCurvature:
    surface = SURFACES[key]
    return curvature_at(surface.function(), surface, float(x), float(y))


def typed(formula: str, x: float, y: float) -> PointCurvature:
    surface = Surface(key="", formula=formula, x=(-5, 5), y=(-5, 5), start=(0, 0), source="")
    return curvature_at(compile_formula(formula), surface, x, y)


@pytest.mark.parametrize(("key", "kind", "point"), STATIONARY)
def test_every_stationary_point_is_told_by_its_eigenvalues(
    key: str, kind: str, point: tuple[float, float]
) -> None:
    found = at(key, *point)
    assert found.stationary
    if SURFACES[key].degenerate:
        assert (found.verdict, found.definiteness) == (Verdict.UNDECIDED, Definiteness.ZERO)
        return
    assert (found.verdict, found.definiteness) == OF_KIND[kind]
    assert math.hypot(*found.newton) < 1e-9 * SURFACES[key].diagonal


@pytest.mark.parametrize("key", SURFACES)
def test_eigenpairs_and_newtons_step_are_numpys(key: str) -> None:
    surface = SURFACES[key]
    rng = np.random.default_rng(0)
    for _ in range(50):
        found = at(key, rng.uniform(*surface.x), rng.uniform(*surface.y))
        H, g = np.array(found.hessian), np.array(found.gradient)
        values = np.linalg.eigvalsh(H)
        largest = np.abs(values).max()
        np.testing.assert_allclose(found.eigenvalues, values, rtol=0, atol=1e-14 * largest)
        own = np.array(found.eigenvectors)
        np.testing.assert_allclose(own @ own.T, np.eye(2), atol=1e-15)
        np.testing.assert_allclose(
            H @ own.T, own.T * found.eigenvalues, rtol=0, atol=1e-14 * largest
        )
        expected = -np.linalg.solve(H, g)
        condition = largest / np.abs(values).min()
        close = 1e-14 * condition * np.linalg.norm(expected)
        np.testing.assert_allclose(found.newton, expected, rtol=0, atol=close)
        assert found.gradient == surface.function().at(*found.point)[1:]


@given(st.floats(-1e3, 1e3), st.floats(-1e-12, 1e-12), st.floats(-1e-12, 1e-12))
def test_equal_eigenvalues_have_vectors_all_the_same(
    curvature: float, apart: float, mixed: float
) -> None:
    """Rounding turns the directions of a circle at will: beyond it they count, below it the axes
    stand there."""
    formula = f"{curvature!r}*x^2/2 + ({curvature!r} + {apart!r})*y^2/2 + {mixed!r}*x*y"
    found = typed(f"0*x + {formula}", 1.0, 1.0)
    own = np.array(found.eigenvectors)
    np.testing.assert_allclose(own @ own.T, np.eye(2), atol=1e-15)
    if math.hypot(apart, 2 * mixed) < 1e-16 * abs(curvature):
        np.testing.assert_allclose(np.abs(own), [[0, 1], [1, 0]], atol=1e-15)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.0, 2.0, Definiteness.POSITIVE_DEFINITE),
        (-2.0, -1.0, Definiteness.NEGATIVE_DEFINITE),
        (-1.0, 1.0, Definiteness.INDEFINITE),
        (-1e-3, 2.0, Definiteness.INDEFINITE),
        (0.0, 2.0, Definiteness.POSITIVE_SEMIDEFINITE),
        (-2 * FLAT, 2.0, Definiteness.POSITIVE_SEMIDEFINITE),
        (-2.1 * FLAT, 2.0, Definiteness.INDEFINITE),
        (2.1 * FLAT, 2.0, Definiteness.POSITIVE_DEFINITE),
        (-2.0, 0.0, Definiteness.NEGATIVE_SEMIDEFINITE),
        (-2.0, 2 * FLAT, Definiteness.NEGATIVE_SEMIDEFINITE),
        (0.0, 0.0, Definiteness.ZERO),
        (1e-200, 1e-200, Definiteness.POSITIVE_DEFINITE),
        (math.nan, math.nan, Definiteness.NOT_FINITE),
        (1.0, math.inf, Definiteness.NOT_FINITE),
    ],
)
def test_an_eigenvalue_of_about_zero_decides_nothing(
    low: float, high: float, expected: Definiteness
) -> None:
    assert definiteness(low, high) is expected
    if expected in (Definiteness.POSITIVE_DEFINITE, Definiteness.POSITIVE_SEMIDEFINITE):
        assert definiteness(-high, -low) is Definiteness(expected.replace("positive", "negative"))


@pytest.mark.parametrize("angle", np.linspace(0, np.pi, 13).tolist())
def test_where_nothing_slopes_newton_has_no_part(angle: float) -> None:
    """A valley with a level floor, turned: the step goes straight to the floor."""
    c, s = math.cos(angle), math.sin(angle)
    found = typed(f"({c!r}*x + {s!r}*y)^2", 1.0, 2.0)
    across = c + 2 * s
    assert found.definiteness is Definiteness.POSITIVE_SEMIDEFINITE
    assert found.newton == pytest.approx((-across * c, -across * s), abs=1e-14)
    sloping = typed(f"({c!r}*x + {s!r}*y)^2 + {-s!r}*x + {c!r}*y", 1.0, 2.0)
    assert np.isnan(sloping.newton).all()


def test_the_semi_axes_are_those_of_the_local_quadratic() -> None:
    found = at("ravine", 3, 1)
    assert found.semi_axes == pytest.approx((1 / math.sqrt(0.1), 1 / math.sqrt(5)))
    for axis, (vx, vy) in zip(found.semi_axes, found.eigenvectors, strict=True):
        d = np.array([axis * vx, axis * vy])
        assert d @ np.array(found.hessian) @ d == pytest.approx(1)
    assert typed("x^2", 0.0, 0.0).semi_axes == pytest.approx((math.inf, math.sqrt(0.5)))


def test_a_place_without_curvature_is_no_error() -> None:
    for found in (at("ackley", 0, 0), typed("log(x)", -1.0, 0.0), typed("1/x", 0.0, 0.0)):
        assert found.definiteness is Definiteness.NOT_FINITE
        assert np.isnan(found.newton).all()


# The shaded region


@pytest.mark.parametrize("key", SURFACES)
def test_the_region_is_numpys_and_all_of_a_convex_surface(key: str) -> None:
    surface = SURFACES[key]
    compiled = surface.function()
    x, y = np.linspace(*surface.x, 41), np.linspace(*surface.y, 37)
    mask = semidefinite_mask(compiled, x, y)
    assert (mask.shape, mask.dtype) == ((37, 41), np.bool_)
    assert mask.all() == surface.convex
    xx, xy, yy = compiled.hessian(*np.meshgrid(x, y))
    matrices = np.stack([xx, xy, xy, yy], -1).reshape(37, 41, 2, 2)
    finite = np.isfinite(matrices).all((-1, -2))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], matrices, 0))
    sure = np.abs(values[..., 0]) > 1e-11 * np.abs(values).max(-1)
    np.testing.assert_array_equal(mask[sure], values[sure][..., 0] > 0)
    assert not mask[~finite].any()


def test_holes_are_not_shaded() -> None:
    x = np.linspace(-2, 2, 5)
    expected: Any = [[False, False, False, True, True]] * 5
    np.testing.assert_array_equal(semidefinite_mask(compile_formula("x^1.5 + y^2"), x, x), expected)
