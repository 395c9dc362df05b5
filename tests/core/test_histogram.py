"""The bins of histograms: they cover what they are to cover, and float32 holds their edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.histogram import MAX_BINS, Bins, edges

ranges = st.tuples(st.floats(-1000, 0, width=32), st.floats(0.0009765625, 1000, width=32))


def test_edges_are_equally_spaced_from_end_to_end() -> None:
    found = edges(-1, 1, 80)
    np.testing.assert_allclose(np.diff(found), 1 / 40, rtol=1e-12)
    assert (len(found), found[0], found[-1]) == (81, -1, 1)
    assert MAX_BINS == 252


@given(ranges, st.integers(2, MAX_BINS))
def test_bins_cover_the_range_and_no_narrower_ones_would(
    span: tuple[float, float], most: int
) -> None:
    bins = Bins.over(*span, most)
    found = bins.edges
    assert 2 <= len(found) <= most + 1
    np.testing.assert_array_equal(np.diff(found), 2.0**bins.exponent)
    np.testing.assert_array_equal(found, found.astype(np.float32))
    assert 0 in found
    assert found[0] <= span[0] < found[1] or span[0] == found[0]
    assert found[-2] < span[1] <= found[-1]
    half = 2.0 ** (bins.exponent - 1)
    assert math.ceil(span[1] / half) - math.floor(span[0] / half) > most


@pytest.mark.parametrize("span", [(1, 2), (-2, -1), (-1, 0), (-math.inf, 1), (0, math.nan)])
def test_a_range_without_zero_or_end_has_no_such_bins(span: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="a range from 0 or below"):
        Bins.over(*span, 10)
    with pytest.raises(ValueError, match="2 to 252"):
        Bins.over(-1, 1, 1)


@pytest.mark.parametrize("high", [5e-324, 1e-300, 1e39, 1e300])
def test_a_range_that_float32_does_not_have_has_no_such_bins(high: float) -> None:
    with pytest.raises(ValueError, match="a range from 0 or below"):
        Bins.over(0, high, 10)


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.968, 0.972), (-7.01, -7.0), (-9.0, -6.5), (1e6, 1e6 + 3), (2e-4, 3.0), (-3.0, -2e-4)],
)
@pytest.mark.parametrize("most", [16, 100, 252])
def test_bins_follow_values_in_edges_that_float32_holds(low: float, high: float, most: int) -> None:
    reach = 40 * abs(high - low) + abs(low)
    bins = Bins.over(-reach, reach, most).following(low, high, most)
    edges = bins.edges
    assert edges[0] <= low < high <= edges[-1]
    assert (edges.astype(np.float32) == edges).all()
    assert len(edges) - 1 <= most
    finest = np.spacing(np.float32(max(-low, high)))
    assert edges[1] - edges[0] <= max(4 * (high - low) / most, finest), "and they are narrow"


@pytest.mark.parametrize(
    ("low", "high"),
    [(-3.0, 2.0), (3.0, 3.0), (3.0, 3.000001), (0.0, 1e-30), (4.9, 5.1), (math.nan, math.nan)],
)
def test_bins_stay_where_values_spread_or_differ_by_rounding_or_leave(
    low: float, high: float
) -> None:
    bins = Bins.over(-5.0, 5.0, 100)
    assert bins.following(low, high, 100) == bins
