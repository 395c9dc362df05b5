"""Surfaces: everything that a record states is true of its formula."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from core.optimization.curvature import eigenvalues
from core.optimization.formula import compile_formula
from core.optimization.surfaces import SURFACES, Point, Surface

DIGITS = 1e-11
"""Stationary points are written to 12 digits: one below 10 is off by at most half of this."""

STATIONARY = [
    (surface, kind, point)
    for surface in SURFACES.values()
    for kind in ("minima", "saddles", "maxima")
    for point in getattr(surface, kind)
]


@pytest.fixture(params=list(SURFACES.values()), ids=list(SURFACES))
def surface(request: pytest.FixtureRequest) -> Surface:
    return request.param  # type: ignore[no-any-return]


def inside(surface: Surface, point: Any) -> bool:
    (left, right), (bottom, top) = surface.x, surface.y
    return bool(left <= point[0] <= right and bottom <= point[1] <= top)


def grid(surface: Surface, side: int) -> tuple[np.ndarray[Any, Any], ...]:
    x, y = np.meshgrid(np.linspace(*surface.x, side), np.linspace(*surface.y, side))
    return x.ravel(), y.ravel()


def test_there_are_enough_and_the_promised_ones() -> None:
    assert len(SURFACES) >= 8
    assert {"rosenbrock", "beale", "himmelblau", "saddle", "double_well"} <= set(SURFACES)
    assert all(key == surface.key for key, surface in SURFACES.items())


def test_the_start_lies_in_the_domain_and_is_not_stationary(surface: Surface) -> None:
    assert inside(surface, surface.start)
    _, gx, gy = compile_formula(surface.formula).at(*surface.start)
    assert np.hypot(gx, gy) > 1e-3


def test_the_domain_is_not_empty_and_measured_by_its_diagonal(surface: Surface) -> None:
    assert surface.x[0] < surface.x[1]
    assert surface.y[0] < surface.y[1]
    assert surface.diagonal == pytest.approx(np.hypot(np.ptp(surface.x), np.ptp(surface.y)))


@pytest.mark.parametrize(
    ("surface", "kind", "point"), STATIONARY, ids=lambda v: getattr(v, "key", str(v))
)
def test_a_stated_point_lies_inside_has_no_gradient_and_the_right_curvature(
    surface: Surface, kind: str, point: Point
) -> None:
    compiled = compile_formula(surface.formula)
    x, y = (np.array([float(v)]) for v in point)
    _, gx, gy = compiled.derivatives(x, y)
    hessian = compiled.hessian(x, y)
    low, high = (float(v[0]) for v in eigenvalues(*hessian))
    assert inside(surface, point)
    # What rounding a coordinate to 12 digits may leave of the gradient, and no more.
    assert np.hypot(gx, gy)[0] <= max(abs(low), abs(high)) * DIGITS
    if surface.key == "monkey_saddle":
        assert (low, high) == (0, 0), "its Hessian decides nothing"
    else:
        signs = {"minima": (1, 1), "saddles": (-1, 1), "maxima": (-1, -1)}[kind]
        assert (np.sign(low), np.sign(high)) == signs
        assert min(abs(low), abs(high)) > 1e-4 * max(abs(low), abs(high)), "not near degenerate"


def newton(surface: Surface, side: int = 61, rounds: int = 100) -> list[tuple[float, float]]:
    """The stationary points in the domain that Newton's method finds from a grid of starts."""
    compiled = compile_formula(surface.formula)
    x, y = grid(surface, side)
    with np.errstate(all="ignore"):
        for _ in range(rounds):
            _, gx, gy = compiled.derivatives(x, y)
            xx, xy, yy = compiled.hessian(x, y)
            determinant = xx * yy - xy * xy
            dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
            x, y = x - dx, y - dy
        arrived = np.hypot(dx, dy) < 1e-9 * surface.diagonal
    found: list[tuple[float, float]] = []
    for point in zip(x[arrived].tolist(), y[arrived].tolist(), strict=True):
        apart = (np.hypot(point[0] - a, point[1] - b) for a, b in found)
        if inside(surface, point) and min(apart, default=1) > 1e-6:
            found.append(point)
    return found


def test_a_search_finds_the_stated_points_and_no_others(surface: Surface) -> None:
    if surface.key == "monkey_saddle":
        # Newton halves the distance to a degenerate point and then divides zero by zero there;
        # f_x = 3(x² - y²) and f_y = -6xy vanish together only at the origin.
        assert surface.saddles == ((0, 0),)
        return
    stated = {*surface.minima, *surface.saddles, *surface.maxima}
    found = newton(surface)
    for point in stated:
        assert min(np.hypot(*np.subtract(point, other)) for other in found) < 1e-9
    if surface.every_stationary_point:
        assert len(found) == len(stated)
    else:
        assert len(found) > len(stated), "the record says that there are more"


def test_nothing_in_the_domain_is_lower_than_the_lowest_minimum(surface: Surface) -> None:
    compiled = compile_formula(surface.formula)

    def value_and_gradient(p: Any) -> tuple[float, np.ndarray[Any, Any]]:
        f, gx, gy = compiled.at(float(p[0]), float(p[1]))
        return f, np.array([gx, gy])

    heights = compiled.value(*grid(surface, 201))
    minima = (*surface.minima, *surface.cusps)
    if not minima:
        # Without a minimum inside, the lowest points of the domain lie on its edge.
        x, y = (axis[np.argmin(heights)] for axis in grid(surface, 201))
        assert x in surface.x or y in surface.y
        return
    lowest = min(compiled.at(*map(float, point))[0] for point in minima)
    scale = float(np.ptp(heights))
    assert heights.min() >= lowest - 1e-12 * scale
    random = np.random.default_rng(0)
    for _ in range(20):
        start = (random.uniform(*surface.x), random.uniform(*surface.y))
        found = minimize(
            value_and_gradient, start, jac=True, bounds=(surface.x, surface.y), method="L-BFGS-B"
        )
        assert found.fun >= lowest - 1e-12 * scale


def test_convex_is_said_where_no_curvature_is_negative_and_only_there(surface: Surface) -> None:
    hessian = compile_formula(surface.formula).hessian(*grid(surface, 101))
    low, high = eigenvalues(*hessian)
    assert surface.convex is bool((low >= -1e-12 * np.abs(high).max()).all())


def test_a_cusp_is_the_tip_of_a_cone(surface: Surface) -> None:
    """Around it f rises at once, in every direction, and at it there is no gradient."""
    compiled = compile_formula(surface.formula)
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for x, y in surface.cusps:
        height, gx, gy = compiled.at(float(x), float(y))
        assert np.isnan([gx, gy]).all()
        for radius in (1e-6, 1e-3):
            around = compiled.value(x + radius * np.cos(angles), y + radius * np.sin(angles))
            assert (around - height > radius).all()
