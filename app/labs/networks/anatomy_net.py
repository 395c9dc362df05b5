"""A counted net as pictures take it: its frame, its layout, the sums of its parts. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.labs.networks.anatomy_layout import Layout, Part, layout
from app.labs.networks.counts import part_words
from app.labs.networks.view import NOWHERE, Place
from app.labs.networks.words import OPERATIONS
from app.words.labels import tr
from core.networks.architecture import ArchitectureFrame

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class CountedNet:
    """A net, its name, and what pictures ask of its frame."""

    title: str
    frame: ArchitectureFrame
    key: str = ""
    """The key of the known net that it is; empty if it is none."""

    @cached_property
    def layout(self) -> Layout:
        """Where each row stands in the strip."""
        frame = self.frame
        stages = [part.partition(".")[0] for part in frame.parts]
        return layout(frame.operations, frame.shapes, stages, frame.edges)

    @cached_property
    def part_parameters(self) -> Array:
        """The parameters of each part, [P]."""
        return self._sums(self.frame.parameters)

    @cached_property
    def part_macs(self) -> Array:
        """The MACs of each part, [P]."""
        return self._sums(self.frame.macs)

    @cached_property
    def side(self) -> int:
        """The side of the input in pixels."""
        return int(self.frame.shapes[0, 1])

    def _sums(self, values: Array) -> Array:
        firsts = [part.first for part in self.layout.parts]
        return np.add.reduceat(values, firsts) if firsts else np.zeros(0)

    @cached_property
    def part_names(self) -> tuple[tuple[str, ...], ...]:
        """What each part may be called, the longest first: its name, and its number alone."""
        return tuple(tuple(self._names(part)) for part in self.layout.parts)

    def _names(self, part: Part) -> Iterator[str]:
        linear = sum(self.layout.kinds[row] == "dense" for row in part.rows)
        word, numeral = part_words("dense" if part.name == "head" and linear > 1 else part.name)
        yield f"{word} {numeral}".rstrip()
        if part.name.startswith(("stage", "inception", "mixed")):
            yield numeral

    def name_of(self, row: int) -> str:
        """The name of a row, as scripts have it; the input's in words."""
        return self.frame.names[row] if row else tr(OPERATIONS["input"])

    def clipped(self, place: Place) -> Place:
        """The place in this net that is nearest to one in another net."""
        if place.part < 0 or not self.layout.parts:
            return NOWHERE
        part = min(place.part, len(self.layout.parts) - 1)
        return Place(part, place.row if place.row < len(self.layout.parts[part].rows) else -1)

    def place_of(self, row: int) -> Place:
        """The place of a row."""
        part = int(self.layout.part_of[row])
        return Place(part, row - self.layout.parts[part].first)

    def field_at(self, place: Place) -> float:
        """The receptive field of a place in pixels, and of the whole net that of its last map;
        infinite where the whole input is seen at once."""
        if place.part < 0:
            return float(self.frame.receptive_field)
        row = self.row_at(place)
        return float(self.frame.receptive_fields[row]) if self.frame.jumps[row] else np.inf

    def row_at(self, place: Place) -> int:
        """The row that a place stands for: of a part its last, of the whole net its last."""
        if place.part < 0:
            return len(self.frame.names) - 1
        part = self.layout.parts[place.part]
        return part.last if place.row < 0 else part.first + place.row
