"""Preprocessing: what each does to the covariance, and that it learns from training data alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.data.digits import load_digits
from core.data.preprocessing import PREPROCESSINGS, covariance, eigen

Array = np.ndarray[Any, Any]


def cloud(rows: int = 500, columns: int = 4) -> Array:
    generator = np.random.default_rng(0)
    mixed = generator.normal(size=(columns, columns)) * np.geomspace(0.1, 10, columns)
    return np.asarray(generator.normal(size=(rows, columns)) @ mixed + 5)


def done(key: str, x: Array) -> Array:
    return PREPROCESSINGS[key](x).apply(x)


def test_the_covariance_is_numpys() -> None:
    np.testing.assert_allclose(covariance(cloud()), np.cov(cloud().T, bias=True), rtol=1e-12)


def test_whitening_leaves_the_identity() -> None:
    np.testing.assert_allclose(covariance(done("whitened", cloud())), np.eye(4), atol=1e-12)


def test_dividing_by_the_eigenvalues_themselves_would_not() -> None:
    """CLAIMS S8: notes often leave out the root."""
    values, vectors = eigen(cloud())
    wrong = (cloud() - cloud().mean(axis=0)) @ vectors / values
    np.testing.assert_allclose(np.diag(covariance(wrong)), 1 / values, rtol=1e-9)


def test_rotation_leaves_a_diagonal_of_falling_eigenvalues() -> None:
    found = covariance(done("pca", cloud()))
    values = np.linalg.eigvalsh(covariance(cloud()))[::-1]
    np.testing.assert_allclose(found, np.diag(values), atol=1e-10 * values[0])
    assert (np.diff(np.diag(found)) < 0).all()


def test_the_simple_ones_do_what_they_say() -> None:
    x = cloud()
    np.testing.assert_array_equal(done("none", x), x)
    np.testing.assert_allclose(done("centered", x), x - x.mean(axis=0))
    np.testing.assert_allclose(done("channel_centered", x), x - x.mean())
    np.testing.assert_allclose(done("scaled", x), (x - x.mean()) / x.std())
    np.testing.assert_allclose(done("standardized", x), (x - x.mean(axis=0)) / x.std(axis=0))
    ranged = done("min_max", x)
    np.testing.assert_allclose(ranged.min(axis=0), -1)
    np.testing.assert_allclose(ranged.max(axis=0), 1)


@pytest.mark.parametrize("key", PREPROCESSINGS)
def test_only_training_data_are_learned_from(key: str) -> None:
    train, test = cloud()[:300], cloud()[300:]
    fitted = PREPROCESSINGS[key](train)
    moved = fitted.apply(test + 100)
    np.testing.assert_allclose(moved - fitted.apply(test), fitted.apply(train + 100)[:200] -
                               fitted.apply(train)[:200], atol=1e-8)  # fmt: skip
    if key not in ("none",):
        assert np.abs(fitted.apply(test).mean()) > 0, "the test data have means of their own"


def test_the_digits_can_be_whitened_though_pixels_are_always_empty() -> None:
    images = load_digits().images
    white = done("whitened", images)
    rank = np.linalg.matrix_rank(images - images.mean(axis=0))
    expected = np.diag((np.arange(64) < rank).astype(float))
    assert rank < 64
    np.testing.assert_allclose(covariance(white), expected, atol=1e-9)
    assert np.isfinite(done("standardized", images)).all()


@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(1, 6)),
               elements=st.floats(-1e3, 1e3)),
    st.sampled_from(list(PREPROCESSINGS)),
)  # fmt: skip
def test_any_finite_rows_stay_finite(x: Array, key: str) -> None:
    found = done(key, x)
    assert found.shape == x.shape
    assert np.isfinite(found).all()
