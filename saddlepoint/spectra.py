"""The curvature of a loss: largest eigenvalues, trace, and the whole spectrum, of its Hessian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from saddlepoint.hessian import Hessian, Product, lanczos
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
    with the squared first component of its vector. The weights of all runs sum to 1."""
    nodes, weights = [], []
    for number in range(runs):
        found = lanczos(
            product, len(like), steps=steps, tolerance=0, seed=seed + 1000 + number, like=like
        )
        nodes.append(found.nodes)
        weights.append(found.weights / runs)
    if not nodes:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(nodes), np.concatenate(weights)


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
