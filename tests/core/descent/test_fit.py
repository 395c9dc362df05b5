"""Ranges that hold a race's paths and the minima."""

from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentSpec
from core.descent.fit import fitted
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import Verdict

MOVING, DIVERGED = Verdict.MOVING, Verdict.DIVERGED


def ends(spec: DescentSpec, path: Any, verdicts: Any = None) -> dict[str, float]:
    positions = np.array([path], float)
    judged = np.full(positions.shape[:2], MOVING) if verdicts is None else np.array([verdicts])
    found = fitted(spec, positions, judged)
    assert spec.adapt(**found).settings().keys() >= found.keys()
    return found


def holds(found: dict[str, float], x: float, y: float) -> bool:
    return found["x_low"] < x < found["x_high"] and found["y_low"] < y < found["y_high"]


def test_paths_and_stated_minima_are_in_sight_in_equal_units() -> None:
    found = ends(DescentSpec(), [(0, -0.5), (40, 1)])
    assert holds(found, 40, 1)
    assert all(holds(found, *point) for point in SURFACES["himmelblau"].minima)
    width, height = (found[f"{a}_high"] - found[f"{a}_low"] for a in "xy")
    assert width == pytest.approx(height, rel=1e-12)
    assert width < 1.25 * (40 + 3.78), "no more than some margin"


def test_a_minimum_that_only_a_search_finds_is_in_sight() -> None:
    spec = DescentSpec(surface="formula", formula="(x-4)^2+(y+4)^2", start_x=0, start_y=0)
    assert holds(ends(spec, [(0, 0), (1, -1)]), 4, -4)


def test_what_diverged_is_left_out_from_then_on() -> None:
    spec = DescentSpec(surface="sphere")
    path = [(1, 1), (9, 9), (1e5, 1e5), (np.nan, np.nan)]
    found = ends(spec, path, [MOVING, MOVING, DIVERGED, DIVERGED])
    assert holds(found, 9, 9)
    assert found["x_high"] < 12


def test_of_one_variable_only_x_is_fitted() -> None:
    found = ends(DescentSpec(surface="parabola"), [(-3, 0), (20, 0)])
    assert found.keys() == {"x_low", "x_high"}
    assert found["x_low"] < -3 < 20 < found["x_high"]


def test_a_single_point_keeps_room_about_it() -> None:
    found = ends(DescentSpec(surface="sphere", start_x=0, start_y=0), [(0, 0)])
    assert found["x_high"] - found["x_low"] > 1
