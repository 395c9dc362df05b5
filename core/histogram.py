"""Histograms that count every value: inside the bins, below, above, and not finite."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

MAX_BINS = 252

PIECE = 2**17
"""Values that are counted at a time: half a megabyte of float32."""

OCTAVES = 255
"""Powers of two that a float32 number's magnitude may have; the lowest holds all denormal ones."""
_FINE = 5
"""Bits of a number after its exponent that its place within an octave is known by."""


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


def scratch(like: Tensor) -> Tensor:
    """[2, value] room for what counting writes down, for those who count again and again.

    Fresh memory costs more than the counting: every page of it is a fault.
    """
    return like.new_empty((2, PIECE))


def pieces(values: Tensor) -> tuple[Tensor, ...]:
    """All ``values`` as flat pieces that stay in a core's own cache while they are worked on.

    A GPU has no use for that, and each piece would be waited for: there it is one.
    """
    import torch

    flat = values.detach().reshape(-1)
    return torch.split(flat, PIECE) if flat.device.type == "cpu" else (flat,)


def count(values: Tensor, low: float, high: float, bins: int, room: Tensor | None = None) -> Counts:
    """Count all of ``values`` (any shape, floating point) in equal bins over [low, high].

    Whole numbers, then one ``bincount``: a fifth of what ``torch.histc`` takes, which counts
    neither what is outside nor NaN. ``room`` is a :func:`scratch`.
    """
    import torch

    if bins > MAX_BINS:
        raise ValueError(f"{bins} bins: at most {MAX_BINS}")
    if high - low > torch.finfo(values.dtype).max:
        return count(values / 4, low / 4, high / 4, bins)  # or the difference would overflow
    found = np.zeros(bins + 3, np.int64)
    for piece in pieces(values):
        found += _count_piece(piece, low, high, bins, room)
    below, inner, above, bad = found[0], found[1 : bins + 1], found[bins + 1], found[bins + 2]
    return Counts(inner, int(below), int(above), int(bad))


def _count_piece(
    values: Tensor, low: float, high: float, bins: int, room: Tensor | None
) -> np.ndarray[Any, Any]:
    """Below, in each bin, above, not finite."""
    import torch

    place, whole = _room(values, room)
    torch.sub(values, low, out=place)
    place.mul_(bins / (high - low)).floor_().clamp_(-1, bins).add_(1)
    infinite = 0
    # A finite sum proves every value finite, for a tenth of what asking each one costs.
    if not math.isfinite(float(values.sum())):
        # Clamping had sent infinities to the sides.
        place.masked_fill_(~values.isfinite(), bins + 2)
        infinite = int((values == math.inf).sum())
    found: np.ndarray[Any, Any]
    found = torch.bincount(whole.copy_(place), minlength=bins + 3).cpu().numpy()
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
    """Of the absolute values, read from 32 bins an octave: within 1.6 %. NaN where a value is not
    finite."""


def octave_edges() -> np.ndarray[Any, Any]:
    """[octave+1] the powers of two that octaves lie between; the first octave begins at 0."""
    edges: np.ndarray[Any, Any] = 2.0 ** np.arange(-127.0, 129.0)
    edges[0] = 0.0
    return edges


def magnitudes(values: Tensor, room: Tensor | None = None) -> Magnitudes:
    """Count all of ``values`` (any shape, float32) by their powers of two.

    A float32 number carries its octave in its own bits, so counting takes a shift and a
    ``bincount``: a seventh of ``torch.histc``, and no range has to be known before.
    """
    import torch

    fine = np.zeros(256 << _FINE, np.int64)
    for piece in pieces(values):
        bits = _room(piece, room)[1]
        torch.bitwise_right_shift(piece.view(torch.int32), 23 - _FINE, out=bits)
        bits.bitwise_and_((256 << _FINE) - 1)  # the sign goes
        fine += torch.bincount(bits, minlength=256 << _FINE).cpu().numpy()
    parts = fine.reshape(256, 1 << _FINE)
    octaves = parts.sum(axis=1)
    zero = int((values == 0).sum()) if octaves[0] else 0
    nonfinite = int(octaves[-1])
    median = math.nan if nonfinite or not values.numel() else _median(octaves, parts, zero)
    octaves[0] -= zero
    return Magnitudes(octaves[:-1].copy(), zero, nonfinite, median)


def _room(values: Tensor, room: Tensor | None) -> tuple[Tensor, Tensor]:
    """As many numbers of the values' own type, and as many int32."""
    import torch

    size = values.numel()
    if room is None or size > PIECE:
        return torch.empty_like(values), torch.empty_like(values, dtype=torch.int32)
    return room[0, :size], room[1, :size].view(torch.int32)


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
    return float(2.0 ** (octave - 127) * (1 + (part + share) / (1 << _FINE)))
