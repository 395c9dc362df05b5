"""Standard normal draws turned into weights with a given variance, in various distributions.

Only tensor methods are used, so torch is not imported.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

CONNECTIONS = 15
"""The number of incoming weights of a unit that sparse initialization keeps: Martens 2010."""

BLOCK = 64
"""The number of columns that are made orthogonal at once."""


def scaled(draws: Tensor, variance: float) -> Tensor:
    """Weights from N(0, variance)."""
    return draws * math.sqrt(variance)


def uniform(draws: Tensor, variance: float) -> Tensor:
    """Weights from U(±√(3 variance)), by way of the normal distribution function: u = erf(z/√2)."""
    return (draws / math.sqrt(2)).erf() * math.sqrt(3 * variance)


def same(draws: Tensor, variance: float) -> Tensor:
    """Weights that all equal √variance: no unit differs from its neighbor."""
    return draws.new_full(draws.shape, math.sqrt(variance))


def sparse(draws: Tensor, variance: float) -> Tensor:
    """Weights of which each unit has a few incoming ones, and the rest are 0.

    Which ones are kept is decided by the neighbors' draws, which say nothing about their own
    values.
    """
    kept = min(CONNECTIONS, draws.shape[1])
    places = draws.roll((1, 1), (0, 1)).topk(kept, dim=1).indices
    mask = draws.new_zeros(draws.shape).scatter_(1, places, 1.0)
    return draws * mask * math.sqrt(variance * draws.shape[1] / kept)


def orthogonal(draws: Tensor, variance: float) -> Generator[None, None, Tensor]:
    """Weights from Q of the draws' QR decomposition with R's diagonal positive, so that it is
    uniformly distributed (Mezzadri 2007): rows or columns orthonormal, whichever are fewer.

    It works by blocks of columns, each made orthogonal to those before it, twice for precision.
    """
    tall = draws if draws.shape[0] >= draws.shape[1] else draws.T
    basis = tall.new_empty(tall.shape)
    for begin in range(0, tall.shape[1], BLOCK):
        block, done = tall[:, begin : begin + BLOCK], basis[:, :begin]
        for _ in range(2):
            block = block - done @ (done.T @ block)
        reflections, scales = block.geqrf()
        signs = reflections.diagonal().sign()  # R stands in their upper triangle
        basis[:, begin : begin + BLOCK] = reflections.orgqr(scales) * signs
        yield None
    basis *= math.sqrt(variance * tall.shape[0])  # 1, unless another variance is asked for
    return basis if tall is draws else basis.T
