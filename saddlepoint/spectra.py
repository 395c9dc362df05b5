"""The curvature of a loss: largest eigenvalues, trace, and the whole spectrum, of its Hessian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from saddlepoint.hessian import Hessian, Product, Ritz, lanczos
from saddlepoint.objective import Data, Loss

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Curvature:
    """What is known of the Hessian of a loss."""

    loss: float
    eigenvalues: Array
    """[k] the largest ones, the largest first."""
    bounds: Array
    """[k] how far the next true eigenvalue can be from each."""
    vectors: tuple[Tensor, ...]
    """k directions [P] of length 1."""
    trace: float
    """The sum of all eigenvalues, estimated by Hutchinson's probes."""
    trace_error: float
    """Its standard error."""
    grid: Array
    """[g] places of the spectrum's density."""
    density: Array
    """[g] share of the eigenvalues per unit, smoothed; it integrates to 1."""
    parameters: int
    products: int
    """Products with the Hessian that all this took."""


def curvature(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    top: int = 5,
    probes: int = 30,
    density: int = 4,
    norm: str = "running",
    seed: int = 0,
) -> Curvature:
    """The ``top`` largest eigenvalues of the Hessian of the mean loss over all samples, by Lanczos
    with full reorthogonalization; its trace by ``probes`` random signs (Hutchinson 1990), with the
    standard error; its spectrum by ``density`` runs of stochastic Lanczos quadrature (Ubaru, Chen &
    Saad 2017). ``probes=0`` and ``density=0`` leave these out. ``norm`` is as in
    :class:`Objective`. Raises ``ValueError`` as :class:`Objective` does.
    """
    with Hessian(model, loss, data, norm=norm) as hessian:
        like = hessian.objective.vector
        found = lanczos(hessian.product, len(like), top=top, seed=seed, like=like)
        trace, error = hutchinson(hessian.product, like, probes, seed)
        nodes, weights = quadrature(hessian.product, like, density, seed)
        grid, spread = smoothed(nodes, weights)
        return Curvature(
            loss=hessian.objective.value(),
            eigenvalues=found.values,
            bounds=found.bounds,
            vectors=found.vectors,
            trace=trace,
            trace_error=error,
            grid=grid,
            density=spread,
            parameters=len(like),
            products=hessian.products,
        )


def hutchinson(product: Product, like: Tensor, probes: int, seed: int = 0) -> tuple[float, float]:
    """The trace of a matrix and its standard error: the mean of z·Hz over vectors z of random
    signs. NaN without probes, and the error NaN of one."""
    return mean_and_error(list(probed(product, like, probes, seed)))


def probed(product: Product, like: Tensor, probes: int, seed: int = 0) -> Iterator[float]:
    """z·Hz for one vector z of random signs after another."""
    draws = torch.Generator().manual_seed(seed)
    for _ in range(probes):
        signs = torch.randint(0, 2, (len(like),), generator=draws).to(like) * 2 - 1
        yield float(signs.double() @ product(signs).double())


def mean_and_error(found: Sequence[float]) -> tuple[float, float]:
    """The mean of samples and its standard error; NaN of none, and the error NaN of one."""
    if not found:
        return float("nan"), float("nan")
    error = float(np.std(found, ddof=1) / np.sqrt(len(found))) if len(found) > 1 else float("nan")
    return float(np.mean(found)), error


def quadrature(
    product: Product, like: Tensor, runs: int, seed: int = 0, *, steps: int = 60
) -> tuple[Array, Array]:
    """Nodes and weights of the spectrum: the Ritz values of Lanczos runs from random vectors, each
    with the squared first component of its vector, but for those that are :func:`counted`. The
    weights of all runs sum to 1."""
    nodes, weights = [], []
    for number in range(runs):
        found = lanczos(
            product,
            len(like),
            top=steps,
            steps=steps,
            tolerance=0,
            seed=seed + 1000 + number,
            like=like,
        )
        nodes.append(found.nodes)
        weights.append(counted(found, len(like)) / runs)
    if not nodes:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(nodes), np.concatenate(weights)


SETTLED = 1e-3
"""The residual bound, as a part of the largest size, up to which an eigenvalue counts as found."""
MULTIPLE = 20
"""How many times 1/P the weight of a single eigenvalue may be by chance: a chi-squared variable of
one degree of freedom is larger once in 130,000 times. More stands for many equal ones."""


def counted(found: Ritz, size: int) -> Array:
    """[m] weights of the nodes of one run with all its bounds, where every single eigenvalue that
    it found counts 1/P, as it should, and not what the random start vector happened to hold of it;
    the others share the rest as before."""
    weights = found.weights.copy()
    if len(found.bounds) != len(weights):
        raise ValueError(f"{len(found.bounds)} bounds are known of {len(weights)} nodes")
    bounds = found.bounds[::-1]  # nodes stand the smallest first
    settled = bounds <= SETTLED * max(float(np.abs(found.nodes).max()), 1e-300)
    single = settled & (weights * size <= MULTIPLE)
    rest = float(weights[~single].sum())
    if not rest > 0:
        return weights
    weights[~single] *= (1 - single.sum() / size) / rest
    weights[single] = 1 / size
    return weights


def smoothed(
    nodes: Array, weights: Array, *, cells: int = 256, width: float = 0.01
) -> tuple[Array, Array]:
    """The density of a spectrum on a grid, each node a normal curve as wide as ``width`` of the
    whole extent."""
    if not len(nodes):
        return np.zeros(0), np.zeros(0)
    low, high = float(nodes.min()), float(nodes.max())
    sigma = width * max(high - low, 1e-12)
    grid = np.linspace(low - 5 * sigma, high + 5 * sigma, cells)
    apart = (grid[:, np.newaxis] - nodes) / sigma
    density: Array = (np.exp(-np.square(apart) / 2) * weights).sum(1) / (sigma * np.sqrt(2 * np.pi))
    return grid, density
