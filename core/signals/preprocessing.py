"""Preprocessing of a cloud, the digits or a file: centering, scaling, rotation and whitening, with
statistics from the training part alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.data.choosing import array_field
from core.data.digits import load_digits
from core.data.files import ARRAY_SUFFIXES
from core.data.preprocessing import PREPROCESSINGS, covariance, divided_by_eigenvalues, eigen
from core.data.rows import load_rows
from core.experiment import Frame, Frames, read_only
from core.parameters import Reason, SpecError, choice, file, integer, number, seed
from core.signals.common import SeededSpec

Array = np.ndarray[Any, Any]

SOURCES = ("cloud", "digits", "file")
STAGES = ("none", "centered", "standardized", "min_max", "pca", "whitened")
SHOWN = 12
"""The number of rows that are shown as images."""
MOST_COLUMNS = 256
"""The most columns: a larger covariance is decomposed too slowly for a slider."""


@dataclass(frozen=True, kw_only=True)
class PreprocessingSpec(SeededSpec):
    """What is preprocessed, and how much of it the statistics may see."""

    key: ClassVar[str] = "preprocessing"

    source: str = choice(
        "cloud", SOURCES, "Source", "A cloud of two columns, the digits, or rows of a file"
    )
    path: str = file(
        ARRAY_SUFFIXES, "File", "Rows of numbers [N, D]", applies=lambda s: s.source == "file"
    )
    array: str = array_field((2,), lambda s: s.source == "file")
    correlation: float = number(
        0.8, -0.999, 0.999, "Correlation ρ", "Correlation ρ of the cloud's two columns",
        applies=lambda s: s.source == "cloud",
    )  # fmt: skip
    ratio: float = number(
        3.0, 0.01, 100.0, "Ratio of spreads", "The first column's spread over the second's",
        log=True, applies=lambda s: s.source == "cloud",
    )  # fmt: skip
    offset: float = number(
        4.0, -100.0, 100.0, "Offset", "Mean of both columns", applies=lambda s: s.source == "cloud"
    )
    rows: int = integer(
        500, 4, 5000, "Rows", "Rows of the cloud", log=True, applies=lambda s: s.source == "cloud"
    )
    held_out: float = number(0.2, 0.0, 0.9, "Held out", "Share that the statistics do not see")
    components: int = integer(
        16, 1, 64, "Components k", "Components k that the digits are put together from",
        log=True, applies=lambda s: s.source == "digits",
    )  # fmt: skip
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class PreprocessingFrame(Frame):
    """The data after each stage, beginning with the raw rows; ``stages`` gives the order.

    ``wrong`` is what whitening by the eigenvalues themselves, without the root, would give.
    """

    stages: tuple[str, ...]
    train: Array
    """[stage, row, 2] training rows: the two columns that vary the most, or the first two
    components"""
    test: Array
    """[stage, row, 2] rows that the statistics did not see"""
    means: Array
    """[stage, column] means of the training rows"""
    covariances: Array
    """[stage, column, column] covariances of the training rows"""
    test_covariances: Array
    """[stage, column, column] covariances of the other rows; NaN where there are none"""
    shown: Array
    """[stage, 2] which columns, or components, ``train`` and ``test`` hold; the first is 0"""
    wrong: Array
    """[column, column] covariance of the training rows after the wrong whitening"""
    wrong_train: Array
    """[row, 2] training rows after the wrong whitening: the first two components"""
    wrong_test: Array
    """[row, 2] rows that the statistics did not see, after the wrong whitening"""
    eigenvalues: Array
    """[component] eigenvalues of the training rows' covariance, the largest first"""
    axes: Array
    """[column, component] eigenvectors of that covariance"""
    images: Array
    """[6, image, 64] pictures if the rows are digits, else empty: the digits shown, less the mean
    image, put together from k components, whitened and turned back, eigen-images, and the mean
    image alone"""
    errors: Array
    """[component] RMS error of k = 1, 2, ... components on rows not seen; else empty"""

    @property
    def constant_directions(self) -> int:
        """The number of components of the training rows in which nothing varies: whitening leaves
        them at 0."""
        return int((np.diag(self.covariances[self.stages.index("whitened")]) < 0.5).sum())


