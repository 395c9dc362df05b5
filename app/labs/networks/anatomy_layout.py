"""Where each row of a net stands in the strip: columns, lanes of branches, skips and braids. No Qt.

Along x a net is as long as its boxes are wide, in units of its own; along y 0 is the top of the
strip and 1 its bottom.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LAYERS = ("conv", "dense", "pool")
"""The kinds that make another map of what they take."""

KINDS = (*LAYERS, "norm", "activation", "join", "other")
"""What is told apart by color."""

_KINDS: Mapping[str, str] = {
    "conv": "conv",
    "linear": "dense",
    "norm": "norm",
    "activation": "activation",
    **dict.fromkeys(("max_pool", "avg_pool", "adaptive_pool", "global_pool"), "pool"),
    **dict.fromkeys(("add", "concat", "scale"), "join"),
}

THIN = 0.16
"""The width of a norm, an activation or a sum as a fraction of a layer's: what they pass on is as
large as what they take, and it is the layers that are to be seen."""
LEAST = 2.0
"""The width of a box without channels."""
GAP = 5.0
"""The gap where branches part or meet, for the lines between them."""
APART = 8.0
"""The gap between two parts."""
LANE = 0.86
"""The part of its lane that a branch's box takes at most."""


def kind_of(operation: str) -> str:
    """The kind of an operation, one of :data:`KINDS`."""
    return _KINDS.get(operation, "other")


@dataclass(frozen=True)
class Part:
    """A part of a net: its name, its rows ``first`` to ``last``, and its place along x."""

    name: str
    first: int
    last: int
    left: float
    right: float
    layer: float
    """How wide its layers are, in the mean."""

    @property
    def rows(self) -> range:
        """The numbers of its rows."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Skip:
    """A connection past a branch that is added to it: from row ``source`` to row ``target``. The
    rows ``over``, usually a 1x1 convolution, lie on it; an identity has none."""

    source: int
    target: int
    over: tuple[int, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The place of each row, and the lines between rows."""

    kinds: tuple[str, ...]
    left: Array
    """Where each box begins along x, [R]."""
    right: Array
    """Where each box ends along x, [R]."""
    middle: Array
    """The middle of each row's lane along y, [R]."""
    lane: Array
    """The height of each row's lane, [R]."""
    sides: Array
    """The longer side of each row's map, [R]."""
    parts: tuple[Part, ...]
    skips: tuple[Skip, ...]
    braids: tuple[tuple[int, int], ...]
    """Connections past other rows into a concatenation, as pairs of rows."""
    links: tuple[tuple[int, int], ...]
    """Lines between rows that do not touch: where branches part and meet."""

    @property
    def width(self) -> float:
        """The length of the net along x."""
        return float(self.parts[-1].right) if self.parts else 1.0

    @cached_property
    def part_of(self) -> Array:
        """The number of each row's part, [R]."""
        return np.repeat(np.arange(len(self.parts)), [len(part.rows) for part in self.parts])

    @cached_property
    def bypassing(self) -> frozenset[int]:
        """The rows that lie on a skip, and in no lane."""
        return frozenset(row for skip in self.skips for row in skip.over)

    def heights(self, largest: float) -> Array:
        """The height of each box, [R], where a map of side ``largest`` takes its whole lane: one
        more for each doubling of the side, so that a single pixel has a height too."""
        whole = 1 + math.log2(max(2.0, largest))
        return np.asarray((1 + np.log2(self.sides)) / whole * self.lane)


def layout(operations: Sequence[str], shapes: Array, parts: Sequence[str], edges: Array) -> Layout:
    """Lay a net out: its rows' ``operations`` [R], output ``shapes`` [R, 3] (channels, height,
    width), ``parts`` [R], and the ``edges`` [E, 2] from row to later row.

    A row stands behind all rows that it takes, in the lane of its branch. Where a branch is added
    to what has gone past it, the way with fewer rows is the skip. A box is as wide as the root of
    its channels.
    """
    pairs = tuple(map(tuple, np.asarray(edges).reshape(-1, 2).tolist()))
    ways = _ways(tuple(operations), pairs)
    kinds, lane = ways.kinds, ways.lane
    widths = LEAST + np.sqrt(np.maximum(np.asarray(shapes, float)[:, 0], 0))
    widths *= np.array([1 if kind in LAYERS else THIN for kind in kinds])
    left, right, ends = _along(ways, widths.tolist(), _spans(parts))
    layers = np.array([kind in LAYERS for kind in kinds])
    extents = tuple(
        Part(*end, _mean(widths[end[1] : end[2] + 1][layers[end[1] : end[2] + 1]])) for end in ends
    )
    sides = np.maximum(1.0, np.asarray(shapes, float)[:, 1:].max(axis=1))
    heights = np.array(lane)
    heights[heights < 1] *= LANE
    middle = np.array(ways.top) + np.array(lane) / 2
    return Layout(
        kinds, left, right, middle, heights, sides, extents, ways.skips, ways.braids, ways.links
    )


