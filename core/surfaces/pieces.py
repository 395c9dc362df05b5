"""How many pieces a sub-level set has, on cells that are halved until it is clear.

In a cell of half sides h about m, with the gradient g and the Hessian H at m, f is taken to be no
further from f(m) than |g|·h + h·|H|·h: Taylor's terms, the second one twice for all that follow.
So a cell is all in the set, all outside, or unknown. Cells in the set that touch belong together;
parts between which there are not even unknown cells are apart.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.kept import Kept
from core.surfaces.function import Function, Surface

Array = np.ndarray[Any, Any]

CELLS = 128
"""The number of cells along each side before any is halved."""
EVERYWHERE = 1
"""How often all unknown cells are halved, before only those of parts that are not clear."""
STEEP = 4
"""From this depth on a cell all of whose samples are far above the level is outside: a pole, of
which Taylor's terms say nothing."""
USUAL = 33
"""The points along each side that say how far f usually is from the level."""
DEEPEST = 12
MOST = 15_000
"""No more cells than this are halved at once."""


@dataclass(frozen=True)
class Pieces:
    """The number of connected pieces of a set, between two bounds."""

    least: int
    """The number of parts that are apart: each has at least one piece."""
    seen: int
    """The number of pieces that the smallest cells show, those that may be one included; equal to
    ``least`` where that is clear."""

    @property
    def clear(self) -> bool:
        """Whether the number is clear."""
        return self.least == self.seen


_counts: Kept[Pieces] = Kept(8)


@dataclass(frozen=True)
class _Cells:
    """The cells that may reach into the set, [count] each."""

    depth: Array
    """How often the side was halved."""
    row: Array
    """Row among the cells of this depth."""
    column: Array
    inside: Array
    """Whether all of the cell is in the set."""
    met: Array
    """Whether its middle or a corner is in the set."""

    def __len__(self) -> int:
        return len(self.row)

    def taken(self, which: Array) -> _Cells:
        """Those of the cells that are chosen."""
        return _Cells(*(v[which] for v in vars(self).values()))

    def joined_by(self, others: list[_Cells]) -> _Cells:
        """These cells and those."""
        columns = zip(*(vars(cells).values() for cells in (self, *others)), strict=True)
        return _Cells(*map(np.concatenate, columns))


@dataclass(frozen=True)
class _Grid:
    """The cells of a surface's domain, by depth, row and column."""

    function: Function
    surface: Surface
    level: float
    side: int
    """The number of cells along each side at depth 0."""
    far: float
    """How high above the level is far: higher than f usually is."""

    def classified(self, depth: int, row: Array, column: Array) -> _Cells:
        """Those of the cells of one depth that are not all outside."""
        (left, right), (bottom, top) = self.surface.x, self.surface.y
        wide = (right - left) / (self.side << depth) / 2
        high = (top - bottom) / (self.side << depth) / 2  # 0 of one variable
        x, y = left + (2 * column + 1) * wide, bottom + (2 * row + 1) * high
        ends = [(a, b) for a in (-wide, wide) for b in ((-high, high) if high else (0.0,))]
        f, away = self._spread(x, y, wide, high)
        with np.errstate(all="ignore"):
            values = np.array([f, *(self.function.value(x + a, y + b) for a, b in ends)])
            below = values <= self.level
            inside = below.all(axis=0) & (f + away <= self.level)
            outside = (f - away > self.level) | np.isnan(values).all(axis=0)
            if depth >= STEEP:
                outside |= ~(np.nanmin(values, axis=0, initial=np.inf) <= self.level + self.far)
        met: Array = np.asarray(below.any(axis=0))
        kept = ~outside | met
        depths = np.full(int(kept.sum()), depth)
        return _Cells(depths, row[kept], column[kept], inside[kept], met[kept])

    def _spread(self, x: Array, y: Array, wide: float, high: float) -> tuple[Array, Array]:
        """f at the middle of cells, and how far from it f is taken to be in each."""
        with np.errstate(all="ignore"):
            f, gx, gy = self.function.derivatives(x, y)
            xx, xy, yy = map(np.abs, self.function.hessian(x, y))
            away = np.abs(gx) * wide + np.abs(gy) * high
            return f, away + xx * wide**2 + 2 * xy * wide * high + yy * high**2


def counted(surface: Surface, level: float) -> Pieces | None:
    """The pieces of the set where f <= level, if they were counted a while ago or there are none;
    else None."""
    return _counts.get((surface, level)) if math.isfinite(level) else Pieces(0, 0)


