"""Histograms of every value: the bins, and the counts that :mod:`core.counting` makes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_BINS = 252

BINS_HELP = "At most so many bins in a histogram: their width is a power of two"

FOLLOWED = 1 / 8
"""Values that take up less than this share of the bins' range get narrower bins."""

OCTAVES = 255
"""The number of powers of two a float32 magnitude may have; all denormal ones share the lowest."""
FRACTION = 23
"""The number of bits of a float32 number after its sign and its exponent."""
FINE = 5
"""How many of these bits are used as a value's place within an octave, unless narrow bins need
more."""


@dataclass(frozen=True)
class Counts:
    """The number of values in each bin and outside; together they are every value."""

    bins: np.ndarray[Any, Any]
    """[bin] counts; the last bin includes its upper edge, as in numpy.histogram."""
    below: int
    above: int
    nonfinite: int
    """The number of NaN and infinities of both signs."""


def edges(low: float, high: float, bins: int) -> np.ndarray[Any, Any]:
    """[bins+1] the equally spaced edges of bins."""
    return np.linspace(low, high, bins + 1)


@dataclass(frozen=True)
class Magnitudes:
    """The magnitudes of values, whatever their scale: every value is counted, none is outside."""

    octaves: np.ndarray[Any, Any]
    """[octave] number of values with 2^(k-127) <= abs(value) < 2^(k-126); octave 0 holds what is
    smaller than the smallest normal number, 2^-126, and not zero."""
    zero: int
    """The number of values that are exactly zero."""
    nonfinite: int
    """The number of NaN and infinities of both signs."""
    median: float
    """The median of the absolute values, read from at least 32 places an octave, so within 1.6 %,
    and never outside their own range. NaN where a value is not finite."""


def octave_edges() -> np.ndarray[Any, Any]:
    """[octave+1] the powers of two that bound the octaves; the first octave begins at 0."""
    edges: np.ndarray[Any, Any] = 2.0 ** np.arange(-127.0, 129.0)
    edges[0] = 0.0
    return edges


@dataclass(frozen=True)
class Bins:
    """Equal bins from k·2^e to (k+1)·2^e for first <= k < last, counted from ``offset``, which
    is among their edges: zero, or the lowest edge of bins that lie far from zero.

    float32 holds such edges exactly, so a value's own bits say which bin it is in. A value on an
    edge belongs to the bin farther from the offset, and on the outermost edge to the outermost bin;
    the offset belongs to the bin above it.
    """

    first: int
    last: int
    exponent: int
    offset: float = 0.0
    """A whole number of widths. Other than 0 it is the lowest edge, and zero lies farther from it
    than the highest: so float32 holds the edges, and each value less the offset, exactly."""

    def following(self, low: float, high: float, most: int) -> Bins:
        """Bins, ``most`` at the most, that follow values from ``low`` to ``high``: these ones, or
        narrower ones where the values take up less than :data:`FOLLOWED` of these ones' range.

        Values outside, not finite, or no more than rounding apart leave the bins as they are.
        """
        edges = self.edges
        inside = bool(edges[0] <= low <= high <= edges[-1])
        if not inside or not high - low < FOLLOWED * (edges[-1] - edges[0]):
            return self
        finest = float(np.spacing(np.float32(max(-low, high))))
        if high - low < max(8 * finest, 2.0**-90):
            return self
        if not (0 < high < 1.5 * low or 1.5 * high < low < 0):
            return Bins.over(min(low, 0.0), max(high, -low / most), most)
        near = Bins._covering(low, high, most, finest)
        lowest = near.first * 2.0**near.exponent
        return Bins(0, near.last - near.first, near.exponent, lowest)

    @classmethod
    def over(cls, low: float, high: float, most: int) -> Bins:
        """The narrowest bins that cover [low, high] and number no more than ``most``.

        Raises ValueError for a range that does not go from 0 or below to above 0, or whose edges
        float32 may be unable to represent.
        """
        if not (low <= 0 < high and 2.0**-100 <= high - low <= 2.0**100):
            raise ValueError(f"{low} to {high}: a range from 0 or below to above 0")
        if not 2 <= most <= MAX_BINS:
            raise ValueError(f"{most} bins: 2 to {MAX_BINS}")
        return cls._covering(low, high, most)

    @classmethod
    def _covering(cls, low: float, high: float, most: int, finest: float = 0.0) -> Bins:
        exponent = math.floor(math.log2(max((high - low) / most, finest)))
        while True:
            width = 2.0**exponent
            found = cls(math.floor(low / width), math.ceil(high / width), exponent)
            if found.last - found.first <= most:
                return found
            exponent += 1

    @property
    def edges(self) -> np.ndarray[Any, Any]:
        """[bin+1] the edges of the bins."""
        return self.offset + np.arange(self.first, self.last + 1) * 2.0**self.exponent

    @property
    def fine(self) -> int:
        """The number of bits after the exponent that are needed to tell all edges apart."""
        return max(FINE, (max(self.last, -self.first) - 1).bit_length() - 1)

    def places(self, last: int) -> np.ndarray[Any, Any]:
        """[edge] the place of each edge from 0 to ``last`` widths among numbers by exponent and
        fine bits."""
        edges = (np.arange(last + 1) * 2.0**self.exponent).astype(np.float32)
        return edges.view(np.int32) >> (FRACTION - self.fine)
