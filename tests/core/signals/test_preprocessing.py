"""The preprocessing experiment: covariances, what the statistics may see, and the digits."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.digits import load_digits
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, SpecError
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec


def prepare(**fields: Any) -> PreprocessingFrame:
    spec = PreprocessingSpec(**fields)
    frame = last_frame(Run(EXPERIMENTS["preprocessing"], spec, "cpu"))
    assert isinstance(frame, PreprocessingFrame)
    return frame


def of(frame: PreprocessingFrame, name: str, stage: str) -> Any:
    return getattr(frame, name)[frame.stages.index(stage)]


@pytest.mark.parametrize("seed", range(3))
def test_the_cloud_on_its_way(seed: int) -> None:
    """CLAIMS S7 and S8."""
    frame = prepare(seed=seed)
    np.testing.assert_allclose(of(frame, "covariances", "whitened"), np.eye(2), atol=1e-12)
    np.testing.assert_allclose(of(frame, "means", "centered"), 0, atol=1e-12)
    np.testing.assert_allclose(np.diag(of(frame, "covariances", "standardized")), 1)
    pca = of(frame, "covariances", "pca")
    assert abs(pca[0, 1]) < 1e-12
    np.testing.assert_allclose(np.diag(pca), frame.eigenvalues)
    train = of(frame, "train", "min_max")
    np.testing.assert_allclose(train.min(axis=0), -1)
    np.testing.assert_allclose(train.max(axis=0), 1)
    np.testing.assert_allclose(frame.wrong, np.diag(1 / frame.eigenvalues), atol=1e-9)
    for part in ("train", "test"):
        whitened = of(frame, part, "whitened")
        expected = whitened / np.sqrt(frame.eigenvalues)
        np.testing.assert_allclose(getattr(frame, f"wrong_{part}"), expected, atol=1e-9)


def test_where_nothing_varies_there_is_nothing_to_divide(tmp_path: Path) -> None:
    """Rows on a line: all eigenvalues but the first are rounding, and their quotients were too."""
    path = tmp_path / "rows.npy"
    np.save(path, np.arange(40).reshape(10, 4))
    frame = prepare(source="file", path=str(path), held_out=0.0)
    expected = np.zeros((4, 4))
    expected[0, 0] = 1 / frame.eigenvalues[0]
    np.testing.assert_allclose(frame.wrong, expected, atol=1e-12)
    np.testing.assert_array_equal(frame.wrong_train[:, 1], 0)


def test_the_columns_that_are_shown_are_named(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(50, 5)) * [1, 9, 2, 7, 3]
    np.save(tmp_path / "rows.npy", rows)
    frame = prepare(source="file", path=str(tmp_path / "rows.npy"), held_out=0.0)
    assert of(frame, "shown", "centered").tolist() == [1, 3]
    assert of(frame, "shown", "whitened").tolist() == [0, 1]
    np.testing.assert_allclose(sorted(of(frame, "train", "none")[:, 1]), sorted(rows[:, 3]), 1e-5)


def test_the_cloud_has_the_chosen_spread_and_correlation() -> None:
    found = of(prepare(rows=5000, held_out=0.0, correlation=-0.6, ratio=4.0), "covariances", "none")
    std = np.sqrt(np.diag(found))
    assert std[0] / std[1] == pytest.approx(4, rel=0.05)
    assert found[0, 1] / std.prod() == pytest.approx(-0.6, abs=0.03)


def test_statistics_are_the_training_parts_alone() -> None:
    frame = prepare(held_out=0.5)
    assert of(frame, "test", "none").shape == (250, 2)
    assert np.abs(of(frame, "test", "centered").mean(axis=0)).max() > 1e-3
    off = of(frame, "test_covariances", "whitened") - np.eye(2)
    assert 1e-3 < np.abs(off).max() < 0.5
    assert np.isnan(of(prepare(held_out=0.0), "test_covariances", "whitened")).all()


def test_digits_come_apart_and_together_again() -> None:
    whole = prepare(source="digits", components=64)
    shown, centered, together, _, eigen_images, mean = whole.images
    np.testing.assert_allclose(together, shown, atol=1e-9)
    np.testing.assert_allclose(centered + mean, shown, atol=1e-9)
    np.testing.assert_allclose(eigen_images @ eigen_images.T, np.eye(12), atol=1e-9)
    assert all(any((row == image).all() for image in load_digits().images) for row in shown)
    assert (np.diff(whole.errors) <= 1e-12).all()
    assert whole.errors[-1] == pytest.approx(0, abs=1e-9)
    some = prepare(source="digits", components=9)
    _, _, rough, _, _, _ = some.images
    assert 0 < np.sqrt(np.mean((rough - shown) ** 2)) < 3 * some.errors[8]


def test_a_file_goes_through(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    np.save(path, np.random.default_rng(0).normal(size=(50, 5)))
    frame = prepare(source="file", path=str(path))
    np.testing.assert_allclose(of(frame, "covariances", "whitened"), np.eye(5), atol=1e-9)
    assert frame.images.size == 0


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.zeros((10, 1)), Reason.WRONG_SHAPE),
        (np.zeros((10, 257)), Reason.WRONG_SHAPE),
        (np.zeros((3, 2)), Reason.WRONG_SHAPE),
        (np.full((9, 2), np.nan), Reason.NOT_FINITE),
    ],
)
def test_rows_that_do_not_fit_are_refused(tmp_path: Path, array: Any, reason: Reason) -> None:
    np.save(tmp_path / "rows.npy", array)
    with pytest.raises(SpecError) as caught:
        prepare(source="file", path=str(tmp_path / "rows.npy"))
    assert (caught.value.field, caught.value.reason) == ("path", reason)
    if array.shape[1] in (1, 257):
        assert caught.value.accepted == "[N, 2 … 256]"


def test_rows_that_are_all_the_same_have_no_spread_to_divide_by(tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", np.ones((9, 3)))
    frame = prepare(source="file", path=str(tmp_path / "rows.npy"))
    for name in ("train", "test", "means", "covariances", "wrong"):
        assert np.isfinite(getattr(frame, name)).all()


def test_whole_numbers_beyond_float32_are_prepared_as_they_are(tmp_path: Path) -> None:
    rows = 16_777_216 + np.arange(20).reshape(10, 2) % 7
    np.save(tmp_path / "rows.npy", rows)
    np.savetxt(tmp_path / "rows.csv", rows, fmt="%d", delimiter=";")
    for name in ("rows.npy", "rows.csv"):
        frame = prepare(source="file", path=str(tmp_path / name), held_out=0.0)
        variances = np.diag(of(frame, "covariances", "centered"))
        np.testing.assert_allclose(variances, rows.var(axis=0), rtol=1e-9)
