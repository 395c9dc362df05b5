"""The ranges over which a surface is drawn: fields of every spec on it."""

from typing import Any

import pytest

from core.descent.basins import BasinsSpec
from core.descent.convexity import ConvexitySpec
from core.descent.descent import DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, SpecError
from core.surfaces.surfaces import CHOICES, SURFACES, surface_of


@pytest.mark.parametrize("key", CHOICES)
def test_by_default_a_surface_is_drawn_over_its_own_domain(key: str) -> None:
    spec = HeightsSpec(surface=key)
    assert spec.settings() == ({} if key == "himmelblau" else {"surface": key})
    if key in SURFACES:
        assert surface_of(spec) == SURFACES[key]


@pytest.mark.parametrize("key", ["sphere", "parabola", "linear_regression", "formula"])
def test_every_kind_of_surface_is_drawn_over_the_ranges_asked_for(key: str) -> None:
    spec = HeightsSpec(surface=key, resolution=8, x_low=-1.0, x_high=600.0)
    frame = last_frame(Run(EXPERIMENTS["heights"], spec))
    assert isinstance(frame, HeightsFrame)
    assert (frame.x[0], frame.x[-1]) == (-1, 600)
    assert HeightsSpec.from_text(spec.settings()) == spec


def test_another_surface_brings_its_own_ranges() -> None:
    spec = DescentSpec().adapt(x_high=50.0)
    assert spec.adapt(steps=10).x_high == 50
    assert spec.adapt(surface="rosenbrock") == DescentSpec().adapt(surface="rosenbrock")


def test_a_typed_formula_keeps_them_while_it_is_changed() -> None:
    spec = HeightsSpec(surface="formula").adapt(x_high=50.0)
    assert spec.adapt(formula="x^2 + y^2").x_high == 50


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        ({"x_low": 7.0, "x_high": 6.0}, Reason.EMPTY_RANGE),
        ({"x_high": -7.0}, Reason.EMPTY_RANGE),
        ({"y_low": 3.0, "y_high": 3.0}, Reason.EMPTY_RANGE),
        ({"x_low": 1e8, "x_high": 1e8 + 1e-3}, Reason.OUT_OF_RANGE),
        ({"y_high": 2e9}, Reason.OUT_OF_RANGE),
    ],
)
def test_an_empty_range_is_refused_at_its_upper_end(ends: Any, reason: Reason) -> None:
    with pytest.raises(SpecError) as refused:
        DescentSpec(**ends)
    assert (refused.value.reason, refused.value.field[1:]) == (reason, "_high")


def test_a_lower_end_beyond_the_upper_one_takes_the_range_along() -> None:
    assert DescentSpec().adapt(x_low=100.0).x_high == 112
    assert DescentSpec(x_low=7.0).x_high == 19


def test_zooming_in_moves_no_start_and_zooming_out_makes_room_for_one() -> None:
    near = {"x_low": 2.0, "x_high": 4.0, "y_low": 1.0, "y_high": 3.0}
    assert (DescentSpec().adapt(**near).start_x, DescentSpec().adapt(**near).start_y) == (0, -0.5)
    assert DescentSpec(x_high=100.0, start_x=90.0).start_x == 90
    with pytest.raises(SpecError):
        DescentSpec(start_x=90.0)


def test_all_pages_have_the_same_ranges_and_rates_has_its_own_axes_besides() -> None:
    race = DescentSpec(x_high=10.0)
    for kind in (BasinsSpec, ConvexitySpec, HeightsSpec, RatesSpec):
        assert surface_of(race.like(kind)).x == (-6, 10)
    assert race.like(RatesSpec).x_to == RatesSpec(surface="himmelblau").x_to == 10.0
    assert race.like(RatesSpec).y_to != 10.0


def test_beyond_its_own_domain_a_surface_may_have_more_minima_than_it_states() -> None:
    six_hump = HeightsSpec(surface="six_hump_camel")
    assert surface_of(six_hump).every_stationary_point
    assert not surface_of(six_hump.replace(x_high=50.0)).every_stationary_point
    assert surface_of(six_hump.replace(x_high=1.0)).every_stationary_point
    assert surface_of(HeightsSpec(surface="sphere", x_high=50.0)).every_stationary_point


def test_what_is_near_stays_near_when_zoomed_out_and_what_is_far_stays_far_when_zoomed_in() -> None:
    own = surface_of(HeightsSpec(surface="sphere"))
    wide = surface_of(HeightsSpec(surface="sphere", x_high=1e6))
    close = surface_of(HeightsSpec(surface="sphere").adapt(x_low=-1e-3, x_high=1e-3, y_low=0.0))
    assert own.scale == own.extent == own.diagonal == wide.scale == close.extent
    assert wide.extent == wide.diagonal > 1e6
    assert close.scale == close.diagonal < own.scale
