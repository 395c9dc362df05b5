"""Histograms that count every value: inside the bins, below, above, and not finite."""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

MAX_BINS = 252

PIECE = 2**17
"""Values that are counted at a time: half a megabyte of float32."""

BINS_HELP = "At most so many bins in a histogram: their width is a power of two"

OCTAVES = 255
"""Powers of two that a float32 number's magnitude may have; the lowest holds all denormal ones."""
_FRACTION = 23
"""Bits of a float32 number after its sign and its exponent."""
_FINE = 5
"""Of those, how many its place within an octave is known by, unless narrow bins need more."""
_MINUS_ZERO = -(2**31)
"""The bits of -0.0."""


@dataclass(frozen=True)
class Counts:
    """How many values fell into each bin and outside; all together they are every value."""

    bins: np.ndarray[Any, Any]
    """[bin] the last bin includes its upper edge, as numpy.histogram has it."""
    below: int
    above: int
    nonfinite: int
    """NaN and both infinities."""


def edges(low: float, high: float, bins: int) -> np.ndarray[Any, Any]:
    """[bins+1] equally spaced edges."""
    return np.linspace(low, high, bins + 1)


def pieces(values: Tensor) -> tuple[Tensor, ...]:
    """All ``values`` as flat pieces that stay in a core's own cache while they are worked on.

    A GPU has no use for that, and each piece would be waited for: there it is one.
    """
    import torch

    flat = values.detach().reshape(-1)
    return torch.split(flat, PIECE) if reachable(flat) else (flat,)


def reachable(values: Tensor) -> bool:
    """Whether numpy can read them where they are: on a GPU it cannot."""
    return values.device.type == "cpu"


def count(values: Tensor, low: float, high: float, bins: int) -> Counts:
    """Count all of ``values`` (any shape, floating point) in equal bins over [low, high].

    Whole numbers, then one ``bincount``: a fifth of what ``torch.histc`` takes, which counts
    neither what is outside nor NaN. Rounding may put a value beside an inner edge to its other
    side; :class:`Counter`, whose edges may not be chosen as freely, does not.
    """
    import torch

    if bins > MAX_BINS:
        raise ValueError(f"{bins} bins: at most {MAX_BINS}")
    if high - low > torch.finfo(values.dtype).max:
        return count(values / 4, low / 4, high / 4, bins)  # or the difference would overflow
    found = np.zeros(bins + 3, np.int64)
    for piece in pieces(values):
        found += _count_piece(piece, low, high, bins)
    below, inner, above, bad = found[0], found[1 : bins + 1], found[bins + 1], found[bins + 2]
    return Counts(inner, int(below), int(above), int(bad))


def _count_piece(values: Tensor, low: float, high: float, bins: int) -> np.ndarray[Any, Any]:
    """Below, in each bin, above, not finite."""
    import torch

    place = torch.sub(values, low)
    place.mul_(bins / (high - low)).floor_().clamp_(-1, bins).add_(1)
    infinite = 0
    # A finite sum proves every value finite, for a tenth of what asking each one costs.
    if not math.isfinite(float(values.sum())):
        # Clamping had sent infinities to the sides.
        place.masked_fill_(~values.isfinite(), bins + 2)
        infinite = int((values == math.inf).sum())
    found: np.ndarray[Any, Any]
    found = torch.bincount(place.int(), minlength=bins + 3).cpu().numpy()
    if found[bins + 1]:
        # Rounding lifts what lies just under the highest edge over it, so values are asked too.
        # As numbers in place: torch counts booleans five times slower.
        over = _ones(place.copy_(values).gt_(high)) - infinite
        found[bins] += found[bins + 1] - over
        found[bins + 1] = over
    return found


def _ones(flags: Tensor) -> int:
    """How many: a float32 sum of ones is exact up to 2^24, and asking for a float64 sum would
    write all of them down as float64 first."""
    import torch

    wide = flags.numel() > 2**24
    return int(flags.sum(dtype=torch.float64) if wide else flags.sum())


