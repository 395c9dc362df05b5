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
        # Of a number: of a vector torch would import sympy to compare its shape with that of v.
        (found,) = torch.autograd.grad(
            gradient @ v, self._leaf, retain_graph=keep, allow_unused=True, materialize_grads=True
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


class Lanczos:
    """One run of Lanczos on a symmetric matrix [P, P], a product at each :meth:`step`.

    Every new vector is made orthogonal to all before it, twice (full reorthogonalization): without
    that, copies of the largest eigenvalue appear, and each seems to have converged. It ends after
    ``steps``, where the matrix is known whole, or where the basis would take more than
    :data:`BASIS_BYTES`.
    """

    def __init__(self, product: Product, start: Tensor, steps: int) -> None:
        size = len(start)
        room = max(2, BASIS_BYTES // (size * start.element_size()))
        self._product = product
        self._most = min(steps, size, room)
        self._basis = start.new_empty(self._most, size)
        self._basis[0] = start / start.norm()
        self._alphas: list[float] = []
        self._betas: list[float] = []
        self._next = self._basis[0]
        self._solved: tuple[Array, Array] | None = None

    def step(self) -> bool:
        """Take a step by one product; whether there can be another."""
        m = len(self._alphas)
        if m:
            self._basis[m] = self._next / self._betas[-1]
        w = self._product(self._basis[m])
        self._alphas.append(float(self._basis[m].double() @ w.double()))
        for _ in range(2):
            w = w - self._basis[: m + 1].t() @ (self._basis[: m + 1] @ w)
        self._next, self._solved = w, None
        self._betas.append(float(w.double().norm()))
        scale = max(map(abs, self._alphas + self._betas[:-1]))
        return m + 1 < self._most and self._betas[-1] > 1e-7 * scale

    def _ritz(self) -> tuple[Array, Array]:
        """[m] the Ritz values, the smallest first, and [m, m] their vectors in the basis."""
        if self._solved is None:
            beside = self._betas[:-1]
            matrix = np.diag(self._alphas) + np.diag(beside, 1) + np.diag(beside, -1)
            values, vectors = np.linalg.eigh(matrix)
            self._solved = values, vectors
        return self._solved

    def settled(self, top: int, tolerance: float) -> bool:
        """Whether the residual bounds of the ``top`` largest eigenvalues, of which more are known,
        are below ``tolerance`` of the largest. Raises ``numpy.linalg.LinAlgError`` where a product
        was not finite."""
        if not tolerance or len(self._alphas) <= top:
            return False
        values, vectors = self._ritz()
        known = np.abs(self._betas[-1] * vectors[-1, ::-1][:top])
        return bool((known <= tolerance * np.abs(values).max()).all())

    def found(self, top: int = 1) -> Ritz:
        """What is known after the steps so far, with the ``top`` largest eigenvalues."""
        taken, basis, (values, vectors) = len(self._alphas), self._basis, self._ritz()
        order = np.argsort(values)[::-1][:top]
        mixes = vectors[:, order].T.copy()
        found = torch.as_tensor(mixes, dtype=basis.dtype, device=basis.device) @ basis[:taken]
        found = found / found.norm(dim=1, keepdim=True)
        return Ritz(
            values[order],
            tuple(found),
            np.abs(self._betas[-1] * vectors[-1, order]),
            taken,
            values,
            np.square(vectors[0]),
        )


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
    """The ``top`` largest eigenvalues of a symmetric matrix [P, P] by its products: a run of
    :class:`Lanczos` from ``start``, or from a drawn vector of the type and device of ``like``.

    It ends also when they are :meth:`Lanczos.settled`; ``tolerance=0`` takes all steps.
    """
    work = Lanczos(product, drawn(size, seed, like) if start is None else start, steps)
    while work.step() and not work.settled(top, tolerance):
        pass
    return work.found(top)


def drawn(size: int, seed: int, like: Tensor | None = None) -> Tensor:
    """A vector [P] of N(0, 1) of the type and device of ``like``."""
    vector = torch.randn(size, generator=torch.Generator().manual_seed(seed))
    return vector if like is None else vector.to(like)


def curvature_within(product: Product, directions: tuple[Tensor, Tensor]) -> float:
    """The largest curvature along any direction of a plane: the largest μ of DᵀHD x = μ DᵀD x."""
    d = [one.double() for one in directions]
    h = [product(one).double() for one in directions]
    bent = np.array([[float(a @ b) for b in h] for a in d])
    lengths = np.linalg.cholesky(np.array([[float(a @ b) for b in d] for a in d]))
    inner = np.linalg.solve(lengths, np.linalg.solve(lengths, (bent + bent.T) / 2).T)
    return float(np.linalg.eigvalsh(inner)[-1])
