"""The largest eigenvalues of a matrix that changes little from one look to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from saddlepoint.hessian import Lanczos, Product, drawn

Array = np.ndarray[Any, Any]

COLD = 60
"""The most products of the first look, which knows nothing."""
LEAST = 0.01
"""How far from the space of others a vector of length 1 lies that adds something to it."""
COLDER = 50
"""How many times smaller the residuals of the first look are than those that are allowed later."""


class Following:
    """The ``top`` largest eigenvalues of a symmetric matrix [P, P], followed while it changes, as
    the Hessian does along a training.

    The first look is a run of :class:`Lanczos`. Each later one asks for the products of the
    eigenvectors found before, takes the Ritz pairs in their span, and widens it by the residual
    H x - θ x that is the longest against what is allowed, product by product, until every residual
    is at most ``tolerance`` of the largest eigenvalue (its own at most half of that), or ``most``
    products were spent. An eigenvalue's error is about the square of its residual over its
    distance from the next, so that residuals of .05 make it much smaller than that (Parlett 1998,
    The symmetric eigenvalue problem, theorem 11.7.1).
    """

    def __init__(self, top: int = 3, *, tolerance: float = 0.05, most: int = 8, seed: int = 0):
        self._top, self._most, self._seed = top, most, seed
        self._allowed = np.array([tolerance / 2] + [tolerance] * (top - 1))
        self.values: Array = np.full(top, np.nan)
        """[top] eigenvalues, the largest first; NaN where there is none, or where a product was
        not finite."""
        self.bounds: Array = np.full(top, np.nan)
        """[top] an eigenvalue lies within this distance of each: the residual's length."""
        self.vectors: Tensor | None = None
        """[top, P] eigenvectors of length 1, each as it pointed before."""
        self.products = 0
        """The products of the last look."""

    def look(self, product: Product, like: Tensor, also: Sequence[Tensor] = ()) -> Iterator[None]:
        """Look at the matrix of these products; yields after each. ``like`` is any vector [P].

        An eigenvector that rises from below, orthogonal to all that is known, can stay unseen for a
        few looks. ``also`` are further directions to search, such as those of a run of
        :class:`Lanczos` from a random vector, which is blind to none.
        """
        before, self.products = self.vectors, 0
        self.vectors = None
        self.values, self.bounds = np.full((2, self._top), np.nan)
        known = [*(() if before is None else before), *also]
        if len(known) < self._top or len(known[0]) != len(like):
            yield from self._cold(product, like)
        else:
            yield from self._warm(product, _orthonormal(known), before)

    def _cold(self, product: Product, like: Tensor) -> Iterator[None]:
        work, more = Lanczos(product, drawn(len(like), self._seed, like), COLD), True
        try:
            while more:
                more = work.step() and not work.settled(self._top, self._allowed[0] / COLDER)
                self.products += 1
                yield None
            found = work.found(self._top)
        except np.linalg.LinAlgError:  # a product was not finite
            return
        self._keep(found.values, found.bounds, torch.stack(found.vectors), None)

    def _warm(self, product: Product, basis: Tensor, before: Tensor | None) -> Iterator[None]:
        images = torch.empty_like(basis)
        for k, vector in enumerate(basis):
            images[k] = product(vector)
            self.products += 1
            yield None
        inner, lengths = _numbers(images @ basis.T), _numbers(images @ images.T)
        most = min(self._most + len(basis) - self._top, basis.shape[1])
        while np.isfinite(lengths).all():
            values, mixes = np.linalg.eigh((inner + inner.T) / 2)
            values, mixes = values[::-1][: self._top], mixes[:, ::-1][:, : self._top].T
            # |H x - θ x|² = |H x|² - θ² for a Ritz pair of vectors of length 1.
            squares = np.einsum("ij,jk,ik->i", mixes, lengths, mixes) - np.square(values)
            bounds = np.sqrt(np.maximum(squares, 0))
            over = bounds / np.maximum(self._allowed * np.abs(values).max(), 1e-300)
            worst = int(over.argmax())
            mix = torch.as_tensor(mixes.copy()).to(basis)
            if over[worst] <= 1 or len(basis) >= most:
                self._keep(values, bounds, mix @ basis, before)
                return
            widened = mix[worst] @ images - float(values[worst]) * (mix[worst] @ basis)
            widened = widened - basis.T @ (basis @ widened)
            widened = widened / widened.norm()
            image = product(widened)
            self.products += 1
            yield None
            basis, images = torch.cat([basis, widened[None]]), torch.cat([images, image[None]])
            inner = _bordered(inner, _numbers(basis @ image))
            lengths = _bordered(lengths, _numbers(images @ image))

    def _keep(self, values: Array, bounds: Array, vectors: Tensor, before: Tensor | None) -> None:
        self.values[: len(values)], self.bounds[: len(values)] = values, bounds
        if before is not None:
            signs = (vectors * before).sum(1, keepdim=True).sign()
            vectors = vectors * torch.where(signs == 0, 1.0, signs)
        self.vectors = vectors / vectors.norm(dim=1, keepdim=True)


def _orthonormal(vectors: Sequence[Tensor]) -> Tensor:
    """[k, P] a basis of the space of these vectors, without those that add nothing to it."""
    basis: Tensor = vectors[0][None] / vectors[0].norm()
    for vector in vectors[1:]:
        rest = vector / vector.norm()
        for _ in range(2):
            rest = rest - basis.T @ (basis @ rest)
        if float(rest.norm()) > LEAST:
            basis = torch.cat([basis, (rest / rest.norm())[None]])
    return basis


def _numbers(tensor: Tensor) -> Array:
    found: Array = tensor.double().cpu().numpy()
    return found


def _bordered(matrix: Array, row: Array) -> Array:
    """A symmetric matrix [k, k] with one more row and column [k + 1]."""
    wider = np.empty((len(row), len(row)))
    wider[:-1, :-1] = matrix
    wider[-1], wider[:, -1] = row, row
    return wider
