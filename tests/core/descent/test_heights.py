"""A surface as a field: heights, shades, and contour lines that lie where they say."""

from typing import Any

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from core.descent.heights import EVALUATED_A_BREATH, SHADES, HeightsFrame, HeightsSpec, rank
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.surfaces.surfaces import SURFACES

PLANES = [key for key, surface in SURFACES.items() if surface.dimensions == 2]


def field_of(**fields: Any) -> HeightsFrame:
    frame = last_frame(Run(EXPERIMENTS["heights"], HeightsSpec(**fields)))
    assert isinstance(frame, HeightsFrame)
    return frame


def pieces(frame: HeightsFrame) -> list[np.ndarray[Any, Any]]:
    return np.split(frame.lines, frame.breaks[1:]) if len(frame.breaks) else []


@pytest.mark.parametrize("key", SURFACES)
def test_heights_are_those_of_the_formula_up_to_the_edges(key: str) -> None:
    frame = field_of(surface=key, resolution=33)
    surface, compiled = SURFACES[key], SURFACES[key].function()
    assert (frame.x[0], frame.x[-1]) == surface.x
    assert (frame.y[0], frame.y[-1]) == surface.y
    rows = 33 if surface.dimensions == 2 else 1
    assert frame.heights.shape == frame.shades.shape == (rows, 33)
    scale = float(np.ptp(frame.heights))
    for i, j in ((0, 0), (0, 32), (rows - 1, 0), (rows // 2, 16), (5 % rows, 29)):
        height, _, _ = compiled.at(float(frame.x[j]), float(frame.y[i]))
        assert abs(frame.heights[i, j] - height) <= 1e-13 * scale


@pytest.mark.parametrize("resolution", [8, 9, 240])
@pytest.mark.parametrize("contours", [0, 1, 14])
def test_every_array_has_its_size(resolution: int, contours: int) -> None:
    frame = field_of(resolution=resolution, contours=contours)
    assert frame.x.shape == frame.y.shape == (resolution,)
    assert frame.heights.shape == (resolution, resolution)
    assert frame.shades.dtype == np.float32
    assert frame.levels.shape == (contours,)
    assert frame.lines.shape[1:] == (2,)
    assert (len(frame.lines) > 0) == (len(frame.breaks) > 0) == (contours > 0)


@pytest.mark.parametrize("key", SURFACES)
def test_ranks_rise_with_the_heights_from_zero_to_one(key: str) -> None:
    frame = field_of(surface=key, resolution=40)
    order = np.argsort(frame.heights, axis=None)
    heights, ranks = frame.heights.ravel()[order], frame.shades.ravel()[order]
    assert (np.diff(ranks) >= 0).all()
    assert (np.diff(ranks)[np.diff(heights) == 0] == 0).all()
    assert ranks[0] == 0
    assert ranks[-1] <= 1
    # The share of the area that lies lower: half of it lies below the median height.
    assert frame.shades[frame.heights <= np.median(heights)].max() <= 0.51


def test_the_highest_point_has_rank_one_and_infinity_has_none() -> None:
    heights = np.array([[0.0, 2.0, np.nan], [1.0, 3.0, np.inf]])
    expected = np.array([[0, 2 / 3, np.nan], [1 / 3, 1, np.nan]], np.float32)
    np.testing.assert_array_equal(rank(heights), expected)
    assert np.isnan(rank(np.full((2, 2), np.nan))).all()
    assert (rank(np.ones((2, 2))) == 0).all()


@pytest.mark.parametrize("key", PLANES)
def test_every_contour_lies_at_its_level_and_inside_the_domain(key: str) -> None:
    frame = field_of(surface=key, resolution=60)
    height_at = RegularGridInterpolator((frame.y, frame.x), frame.heights, method="linear")
    scale = float(np.ptp(frame.heights))
    seen: set[int] = set()
    for line in pieces(frame):
        assert len(line) >= 2
        # Rounding may put a point on the edge an ulp beyond it.
        x = np.clip(line[:, 0], frame.x[0], frame.x[-1])
        y = np.clip(line[:, 1], frame.y[0], frame.y[-1])
        np.testing.assert_allclose(np.stack([x, y], 1), line, rtol=0, atol=1e-12)
        heights = height_at(np.stack([y, x], 1))
        level = int(np.argmin(np.abs(frame.levels - heights[0])))
        # A contour's points lie on the grid's edges, where a height is interpolated linearly.
        assert np.abs(heights - frame.levels[level]).max() <= 1e-10 * scale
        seen.add(level)
    assert seen == set(range(len(frame.levels))), "each level has a line"


@pytest.mark.parametrize("key", PLANES)
def test_levels_rise_and_lie_between_the_lowest_and_the_highest_point(key: str) -> None:
    frame = field_of(surface=key, resolution=60, contours=20)
    assert (np.diff(frame.levels) > 0).all()
    assert frame.heights.min() < frame.levels[0]
    assert frame.levels[-1] < frame.heights.max()


def test_breaks_cut_the_lines_into_unbroken_pieces() -> None:
    frame = field_of(surface="himmelblau", resolution=80)
    assert frame.breaks[0] == 0
    assert (np.diff(frame.breaks) > 0).all()
    assert frame.breaks[-1] < len(frame.lines)
    cell = np.hypot(frame.x[1] - frame.x[0], frame.y[1] - frame.y[0])
    for line in pieces(frame):
        # Two neighbours lie on the edges of one cell.
        assert np.hypot(*np.diff(line, axis=0).T).max() <= cell * (1 + 1e-9)


def test_a_ring_round_a_minimum_is_closed() -> None:
    frame = field_of(surface="booth", resolution=80, contours=3)
    line = pieces(frame)[0]
    np.testing.assert_array_equal(line[0], line[-1])
    centre = np.mean(line[:-1], axis=0)
    assert np.hypot(*(centre - SURFACES["booth"].minima[0])) < 0.5


@pytest.mark.parametrize("key", [key for key in SURFACES if key not in PLANES])
def test_a_surface_of_one_variable_is_a_row_without_contours(key: str) -> None:
    frame = field_of(surface=key, resolution=50)
    assert frame.y.tolist() == [0]
    np.testing.assert_array_equal(
        frame.heights[0], SURFACES[key].function().value(frame.x, np.zeros(50))
    )
    assert len(frame.levels) == len(frame.lines) == len(frame.breaks) == 0


def test_a_surface_of_data_breathes_between_its_rows() -> None:
    run = Run(EXPERIMENTS["heights"], HeightsSpec(surface="logistic_regression"))
    breaths = sum(1 for _ in run)
    samples = SURFACES["logistic_regression"].function().samples
    assert breaths >= 240 * 240 * samples / EVALUATED_A_BREATH
    whole = SURFACES["logistic_regression"].function()
    frame = field_of(surface="logistic_regression", resolution=90)
    expected = whole.value(frame.x[None, :], frame.y[:, None])
    np.testing.assert_allclose(frame.heights, expected, rtol=1e-14)


@pytest.mark.parametrize("scale", ["linear", "logarithmic"])
@pytest.mark.parametrize("key", ["himmelblau", "saddle", "goldstein_price", "easom"])
def test_the_other_scales_go_from_zero_to_one_and_contours_stand_at_equal_shades(
    key: str, scale: str
) -> None:
    frame = field_of(surface=key, resolution=60, scale=scale, contours=9)
    assert frame.shades.dtype == np.float32
    assert (frame.shades.min(), frame.shades.max()) == pytest.approx((0, 1), abs=1e-6)
    order = np.argsort(frame.heights, axis=None)
    assert (np.diff(frame.shades.ravel()[order]) >= 0).all()
    low, high = frame.heights.min(), frame.heights.max()
    parts = (frame.levels - low) / (high - low)
    shades = parts if scale == "linear" else 1 + np.log10(parts) / 6
    np.testing.assert_allclose(shades, np.arange(1, 10) / 10, atol=1e-9)


def test_a_scale_leaves_holes_and_survives_the_largest_heights() -> None:
    heights = np.array([[1e308, np.nan], [-1e308, np.inf]])
    for scale, wanted in (("linear", [1, 0]), ("logarithmic", [1, 0]), ("equalized", [1, 0])):
        shades = SHADES[scale](heights)
        np.testing.assert_allclose(shades[:, 0], wanted)
        assert np.isnan(shades[:, 1]).all()
