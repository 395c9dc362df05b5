"""The race: its arrays, what it does at saddles and on its way out, and the verdicts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.function import Surface
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import FAR, Verdict, eigenvalues, verdicts

GRADIENTS: dict[str, Callable[[Any, Any], tuple[Any, Any, Any]]] = {
    "rosenbrock": lambda x, y: (
        (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        -2 * (1 - x) - 400 * x * (y - x**2),
        200 * (y - x**2),
    ),
    "saddle": lambda x, y: (x**2 - y**2, 2 * x, -2 * y),
    "double_well": lambda x, y: ((x**2 - 1) ** 2 + y**2, 4 * x * (x**2 - 1), 2 * y),
}
"""f, df/dx, df/dy by hand."""


def race(**fields: Any) -> DescentFrame:
    if isinstance(fields.get("optimizers"), str):
        fields["optimizers"] = tuple(fields["optimizers"].split(","))
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec(**fields)))
    assert isinstance(frame, DescentFrame)
    return frame


# Arrays


@pytest.mark.parametrize("steps", [1, 2, 99, 100, 101, 250])
def test_the_arrays_have_the_promised_shapes_and_types(steps: int) -> None:
    frame = race(steps=steps, optimizers="gd,adam,adam:beta1=0.5")
    assert (frame.step, frame.total) == (steps, steps)
    assert frame.optimizers == ("gd", "adam", "adam:beta1=0.5")
    assert frame.positions.shape == (3, steps + 1, 2)
    for array in (frame.losses, frame.gradient_norms, frame.verdicts):
        assert array.shape == (3, steps + 1)
    for array in (frame.positions, frame.losses, frame.gradient_norms):
        assert array.dtype == np.float64
    assert frame.verdicts.dtype == np.uint8
    assert frame.arrays()["optimizers"].tolist() == ["gd", "adam", "adam:beta1=0.5"]


@pytest.mark.parametrize("key", SURFACES)
def test_all_start_together_at_step_zero(key: str) -> None:
    frame = race(surface=key, steps=3)
    count = len(frame.optimizers)
    np.testing.assert_array_equal(frame.positions[:, 0], [SURFACES[key].start] * count)
    (left, right), (bottom, top) = SURFACES[key].x, SURFACES[key].y
    place = (0.75 * left + 0.25 * right, 0.25 * bottom + 0.75 * top)
    moved = race(surface=key, steps=3, start_x=place[0], start_y=place[1])
    np.testing.assert_array_equal(moved.positions[:, 0], [place] * count)


@pytest.mark.parametrize("key", GRADIENTS)
def test_losses_and_gradient_norms_are_those_of_the_positions(key: str) -> None:
    frame = race(surface=key, steps=150, learning_rate=0.001)
    x, y = frame.positions[..., 0], frame.positions[..., 1]
    loss, gx, gy = GRADIENTS[key](x, y)
    # Both round terms of up to 500 and cancel them: an absolute part besides the relative one.
    np.testing.assert_allclose(frame.losses, loss, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(frame.gradient_norms, np.hypot(gx, gy), rtol=1e-12, atol=1e-12)


def test_gradient_descent_steps_against_the_gradient() -> None:
    frame = race(surface="rosenbrock", optimizers="gd", learning_rate=0.0005, steps=200)
    x, y = frame.positions[0, :-1].T
    _, gx, gy = GRADIENTS["rosenbrock"](x, y)
    expected = frame.positions[0, :-1] - 0.0005 * np.stack([gx, gy], axis=1)
    np.testing.assert_allclose(frame.positions[0, 1:], expected, rtol=1e-13)


def test_a_path_does_not_depend_on_who_else_races_or_on_the_length() -> None:
    alone = race(optimizers="adam", steps=120)
    together = race(optimizers="gd,adam,rmsprop", steps=330)
    np.testing.assert_array_equal(alone.positions[0], together.positions[1, :121])
    np.testing.assert_array_equal(alone.losses[0], together.losses[1, :121])
    np.testing.assert_array_equal(alone.verdicts[0], together.verdicts[1, :121])


def test_the_common_rate_holds_only_for_those_without_their_own() -> None:
    names = "gd,gd:learning_rate=0.002,adam:learning_rate=0.002,adam"
    slow = race(optimizers=names, learning_rate=0.001, steps=50)
    fast = race(optimizers=names, learning_rate=0.002, steps=50)
    for own in (1, 2):
        np.testing.assert_array_equal(slow.positions[own], fast.positions[own])
    for common, own in ((0, 1), (3, 2)):
        np.testing.assert_array_equal(fast.positions[common], fast.positions[own])
        assert not np.array_equal(slow.positions[common], slow.positions[own])


def test_the_same_competitor_twice_runs_the_same_path_twice() -> None:
    frame = race(optimizers="nadam,nadam", steps=40)
    np.testing.assert_array_equal(frame.positions[0], frame.positions[1])


# Leaving


@pytest.mark.parametrize(("key", "expected"), [("gd", 76), ("momentum", 36), ("adam", 11)])
def test_steps_to_leave_the_saddle_from_beside_the_ridge(key: str, expected: int) -> None:
    frame = race(
        surface="saddle", optimizers=key, learning_rate=0.1, start_x=1.5, start_y=1e-6, steps=100
    )
    assert int(np.argmax(np.abs(frame.positions[0, :, 1]) > 1)) == expected


def test_exactly_on_the_ridge_nobody_leaves() -> None:
    frame = race(surface="double_well", start_x=0.0, start_y=1.2, learning_rate=0.05, steps=1500)
    assert (frame.positions[:, :, 0] == 0).all()
    for k, name in enumerate(frame.optimizers):
        if name in ("gd", "momentum", "nesterov", "adam", "nadam"):  # the others still come down it
            assert frame.verdicts[k, -1] == Verdict.SADDLE, name


def test_beside_the_ridge_all_end_in_a_well() -> None:
    frame = race(surface="double_well", optimizers="gd,momentum,nesterov,adam,nadam", steps=2000)
    assert (frame.verdicts[:, -1] == Verdict.MINIMUM).all()
    np.testing.assert_allclose(np.abs(frame.positions[:, -1]), [(1, 0)] * 5, atol=1e-6)
    assert (frame.verdicts[:, 0] == Verdict.MOVING).all()


def test_a_path_is_not_clipped_to_the_domain() -> None:
    frame = race(surface="saddle", optimizers="gd", learning_rate=0.1, steps=300)
    y = np.abs(frame.positions[0, :, 1])
    assert y[-1] > 1e10
    assert np.isfinite(y).all()
    saddle = SURFACES["saddle"]
    # Far away, but ever lower: there is no floor, and it moves on.
    outside = y > saddle.y[1]
    np.testing.assert_array_equal(frame.verdicts[0] == Verdict.OUTSIDE, outside)
    np.testing.assert_allclose(y[1:] / y[:-1], 1.2, rtol=1e-12)


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("rosenbrock", "gd"),
        ("beale", "momentum"),
        ("himmelblau", "nesterov"),
        ("saddle", "gd"),
        ("saddle", "momentum"),
        ("styblinski_tang", "gd"),
    ],
)
def test_a_path_that_diverges_is_nan_from_there_on(surface: str, name: str) -> None:
    frame = race(surface=surface, optimizers=name, learning_rate=10.0, steps=1000)
    numbers = np.isfinite(frame.positions[0]).all(axis=1) & np.isfinite(frame.losses[0])
    last = int(np.argmin(numbers))  # the first step that is not finite
    assert last > 0
    assert numbers[:last].all()
    for array in (frame.positions[0], frame.losses[0], frame.gradient_norms[0]):
        assert np.isnan(array[last + 1 :]).all()
    record = SURFACES[surface]
    away = np.hypot(*(frame.positions[0, :last] - np.mean([record.x, record.y], axis=1)).T)
    higher = frame.losses[0, :last] > frame.losses[0, 0]
    far = (away > FAR * record.diagonal) & higher
    assert 0 < far.sum() < last
    np.testing.assert_array_equal(frame.verdicts[0, :last] == Verdict.DIVERGED, far)
    assert (frame.verdicts[0, last + 1 :] == Verdict.DIVERGED).all()
    farthest = np.nanmax(np.abs(frame.positions[0, : last + 1]))
    assert farthest > 1e50, "it ran out of numbers, not of patience"


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("rate", [1e-8, 100.0])
def test_no_surface_breaks_at_the_ends_of_the_rate(surface: str, rate: float) -> None:
    frame = race(surface=surface, learning_rate=rate, steps=120)
    finite = np.asarray(np.isfinite(frame.positions).all(axis=2))
    assert finite[:, 0].all()
    assert (np.diff(finite.astype(int), axis=1) <= 0).all(), "once lost, always lost"


def test_a_race_that_stands_still_repeats_its_last_point() -> None:
    frame = race(surface="matyas", optimizers="gd,momentum", start_x=0.0, start_y=0.0, steps=50)
    assert (frame.positions == 0).all()
    assert (frame.verdicts == Verdict.MINIMUM).all()


def test_a_quadratic_diverges_just_above_two_over_the_largest_curvature() -> None:
    # ravine: curvatures 0.1 and 5, so the limit is 2 / 5.
    names = "gd:learning_rate=0.399,gd:learning_rate=0.401"
    frame = race(surface="ravine", optimizers=names, steps=2000)
    assert np.abs(frame.positions[0, -1, 1]) < 4
    assert np.abs(frame.positions[1, -1, 1]) > 4 * 5


# Verdicts


def verdict(surface: Surface, x: float, y: float) -> Verdict:
    compiled = surface.function()
    return Verdict(verdicts(surface, compiled, np.array([x]), np.array([y]))[0])


@pytest.mark.parametrize("key", [k for k, s in SURFACES.items() if not s.degenerate])
def test_every_stated_point_gets_its_verdict(key: str) -> None:
    surface = SURFACES[key]
    for kind, expected in (
        ("minima", Verdict.MINIMUM),
        ("saddles", Verdict.SADDLE),
        ("maxima", Verdict.MAXIMUM),
    ):
        for x, y in getattr(surface, kind):
            assert verdict(surface, x, y) is expected


@pytest.mark.parametrize("key", SURFACES)
def test_every_start_is_on_its_way(key: str) -> None:
    assert verdict(SURFACES[key], *SURFACES[key].start) is Verdict.MOVING


@pytest.mark.parametrize("key", [k for k, s in SURFACES.items() if s.degenerate])
def test_a_hessian_of_zero_decides_nothing(key: str) -> None:
    assert verdict(SURFACES[key], 0.0, 0.0) is Verdict.UNDECIDED


def test_a_point_arrives_within_a_thousandth_of_the_diagonal() -> None:
    surface = SURFACES["matyas"]  # on a quadratic Newton's step is the distance itself
    near, far = 0.99e-3 * surface.diagonal, 1.01e-3 * surface.diagonal
    assert verdict(surface, near, 0.0) is Verdict.MINIMUM
    assert verdict(surface, far, 0.0) is Verdict.MOVING


def test_a_small_gradient_alone_is_no_arrival() -> None:
    surface = SURFACES["plateau"]
    _, gx, gy = surface.function().at(3.5, 0.0)
    assert abs(gx) + abs(gy) < 1e-4
    assert verdict(surface, 3.5, 0.0) is Verdict.MOVING
    valley = SURFACES["rosenbrock"]
    assert verdict(valley, 0.5, 0.25) is Verdict.MOVING, "the floor of the valley is not its end"


def test_outside_and_not_finite_have_their_own_verdicts() -> None:
    surface = SURFACES["beale"]
    assert verdict(surface, 4.51, 0.0) is Verdict.OUTSIDE
    assert verdict(surface, 0.0, -4.51) is Verdict.OUTSIDE
    assert verdict(surface, 4.5, -4.5) is not Verdict.OUTSIDE, "the edge belongs to the domain"
    for x, y in ((np.nan, 0.0), (0.0, np.nan), (np.inf, 0.0), (0.0, -np.inf)):
        assert verdict(surface, x, y) is Verdict.DIVERGED


def test_verdicts_have_the_shape_of_the_points() -> None:
    surface = SURFACES["beale"]
    compiled = surface.function()
    assert verdicts(surface, compiled, np.zeros((3, 4)), np.zeros((3, 4))).shape == (3, 4)


def test_eigenvalues_are_numpys() -> None:
    xx, xy, yy = np.random.default_rng(0).normal(size=(3, 500))
    matrices = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)
    expected = np.linalg.eigvalsh(matrices)
    np.testing.assert_allclose(np.stack(eigenvalues(xx, xy, yy), -1), expected, atol=1e-14)


def test_who_left_the_domain_is_outside_since_the_step_after_the_last_within() -> None:
    frame = race(
        surface="saddle",
        optimizers="gd,momentum",
        learning_rate=0.1,
        steps=90,
        start_x=1.5,
        start_y=1e-6,
    )
    low, high = SURFACES["saddle"].y
    within = (frame.positions[0, :, 1] >= low) & (frame.positions[0, :, 1] <= high)
    left = int(np.flatnonzero(~within)[0])
    assert 0 < left < 90
    assert frame.outside_since(0, 90) == frame.outside_since(0, left) == left
