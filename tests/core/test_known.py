"""Statistics of what is known so far, against numpy where all is known."""

from __future__ import annotations

import numpy as np
import pytest

from core.known import mean_of_known, median_of_known, spread_of_known

VALUES = np.array([[1.0, 4.0, 7.0], [2.0, np.nan, np.nan], [6.0, 8.0, np.nan]])


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_where_all_is_known_they_are_numpys(axis: int) -> None:
    whole = np.arange(24.0).reshape(2, 3, 4) ** 2
    np.testing.assert_allclose(mean_of_known(whole, axis), whole.mean(axis))
    np.testing.assert_allclose(spread_of_known(whole, axis), whole.std(axis, ddof=1))
    np.testing.assert_allclose(median_of_known(whole, axis), np.median(whole, axis))


def test_what_is_missing_does_not_count() -> None:
    np.testing.assert_array_equal(mean_of_known(VALUES, 0), [3, 6, 7])
    np.testing.assert_array_equal(median_of_known(VALUES, 0), [2, 6, 7])
    np.testing.assert_allclose(spread_of_known(VALUES, 0), [7**0.5, 8**0.5, np.nan])


def test_where_nothing_is_known_nothing_is_said() -> None:
    nothing = np.full((2, 3), np.nan)
    for found in (mean_of_known(nothing), spread_of_known(nothing), median_of_known(nothing)):
        assert np.isnan(found).all()


def test_a_median_that_diverged_is_none() -> None:
    assert np.isnan(median_of_known(np.array([1.0, np.inf, np.inf])))
    assert median_of_known(np.array([1.0, 2.0, np.inf])) == 2