@dataclass(frozen=True)
class _Ways:
    """What of a layout depends on the connections alone, and stays the same while a slider changes
    widths or sizes."""

    kinds: tuple[str, ...]
    into: tuple[tuple[int, ...], ...]
    """What each row takes."""
    past: frozenset[int]
    """The rows that lie on a skip, and in no lane."""
    top: tuple[float, ...]
    lane: tuple[float, ...]
    skips: tuple[Skip, ...]
    braids: tuple[tuple[int, int], ...]
    links: tuple[tuple[int, int], ...]


@lru_cache(maxsize=8)
def _ways(operations: tuple[str, ...], edges: tuple[tuple[int, int], ...]) -> _Ways:
    graph = _Graph(len(operations), edges)
    found = (graph.skip(row) for row in graph.joins if operations[row] == "add")
    skips = tuple(skip for skip in found if skip is not None)
    past = frozenset(row for skip in skips for row in skip.over)
    bypass = {(skip.source, skip.target) for skip in skips if not skip.over}
    braids = tuple(pair for pair in graph.past_joins() if pair not in bypass)
    bypass.update(braids)
    top, lane = _lanes(graph, past, bypass)
    beside = {(a, b) for a, b in edges if lane[a] != lane[b]} - bypass
    links = tuple(sorted(pair for pair in beside if not past.intersection(pair)))
    kinds = tuple(kind_of(one) for one in operations)
    into = tuple(map(tuple, graph.into))
    return _Ways(kinds, into, past, tuple(top), tuple(lane), skips, braids, links)


class _Graph:
    """The rows and what each takes."""

    def __init__(self, rows: int, edges: Sequence[tuple[int, int]]) -> None:
        self.rows, self.edges = rows, edges
        self.into: list[list[int]] = [[] for _ in range(rows)]
        self.out: list[list[int]] = [[] for _ in range(rows)]
        for a, b in edges:
            self.into[b].append(a)
            self.out[a].append(b)

    @property
    def joins(self) -> list[int]:
        """The rows that take more than one."""
        return [row for row in range(self.rows) if len(self.into[row]) > 1]

    def past_joins(self) -> list[tuple[int, int]]:
        """The connections from rows that go on elsewhere too, straight into a row with several."""
        return [(a, b) for a, b in self.edges if len(self.into[b]) > 1 and len(self.out[a]) > 1]

    def skip(self, row: int) -> Skip | None:
        """The skip into a row that takes several: the shortest way back to where it parted."""
        ways = [way for one in self.into[row] if (way := self._back(one)) is not None]
        return min((Skip(a, row, over) for a, over in ways), key=_rows_over, default=None)

    def _back(self, row: int) -> tuple[int, tuple[int, ...]] | None:
        """The way back from a row to the first that several take: that one, and those between."""
        over: list[int] = []
        while len(self.out[row]) < 2:
            if len(self.into[row]) != 1:
                return None
            over.insert(0, row)
            row = self.into[row][0]
        return row, tuple(over)


def _rows_over(skip: Skip) -> int:
    return len(skip.over)


def _lanes(
    graph: _Graph, past: frozenset[int], bypass: set[tuple[int, int]]
) -> tuple[list[float], list[float]]:
    """The lane of each row: where it begins along y, and how high it is. Branches share the lane of
    the row where they part."""
    top, lane = [0.0] * graph.rows, [1.0] * graph.rows
    for row in range(graph.rows):
        own = [a for a in graph.into[row] if a not in past and (a, row) not in bypass]
        if len(own) == 1 and row not in past:
            a = own[0]
            heirs = graph.out[a]
            if len(heirs) > 1:
                heirs = [b for b in heirs if (a, b) not in bypass and b not in past] or [row]
            share = lane[a] / len(heirs)
            top[row], lane[row] = top[a] + heirs.index(row) * share, share
        elif own:
            top[row] = min(top[a] for a in own)
            lane[row] = max(top[a] + lane[a] for a in own) - top[row]
    return top, lane


def _spans(parts: Sequence[str]) -> list[tuple[str, int, int]]:
    """The parts in their order: name, first row, last row. The input, which has no part, belongs to
    the first."""
    spans: list[tuple[str, int, int]] = []
    first = next(filter(None, parts), "")
    for row, name in enumerate(part or first for part in parts):
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1], row)
        else:
            spans.append((name, row, row))
    return spans


def _along(
    ways: _Ways, widths: Sequence[float], spans: Sequence[tuple[str, int, int]]
) -> tuple[Array, Array, list[tuple[str, int, int, float, float]]]:
    """The ends of each box along x, and the parts with theirs: a box begins where the last one that
    it takes ends, after a gap where branches part or meet."""
    left, right = [0.0] * len(widths), [0.0] * len(widths)
    lane, past = ways.lane, ways.past
    parts, x = [], 0.0
    for name, first, last in spans:
        begun = x
        for row in range(first, last + 1):
            if row in past:
                right[row] = widths[row]  # its width alone: the skip says where it lies
                continue
            start = begun
            for a in ways.into[row]:
                if a >= first and a not in past:
                    start = max(start, right[a] + (GAP if lane[a] != lane[row] else 0))
                elif lane[a] != lane[row]:
                    start = max(start, begun + GAP)
            left[row], right[row] = start, start + widths[row]
            x = max(x, right[row])
        parts.append((name, first, last, begun, x))
        x += APART
    return np.array(left), np.array(right), parts


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else math.inf
