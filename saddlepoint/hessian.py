"""Products with the Hessian of a loss, and what Lanczos finds out by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn

from saddlepoint.objective import Data, Loss, Objective

Array = np.ndarray[Any, Any]

BASIS_BYTES = 1 << 30
"""The most memory that the basis of one Lanczos run takes; it takes fewer steps then."""


class Hessian:
    """The Hessian of the mean loss over all samples, by its products; used by ``with``, or closed.

    H v = ∂(∂L/∂w · v)/∂w, by a second backward pass (Pearlmutter 1994). The graph of the gradient
    is kept between products where the data are one batch, which makes each cost 1.5 to 1.9
    gradients; of several batches it is built anew for each product, which costs twice as much and
    keeps memory at that of one batch.
    """

    def __init__(self, model: nn.Module, loss: Loss, data: Data, *, norm: str = "running") -> None:
        self._begin(Objective(model, loss, data, norm=norm), None)

    @classmethod
    def of(cls, objective: Objective, vector: Tensor | None = None) -> Self:
        """The Hessian at some weights, the model's own without them."""
        made = cls.__new__(cls)
        made._begin(objective, vector)
        return made

    def _begin(self, objective: Objective, vector: Tensor | None) -> None:
        self.objective = objective
        at = objective.vector if vector is None else vector
        self._leaf = at.detach().clone().requires_grad_()
        self.products = 0
        """How many products were computed."""
        self._kept: Tensor | None = None
        if len(objective.batches) == 1:
            self._kept = self._gradient_of(*objective.batches[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the kept graph."""
        self._kept = None

    def gradient(self) -> Tensor:
        """[P] the gradient of the loss."""
        if self._kept is not None:
            return self._kept.detach()
        total = torch.zeros_like(self._leaf)
        for x, y in self.objective.batches:
            total += self._gradient_of(x, y, keep=False).detach() * len(y)
        return total.detach() / self.objective.samples

    def product(self, v: Tensor) -> Tensor:
        """[P] H v."""
        self.products += 1
        if self._kept is not None:
            return self._second(self._kept, v, keep=True)
        total = torch.zeros_like(v)
        for x, y in self.objective.batches:
            total += self._second(self._gradient_of(x, y), v, keep=False) * len(y)
        return total / self.objective.samples

    def _gradient_of(self, x: Any, y: Tensor, *, keep: bool = True) -> Tensor:
        objective = self.objective
        with torch.enable_grad(), objective.passing():
            output = objective.output(self._leaf, x)
            loss = objective.one_number(objective.loss(output, y))
            (found,) = torch.autograd.grad(loss, self._leaf, create_graph=keep)
        return found

    def _second(self, gradient: Tensor, v: Tensor, *, keep: bool) -> Tensor:
        if gradient.grad_fn is None:  # the loss is linear in the weights
            return torch.zeros_like(v)
        (found,) = torch.autograd.grad(
            gradient, self._leaf, v, retain_graph=keep, allow_unused=True, materialize_grads=True
        )
        return found.detach()


Product = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Ritz:
    """What a Lanczos run found."""

    values: Array
    """[k] eigenvalues, the largest first."""
    vectors: tuple[Tensor, ...]
    """k eigenvectors [P] of length 1."""
    bounds: Array
    """[k] an eigenvalue lies within this distance of each: |β s_last|, the length of H x - θ x."""
    products: int
    nodes: Array
    """[m] all Ritz values."""
    weights: Array
    """[m] the squared first components of the tridiagonal matrix's eigenvectors: the weights of a
    Gauss quadrature of the spectrum as the start vector sees it."""


def lanczos(
    product: Product,
    size: int,
    *,
    top: int = 1,
    steps: int = 60,
    tolerance: float = 1e-4,
    seed: int = 0,
    start: Tensor | None = None,
    like: Tensor | None = None,
) -> Ritz:
    """The ``top`` largest eigenvalues of a symmetric matrix [P, P] by its products.

    Every new vector is made orthogonal to all before it, twice (full reorthogonalization): without
    that, copies of the largest eigenvalue appear, and each seems to have converged. It ends when
    the residual bounds of all ``top`` are below ``tolerance`` of the largest, after ``steps``, or
    where the basis would take more than :data:`BASIS_BYTES`. ``tolerance=0`` takes all steps.
    """
    like = start if like is None else like
    like = torch.zeros(1) if like is None else like
    if start is None:
        drawn = torch.randn(size, generator=torch.Generator().manual_seed(seed))
        start = drawn.to(like)
    room = max(2, BASIS_BYTES // (size * start.element_size()))
    steps = min(steps, size, room)
    basis = start.new_empty(steps, size)
    basis[0] = start / start.norm()
    alphas: list[float] = []
    betas: list[float] = []
    values, vectors = np.zeros(0), np.zeros((0, 0))
    for m in range(steps):
        w = product(basis[m])
        alphas.append(float(basis[m].double() @ w.double()))
        for _ in range(2):
            w = w - basis[: m + 1].t() @ (basis[: m + 1] @ w)
        beta = float(w.double().norm())
        values, vectors = np.linalg.eigh(np.diag(alphas) + np.diag(betas, 1) + np.diag(betas, -1))
        scale = float(np.abs(values).max())
        bounds = np.abs(beta * vectors[-1])
        if m + 1 == steps or beta <= 1e-7 * scale:
            break
        if m + 1 > top and (bounds[::-1][:top] <= tolerance * scale).all():
            break
        betas.append(beta)
        basis[m + 1] = w / beta
    taken = len(alphas)
    order = np.argsort(values)[::-1][:top]
    mixes = torch.as_tensor(vectors[:, order].T.copy(), dtype=basis.dtype, device=basis.device)
    found = mixes @ basis[:taken]
    found = found / found.norm(dim=1, keepdim=True)
    return Ritz(values[order], tuple(found), bounds[order], taken, values, np.square(vectors[0]))
