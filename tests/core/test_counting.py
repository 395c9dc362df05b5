"""Counting: every value is counted once, and where numpy counts it."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import counting, histogram
from core.counting import count
from core.histogram import MAX_BINS, Bins, Counts

FLOATS = {torch.float32: np.float32, torch.float64: np.float64}


def counted(values: Any, low: float, high: float, bins: int, kind: Any = np.float32) -> Counts:
    return count(torch.tensor(np.array(values, kind)), low, high, bins)


def total(counts: Counts) -> int:
    return int(counts.bins.sum()) + counts.below + counts.above + counts.nonfinite


spans = st.tuples(st.floats(-1000, 1000, width=32), st.floats(0.0009765625, 1000, width=32)).map(
    lambda s: (s[0], float(np.float32(s[0] + s[1])))
)
arrays = st.sampled_from([np.float32, np.float64]).flatmap(
    lambda kind: hnp.arrays(
        kind,
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=12),
        elements=st.floats(width=32) | st.floats(-2000, 2000, width=32) | st.integers(-5, 5),
    )
)


@given(arrays, spans, st.integers(1, MAX_BINS))
def test_all_counts_together_are_all_values(
    values: Any, span: tuple[float, float], bins: int
) -> None:
    counts = count(torch.tensor(values), *span, bins)
    assert counts.bins.shape == (bins,)
    assert (counts.bins >= 0).all()
    assert total(counts) == values.size


@given(arrays, spans, st.integers(1, MAX_BINS))
def test_outsiders_are_exactly_those_outside(
    values: Any, span: tuple[float, float], bins: int
) -> None:
    low, high = span
    counts = count(torch.tensor(values), low, high, bins)
    finite = values[np.isfinite(values)]
    assert counts.nonfinite == values.size - finite.size
    assert counts.below == (finite < low).sum()
    assert counts.above == (finite > high).sum()


@given(arrays, spans, st.integers(1, MAX_BINS))
def test_every_value_away_from_an_edge_lies_in_numpys_bin(
    values: Any, span: tuple[float, float], bins: int
) -> None:
    low, high = span
    inside = values[np.isfinite(values) & (values >= low) & (values <= high)].astype(float)
    place = (inside - low) / (high - low) * bins
    # Subtraction and scaling in float32 move a value by three roundings, counted in bins.
    rounding = 3 * bins * np.finfo(np.float32).eps * (1 + max(abs(low), abs(high)) / (high - low))
    clear = inside[np.abs(place - np.rint(place)) > rounding].astype(values.dtype)
    expected, _ = np.histogram(clear.astype(float), bins, (low, high))
    np.testing.assert_array_equal(count(torch.tensor(clear), low, high, bins).bins, expected)


@pytest.mark.parametrize("kind", FLOATS.values())
@pytest.mark.parametrize(
    ("low", "high", "bins"), [(-1, 1, 80), (0, 3, 80), (-5, 5, 100), (0, 1, 7)]
)
def test_a_large_sample_is_counted_as_numpy_counts_it(
    kind: Any, low: float, high: float, bins: int
) -> None:
    values = np.random.default_rng(0).normal(0.3, 1.5, 200_000).astype(kind)
    counts = counted(values, low, high, bins, kind)
    expected, _ = np.histogram(values.astype(float), bins, (low, high))
    # A value within rounding of an edge may fall to either side: some 1e-5 of the values.
    assert np.abs(counts.bins - expected).sum() <= (0 if kind is np.float64 else 20)
    assert counts.below == (values < low).sum()
    assert counts.above == (values > high).sum()
    assert total(counts) == values.size


def test_a_sample_of_many_pieces_is_counted_to_its_last_value() -> None:
    values = np.linspace(-1, 2, 3 * counting.PIECE + 5, dtype=np.float32)
    values[[0, counting.PIECE, -1]] = [np.nan, np.inf, -np.inf]
    counts = counted(values, 0, 1, 4)
    finite = values[np.isfinite(values)]
    assert (counts.below, counts.above) == ((finite < 0).sum(), (finite > 1).sum())
    assert counts.nonfinite == 3
    assert total(counts) == values.size
    sizes = counting.tally(torch.tensor(values)).magnitudes
    assert int(sizes.octaves.sum()) + sizes.zero + sizes.nonfinite == values.size


def test_both_outer_edges_are_inside() -> None:
    counts = counted([0.0, 1.0, 1.0, 0.25, 0.5], 0, 1, 4)
    assert counts.bins.tolist() == [1, 1, 1, 2]
    assert (counts.below, counts.above) == (0, 0)


@pytest.mark.parametrize("kind", FLOATS.values())
@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0, 1), (0, 3), (-3, 3), (-5, 5)])
@pytest.mark.parametrize("bins", [4, 80, 100, MAX_BINS])
def test_the_neighbours_of_an_edge_are_on_their_own_side(
    kind: Any, low: float, high: float, bins: int
) -> None:
    """tanh gives 1 - 6e-8 as readily as 1: neither is above 1."""
    low, high = kind(low), kind(high)
    outside = [np.nextafter(low, kind(-9)), np.nextafter(high, kind(9))]
    inside = [low, np.nextafter(low, kind(9)), np.nextafter(high, kind(-9)), high]
    counts = counted(inside, float(low), float(high), bins, kind)
    assert (counts.below, counts.above, counts.bins[0], counts.bins[-1]) == (0, 0, 2, 2)
    counts = counted(outside, float(low), float(high), bins, kind)
    assert (counts.below, counts.above, counts.bins.sum()) == (1, 1, 0)
    counts = counted(inside + outside, float(low), float(high), bins, kind)
    assert (counts.below, counts.above, counts.bins[0], counts.bins[-1]) == (1, 1, 2, 2)


def test_nan_and_both_infinities_are_counted_apart() -> None:
    counts = counted([np.nan, np.inf, -np.inf, 0.5, -7, 7, -np.nan], 0, 1, 2)
    assert (counts.below, counts.above, counts.nonfinite) == (1, 1, 4)
    assert counts.bins.tolist() == [0, 1]


def test_a_sum_that_overflows_is_no_infinity() -> None:
    largest = float(np.finfo(np.float32).max)
    counts = counted([largest, largest, -largest, 0.5], 0, 1, 2)
    assert (counts.below, counts.above, counts.nonfinite) == (1, 2, 0)
    opposite = counted([np.inf, -np.inf], 0, 1, 2)
    assert (opposite.below, opposite.above, opposite.nonfinite) == (0, 0, 2)


def test_a_span_as_wide_as_float32_has_nothing_outside() -> None:
    counts = counted(
        [-3e38, -1.0, 0.0, 2e38, 3e38], float(np.float32(-3e38)), float(np.float32(3e38)), 4
    )
    assert (counts.below, counts.above, counts.nonfinite, counts.bins.sum()) == (0, 0, 0, 5)


def test_a_constant_sample_falls_into_one_bin() -> None:
    assert counted(np.full(1000, 0.3), 0, 1, 10).bins.tolist() == [0, 0, 0, 1000] + [0] * 6


def test_nothing_counts_as_nothing() -> None:
    assert total(counted([], 0, 1, 5)) == 0


def test_the_values_are_left_as_they_were() -> None:
    values = torch.linspace(-2, 2, 50).reshape(5, 10)
    before = values.clone()
    count(values.T, -1, 1, 8)
    assert torch.equal(values, before)


def test_a_transposed_or_tracked_tensor_counts_the_same() -> None:
    values = torch.linspace(-2, 2, 50).reshape(5, 10)
    expected = count(values, -1, 1, 8).bins
    np.testing.assert_array_equal(count(values.T, -1, 1, 8).bins, expected)
    np.testing.assert_array_equal(count(values.requires_grad_(), -1, 1, 8).bins, expected)


def test_more_bins_than_a_byte_holds_are_refused() -> None:
    assert counted([0.999], 0, 1, MAX_BINS).bins[-1] == 1
    with pytest.raises(ValueError, match=str(MAX_BINS)):
        counted([0.5], 0, 1, MAX_BINS + 1)


# Bins whose edges float32 holds

ranges = st.tuples(st.floats(-1000, 0, width=32), st.floats(0.0009765625, 1000, width=32))
fitting = st.tuples(ranges, st.integers(2, MAX_BINS)).map(lambda r: Bins.over(*r[0], r[1]))


@pytest.mark.parametrize("kind", [torch.float64, torch.float16, torch.int32])
def test_other_numbers_than_float32_are_refused(kind: torch.dtype) -> None:
    with pytest.raises(TypeError, match="float32 is counted"):
        counting.tally(torch.ones(2, dtype=kind))


def test_without_bins_nothing_is_in_them() -> None:
    with pytest.raises(ValueError, match="without bins"):
        _ = counting.tally(torch.ones(2)).counts


def outward(values: Any, bins: Bins) -> tuple[Any, int, int]:
    """By numpy, each sign by itself: in the bins, below, above."""
    found = bins.edges
    sizes = np.abs(values[np.isfinite(values)]).astype(float)
    positive = ~(values[np.isfinite(values)] < 0)
    right, _ = np.histogram(sizes[positive], found[found >= 0])
    left = np.zeros(0, int)
    if bins.first:
        left, _ = np.histogram(sizes[~positive], -found[found <= 0][::-1])
    below = (sizes[~positive] > -found[0]).sum()
    return np.concatenate([left[::-1], right]), below, (sizes[positive] > found[-1]).sum()


def check_counts(values: Any, bins: Bins) -> None:
    expected, below, above = outward(values, bins)
    found = counting.tally(torch.tensor(values), bins).counts
    np.testing.assert_array_equal(found.bins, expected)
    assert (found.below, found.above) == (below, above)
    assert found.nonfinite == values.size - np.isfinite(values).sum()
    assert total(found) == values.size


@given(arrays, fitting)
def test_every_value_is_counted_in_the_bin_that_holds_it(values: Any, bins: Bins) -> None:
    check_counts(values.astype(np.float32), bins)


@given(fitting)
def test_a_value_on_an_edge_is_counted_outward_and_its_neighbors_on_their_sides(bins: Bins) -> None:
    on = bins.edges.astype(np.float32)
    beside = [np.nextafter(on, np.float32(side)) for side in (-np.inf, np.inf)]
    check_counts(np.concatenate([on, *beside]), bins)
    for edge in on:
        check_counts(edge[None], bins)


def test_a_value_on_an_inner_edge_is_not_counted_as_numpy_has_it_below_zero() -> None:
    values = torch.tensor([-1.0, -0.5, -0.0, 0.0, 0.5, 1.0])
    bins = Bins.over(-1, 1, 4)
    assert counting.tally(values, bins).counts.bins.tolist() == [2, 0, 2, 2]
    numpys, _ = np.histogram(values, bins.edges)
    assert numpys.tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize("span", [(-1, 1), (0, 1), (0, 3), (-1.8, 3), (-5, 5)])
@pytest.mark.parametrize("most", [4, 100, MAX_BINS])
def test_a_large_sample_is_counted_exactly(span: tuple[float, float], most: int) -> None:
    values = np.random.default_rng(0).normal(0.3, 1.5, 400_000).astype(np.float32)
    values[[0, 1, counting.PIECE, -1]] = [np.nan, -np.nan, np.inf, -np.inf]
    check_counts(values, Bins.over(*span, most))


@pytest.mark.parametrize(("low", "high"), [(0.968, 0.972), (-0.972, -0.968), (-9.0, -6.5)])
def test_bins_far_from_zero_count_exactly_beside_the_same_magnitudes(
    low: float, high: float
) -> None:
    bins = Bins.over(-32, 32, 100).following(low, high, 100)
    assert bins.offset
    values = np.random.default_rng(0).uniform(low, high, 300_000).astype(np.float32)
    values[:4] = bins.edges[[0, 1, -2, -1]]
    outside = np.array([-40, 0, -0.0, 40, math.nan, math.inf, -math.inf], np.float32)
    counter = counting.tally(torch.tensor(np.concatenate([values, outside])), bins)
    found = counter.counts
    np.testing.assert_array_equal(found.bins, np.histogram(values, bins.edges)[0])
    below = 3 if low > 0 else 1
    assert (found.below, found.above, found.nonfinite) == (below, 4 - below, 3)
    plain = counting.tally(torch.tensor(values)).magnitudes
    sizes = counting.tally(torch.tensor(values), bins).magnitudes
    np.testing.assert_array_equal(sizes.octaves, plain.octaves)
    assert sizes.median == plain.median


def test_what_numpy_cannot_reach_is_counted_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a GPU, where torch itself counts, all at once."""
    values = np.random.default_rng(1).normal(0, 2, 3 * counting.PIECE).astype(np.float32)
    values[:8] = [0, -0.0, np.nan, np.inf, -np.inf, 1, -1, 2**-140]
    mine = counting.tally(torch.tensor(values), Bins.over(-1, 1, 100))
    monkeypatch.setattr(counting, "reachable", lambda values: False)
    assert len(counting.pieces(torch.tensor(values))) == 1
    check_counts(values, Bins.over(-1, 1, 100))
    theirs = counting.tally(torch.tensor(values), Bins.over(-1, 1, 100)).magnitudes
    np.testing.assert_array_equal(theirs.octaves, mine.magnitudes.octaves)
    assert (theirs.zero, theirs.nonfinite) == (mine.magnitudes.zero, mine.magnitudes.nonfinite)