@dataclass(frozen=True)
class Magnitudes:
    """How large values are, whatever their scale: every one is counted, none is outside."""

    octaves: np.ndarray[Any, Any]
    """[octave] values with 2^(k-127) <= abs(value) < 2^(k-126); octave 0 holds what is smaller than
    the smallest normal number, 2^-126, and not zero."""
    zero: int
    """Exactly zero."""
    nonfinite: int
    """NaN and both infinities."""
    median: float
    """Of the absolute values, read from at least 32 places an octave: within 1.6 %. NaN where a
    value is not finite."""


def octave_edges() -> np.ndarray[Any, Any]:
    """[octave+1] the powers of two that octaves lie between; the first octave begins at 0."""
    edges: np.ndarray[Any, Any] = 2.0 ** np.arange(-127.0, 129.0)
    edges[0] = 0.0
    return edges


@dataclass(frozen=True)
class Bins:
    """Equal bins from k·2^e to (k+1)·2^e for first <= k < last, zero among their edges.

    float32 holds such edges exactly, so a value's own bits say which bin it is in. One that lies on
    an edge belongs to the bin farther from zero, and to the outermost bin on its outer edge; zero
    to the bin above it.
    """

    first: int
    last: int
    exponent: int

    @classmethod
    def over(cls, low: float, high: float, most: int) -> Bins:
        """The narrowest ones that cover [low, high] and are no more than ``most``.

        Raises ValueError for a range that does not go from 0 or below to above 0, or whose edges
        might not be numbers that float32 has.
        """
        if not (low <= 0 < high and 2.0**-100 <= high - low <= 2.0**100):
            raise ValueError(f"{low} to {high}: a range from 0 or below to above 0")
        if not 2 <= most <= MAX_BINS:
            raise ValueError(f"{most} bins: 2 to {MAX_BINS}")
        exponent = math.floor(math.log2((high - low) / most))
        while True:
            width = 2.0**exponent
            found = cls(math.floor(low / width), math.ceil(high / width), exponent)
            if found.last - found.first <= most:
                return found
            exponent += 1

    @property
    def edges(self) -> np.ndarray[Any, Any]:
        """[bin+1]"""
        return np.arange(self.first, self.last + 1) * 2.0**self.exponent

    @property
    def fine(self) -> int:
        """How many bits after the exponent tell all edges apart."""
        return max(_FINE, (max(self.last, -self.first) - 1).bit_length() - 1)

    def places(self, last: int) -> np.ndarray[Any, Any]:
        """[edge] from 0 to ``last`` widths: its place among numbers by exponent and fine bits."""
        edges = (np.arange(last + 1) * 2.0**self.exponent).astype(np.float32)
        return edges.view(np.int32) >> (_FRACTION - self.fine)


def tally(values: Tensor, bins: Bins | None = None) -> Counter:
    """Count all of ``values`` (any shape). Raises TypeError where they are not float32."""
    import torch

    if values.dtype is not torch.float32:
        raise TypeError(f"{values.dtype}: float32 is counted by its bits")
    counter = Counter(bins)
    for piece in pieces(values):
        counter.add(piece)
    return counter


