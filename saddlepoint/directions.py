"""Directions in the space of all weights, and where weights lie in the plane of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

Array = np.ndarray[Any, Any]

BLOCK = 1 << 20
"""How many weights of a path are compared at a time, so that no second copy of it is needed."""


LENGTHS = ("filter", "tensor", "whole")
"""What gets the length of the weights in a random direction: each unit's incoming weights, each
layer's weight matrix, or all together."""


def random_directions(
    vector: Tensor,
    shapes: Sequence[torch.Size],
    generator: torch.Generator,
    *,
    lengths: str = "filter",
) -> tuple[Tensor, Tensor]:
    """Two random directions [P], orthogonal to each other, drawn from N(0, I).

    ``"filter"``: each filter, a unit's incoming weights, gets the length of ``vector``'s filter in
    its place, and biases and a norm's parameters stay as they are, as in Li, Xu, Taylor, Studer
    & Goldstein 2018, section 4. The second direction is made orthogonal to the first filter by
    filter, so a net whose layers are rescaled without a change of its function looks the same;
    filters of one weight move along the first alone. ``"tensor"`` does the same with a whole weight
    matrix, ``"whole"`` with all parameters at once.
    """
    if lengths not in LENGTHS:
        raise ValueError(f"lengths is {lengths!r}; it can be {', '.join(map(repr, LENGTHS))}")
    drawn = torch.randn(2, len(vector), generator=generator).to(vector)
    if lengths == "whole":
        rows = drawn.unsqueeze(1)
        first, second = _orthogonal(rows[0], rows[1], vector.unsqueeze(0))
        return first[0], second[0]
    sizes = [shape.numel() for shape in shapes]
    pieces = [torch.split(one, sizes) for one in (*drawn, vector)]
    found: tuple[list[Tensor], list[Tensor]] = ([], [])
    for d1, d2, w, shape in zip(*pieces, shapes, strict=True):
        pair = (torch.zeros_like(w), torch.zeros_like(w))
        if len(shape) > 1:
            many = shape[0] if lengths == "filter" else 1
            pair = _orthogonal(*(one.view(many, -1) for one in (d1, d2, w)))
        for one, whole in zip(pair, found, strict=True):
            whole.append(one.reshape(-1))
    return torch.cat(found[0]), torch.cat(found[1])


def _orthogonal(first: Tensor, second: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
    """Rows [n, m] made orthogonal to those of ``first``, all as long as the rows of ``like``."""
    lengths = like.norm(dim=1, keepdim=True)
    first = first / first.norm(dim=1, keepdim=True)
    second = second - first * (first * second).sum(dim=1, keepdim=True)
    if first.shape[1] == 1:
        return first * lengths, torch.zeros_like(second)
    return first * lengths, second * (lengths / second.norm(dim=1, keepdim=True))


def gram(path: Sequence[Tensor], center: Tensor) -> Array:
    """[T, T] the products (w_s - c)·(w_t - c) of a path's points, in float64, block by block."""
    many = len(path)
    found = torch.zeros(many, many, dtype=torch.float64)
    for start in range(0, len(center), BLOCK):
        part = slice(start, start + BLOCK)
        block = torch.stack([w[part] for w in path]).double() - center[part].double()
        found += (block @ block.t()).cpu()
    return found.numpy()


def mean_of(path: Sequence[Tensor]) -> Tensor:
    """[P] the mean of a path's points, without a second path."""
    total = torch.zeros_like(path[0])
    for w in path:
        total += w
    return total / len(path)


def principal_directions(
    path: Sequence[Tensor], center: Tensor
) -> tuple[tuple[Tensor, Tensor], Array]:
    """The two directions [P], of length 1, along which a path's points w - c vary most, and [T] the
    share of each principal component.

    ``center`` is what they are counted from: their mean (the usual PCA) or their end; the two give
    different shares. It needs [T, T] numbers beside the path, and never a second path.
    """
    products = gram(path, center)
    values, vectors = np.linalg.eigh(products)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    if values[0] <= 1e-12 * float(center.double() @ center.double()):
        raise ValueError("the path does not move, so it has no directions")
    found: list[Tensor] = []
    for k in (0, 1):
        mix = vectors[:, k] if k < len(values) and values[k] > 1e-12 * values[0] else None
        if mix is None:
            raise ValueError("the path is a straight line, so it has no second direction")
        direction = torch.zeros_like(center)
        for weight, w in zip(mix, path, strict=True):
            direction += (w - center) * float(weight)
        if float((path[0] - center) @ direction) < 0:
            direction = -direction  # a path comes from where its coordinates are positive
        found.append(direction / direction.norm())
    return (found[0], found[1]), values / values.sum()


def random_walk_shares(points: int) -> Array:
    """[T] the shares of the principal components, about the mean, that a random walk of T points
    has in a space of very many dimensions: 1 / (2 - 2 cos(π k / T)), k = 1 … T-1, over their sum.

    The first two of a long walk hold 1.25 · 6/π² = 76 %. Antognini & Sohl-Dickstein 2018.
    """
    k = np.arange(1, points)
    values = 1 / (2 - 2 * np.cos(np.pi * k / points))
    shares: Array = np.append(values / values.sum(), 0.0)
    return shares


def coordinates(
    directions: tuple[Tensor, Tensor], center: Tensor, points: Sequence[Tensor]
) -> tuple[Array, Array]:
    """[T, 2] where weights lie in a plane, and [T] how far beside it.

    By least squares: (DᵀD)⁻¹Dᵀ(w - c) for directions D [P, 2] that need be neither orthogonal nor
    of length 1; then |w - c - D (u, v)|.
    """
    d1, d2 = (d.double() for d in directions)
    products = torch.stack([torch.stack([d1 @ d1, d1 @ d2]), torch.stack([d1 @ d2, d2 @ d2])])
    found, beside = np.zeros((len(points), 2)), np.zeros(len(points))
    for t, w in enumerate(points):
        apart = w.double() - center.double()
        at = torch.linalg.solve(products, torch.stack([d1 @ apart, d2 @ apart]))
        found[t] = at.cpu().numpy()
        beside[t] = float((apart - at[0] * d1 - at[1] * d2).norm())
    return found, beside
