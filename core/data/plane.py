"""Sets of labeled points in the plane, and points that a person placed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor

Made = tuple[Tensor, Tensor]
"""Points [N, 2] without noise and their classes [N]."""


@dataclass(frozen=True)
class PlaneSet:
    """One set: how many classes it has, and what makes its points."""

    classes: int
    make: Callable[[int, torch.Generator], Made]
    """Makes that many points, before noise is added, from a generator."""


def _split(count: int, classes: int) -> Tensor:
    """[count] the classes in turn, so that each has as many points as any other, or one more."""
    return torch.arange(count) % classes


def _moons(count: int, draws: torch.Generator) -> Made:
    """Two half circles, each of which reaches into the other."""
    labels = _split(count, 2)
    angle = math.pi * torch.rand(count, generator=draws)
    upper = torch.stack([angle.cos() - 0.5, angle.sin() - 0.25], dim=1)
    return torch.where((labels == 0)[:, None], upper, -upper) * 1.1, labels


def _circles(count: int, draws: torch.Generator) -> Made:
    """A circle around another of half its radius."""
    labels = _split(count, 2)
    angle = 2 * math.pi * torch.rand(count, generator=draws)
    radius = torch.where(labels == 0, 1.5, 0.75)
    return radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1), labels


def _spirals(count: int, draws: torch.Generator) -> Made:
    """Two arms that wind one and a half times around the middle, r growing with the angle."""
    labels = _split(count, 2)
    part = torch.rand(count, generator=draws).sqrt()
    angle = 3 * math.pi * part + math.pi * labels
    return 1.7 * part[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1), labels


def _xor(count: int, draws: torch.Generator) -> Made:
    """A square whose quadrants belong to the classes in turn."""
    points = 3 * torch.rand(count, 2, generator=draws) - 1.5
    return points, (points[:, 0] * points[:, 1] < 0).long()


def _blobs(classes: int) -> Callable[[int, torch.Generator], Made]:
    """Points around the corners of a regular polygon, with a std of a fifth."""

    def make(count: int, draws: torch.Generator) -> Made:
        labels = _split(count, classes)
        angle = 2 * math.pi * labels / classes + math.pi / 2
        corners = 1.2 * torch.stack([angle.cos(), angle.sin()], dim=1)
        return corners + 0.2 * torch.randn(count, 2, generator=draws), labels

    return make


SETS: Mapping[str, PlaneSet] = MappingProxyType(
    {
        "moons": PlaneSet(2, _moons),
        "circles": PlaneSet(2, _circles),
        "spirals": PlaneSet(2, _spirals),
        "xor": PlaneSet(2, _xor),
        "blobs3": PlaneSet(3, _blobs(3)),
        "blobs5": PlaneSet(5, _blobs(5)),
    }
)


def drawn(key: str, count: int, noise: float, draws: torch.Generator) -> Made:
    """Points [count, 2] of a set with noise of that std, and their classes [count]."""
    points, labels = SETS[key].make(count, draws)
    return points + noise * torch.randn(count, 2, generator=draws), labels