def test_threads_count_beside_each_other() -> None:
    samples = [torch.full((3 * counting.PIECE,), float(k)) for k in range(1, 5)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda s: counting.tally(s, Bins.over(-5, 5, 10)), samples * 5))
    for k, one in enumerate(found):
        assert one.counts.bins[5 + k % 4 + 1] == 3 * counting.PIECE


# Magnitudes


@given(arrays)
def test_magnitudes_are_every_value(values: Any) -> None:
    values = values.astype(np.float32)
    found = counting.tally(torch.tensor(values)).magnitudes
    assert found.octaves.shape == (histogram.OCTAVES,)
    assert int(found.octaves.sum()) + found.zero + found.nonfinite == values.size
    assert found.zero == (values == 0).sum()
    assert found.nonfinite == values.size - np.isfinite(values).sum()
    sizes = np.abs(values[np.isfinite(values) & (values != 0)]).astype(float)
    expected, _ = np.histogram(sizes, histogram.octave_edges())
    np.testing.assert_array_equal(found.octaves, expected)


@given(hnp.arrays(np.float32, st.integers(1, 200), elements=st.floats(-1024, 1024, width=32)))
def test_half_of_the_values_are_smaller_than_the_median(values: Any) -> None:
    median = counting.tally(torch.tensor(values)).magnitudes.median
    sizes = np.abs(values).astype(float)
    tiny = float(np.finfo(np.float32).tiny)  # denormal numbers share an octave
    assert (sizes < median / 1.032 - tiny).mean() <= 0.5 <= (sizes <= median * 1.032 + tiny).mean()


def test_a_normal_median_is_close() -> None:
    values = torch.randn(100_000, generator=torch.Generator().manual_seed(0))
    found = counting.tally(values).magnitudes.median
    assert found == pytest.approx(float(values.abs().median()), rel=0.003)


@pytest.mark.parametrize("kept", [[1.0], [0.97, 1.0, 1.0], [1.03, 1.03, 1.9], [0.0, 3.1, 3.1]])
def test_a_median_lies_within_the_values(kept: list[float]) -> None:
    """Of a saturated tanh's values the median was read as 1.015."""
    values = torch.tensor(kept, dtype=torch.float32).repeat(50_000)  # in two pieces
    found = counting.tally(values).magnitudes.median
    assert float(values.abs().min()) <= found <= float(values.abs().max())
    assert found == pytest.approx(float(values.abs().median()), rel=1 / 32)


def test_no_median_of_what_is_not_finite() -> None:
    assert math.isnan(counting.tally(torch.tensor([1.0, math.nan])).magnitudes.median)
    assert math.isnan(counting.tally(torch.tensor([])).magnitudes.median)
