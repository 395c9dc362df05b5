"""The scales of sliders: where a value lies, and what lies there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.optimizers.optimizers import OPTIMIZERS
from core.parameters import Numeric, Scale

RANGES = {
    Scale.LINEAR: (-10.0, 10.0),
    Scale.LOG: (1e-8, 100.0),
    Scale.NEAR_ONE: (0.0, 0.9999),
    Scale.FROM_ZERO: (0.0, 10.0),
}


@pytest.mark.parametrize("scale", list(Scale))
def test_a_value_lies_where_it_came_from(scale: Scale) -> None:
    low, high = RANGES[scale]
    for k in range(101):
        value = scale.value_at(k / 100, low, high, 1000)
        assert low <= value <= high
        assert scale.part_of(value, low, high) == pytest.approx(k / 100, abs=2e-3)
    assert scale.value_at(0, low, high, 1000) == low
    assert scale.value_at(1, low, high, 1000) == high


def test_near_one_every_nine_takes_the_same_part() -> None:
    low, high = RANGES[Scale.NEAR_ONE]
    parts = [Scale.NEAR_ONE.part_of(v, low, high) for v in (0, 0.9, 0.99, 0.999, 0.9999)]
    assert parts == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert Scale.NEAR_ONE.value_at(0.75, low, high, 1000) == 0.999


def test_from_zero_the_low_end_is_off_and_every_decade_takes_the_same_part() -> None:
    low, high = RANGES[Scale.FROM_ZERO]
    parts = [Scale.FROM_ZERO.part_of(v, low, high) for v in (0, 1e-7, 1e-5, 1e-3, 0.1, 10)]
    assert parts == pytest.approx([0, 0, 0.25, 0.5, 0.75, 1])
    assert Scale.FROM_ZERO.value_at(0.5, low, high, 1000) == 1e-3
    assert Scale.FROM_ZERO.stepped(0.0, 1, low, high) == pytest.approx(1e-7)
    assert Scale.FROM_ZERO.stepped(1e-7, -1, low, high) == 0


@given(st.sampled_from(list(Scale)), st.floats(0, 1), st.sampled_from([1.0, -1.0, 10.0, 0.1, -0.1]))
def test_a_step_goes_its_way_and_a_tenth_less_far(scale: Scale, part: float, steps: float) -> None:
    low, high = RANGES[scale]
    value = scale.value_at(part, low, high, 10_000)
    moved = scale.stepped(value, steps, low, high) - value
    assert moved * steps > 0
    if abs(steps) == 1:
        finer = scale.stepped(value, steps / 10, low, high) - value
        assert 0 < finer / moved < 0.6


def test_shares_that_are_kept_from_step_to_step_are_near_one() -> None:
    """Between 0.9 and 0.999 lies the whole difference, and nine pixels of a linear slider."""
    kept = {"beta1", "beta2", "momentum", "rho", "alpha"}
    for optimizer in OPTIMIZERS.values():
        for parameter in optimizer.hyper:
            if not isinstance(parameter, Numeric):
                continue
            if parameter.name in kept and parameter.high == 0.9999:
                assert parameter.scale is Scale.NEAR_ONE, (optimizer.key, parameter.name)
