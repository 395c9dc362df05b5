"""What nets make of pictures that are moved, and whether their maps move along."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.data.canvas import CANVAS, shift
from core.networks.shifts import FARTHEST, MAPS, SHIFTS
from core.training.trainer import Watch

Array = np.ndarray[Any, Any]

MOVED = tuple(product(range(len(SHIFTS)), repeat=2))
"""The places of all shifts in a [9, 9] array."""
UNMOVED = FARTHEST
"""The place of the shift by 0."""


@dataclass(frozen=True)
class Pictures:
    """Test digits at every shift, as the nets see them."""

    x: Tensor
    """[9, 9, N, 1, 16, 16] the digits, moved; then, if asked for, their pixels permuted."""
    y: Tensor
    """[N] what they are."""

    def first(self, many: int) -> Pictures:
        """The first of them."""
        return Pictures(self.x[:, :, :many], self.y[:many])


def moved(digits: Array) -> Array:
    """[9, 9, N, 1, 16, 16] digits [N, 1, 16, 16] at every shift down and right."""
    rows = [[shift(digits, down, right) for right in SHIFTS] for down in SHIFTS]
    return np.array(rows)


@dataclass(frozen=True)
class Maps:
    """The outputs of both layers with maps, in prediction, and of the whole net."""

    first: Tensor | None
    """[N, C, 16, 16] None for a net without maps."""
    second: Tensor | None
    """[N, C, side, side]"""
    scores: Tensor


def maps_of(net: nn.Sequential, x: Tensor) -> Maps:
    """What the net makes of pictures [N, 1, 16, 16]; it is left in the mode in which it was."""
    named = dict(net.named_children())
    layers = [named[name] for name in ("layer1", "layer2") if name in named]
    training = net.training
    net.eval()
    with torch.no_grad(), Watch(layers) as watch:
        scores = net(x)
    net.train(training)
    first, second = (watch.outputs[layer] for layer in layers) if layers else (None, None)
    return Maps(first, second, scores)


class Equivariance:
    """Sums up, shift by shift, how far the maps of moved pictures are from moved maps."""

    def __init__(self, margin: int, unmoved: Maps) -> None:
        """``unmoved`` are the maps of the pictures where they are; of the second layer's ``margin``
        pixels along the canvas's border are left out."""
        self.errors = np.full((2, len(SHIFTS), len(SHIFTS)), np.nan)
        """[layer, 9, 9]"""
        self._margins = (0, margin)
        self._unmoved = (unmoved.first, unmoved.second)

    def add(self, i: int, j: int, found: Maps) -> None:
        """Compare the maps of the pictures moved by the shift at this place."""
        pairs = zip(self._unmoved, (found.first, found.second), self._margins, strict=True)
        for layer, (before, after, margin) in enumerate(pairs):
            if before is not None and after is not None:
                error = equivariance_error(before, after, SHIFTS[i], SHIFTS[j], margin)
                self.errors[layer, i, j] = error


def equivariance_error(
    before: Tensor, after: Tensor, down: int, right: int, margin: int = 0
) -> float:
    """|after - S before| / |after| over maps [N, C, h, w] of pictures moved by S and of the same
    pictures before, all drawn as large as the canvas.

    Compared are the pixels that both have, without ``margin`` pixels along the canvas's border.
    """
    rows, columns = _both(down, margin), _both(right, margin)
    here = _large(after)[..., rows[0], columns[0]]
    there = _large(before)[..., rows[1], columns[1]]
    apart, size = float((here - there).norm()), float(here.norm())
    return apart / size if apart else 0.0


def _both(by: int, margin: int) -> tuple[slice, slice]:
    """The pixels along one axis that a moved picture and the one before have in common: in the
    moved one, and in the one before."""
    first, last = margin + max(0, by), CANVAS - margin + min(0, by)
    return slice(first, last), slice(first - by, last - by)


def _large(maps: Tensor) -> Tensor:
    """Maps as large as the canvas: each pixel drawn as a square."""
    times = CANVAS // maps.shape[-1]
    return maps.repeat_interleave(times, dim=-1).repeat_interleave(times, dim=-2)


def look(
    net: nn.Sequential, pictures: Tensor, second_side: int
) -> Generator[None, None, tuple[Array, Array, Array]]:
    """What a net makes of one digit at every shift: the probabilities [9, 9, class], and of both
    layers those maps that answer most strongly where it is unmoved, [9, 9, map, side, side]; NaN
    without maps.

    ``pictures`` are [9, 9, 1, 16, 16].
    """
    across = len(SHIFTS)
    rows = []
    for row in pictures:
        rows.append(maps_of(net, row))
        yield None
    scores = torch.stack([row.scores for row in rows])
    layers = []
    for name, side in (("first", CANVAS), ("second", second_side)):
        if getattr(rows[0], name) is None:
            layers.append(np.full((across, across, MAPS, side, side), np.nan, np.float32))
            continue
        maps = torch.stack([getattr(row, name) for row in rows])
        strength = maps[UNMOVED, UNMOVED].square().sum(dim=(1, 2))
        strongest = strength.sort(descending=True, stable=True).indices[:MAPS]
        layers.append(maps[:, :, strongest].cpu().numpy())
    probabilities = scores.double().softmax(dim=-1).cpu().numpy()
    return probabilities, layers[0], layers[1]
