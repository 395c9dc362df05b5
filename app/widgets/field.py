"""A field: numbers over a plane, how they become colors, and what is drawn on them.

It does not know what the numbers mean: a lab turns its frame into a field, and any picture of
fields draws it, from above or in three dimensions.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from app import theme

Array = np.ndarray[Any, Any]
Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Scale:
    """Colors by place: the color map begins at 0 with the lowest values, and ends at 1 with the
    highest. Whether places are linear, logarithmic or ranks is up to whoever computed them."""

    places: Array
    """[rows, columns] the place of each value; NaN is a hole."""
    colors: str = ""
    """pyqtgraph's name of a color map; empty means the theme's, on which paths stand out."""
    beyond: str = ""
    """The color of an infinite place, for values that have a meaning but no place on the scale."""
    ticks: tuple[tuple[float, float], ...] = ()
    """The places at which a color bar says the value, each with the value; no ticks, no bar."""
    said: str = ""
    """What the scale is, in a word or two: linear, logarithmic, equalized."""

    def pixels(self, values: Array) -> Array:
        """[rows, columns, 4] red, green, blue and opacity as bytes, from the places alone."""
        pixels = self.look_up(self.places)
        if self.beyond:
            pixels[np.isposinf(self.places)] = (*_rgb(self.beyond), 255)
        return pixels

    def look_up(self, places: Array) -> Array:
        """[..., 4] the colors of places as bytes, the last one being the opacity; that of a hole is
        0."""
        now = theme.current()
        low, high = (0.0, 1.0) if self.colors else now.field_levels
        table = _table(self.colors or now.field)
        index = np.clip((places - low) * (len(table) / (high - low)), 0, len(table) - 1)
        holes = np.isnan(index)
        index[holes] = 0
        packed = table.take(index.astype(np.intp))
        packed[holes] = 0
        return packed.view(np.uint8).reshape(*places.shape, 4)


@dataclass(frozen=True, eq=False)
class Categories:
    """A separate color for each number; a number without a color is a hole."""

    palette: Mapping[int, str]
    strength: Array | None = None
    """[rows, columns] how strongly the color stands out from the picture's background, 0 to 1."""

    def pixels(self, values: Array) -> Array:
        """[rows, columns, 4] red, green, blue and opacity as bytes."""
        numbers = np.array(sorted(self.palette))
        index = np.searchsorted(numbers, values).clip(0, len(numbers) - 1)
        known = numbers.take(index) == values
        paints = np.array([_rgb(self.palette[number]) for number in numbers.tolist()], float)
        pixels = np.empty((*values.shape, 4), np.uint8)
        pixels[..., 3] = 255
        # One channel after the other: to gather rows of three takes numpy four times as long.
        for channel, ground in enumerate(_rgb(theme.current().picture)):
            stands_out = (paints[:, channel] - ground).take(index)
            if self.strength is not None:
                stands_out *= self.strength
            stands_out += ground
            pixels[..., channel] = stands_out
        pixels[~known] = 0
        return pixels


Shades = Scale | Categories


@dataclass(frozen=True, eq=False)
class Contours:
    """Contour lines, along which the value is constant."""

    points: Array = field(default_factory=lambda: np.empty((0, 2)))
    """[n, 2] (x, y) of all lines, one after another."""
    breaks: Array = field(default_factory=lambda: np.empty(0, int))
    """[lines] where in ``points`` each line begins."""
    levels: Array = field(default_factory=lambda: np.empty(0))
    """[lines] the value along each line; empty where no numbers are to stand on them."""

    @property
    def joined(self) -> Array:
        """[n] 1 where a point is joined to the next, 0 at the end of each line."""
        joined = np.ones(len(self.points), np.int32)
        joined[self.breaks[1:] - 1] = 0
        joined[-1:] = 0
        return joined

    @property
    def lines(self) -> Array:
        """[n] the number of the line that each point belongs to, from 1."""
        return np.searchsorted(self.breaks, np.arange(len(self.points)), side="right")


@dataclass(frozen=True)
class Mark:
    """A marked point, with a symbol for its kind (``field_picture.SYMBOLS``) and a label."""

    kind: str
    x: float
    y: float
    label: str


@dataclass(frozen=True, eq=False)
class Field:
    """Values at the points of a grid, and everything that is drawn of them.

    A grid of a single row is a line, which pictures draw as a band.
    """

    x: Array
    """[columns] equally spaced x from the left to the right edge."""
    y: Array
    """[rows] equally spaced y from the lower to the upper edge."""
    values: Array
    """[rows, columns] the values at (x[j], y[i])."""
    shades: Shades
    contours: Contours = field(default_factory=Contours)
    marks: tuple[Mark, ...] = ()
    name: str = ""
    """What the values are, in words."""
    of: Hashable = None
    """The identity of what has these values: a pin or zoom of one has no meaning for another.
    Without it each field is a different one."""
    equal_units: bool = False
    """Whether x and y are of a kind, so that angles and distances over the field mean something."""

    @property
    def is_line(self) -> bool:
        """Whether there is only one row."""
        return len(self.y) == 1

    @property
    def domain(self) -> tuple[Range, Range]:
        """The ends of x and of y."""
        return (float(self.x[0]), float(self.x[-1])), (float(self.y[0]), float(self.y[-1]))


@lru_cache(8)
def _table(name: str) -> Array:
    """[256] a color map with each color's four bytes as one number, so that it can be looked up at
    once."""
    table: Array = pg.colormap.get(name).getLookupTable(0.0, 1.0, 256, alpha=True)
    return table.view(np.uint32)[:, 0]


def _rgb(color: str) -> tuple[int, int, int]:
    chosen = QColor(color)
    return chosen.red(), chosen.green(), chosen.blue()
