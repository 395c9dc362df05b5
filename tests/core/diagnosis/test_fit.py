"""Training and test error: models solved for exactly, and one net."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from core.diagnosis.fit import FitFrame, FitSpec, lowest, peak
from core.diagnosis.run_fit import run, samples, weights
from core.experiment import last_frame
from core.known import mean_of_known


def solved(**changes: object) -> tuple[FitSpec, FitFrame]:
    spec = FitSpec(**{"samples": 60, "seeds": 2, **changes})  # type: ignore[arg-type]
    frame = last_frame(run(spec, "cpu"))
    assert isinstance(frame, FitFrame)
    return spec, frame


def test_the_error_peaks_where_a_model_can_just_fit_every_sample_and_a_ridge_removes_the_peak() -> (
    None
):
    spec, frame = solved()
    found = peak(spec, frame)
    assert found is not None
    top, least = found
    test, train = mean_of_known(frame.test_error), mean_of_known(frame.train_error)
    assert frame.sizes[top] in (54, 60, 66)
    assert test[top] > 1.5 * test[least] > 0
    assert test[top] > 1.5 * test[-1]
    assert (train[frame.sizes >= 60] == 0).all()
    assert train[0] > 0.3
    lengths = mean_of_known(frame.length)
    assert lengths[top] > 10 * lengths[-1]
    _, held_back = solved(ridge=1.0)
    assert peak(spec, held_back) is None
    assert mean_of_known(held_back.test_error)[top] < test[top] / 2
    assert (held_back.penalty > 0).all()
    assert (frame.penalty == 0).all()


def test_a_net_that_fits_wrong_labels_loses_on_the_test_and_a_penalty_answers_it() -> None:
    _, frame = solved(seeds=1, label_noise=0.2)
    place = lowest(frame)
    assert place is not None
    assert 0 < frame.net_steps[place] < 100
    assert frame.net_train_error[-1] == 0
    assert frame.net_test_loss[-1] > 1.3 * frame.net_test_loss[place]
    _, decayed = solved(seeds=1, label_noise=0.2, decay=0.03)
    assert decayed.net_test_loss[-1] < frame.net_test_loss[-1]
    assert decayed.net_penalty[-1] > 0.01


def test_more_noise_only_adds_wrong_labels() -> None:
    split, few = samples(FitSpec(samples=200, label_noise=0.1), 0)
    _, many = samples(FitSpec(samples=200, label_noise=0.4), 0)
    _, none = samples(FitSpec(samples=200, label_noise=0.0), 0)
    assert torch.equal(none, split.y)
    assert bool((many[few != split.y] == few[few != split.y]).all())
    assert 0.02 < float((few != split.y).double().mean()) < 0.2


@pytest.mark.parametrize("size", [7, 20, 45])
@pytest.mark.parametrize("ridge", [0.0, 0.3])
def test_the_weights_are_least_squares(size: int, ridge: float) -> None:
    """Below as above the number of samples, with and without the penalty as further samples."""
    from core.diagnosis.run_fit import Features, _decomposed

    draws = torch.Generator().manual_seed(1)
    phi = torch.randn(20, size, generator=draws, dtype=torch.float64)
    y = F.one_hot(torch.arange(20) % 3).double()
    found = weights(_decomposed(Features(phi, phi, {}), size), y, ridge)
    extended, targets = phi, y
    if ridge:
        extended = torch.cat([phi, ridge**0.5 * torch.eye(size, dtype=torch.float64)])
        targets = torch.cat([y, y.new_zeros(size, 3)])
    expected = torch.linalg.lstsq(extended, targets, driver="gelsd", rcond=1e-10).solution
    torch.testing.assert_close(found, expected, rtol=1e-8, atol=1e-10)


def test_a_moved_ridge_asks_for_no_decomposition_again(monkeypatch: pytest.MonkeyPatch) -> None:
    spec, frame = solved(samples=30, seeds=1)
    monkeypatch.setattr(torch.linalg, "svd", None)
    moved = last_frame(run(spec.replace(ridge=2.0), "cpu"))
    back = last_frame(run(spec, "cpu"))
    assert isinstance(moved, FitFrame)
    assert isinstance(back, FitFrame)
    assert not np.array_equal(moved.test_error, frame.test_error)
    for name, array in back.arrays().items():
        assert np.array_equal(array, frame.arrays()[name]), name


def test_the_number_of_features_is_one_of_the_sizes_and_follows_the_samples() -> None:
    assert FitSpec().features == 200
    assert len(FitSpec().sizes) == 16
    assert FitSpec(samples=50).features == 50
    spec = FitSpec(features=333)
    assert 333 in spec.sizes
    assert len(spec.sizes) == 17
