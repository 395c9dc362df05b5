"""What is measured of a signal: every value counted, moments, and what each unit does."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from core import histogram
from core.experiment import read_only

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Values of one kind (an activation, a gradient), layer by layer: the input is no layer."""

    mean: Array
    """[layer]"""
    std: Array
    """[layer] of the population (divided by n)."""
    rms: Array
    """[layer] root of the mean square."""
    median: Array
    """[layer] of the absolute values, within 1.6 %."""
    octaves: Array
    """[layer, octave] values by the power of two of their size: see
    :class:`core.histogram.Magnitudes`. With ``zero`` and ``nonfinite`` they are every value."""
    zero: Array
    """[layer] values that are exactly zero."""
    nonfinite: Array
    """[layer] NaN and infinities."""


@dataclass(frozen=True, kw_only=True)
class Binned(Measured):
    """The same, and a histogram in equal bins over a range that all sides share. Its counts with
    ``below``, ``above`` and ``nonfinite`` are every value."""

    counts: Array
    """[layer, bin] values in each bin."""
    below: Array
    """[layer] finite values under the lowest edge."""
    above: Array
    """[layer] finite values over the highest edge."""


M = TypeVar("M", bound=Measured)


def stacked(kind: type[M], layers: list[dict[str, Any]]) -> M:
    """The layers' numbers as arrays, the first layer first."""
    names = [field.name for field in fields(kind)]
    return kind(**{n: read_only(np.array([one[n] for one in layers])) for n in names})


def measured(values: Tensor, room: Tensor | None = None) -> dict[str, Any]:
    """What :class:`Measured` holds of one layer's values; ``room`` is a histogram's scratch."""
    sizes = histogram.magnitudes(values, room)
    mean, std, rms = moments(values)
    return {
        "mean": mean,
        "std": std,
        "rms": rms,
        "median": sizes.median,
        "octaves": sizes.octaves,
        "zero": sizes.zero,
        "nonfinite": sizes.nonfinite,
    }


def binned(
    values: Tensor, span: tuple[float, float], bins: int, room: Tensor | None = None
) -> dict[str, Any]:
    """What :class:`Binned` holds of one layer's values."""
    counts = histogram.count(values, *span, bins, room)
    found = {"counts": counts.bins, "below": counts.below, "above": counts.above}
    return measured(values, room) | found


def moments(values: Tensor) -> tuple[float, float, float]:
    """Mean, population std and RMS of all values, from their sum and their sum of squares.

    A second, careful pass is taken only where those do not serve: where a square leaves the range
    of float32, or where the mean so outweighs the spread that their difference loses its digits.
    """
    flat = values.reshape(-1)
    mean = float(flat.sum()) / flat.numel()
    square = float(flat.dot(flat)) / flat.numel()
    variance = square - mean * mean
    if 1e-30 < variance < 1e30 and variance > 1e-2 * square:
        return mean, math.sqrt(variance), math.sqrt(square)
    largest = float(flat.abs().max())
    if largest == 0:
        return 0.0, 0.0, 0.0
    if not math.isfinite(largest):
        return math.nan, math.nan, math.nan
    scaled = flat / largest
    mean = float(scaled.mean())
    centered = scaled - mean
    variance = float(centered.dot(centered)) / flat.numel()
    std, rms = math.sqrt(variance), math.sqrt(variance + mean * mean)
    return mean * largest, std * largest, rms * largest


@dataclass(frozen=True)
class Units:
    """[unit] each, over the samples."""

    mean: Array
    std: Array
    dead: Array
    """Whether a unit is zero for every sample."""


def units(outputs: Tensor) -> Units:
    """What each unit of ``outputs`` [sample, unit] does."""
    mean = outputs.mean(dim=0)
    square = _mean_square(outputs)
    dead = (square == 0).cpu().numpy()
    if dead.any():  # a square may be 0 where its value is not
        columns = outputs[:, np.flatnonzero(dead).tolist()]
        dead[dead] = (columns.abs().amax(dim=0) == 0).cpu().numpy()
    variance = (square - mean * mean).double().cpu().numpy()
    squares = square.double().cpu().numpy()
    # Only where nearly all is mean, or a square leaves float32, are digits lost.
    lost = ~dead & ~((variance > 1e-2 * squares) & (squares > 1e-30) & (squares < 1e30))
    std = np.sqrt(np.where(lost, 0.0, variance))
    if lost.any():
        columns = outputs[:, np.flatnonzero(lost).tolist()]
        largest = columns.abs().amax(dim=0)
        std[lost] = ((columns / largest).std(dim=0, correction=0) * largest).cpu().numpy()
    return Units(mean.cpu().numpy(), std, dead)


def _mean_square(outputs: Tensor) -> Tensor:
    """[unit] over the samples, whose squares are written down a piece at a time."""
    import torch

    rows = max(1, histogram.PIECE // max(1, outputs.shape[1]))
    if outputs.device.type != "cpu" or len(outputs) <= rows:
        return outputs.square().mean(dim=0)
    total = outputs.new_zeros(outputs.shape[1])
    for some in torch.split(outputs, rows):
        total += some.square().sum(dim=0)
    return total / len(outputs)


def share_under(values: Tensor, limit: float) -> float:
    """The share whose absolute value is under ``limit``.

    Compared in place as numbers: torch counts booleans five times slower.
    """
    under = sum(float(piece.abs().lt_(limit).sum()) for piece in histogram.pieces(values))
    return under / values.numel()
