"""What the slope promises of a step, held against the surface and against theory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from core.descent.tangent import TangentFrame, TangentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, SpecError
from core.surfaces.surfaces import SURFACES, compile_surface


def cut(**fields: Any) -> tuple[TangentSpec, TangentFrame]:
    spec = TangentSpec(**fields)
    frame = last_frame(Run(EXPERIMENTS["tangent"], spec))
    assert isinstance(frame, TangentFrame)
    return spec, frame


@pytest.mark.parametrize("key", SURFACES)
def test_downhill_the_curve_is_f_of_the_gradient_step(key: str) -> None:
    spec, frame = cut(surface=key, along="downhill", learning_rate=1e-3)
    compiled = compile_surface(spec)
    f, gx, gy = compiled.at(spec.point_x, spec.point_y)
    assert (frame.origin, frame.arrival) == (0, 1e-3)
    assert frame.slope == pytest.approx(-(gx * gx + gy * gy))
    assert frame.predicted == pytest.approx(f - 1e-3 * (gx * gx + gy * gy))
    real = compiled.at(spec.point_x - 1e-3 * gx, spec.point_y - 1e-3 * gy)[0]
    assert frame.real == pytest.approx(real, rel=1e-14)  # arrays and floats round differently
    for k in (0, 133, 400):
        s = float(frame.s[k])
        wanted = compiled.at(spec.point_x - s * gx, spec.point_y - s * gy)[0]
        assert frame.f[k] == pytest.approx(wanted, rel=1e-9, abs=1e-300, nan_ok=True)
    assert frame.s[0] < 0 < frame.arrival < frame.s[-1]


@pytest.mark.parametrize("along", ["x", "y"])
def test_along_a_coordinate_the_curve_is_f_over_it(along: str) -> None:
    spec, frame = cut(surface="himmelblau", along=along, point_x=1.5, point_y=-2.0)
    compiled = compile_surface(spec)
    f, gx, gy = compiled.at(1.5, -2.0)
    slope = gx if along == "x" else gy
    origin = 1.5 if along == "x" else -2.0
    assert (frame.s[0], frame.s[-1]) == (-6, 6)
    assert frame.slope == pytest.approx(slope)
    assert frame.arrival == pytest.approx(origin - 0.01 * slope)
    assert frame.predicted == pytest.approx(f - 0.01 * slope**2)
    x, y = (frame.arrival, -2.0) if along == "x" else (1.5, frame.arrival)
    assert frame.real == pytest.approx(compiled.at(x, y)[0])
    middle = frame.s[200]
    x, y = (middle, -2.0) if along == "x" else (1.5, middle)
    assert frame.f[200] == pytest.approx(compiled.at(x, y)[0])


@pytest.mark.parametrize(("along", "curvature"), [("x", 0.1), ("y", 5.0)])
def test_the_first_rate_that_fails_on_a_parabola_is_two_over_its_curvature(
    along: str, curvature: float
) -> None:
    _, frame = cut(surface="ravine", along=along)
    assert frame.curvature == pytest.approx(curvature)
    assert frame.first_failing_rate == pytest.approx(2 / curvature, rel=1e-9)


def test_a_point_outside_of_the_domain_is_seen_with_its_surroundings() -> None:
    _, frame = cut(surface="booth", along="x", point_x=1000.0, point_y=0.0)
    assert (frame.s[0], frame.s[-1]) == (990, 1010)


def test_without_a_slope_there_is_no_step() -> None:
    _, frame = cut(surface="sphere", point_x=0.0, point_y=0.0)
    assert frame.slope == 0
    assert math.isnan(frame.first_failing_rate)
    assert frame.real == frame.predicted == frame.value == 0


def test_where_f_is_not_finite_there_is_no_tangent() -> None:
    with pytest.raises(SpecError) as refused:
        cut(surface="formula", formula="log(x)", point_x=-1.0, point_y=0.0)
    assert refused.value.reason is Reason.NOT_FINITE_AT_START


def test_tangent_and_parabola_touch_the_curve_at_the_point() -> None:
    _, frame = cut(surface="rosenbrock", learning_rate=1e-4)
    near = np.abs(frame.s) < 2e-5
    assert near.sum() > 3
    np.testing.assert_allclose(frame.parabola[near], frame.f[near], rtol=1e-3)
    assert frame.tangent[near] == pytest.approx(frame.value + frame.slope * frame.s[near])
