"""The largest eigenvalues of a matrix that changes little from one look to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from saddlepoint.hessian import Lanczos, Product, drawn

Array = np.ndarray[Any, Any]

COLD = 60
"""The most products of the first look, which knows nothing."""


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

    def look(self, product: Product, like: Tensor) -> Iterator[None]:
        """Look at the matrix of these products; yields after each. ``like`` is any vector [P]."""
        before, self.products = self.vectors, 0
        self.vectors = None
        self.values, self.bounds = np.full((2, self._top), np.nan)
        if before is None or before.shape != (self._top, len(like)):
            yield from self._cold(product, like)
        else:
            yield from self._warm(product, before)

    def _cold(self, product: Product, like: Tensor) -> Iterator[None]:
        work = Lanczos(product, drawn(len(like), self._seed, like), COLD)
        more = True
        while more:
            try:
                more = work.step()
            except np.linalg.LinAlgError:  # a product was not finite
                return
            self.products += 1
            yield None
            known = work.bounds[::-1]
            settled = (known[: self._top] <= self._allowed[: len(known)] * work.scale / 50).all()
            more = more and not (len(known) > self._top and settled)
        found = work.found(self._top)
        self._keep(found.values, found.bounds, torch.stack(found.vectors), None)

    def _warm(self, product: Product, before: Tensor) -> Iterator[None]:
        basis = torch.linalg.qr(before.T).Q.T
        images = torch.empty_like(basis)
        for k, vector in enumerate(basis):
            images[k] = product(vector)
            self.products += 1
            yield None
        while bool(images.isfinite().all()):
            inner = (basis @ images.T).double().cpu().numpy()
            values, mixes = np.linalg.eigh((inner + inner.T) / 2)
            values = values[::-1][: self._top]
            mix = torch.as_tensor(mixes[:, ::-1][:, : self._top].T.copy()).to(basis)
            vectors = mix @ basis
            residuals = mix @ images - torch.as_tensor(values.copy()).to(basis)[:, None] * vectors
            bounds = residuals.norm(dim=1).double().cpu().numpy()
            over = bounds / np.maximum(self._allowed * np.abs(values).max(), 1e-300)
            worst = int(over.argmax())
            if over[worst] <= 1 or len(basis) >= min(self._most, basis.shape[1]):
                self._keep(values, bounds, vectors, before)
                return
            widened = residuals[worst]
            for _ in range(2):
                widened = widened - basis.T @ (basis @ widened)
            widened = (widened / widened.norm())[None]
            basis = torch.cat([basis, widened])
            images = torch.cat([images, product(widened[0])[None]])
            self.products += 1
            yield None

    def _keep(self, values: Array, bounds: Array, vectors: Tensor, before: Tensor | None) -> None:
        self.values[: len(values)], self.bounds[: len(values)] = values, bounds
        if before is not None:
            signs = (vectors * before).sum(1, keepdim=True).sign()
            vectors = vectors * torch.where(signs == 0, 1.0, signs)
        self.vectors = vectors / vectors.norm(dim=1, keepdim=True)
