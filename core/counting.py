"""Count every value of a tensor: in bins, below, above, not finite, and by its power of two."""

from __future__ import annotations

import math
from dataclasses import replace
from threading import local
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.histogram import FINE, FRACTION, MAX_BINS, Bins, Counts, Magnitudes

PIECE = 2**17
"""The number of values that are counted at a time: half a megabyte of float32."""
_MINUS_ZERO = -(2**31)
"""The bits of -0.0."""


def pieces(values: Tensor) -> tuple[Tensor, ...]:
    """All ``values`` as flat pieces that stay in a core's own cache while they are worked on.

    A GPU gains nothing from that and would have to be waited for at each piece, so there all of
    them are one piece.
    """
    flat = values.detach().reshape(-1)
    return torch.split(flat, PIECE) if reachable(flat) else (flat,)


def reachable(values: Tensor) -> bool:
    """Whether numpy can read the values where they are; on a GPU it cannot."""
    return values.device.type == "cpu"


def count(values: Tensor, low: float, high: float, bins: int) -> Counts:
    """Count all of ``values`` (any shape, floating point) in equal bins over [low, high].

    The values are turned into bin numbers and counted by one ``bincount``. That takes a fifth of
    the time of ``torch.histc``, which counts neither what is outside nor NaN. Rounding may put a
    value next to an inner edge into the bin on the other side; :class:`Counter`, whose edges may
    not be chosen as freely, does not.
    """
    if bins > MAX_BINS:
        raise ValueError(f"{bins} bins: at most {MAX_BINS}")
    if high - low > torch.finfo(values.dtype).max:
        return count(values / 4, low / 4, high / 4, bins)  # or the difference would overflow
    if bins / (high - low) > torch.finfo(values.dtype).max:
        # Bins narrower than float32 can divide by; a power of two changes nothing else.
        return count(values * 2.0**64, low * 2.0**64, high * 2.0**64, bins)
    found = np.zeros(bins + 3, np.int64)
    for piece in pieces(values):
        found += _count_piece(piece, low, high, bins)
    below, inner, above, bad = found[0], found[1 : bins + 1], found[bins + 1], found[bins + 2]
    return Counts(inner, int(below), int(above), int(bad))


def _count_piece(values: Tensor, low: float, high: float, bins: int) -> np.ndarray[Any, Any]:
    """The counts of one piece: below the range, in each bin, above, and not finite."""
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
    """The number of true flags. A float32 sum of ones is exact up to 2^24, and asking for a float64
    sum would write all of them down as float64 first."""
    wide = flags.numel() > 2**24
    return int(flags.sum(dtype=torch.float64) if wide else flags.sum())


def tally(values: Tensor, bins: Bins | None = None) -> Counter:
    """Count all of ``values`` (any shape) by their bits. Raises TypeError unless they
    are float32."""
    if values.dtype is not torch.float32:
        raise TypeError(f"{values.dtype}: float32 is counted by its bits")
    counter = Counter(bins)
    for piece in pieces(values):
        counter.add(piece)
    return counter


class Counter:
    """Counts pieces of float32 numbers by their powers of two, and in ``bins``.

    The bits of a float32 number begin with its sign, its octave and its place in the octave, and
    one ``bincount`` of these is all that is needed: magnitudes need no range known in advance, and
    a bin is a run of such places.
    """

    def __init__(self, bins: Bins | None = None) -> None:
        self._beside: Counter | None = None
        """Counts the values less the offset of their bins; this counter tells their magnitudes."""
        if bins and bins.offset:
            self._offset = bins.offset
            self._beside, bins = Counter(replace(bins, offset=0.0)), None
        self._bins = bins
        self._fine = bins.fine if bins else FINE
        self._half = 256 << self._fine
        """The number of places of one sign, including those of infinity and NaN."""
        self._found = np.zeros(2 * self._half, np.int64)
        """[place] counts of the positive numbers, then of the negative ones."""
        self._pieces: list[Tensor] = []
        self._zero = self._minus_zero = 0
        self._on_end = [0, 0]
        if bins:
            self._up, self._down = bins.places(bins.last), bins.places(-bins.first)

    def add(self, piece: Tensor) -> None:
        """Count the numbers of another piece, [value]."""
        self._pieces.append(piece)
        if self._beside is not None:
            self._beside.add(piece - self._offset)
            self._beside._pieces.clear()  # of these no median is asked
        found = _by_place(piece, FRACTION - self._fine, len(self._found))
        self._found += found
        if found[0] or found[self._half]:
            self._zero += _how_many(piece, 0.0)
        if self._bins:
            self._look_closer(piece, found)

    def _look_closer(self, piece: Tensor, found: np.ndarray[Any, Any]) -> None:
        """Count what places alone do not tell: values on the outermost edges, and -0.0."""
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
        """The counts in the bins over all pieces so far. Raises ValueError if there are no bins."""
        if self._beside is not None:
            return self._beside.counts
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
        """The magnitudes of the numbers in all pieces so far."""
        parts = self._found.reshape(2, -1).sum(axis=0).reshape(256, -1)
        octaves = parts.sum(axis=1)
        nonfinite = int(octaves[-1])
        median = math.nan if nonfinite or not octaves.any() else self._median(octaves, parts)
        octaves[0] -= self._zero
        return Magnitudes(octaves[:-1], self._zero, nonfinite, median)

    def _median(self, octaves: np.ndarray[Any, Any], parts: np.ndarray[Any, Any]) -> float:
        """The median magnitude, interpolated within the part of the octave in which it lies, and
        never beyond the smallest and the largest magnitude there is: half of a saturated tanh's
        values are 1, and none is 1.015."""
        half = octaves.sum() / 2
        if self._zero >= half:
            return 0.0
        below = np.cumsum(octaves)
        octave = int(np.searchsorted(below, half))
        within = below[octave] - octaves[octave] + np.cumsum(parts[octave])
        part = int(np.searchsorted(within, half))
        share = 1 - (within[part] - half) / parts[octave, part]
        found = float(2.0 ** (octave - 127) * (1 + (part + share) / parts.shape[1]))
        if within[part] == below[-1]:
            found = min(found, max(float(piece.abs().max()) for piece in self._pieces))
        if within[part] == parts[octave, part]:
            found = max(found, min(float(piece.abs().min()) for piece in self._pieces))
        return found


def _by_place(values: Tensor, shift: int, places: int) -> np.ndarray[Any, Any]:
    """[place] how many float32 numbers begin with these bits: the bits shifted, read as unsigned.

    The shifted bits go into memory that each thread keeps, since every page of fresh memory is a
    fault. numpy shifts them, because it can shift unsigned numbers, and because after a
    ``bincount`` has filled the cache its calls cost less.
    """
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
    """The number of values equal to ``wanted``; torch would count booleans five times slower on a
    CPU."""
    if reachable(values):
        return int(np.count_nonzero(values.numpy() == wanted))
    return int((values == wanted).sum())
