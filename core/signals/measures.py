"""Measure a signal: count every value, take moments, and see what each unit does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from core import counting
from core.experiment import read_only
from core.histogram import Bins
from core.signals.measured import Measured

Array = np.ndarray[Any, Any]
M = TypeVar("M", bound=Measured)


def stacked(kind: type[M], layers: list[dict[str, Any]]) -> M:
    """Stack the layers' numbers into arrays, the first layer first."""
    names = [field.name for field in fields(kind)]
    return kind(**{n: read_only(np.array([one[n] for one in layers])) for n in names})


def measured(values: Tensor) -> dict[str, Any]:
    """The fields of :class:`Measured` for one layer's values."""
    return _looked_at(values)


def binned(values: Tensor, bins: Bins) -> dict[str, Any]:
    """The fields of :class:`Binned` for one layer's values."""
    return _looked_at(values, bins)


def binned_units(outputs: Tensor, bins: Bins) -> tuple[dict[str, Any], Units]:
    """The fields of :class:`Binned` for a layer's ``outputs`` [sample, unit], and its
    :class:`Units`."""
    sums = _UnitSums()
    return _looked_at(outputs, bins, sums), _units(outputs, sums)


def _looked_at(
    values: Tensor, bins: Bins | None = None, of_units: _UnitSums | None = None
) -> dict[str, Any]:
    """Everything that is measured of a piece while it is in the cache, since fetching it costs as
    much."""
    counter = counting.Counter(bins)
    total = square = 0.0
    for piece in _rows(values) if of_units else counting.pieces(values):
        flat = piece.reshape(-1)
        if of_units:
            part, squares = of_units.add(piece)
        else:
            part, squares = float(flat.sum()), float(flat.dot(flat))
        total += part
        square += squares
        counter.add(flat)
    sizes = counter.magnitudes
    mean, std, rms = _moments(values, total, square)
    found = {
        "mean": mean,
        "std": std,
        "rms": rms,
        "median": sizes.median,
        "octaves": sizes.octaves,
        "zero": sizes.zero,
        "nonfinite": sizes.nonfinite,
    }
    if bins:
        counts = counter.counts
        found |= {"counts": counts.bins, "below": counts.below, "above": counts.above}
    return found


def moments(values: Tensor) -> tuple[float, float, float]:
    """Mean, population std and RMS of all values."""
    flat = values.reshape(-1)
    return _moments(values, float(flat.sum()), float(flat.dot(flat)))


def _moments(values: Tensor, total: float, squares: float) -> tuple[float, float, float]:
    """Mean, population std and RMS of values, from their sum and sum of squares.

    A second, careful pass is made only where these sums are not enough: where a square leaves the
    range of float32, or where the mean so outweighs the spread that the difference loses its
    digits.
    """
    mean, square = total / values.numel(), squares / values.numel()
    variance = square - mean * mean
    if 1e-30 < variance < 1e30 and variance > 1e-2 * square:
        return mean, math.sqrt(variance), math.sqrt(square)
    pieces = counting.pieces(values)
    largest = max(float(piece.abs().max()) for piece in pieces)
    if largest == 0:
        return 0.0, 0.0, 0.0
    if not math.isfinite(total) and not bool(values.isfinite().all()):
        return math.nan, math.nan, math.nan
    mean = sum(float((piece / largest).sum()) for piece in pieces) / values.numel()
    apart = ((piece / largest).sub_(mean) for piece in pieces)
    variance = sum(float(one.dot(one)) for one in apart) / values.numel()
    std, rms = math.sqrt(variance), math.sqrt(variance + mean * mean)
    return mean * largest, std * largest, rms * largest


@dataclass(frozen=True)
class Units:
    """[unit] statistics of each unit over the samples."""

    mean: Array
    std: Array
    dead: Array
    """Whether each unit is zero for every sample."""


class _UnitSums:
    """[unit] sums over the samples, taken from pieces [sample, unit]."""

    def __init__(self) -> None:
        self.total: Array = np.zeros(())
        self.squares: Array = np.zeros(())

    def add(self, piece: Tensor) -> tuple[float, float]:
        """Add a piece; returns the sum of all its values, and of their squares."""
        # By torch: numpy adds row upon row in float32, and loses three digits over many.
        total = piece.sum(dim=0).cpu().numpy()
        squares = piece.square().sum(dim=0).cpu().numpy()
        with np.errstate(invalid="ignore"):  # infinities
            self.total = self.total + total.astype(float)
            self.squares = self.squares + squares.astype(float)
            return float(total.sum(dtype=float)), float(squares.sum(dtype=float))


def _units(outputs: Tensor, sums: _UnitSums) -> Units:
    """The statistics of each unit of ``outputs`` [sample, unit], from the sums where they are
    precise enough."""
    mean, squares = sums.total / len(outputs), sums.squares / len(outputs)
    with np.errstate(invalid="ignore"):
        variance = squares - mean * mean
    # Digits are lost if the mean is nearly everything, or if a square leaves float32; and a
    # square may be 0 where its value is not.
    lost = ~((variance > 1e-2 * squares) & (squares > 1e-30) & (squares < 1e30))
    std = np.sqrt(np.where(lost, 0.0, variance))
    dead = np.zeros(len(std), bool)
    if lost.any():
        std[lost], dead[lost] = _carefully(outputs, np.flatnonzero(lost).tolist())
    return Units(mean.astype(np.float32), std, dead)


def _carefully(outputs: Tensor, units: list[int]) -> tuple[Array, Array]:
    """[unit] the std of these units, computed after scaling by their largest values, and whether
    that largest value is 0."""

    def pieces() -> Iterator[Tensor]:
        every = len(units) == outputs.shape[1]
        yield from (piece if every else piece[:, units] for piece in _rows(outputs))

    def added(parts: Iterator[Tensor]) -> Tensor:
        return torch.stack([part.sum(dim=0) for part in parts]).sum(dim=0)

    largest = torch.stack([piece.abs().amax(dim=0) for piece in pieces()]).amax(dim=0)
    dead = (largest == 0).cpu().numpy()
    scale = largest.masked_fill(largest == 0, 1.0)
    mean = added(piece / scale for piece in pieces()) / len(outputs)
    squares = added((piece / scale).sub_(mean).square_() for piece in pieces())
    std = (squares / len(outputs)).sqrt_().mul_(scale)
    return std.cpu().numpy().astype(float), dead


def _rows(values: Tensor) -> tuple[Tensor, ...]:
    """The same as :func:`core.counting.pieces`, but in whole rows [sample, unit]."""
    rows = max(1, counting.PIECE // max(1, values.shape[1]))
    return torch.split(values, rows) if counting.reachable(values) else (values,)


def share_under(values: Tensor, limit: float) -> float:
    """The share of values whose absolute value is below ``limit``."""
    if not counting.reachable(values):
        return float((values.abs() < limit).sum()) / values.numel()
    under = 0
    for piece in counting.pieces(values):
        numbers = piece.numpy()
        under += int(np.count_nonzero(numbers < limit) - np.count_nonzero(numbers <= -limit))
    return under / values.numel()