def run(spec: PreprocessingSpec, device: str) -> Frames:
    """Compute one frame at the end."""
    rows = rows_of(spec)
    order = np.random.default_rng([spec.seed, 1]).permutation(len(rows))
    count = max(2, len(rows) - round(spec.held_out * len(rows)))
    train, test = rows[order[:count]], rows[order[count:]]
    yield None
    prepared = []
    for key in STAGES:
        fitted = PREPROCESSINGS[key](train)
        prepared.append((fitted.apply(train), fitted.apply(test)))
        yield None
    values, vectors = eigen(train)
    by_eigenvalues = divided_by_eigenvalues(train)
    wrong, wrong_test = by_eigenvalues.apply(train), by_eigenvalues.apply(test)
    yield None
    hole = np.full((rows.shape[1], rows.shape[1]), math.nan)
    widest = np.sort(np.argsort(-train.var(axis=0), kind="stable")[:2])
    pairs = [[0, 1] if key in ("pca", "whitened") else widest.tolist() for key in STAGES]
    images, errors = _images(spec, train, test, values, vectors)
    chosen = list(zip(prepared, pairs, strict=True))
    yield PreprocessingFrame(
        step=1,
        total=1,
        stages=STAGES,
        train=read_only(np.array([one[:, pair] for (one, _), pair in chosen])),
        test=read_only(np.array([other[:, pair] for (_, other), pair in chosen])),
        means=read_only(np.array([one.mean(axis=0) for one, _ in prepared])),
        covariances=read_only(np.array([covariance(one) for one, _ in prepared])),
        test_covariances=read_only(
            np.array([covariance(other) if len(other) else hole for _, other in prepared])
        ),
        shown=read_only(np.array(pairs)),
        wrong=read_only(covariance(wrong)),
        wrong_train=read_only(wrong[:, :2]),
        wrong_test=read_only(wrong_test[:, :2]),
        eigenvalues=read_only(values),
        axes=read_only(vectors),
        images=read_only(images),
        errors=read_only(errors),
    )


def rows_of(spec: PreprocessingSpec) -> Array:
    if spec.source == "digits":
        return load_digits().images.astype(float)
    if spec.source == "file":
        rows = load_rows(spec.path, 2, MOST_COLUMNS, spec.array).astype(float)
        if len(rows) < 4:
            shape = "x".join(map(str, rows.shape))
            raise SpecError("path", Reason.WRONG_SHAPE, shape, "[4 …, D]")
        return rows
    draws = np.random.default_rng(spec.seed).normal(size=(spec.rows, 2))
    rest = math.sqrt(1 - spec.correlation**2)
    second = spec.correlation * draws[:, 0] + rest * draws[:, 1]
    columns = (draws[:, 0] * math.sqrt(spec.ratio), second / math.sqrt(spec.ratio))
    return np.stack(columns, axis=1) + spec.offset


def _images(
    spec: PreprocessingSpec, train: Array, test: Array, values: Array, vectors: Array
) -> tuple[Array, Array]:
    """Pictures of the digits, and what is lost when only some components are kept."""
    if spec.source != "digits":
        return np.empty((0, 0, 0)), np.empty(0)
    mean = train.mean(axis=0)
    shown = (test if len(test) >= SHOWN else train)[:SHOWN]
    k = spec.components
    scores = (shown - mean) @ vectors
    whitened = PREPROCESSINGS["whitened"](train).apply(shown) @ vectors.T
    images = (
        shown,
        shown - mean,
        scores[:, :k] @ vectors[:, :k].T + mean,
        whitened,
        vectors.T[:SHOWN],
        np.broadcast_to(mean, shown.shape),
    )
    unseen = ((test if len(test) else train) - mean) @ vectors
    left = np.cumsum((unseen**2)[:, ::-1], axis=1)[:, ::-1]  # with none, one, ... components
    without = np.append(left.mean(axis=0)[1:], 0.0)
    return np.array(images), np.sqrt(without / vectors.shape[0])
