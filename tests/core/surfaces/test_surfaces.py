"""Surfaces: everything that a record states is true of its formula."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from core.descent.basins import BasinsSpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor
from core.surfaces.function import Point, Surface
from core.surfaces.surfaces import SURFACES, surface_of
from core.surfaces.verdicts import eigenvalues

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
    x, y = np.meshgrid(*surface.grid(side))
    return x.ravel(), y.ravel()


def test_there_are_enough_and_the_promised_ones() -> None:
    assert len(SURFACES) >= 35
    assert {"rosenbrock", "beale", "himmelblau", "saddle", "double_well", "quadratic"} <= set(
        SURFACES
    )
    assert all(key == surface.key for key, surface in SURFACES.items())


def test_the_start_lies_in_the_domain_and_is_not_stationary(surface: Surface) -> None:
    assert inside(surface, surface.start)
    _, gx, gy = surface.function().at(*surface.start)
    assert np.hypot(gx, gy) > 1e-3


def test_the_domain_is_not_empty_and_measured_by_its_diagonal(surface: Surface) -> None:
    assert surface.x[0] < surface.x[1]
    assert surface.y[0] < surface.y[1] or (surface.dimensions, surface.y) == (1, (0, 0))
    assert surface.diagonal == pytest.approx(np.hypot(np.ptp(surface.x), np.ptp(surface.y)))


@pytest.mark.parametrize(
    ("surface", "kind", "point"), STATIONARY, ids=lambda v: getattr(v, "key", str(v))
)
def test_a_stated_point_lies_inside_has_no_gradient_and_the_right_curvature(
    surface: Surface, kind: str, point: Point
) -> None:
    compiled = surface.function()
    x, y = (np.array([float(v)]) for v in point)
    _, gx, gy = compiled.derivatives(x, y)
    hessian = compiled.hessian(x, y)
    low, high = (float(v[0]) for v in eigenvalues(*hessian))
    assert inside(surface, point)
    # What rounding a coordinate to 12 digits may leave of the gradient, and no more.
    assert np.hypot(gx, gy)[0] <= max(abs(low), abs(high)) * DIGITS
    if surface.degenerate:
        assert (low, high) == (0, 0), "its Hessian decides nothing"
    else:
        signs = {"minima": (1, 1), "saddles": (-1, 1), "maxima": (-1, -1)}[kind]
        assert (np.sign(low), np.sign(high)) == signs
        assert min(abs(low), abs(high)) > 1e-4 * max(abs(low), abs(high)), "not near degenerate"


def newton(surface: Surface, side: int = 61, rounds: int = 100) -> list[tuple[float, float]]:
    """The stationary points in the domain that Newton's method finds from a grid of starts."""
    compiled = surface.function()
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
    if surface.degenerate:
        # Newton only halves the distance to a degenerate point and then divides zero by zero there.
        # Monkey saddle: f_x = 3(x² - y²) and f_y = -6xy vanish together only at the origin; the
        # derivatives 3x² and x³ vanish only there too.
        assert surface.key in ("monkey_saddle", "inflection", "quartic")
        assert (*surface.minima, *surface.saddles, *surface.maxima) == ((0, 0),)
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
    compiled = surface.function()

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
    hessian = surface.function().hessian(*grid(surface, 101))
    low, high = eigenvalues(*hessian)
    assert surface.convex is bool((low >= -1e-12 * np.abs(high).max()).all())


def test_a_cusp_is_the_tip_of_a_cone(surface: Surface) -> None:
    """Around it f rises at once, in every direction, and at it there is no gradient."""
    compiled = surface.function()
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for x, y in surface.cusps:
        height, gx, gy = compiled.at(float(x), float(y))
        assert np.isnan([gx, gy]).all()
        for radius in (1e-6, 1e-3):
            around = compiled.value(x + radius * np.cos(angles), y + radius * np.sin(angles))
            assert (around - height > radius).all()


# The quadratic of chosen condition


@pytest.mark.parametrize("angle", [0.0, 12.5, 30.0, 45.0, 90.0])
@pytest.mark.parametrize("condition", [1.0, 2.5, 100.0, 1e6])
def test_a_quadratic_has_its_condition_and_its_axes(condition: float, angle: float) -> None:
    surface = surface_of(DescentSpec(surface="quadratic", condition=condition, angle=angle))
    xx, xy, yy = (float(v) for v in surface.function().hessian(np.float64(3), np.float64(-2)))
    H = np.array([[xx, xy], [xy, yy]])
    np.testing.assert_allclose(np.linalg.eigvalsh(H), (1, condition), rtol=1e-9)
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    np.testing.assert_allclose(H @ along, along, atol=1e-15 * condition)
    height = float(surface.function().value(*along))
    assert height == pytest.approx(0.5, rel=1e-9)
    assert surface.minima == ((0, 0),)
    assert surface.tex.startswith("f = ")
    assert len(surface.tex) < 140, "rounded: no more digits than mean something"


def test_the_default_quadratic_is_the_registrys() -> None:
    assert surface_of(DescentSpec(surface="quadratic")) is SURFACES["quadratic"]


def test_gd_does_not_see_the_angle_and_adam_does() -> None:
    def path(key: str, angle: float) -> Any:
        turn = np.radians(angle)
        x, y = 3 * np.cos(turn) - np.sin(turn), 3 * np.sin(turn) + np.cos(turn)
        spec = DescentSpec(
            surface="quadratic",
            angle=angle,
            optimizers=(Competitor(key),),
            start_x=float(x),
            start_y=float(y),
            steps=100,
        )
        frame = last_frame(Run(EXPERIMENTS["descent"], spec))
        assert isinstance(frame, DescentFrame)
        return frame.losses[0]

    for key, sees in (("gd", False), ("momentum", False), ("adam", True), ("rmsprop", True)):
        straight, turned = path(key, 0.0), path(key, 40.0)
        apart = np.abs(straight - turned).max() / straight[0]
        assert bool(apart > 1e-2) is sees
        assert sees or apart < 1e-12


def test_a_spec_gives_its_surface_to_another() -> None:
    spec = DescentSpec(surface="quadratic", condition=7.0, angle=11.0, steps=3)
    like = spec.like(HeightsSpec, resolution=50)
    assert like == HeightsSpec(surface="quadratic", condition=7.0, angle=11.0, resolution=50)
    assert surface_of(like) is surface_of(spec)
    typed = DescentSpec(surface="formula", formula="x*y").like(BasinsSpec, steps=9)
    assert (typed.formula, typed.steps) == ("x*y", 9)
