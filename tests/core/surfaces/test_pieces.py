"""The pieces of sub-level sets: thin, tiny and nearly touching ones, whatever the grid is."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from core.surfaces.compiled import compile_formula
from core.surfaces.function import Function, Surface
from core.surfaces.pieces import CELLS, Pieces, count_pieces
from core.surfaces.surfaces import SURFACES
from tests.core.surfaces.test_convexity import typed


def count(function: Function, surface: Surface, level: float) -> Pieces:
    end: list[Pieces] = []

    def counting() -> Generator[None, None, None]:
        end.append((yield from count_pieces(function, surface, level)))

    assert set(counting()) <= {None}
    return end[0]


def exactly(pieces: int) -> Pieces:
    return Pieces(pieces, pieces)


def share(surface: Surface, level: float) -> float:
    """The height below which that share of the domain lies."""
    x, y = surface.grid(121)
    f = np.asarray(surface.function().value(*np.meshgrid(x, y)))
    return float(np.quantile(f[np.isfinite(f)], level))


@pytest.mark.parametrize(
    ("key", "level", "pieces"),
    [
        ("easom", 0.3, 5),  # 1 where corners of a grid of 121 connect
        ("rastrigin", 0.3, 61),  # 53 on that grid
        ("rosenbrock", 0.01, 1),  # 6 on that grid
        ("ackley", 0.3, 13),
        ("goldstein_price", 0.05, 1),
        ("cosine_valley", 0.3, 3),
        ("tanh_net", 0.3, 2),
        ("logistic_regression", 0.3, 1),
    ],
)
def test_the_number_is_that_of_the_finest_grids(key: str, level: float, pieces: int) -> None:
    """A grid of 3001 points a side shows as many."""
    surface = SURFACES[key]
    assert count(surface.function(), surface, share(surface, level)) == exactly(pieces)


@pytest.mark.parametrize("level", [1e-4, 1e-2, 1.0])
def test_a_thin_ellipse_is_one_piece(level: float) -> None:
    """Along the axes and across them; of condition 10⁴ it is narrower than a cell."""
    for text in ("(1e4*x^2 + y^2)/2", "(1e4*(x - y)^2 + (x + y)^2)/4"):
        function, surface = typed(text)
        assert 2 * np.sqrt(2 * level / 1e4) < 10 / CELLS
        assert count(function, surface, level) == exactly(1)


def test_wells_fall_together_at_the_saddles() -> None:
    surface = SURFACES["himmelblau"]
    for level, pieces in ((-1, 0), (1e-6, 4), (10, 4), (100, 2), (170, 1), (1e9, 1)):
        assert count(surface.function(), surface, level) == exactly(pieces)
    well = SURFACES["double_well"]
    for level, pieces in ((0.99, 2), (1.01, 1)):
        assert count(well.function(), well, level) == exactly(pieces)


def test_a_number_that_is_not_clear_is_not_said() -> None:
    """At the height of the saddle, and at that of the minima, rounding decides."""
    well = SURFACES["double_well"]
    assert not count(well.function(), well, 1 - 1e-13).clear
    hole = SURFACES["himmelblau"]
    lowest = count(hole.function(), hole, 0.0)
    assert (lowest.least <= 4, lowest.seen) == (True, 4)


def test_what_is_finer_than_the_cells_is_not_clear() -> None:
    assert not count(*typed("sin(300*x)*sin(300*y)"), -0.9).clear
    assert not count(*typed("sin(300*x)*sin(300*y)"), 0.0).clear


def test_rings_slits_and_holes() -> None:
    assert count(*typed("abs(x^2 + y^2 - 9)"), 0.4) == exactly(1)
    assert count(*typed("1/x^2"), 1.0) == exactly(2)
    assert count(*typed("1/x^2"), 1e6) == Pieces(1, 2)  # too narrow to tell
    assert count(*typed("-sqrt(16 - x^2 - y^2)"), 0.0) == exactly(1)
    assert count(*typed("log(x)"), 1.0) == exactly(1)
    assert count(*typed("sqrt(x - 9)"), float("nan")) == exactly(0)


def test_a_constant_is_all_in_its_set_or_not_at_all() -> None:
    function, surface = compile_formula("2"), typed("2")[1]
    assert count(function, surface, 2.0) == exactly(1)
    assert count(function, surface, 1.0) == exactly(0)
