"""Preprocessing: center, scale, rotate, whiten. One affine map, fitted on training data alone.

    y = (x - shift) · scale            by columns, or
    y = (x - shift) R · scale          after a rotation R to the covariance's eigenvectors

Whitening divides by the square root of the covariance's eigenvalues, so the result's covariance is
the identity; dividing by the eigenvalues themselves, as some notes have it, would not do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Fitted:
    """A preprocessing with the statistics it took from training data."""

    shift: Array
    """[column] the shift that is subtracted."""
    scale: Array
    """[column] the factor, or [component] after a rotation."""
    rotation: Array | None = None
    """[column, component]: eigenvectors of the covariance, the largest eigenvalue first."""

    def apply(self, x: Array) -> Array:
        """Preprocess rows; [row, column] or [row, component], in float64."""
        centered = np.asarray(x, float) - self.shift
        return (centered if self.rotation is None else centered @ self.rotation) * self.scale


def covariance(x: Array) -> Array:
    """[column, column] the population covariance: divided by n."""
    centered = np.asarray(x, float) - np.mean(x, axis=0, dtype=float)
    return np.asarray(centered.T @ centered / len(centered))


def eigen(x: Array) -> tuple[Array, Array]:
    """Eigenvalues [component] of the covariance, the largest first, and eigenvectors [column,
    component]. Each vector's largest entry is positive, so that their signs are not accidental."""
    values, vectors = np.linalg.eigh(covariance(x))
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    largest = np.abs(vectors).argmax(axis=0)
    return values, vectors * np.sign(vectors[largest, np.arange(len(values))])


def _ones(x: Array) -> Array:
    return np.ones(x.shape[1])


def _mean(x: Array) -> Array:
    return np.asarray(np.mean(x, axis=0, dtype=float))


def _spread(x: Array) -> Array:
    """[column] the standard deviation; 1 where a column is constant and nothing can be scaled."""
    std = np.std(x, axis=0, dtype=float)
    return np.where(std > 0, std, 1.0)


def _none(x: Array) -> Fitted:
    return Fitted(np.zeros(x.shape[1]), _ones(x))


def _scaled(x: Array) -> Fitted:
    spread = float(np.std(x, dtype=float)) or 1.0
    return Fitted(np.full(x.shape[1], np.mean(x, dtype=float)), _ones(x) / spread)


def _channel_centered(x: Array) -> Fitted:
    return Fitted(np.full(x.shape[1], np.mean(x, dtype=float)), _ones(x))


def _min_max(x: Array) -> Fitted:
    low, high = np.min(x, axis=0).astype(float), np.max(x, axis=0).astype(float)
    half = (high - low) / 2
    return Fitted((low + high) / 2, 1 / np.where(half > 0, half, 1.0))


def _whitened(x: Array) -> Fitted:
    return _rotated(x, np.sqrt)


def divided_by_eigenvalues(x: Array) -> Fitted:
    """What some notes have in place of whitening: each component divided by λ itself, not by √λ.
    The covariance becomes 1/λ."""
    return _rotated(x, np.asarray)


def _rotated(x: Array, divisor: Callable[[Array], Array]) -> Fitted:
    """A rotation to the eigenvectors, each component divided by what ``divisor`` makes of its
    eigenvalue."""
    values, vectors = eigen(x)
    # Of a direction in which nothing varies, rounding alone is left: it stays 0.
    null = values <= max(x.shape) * np.finfo(float).eps * values[0]
    scale = np.where(null, 0.0, 1 / divisor(np.where(null, 1.0, values)))
    return Fitted(_mean(x), scale, vectors)


PREPROCESSINGS: Mapping[str, Callable[[Array], Fitted]] = MappingProxyType(
    {
        "none": _none,
        "scaled": _scaled,
        "channel_centered": _channel_centered,
        "centered": lambda x: Fitted(_mean(x), _ones(x)),
        "standardized": lambda x: Fitted(_mean(x), 1 / _spread(x)),
        "min_max": _min_max,
        "pca": lambda x: Fitted(_mean(x), _ones(x), eigen(x)[1]),
        "whitened": _whitened,
    }
)
"""Preprocessings by key, each fitted to training data [row, column].

``scaled`` takes one mean and one std for all values (an image's single channel),
``channel_centered`` that mean alone, ``centered`` a mean for each column (the mean image),
``standardized`` also a std for each; ``min_max`` maps each column to [-1, 1], ``pca`` rotates to
the eigenvectors, ``whitened`` also gives each component std 1.
"""

CENTERED = ("scaled", "centered", "standardized", "min_max", "pca", "whitened")
"""Those that subtract a level, so that float32 has room for what is left."""