def count_pieces(
    function: Function, surface: Surface, level: float
) -> Generator[None, None, Pieces]:
    """Count the pieces of the set where f <= level in the drawn domain; it yields between steps.

    What is smaller than a cell is missed if neither the samples nor Taylor's terms in it tell of
    it, as of a pole.
    """
    known = counted(surface, level)
    if known is not None:
        return known
    side = CELLS if function.cost == 1 else CELLS // 2
    row, column = np.indices((side if surface.dimensions == 2 else 1, side)).reshape(2, -1)
    x, y = surface.grid(USUAL)
    usual = np.abs(function.value(*np.meshgrid(x, y)) - level)
    usual = usual[np.isfinite(usual)]
    grid = _Grid(function, surface, level, side, float(np.median(usual)) if usual.size else 0.0)
    cells = grid.classified(0, row, column)
    pieces = Pieces(0, 0)
    for turn in range(DEEPEST + 1):
        yield None
        pieces, halved = yield from _counted(cells)
        if turn < EVERYWHERE:
            halved = ~cells.inside
        if halved.sum() > MOST:
            pieces = Pieces(pieces.least, max(pieces.seen, pieces.least + 1))
            break
        if turn == DEEPEST or not halved.any():
            break
        smaller = []
        for depth in np.unique(cells.depth[halved]):
            yield None
            some = halved & (cells.depth == depth)
            below = _halves(cells.row[some], cells.column[some], surface.dimensions)
            smaller.append(grid.classified(int(depth) + 1, *below))
        cells = cells.taken(~halved).joined_by(smaller)
    return _counts.put((surface, level), pieces)


def _halves(row: Array, column: Array, dimensions: int) -> tuple[Array, Array]:
    """Rows and columns of the cells that each of these is made of, half as wide."""
    if dimensions == 1:
        return np.tile(row, 2), np.concatenate([2 * column, 2 * column + 1])
    return (
        np.concatenate([2 * row, 2 * row, 2 * row + 1, 2 * row + 1]),
        np.concatenate([2 * column, 2 * column + 1] * 2),
    )


def _counted(cells: _Cells) -> Generator[None, None, tuple[Pieces, Array]]:
    """The pieces that the cells show, and [count] bool which cells are halved to make it clear:
    those of parts that fall into several pieces, or of which no sample is in the set."""
    edges = yield from _touching(cells)
    part = _labels(edges, np.ones(len(cells), bool))
    count = int(part.max(initial=-1)) + 1
    met = np.bincount(part[cells.met], minlength=count) > 0
    yield None
    inside, seen = (_parts_of(part, count, edges, some) for some in (cells.inside, cells.met))
    unclear = (inside > 1) | (seen > 1) | ~met
    shown = np.maximum(np.maximum(inside, seen), 1)
    return Pieces(int(met.sum()), int(shown.sum())), unclear[part] & ~cells.inside


def _parts_of(part: Array, count: int, edges: Array, some: Array) -> Array:
    """[count] into how many pieces those of a part's cells fall that count."""
    label = _labels(edges, some)
    _, first = np.unique(label[some], return_index=True)
    return np.bincount(part[some][first], minlength=count)


def _labels(edges: Array, some: Array) -> Array:
    """A number for each cell, the same for those that are joined through cells that count."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b = edges[:, some[edges].all(axis=0)]
    graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(len(some), len(some)))
    labels: Array = connected_components(graph, directed=False)[1]
    return labels


def _touching(cells: _Cells) -> Generator[None, None, Array]:
    """[2, edges] pairs of cells that share a side or a corner.

    Each looks for what is beyond its sides and corners and not smaller than itself.
    """
    deepest = int(cells.depth.max(initial=0))
    found = []
    rows = [(-1, 0, 1), (0,)][int(not cells.row.any())]
    keys = [_Keys(cells, depth) for depth in range(deepest + 1)]
    for depth in range(deepest + 1):
        own = np.flatnonzero(cells.depth == depth)
        for down in rows:
            yield None
            for right in (-1, 0, 1):
                if (down, right) == (0, 0):
                    continue
                row, column = cells.row[own] + down, cells.column[own] + right
                for above in range(depth + 1):
                    other = keys[above].find(row >> (depth - above), column >> (depth - above))
                    there = other >= 0
                    found.append(np.array([own[there], other[there]]))
    return np.concatenate(found, axis=1) if found else np.zeros((2, 0), int)


class _Keys:
    """Finds cells of one depth by row and column."""

    def __init__(self, cells: _Cells, depth: int) -> None:
        own = np.flatnonzero(cells.depth == depth)
        keys = (cells.row[own].astype(np.int64) << 32) | cells.column[own]
        order = np.argsort(keys)
        self._keys, self._own = keys[order], own[order]

    def find(self, row: Array, column: Array) -> Array:
        """The numbers of the cells in these rows and columns; -1 where there is none."""
        if not len(self._keys):
            return np.full(len(row), -1)
        key = (row.astype(np.int64) << 32) | column
        at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        return np.where((self._keys[at] == key) & (column >= 0), self._own[at], -1)
