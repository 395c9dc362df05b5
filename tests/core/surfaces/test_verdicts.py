"""Verdicts on points: one notion of near, zero, outside, diverged and without a value."""

from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import Verdict, verdicts


def told(formula: str, x: float, y: float, start: float = np.inf, **ranges: float) -> Verdict:
    spec = HeightsSpec(surface="formula", formula=formula).adapt(**ranges)
    found = verdicts(surface_of(spec), compile_surface(spec), np.array(x), np.array(y), start)
    return Verdict(int(found))


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec().adapt(**fields)))
    assert isinstance(frame, DescentFrame)
    return frame


@pytest.mark.parametrize("x", [0.0, 1e-100, 1e-9, 1e-5, 0.01, -0.01])
@pytest.mark.parametrize("formula", ["x^3 + y^2", "x^4 + y^2", "x^5 - y^2"])
def test_a_point_where_the_curvature_fades_is_undecided(formula: str, x: float) -> None:
    assert told(formula, x, 0) is Verdict.UNDECIDED


@pytest.mark.parametrize("x", [1e-4, 1e-3, 0.01, 1.0])
def test_a_large_gradient_is_no_stationary_point(x: float) -> None:
    assert told("log(x) + y^2", x, 0) is Verdict.MOVING


def test_where_f_has_no_value_is_no_divergence() -> None:
    assert told("log(x) + y^2", -1, 0) is Verdict.NO_VALUE
    frame = race(
        surface="formula", formula="log(x) + y^2", optimizers="gd", learning_rate=1, start_x=0.5,
        start_y=0, steps=9,
    )  # fmt: skip
    assert frame.verdicts[0, 0] == Verdict.MOVING
    assert (frame.verdicts[0, 1:] == Verdict.NO_VALUE).all()


def test_a_minimum_far_outside_what_is_drawn_is_a_minimum() -> None:
    frame = race(surface="formula", formula="(x-500)^2/100+(y-1)^2", optimizers="newton", steps=3)
    assert (frame.verdicts[0, 1:] == Verdict.MINIMUM).all()
    assert told("(x-500)^2/100+(y-1)^2", 300, 1, start=2500) is Verdict.OUTSIDE
    assert told("(x-500)^2/100+(y-1)^2", 300, 1, x_high=600.0) is Verdict.MOVING


def test_far_and_higher_than_the_start_has_diverged_and_far_and_lower_has_not() -> None:
    assert told("x^2 + y^2", 1e3, 0, start=13) is Verdict.DIVERGED
    assert told("x^2 - y^2", 1, 1e3, start=5) is Verdict.OUTSIDE
    assert told("x^2 + y^2", 1e200, 0, start=13) is Verdict.DIVERGED


def test_a_valleys_floor_is_not_yet_a_minimum_and_a_narrow_one_is_decided() -> None:
    assert told("(1-x)^2 + 100(y-x²)²", 0.2, 0.04) is Verdict.MOVING
    assert told("(1-x)^2 + 100(y-x²)²", 1.0, 1.0) is Verdict.MINIMUM
    assert told("x² + 0.000001y²", 1e-4, 1e-3) is Verdict.MINIMUM


def test_who_is_low_but_elsewhere_has_not_arrived() -> None:
    frame = race(
        surface="mccormick",
        start_x=-1.5,
        start_y=-3,
        optimizers="gd",
        learning_rate=0.01,
        steps=300,
    )
    at = frame.steps_to_tolerance[0]
    assert at < 0 or frame.distance[0, at] < 1
