"""How far the values of nets reach, and the bins that follow them, the same for all sides."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from core.histogram import FOLLOWED, Bins
from core.signals.activations import ActivationsSpec, Side
from core.signals.measured import Binned
from core.signals.passes import Affine, Build, forward


@dataclass(frozen=True)
class Extent:
    """The lowest and the highest value over all layers, NaN where one is NaN."""

    z: tuple[float, float]
    h: tuple[float, float]


def extent_of(build: Build, layers: list[Affine], inputs: Tensor) -> Generator[None, None, Extent]:
    """Pass the input forward once more, only to see how far z and h reach."""
    ends: dict[str, list[float]] = {"z": [], "h": []}

    def watch(what: str, values: Tensor) -> None:
        if what in ends:
            ends[what] += (float(values.min()), float(values.max()))

    yield from forward(build, layers, inputs, watch)
    return Extent(_ends(ends["z"]), _ends(ends["h"]))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))


@dataclass(frozen=True)
class SharedBins:
    """The bins of z and of h that all sides share."""

    z: Bins
    h: Bins

    @classmethod
    def of(cls, spec: ActivationsSpec) -> SharedBins:
        """The bins over the ranges that the spec names."""
        return cls(Bins.over(-spec.z_range, spec.z_range, spec.bins), spec.h_bins(spec.bins))

    def may_follow(self, sides: Iterable[Side]) -> bool:
        """Whether so few bins are filled that it is worth asking how far the values reach."""
        made = list(sides)
        return _few([side.z for side in made]) or _few(made)

    def following(self, extents: list[Extent], most: int) -> SharedBins:
        """The same bins, or narrower ones where the values of all sides lie close together."""
        z = _ends([end for extent in extents for end in extent.z])
        h = _ends([end for extent in extents for end in extent.h])
        return SharedBins(self.z.following(*z, most), self.h.following(*h, most))


def _few(counted: Sequence[Binned]) -> bool:
    if any((one.below + one.above + one.nonfinite).any() for one in counted):
        return False
    filled = np.sum([one.counts.sum(axis=0) for one in counted], axis=0)
    there = np.flatnonzero(filled)
    return bool(there[-1] - there[0] - 1 < FOLLOWED * len(filled))