class Counter:
    """Counts pieces of float32 numbers by their powers of two, and in ``bins``.

    Such a number begins with its sign, its octave and its place in the octave. One ``bincount`` of
    these is all: magnitudes need no range to be known before, and a bin is a row of such places.
    """

    def __init__(self, bins: Bins | None = None) -> None:
        self._bins = bins
        self._fine = bins.fine if bins else _FINE
        self._half = 256 << self._fine
        """Places of one sign, those of infinity and NaN among them."""
        self._found = np.zeros(2 * self._half, np.int64)
        """[place] of positive numbers, then of negative."""
        self._zero = self._minus_zero = 0
        self._on_end = [0, 0]
        if bins:
            self._up, self._down = bins.places(bins.last), bins.places(-bins.first)

    def add(self, piece: Tensor) -> None:
        """Count these numbers, [value], too."""
        found = _by_place(piece, _FRACTION - self._fine, len(self._found))
        self._found += found
        if found[0] or found[self._half]:
            self._zero += _how_many(piece, 0.0)
        if self._bins:
            self._look_closer(piece, found)

    def _look_closer(self, piece: Tensor, found: np.ndarray[Any, Any]) -> None:
        """What places alone do not tell: values on the outermost edges, and -0.0."""
        import torch

        assert self._bins
        width = 2.0**self._bins.exponent
        if found[self._half]:
            self._minus_zero += _how_many(piece.view(torch.int32), _MINUS_ZERO)
        if self._bins.first and found[self._half + self._down[-1]]:
            self._on_end[0] += _how_many(piece, self._bins.first * width)
        if found[self._up[-1]]:
            self._on_end[1] += _how_many(piece, self._bins.last * width)

    @property
    def counts(self) -> Counts:
        """In the bins, of all pieces so far. Raises ValueError where there are none."""
        if self._bins is None:
            raise ValueError("counted without bins")
        end = 255 << self._fine
        positive, negative = self._found.reshape(2, -1)
        right = np.add.reduceat(positive[:end], self._up)
        left = np.add.reduceat(negative[:end], self._down)
        right[0] += self._minus_zero
        left[0] -= self._minus_zero
        for side, many in zip((left, right), self._on_end, strict=True):
            if many:
                side[-2:] += (many, -many)
        inside = np.concatenate([left[-2::-1], right[:-1]])
        nonfinite = int(positive[end:].sum() + negative[end:].sum())
        return Counts(inside, int(left[-1]), int(right[-1]), nonfinite)

    @property
    def magnitudes(self) -> Magnitudes:
        """Of all pieces so far."""
        parts = self._found.reshape(2, -1).sum(axis=0).reshape(256, -1)
        octaves = parts.sum(axis=1)
        nonfinite = int(octaves[-1])
        median = math.nan if nonfinite or not octaves.any() else _median(octaves, parts, self._zero)
        octaves[0] -= self._zero
        return Magnitudes(octaves[:-1], self._zero, nonfinite, median)


def _by_place(values: Tensor, shift: int, places: int) -> np.ndarray[Any, Any]:
    """[place] how many of these float32 numbers have these bits, shifted, as unsigned numbers.

    In memory that each thread keeps: of fresh memory every page is a fault. By numpy, which shifts
    unsigned numbers, and in which a call costs less after a ``bincount`` has filled the cache.
    """
    import torch

    if reachable(values) and values.numel() <= PIECE:
        room = _rooms.whole[: values.numel()]
        np.right_shift(values.numpy().view(np.uint32), shift, out=room)
        bits = torch.from_numpy(room.view(np.int32))
    else:
        bits = torch.bitwise_right_shift(values.view(torch.int32), shift).bitwise_and_(places - 1)
    found: np.ndarray[Any, Any] = torch.bincount(bits, minlength=places).cpu().numpy()
    return found


class _Rooms(local):
    def __init__(self) -> None:
        self.whole = np.empty(PIECE, np.uint32)


_rooms = _Rooms()


def _how_many(values: Tensor, wanted: float) -> int:
    """How many are ``wanted``; torch counts booleans on a processor five times slower."""
    if reachable(values):
        return int(np.count_nonzero(values.numpy() == wanted))
    return int((values == wanted).sum())


def _median(octaves: np.ndarray[Any, Any], parts: np.ndarray[Any, Any], zero: int) -> float:
    """From the octave that half of the values lie below, and the part of it."""
    half = octaves.sum() / 2
    if zero >= half:
        return 0.0
    below = np.cumsum(octaves)
    octave = int(np.searchsorted(below, half))
    within = below[octave] - octaves[octave] + np.cumsum(parts[octave])
    part = int(np.searchsorted(within, half))
    share = 1 - (within[part] - half) / parts[octave, part]
    return float(2.0 ** (octave - 127) * (1 + (part + share) / parts.shape[1]))
