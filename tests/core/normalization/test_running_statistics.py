"""Moving averages against torch's over long streams, drift, a batch of one, and a frozen layer."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.normalization.running_statistics import (
    Running,
    RunningStatisticsFrame,
    RunningStatisticsSpec,
    expected_gauge,
    moments,
    train_mode,
)


def follow(**fields: Any) -> RunningStatisticsFrame:
    spec = RunningStatisticsSpec(**fields)
    frame = last_frame(Run(EXPERIMENTS["running_statistics"], spec, "cpu"))
    assert isinstance(frame, RunningStatisticsFrame)
    return frame


@given(
    st.integers(2, 20),
    st.integers(1, 5),
    st.floats(0, 1),
    st.integers(0, 2**31),
    st.sampled_from([1e-3, 1.0, 1e4]),
)
def test_running_statistics_are_torchs_over_a_long_stream(
    n: int, features: int, momentum: float, seed: int, scale: float
) -> None:
    layer = torch.nn.BatchNorm1d(features, momentum=momentum, dtype=torch.float64)
    running = Running.fresh(features)
    generator = np.random.default_rng(seed)
    for _ in range(200):
        batch = generator.normal(scale, scale, (n, features))
        trained = layer(torch.tensor(batch)).detach().numpy()
        running = running.updated(batch, momentum)
    np.testing.assert_allclose(train_mode(batch, layer.eps), trained, rtol=1e-9, atol=1e-9)
    theirs = {name: buffer.numpy() for name, buffer in layer.named_buffers()}
    np.testing.assert_allclose(running.mean, theirs["running_mean"], rtol=1e-10, atol=1e-12 * scale)
    np.testing.assert_allclose(running.variance, theirs["running_var"], rtol=1e-10)
    predicted = layer.eval()(torch.tensor(batch)).detach().numpy()
    np.testing.assert_allclose(running.predict(batch, layer.eps), predicted, rtol=1e-8, atol=1e-8)


def test_the_golden_case() -> None:
    x = np.array([[1.0], [2], [3], [4]])
    running = Running.fresh(1).updated(x, 0.1)
    assert (running.mean[0], running.variance[0]) == pytest.approx((0.25, 1.0666667), abs=5e-8)
    expected = [0.7261810, 1.6944224, 2.6626636, 3.6309049]
    np.testing.assert_allclose(running.predict(x, 1e-5).ravel(), expected, atol=5e-8)


def test_every_history_begins_with_a_fresh_layer_and_follows_its_formula() -> None:
    frame = follow(batches=30, batch=5, momentum=0.2)
    assert frame.torch_mean.shape == (31, 4)
    assert not frame.torch_mean[0].any()
    assert (frame.torch_variance[0] == 1).all()
    for t in range(30):
        mean, variance = frame.batch_mean[t], frame.batch_variance[t]
        np.testing.assert_allclose(frame.torch_mean[t + 1], 0.8 * frame.torch_mean[t] + 0.2 * mean)
        np.testing.assert_allclose(
            frame.torch_variance[t + 1], 0.8 * frame.torch_variance[t] + 0.2 * variance * 5 / 4
        )
        np.testing.assert_allclose(
            frame.biased_variance[t + 1], 0.8 * frame.biased_variance[t] + 0.2 * variance
        )
        np.testing.assert_allclose(
            frame.textbook_mean[t + 1], 0.2 * frame.textbook_mean[t] + 0.8 * mean
        )


def test_the_two_conventions_are_one_formula_read_with_m_and_1_minus_m() -> None:
    kept = follow(momentum=0.9)
    new = follow(momentum=0.1)
    np.testing.assert_allclose(kept.textbook_mean, new.torch_mean)
    np.testing.assert_allclose(kept.textbook_variance, new.torch_variance)


def test_read_the_other_way_round_the_averages_scatter_like_single_batches() -> None:
    frame = follow(batches=2000, batch=16)
    late = slice(100, None)
    torch_scatter = (frame.torch_mean[late] - frame.true_mean[-1]).std(axis=0)
    textbook_scatter = (frame.textbook_mean[late] - frame.true_mean[-1]).std(axis=0)
    # The variance of an average with weight w on the new value is w / (2 - w) of a batch's.
    expected = np.sqrt((0.9 / 1.1) / (0.1 / 1.9))
    # torch's averages remember some 19 batches, so that about 100 of them are independent.
    assert np.mean(textbook_scatter / torch_scatter) == pytest.approx(expected, rel=0.15)


def test_the_stored_variance_is_right_in_the_mean_only_if_it_is_unbiased() -> None:
    frame = follow(batches=2000, batch=4, momentum=0.01, seed=1)
    late = slice(500, None)
    right = frame.torch_variance[late].mean(axis=0) / frame.true_variance
    short = frame.biased_variance[late].mean(axis=0) / frame.true_variance
    np.testing.assert_allclose(right, 1, atol=0.06)
    np.testing.assert_allclose(short / right, 3 / 4, rtol=1e-3)


@pytest.mark.parametrize("stream", ["noise", "digits"])
def test_batches_are_drawn_from_what_is_told(stream: str) -> None:
    frame = follow(stream=stream, batches=300, batch=256)
    error = (frame.batch_mean - frame.true_mean) / np.sqrt(frame.true_variance)
    assert np.abs(error.mean(axis=0)).max() < 4 * expected_gauge(256 * 300)
    np.testing.assert_allclose(error.std(axis=0), expected_gauge(256), rtol=0.2)


@pytest.mark.parametrize("batches", [2, 100])
def test_the_means_drift_as_far_as_they_are_told(batches: int) -> None:
    frame = follow(batches=batches, drift=3.0)
    moved = (frame.true_mean - frame.true_mean[0]) / np.sqrt(frame.true_variance)
    np.testing.assert_allclose(moved[-1], 3, rtol=1e-12)
    np.testing.assert_allclose(moved, np.broadcast_to(moved[:, :1], moved.shape), atol=1e-12)


def test_without_drift_the_gauge_stands_at_chance_and_with_it_it_leaves() -> None:
    still, moving = follow(batches=200, batch=64), follow(batches=200, batch=64, drift=10.0)
    assert np.abs(still.gauge_mean[100:]).mean() < 3 * expected_gauge(64)
    # The averages lag 1/m - 1 = 9 batches behind a mean that moves 10/199 std a batch.
    lag = moving.gauge_mean[100:].mean(axis=0)
    np.testing.assert_allclose(lag, 10 * 10 / 199, rtol=0.2)
    np.testing.assert_allclose(still.gauge_std[100:].mean(axis=0), 1, atol=0.1)


def test_the_same_input_goes_through_both_modes() -> None:
    frame = follow(drift=5.0)
    np.testing.assert_allclose(frame.test_train.mean(axis=0), 0, atol=1e-12)
    assert frame.test_eval.mean() > 0.3  # the averages lag behind
    spec = RunningStatisticsSpec()
    np.testing.assert_allclose(
        frame.test_eval,
        (frame.test_input - frame.torch_mean[-1]) / np.sqrt(frame.torch_variance[-1] + spec.eps),
    )


def test_a_batch_of_one_is_nothing_in_training_and_itself_in_prediction() -> None:
    frame = follow()
    assert not frame.one_train.any()
    np.testing.assert_array_equal(frame.one_eval, frame.test_eval[0])
    assert np.abs(frame.one_eval).max() > 0
    with pytest.raises(ValueError, match="more than 1 value"):
        torch.nn.BatchNorm1d(4)(torch.zeros(1, 4))


def test_a_layer_frozen_without_eval_goes_on_moving_as_torchs_does() -> None:
    fields = {"batches": 20, "fine_tuning": 60, "shift": 3.0}
    frame = follow(**fields)
    layer = torch.nn.BatchNorm1d(4, dtype=torch.float64)
    for parameter in layer.parameters():
        parameter.requires_grad_(False)  # the wrong way
    layer.running_mean = torch.tensor(frame.torch_mean[-1])
    layer.running_var = torch.tensor(frame.torch_variance[-1])
    assert frame.frozen_change[0] == 0
    assert frame.frozen_change[-1] > 1
    moved = (frame.frozen_mean[-1] - frame.frozen_mean[0]) / np.sqrt(frame.true_variance)
    np.testing.assert_allclose(moved, 3.0, atol=1.0)
    # What the frame follows is what torch does to such a layer.
    spec = RunningStatisticsSpec(**fields)  # type: ignore[arg-type]
    from core.normalization.running_statistics import _Stream

    stream = _Stream(spec)
    for t in range(1, 61):
        layer(torch.tensor(stream.batch(20 + t, spec.batch, spec.shift)))
    np.testing.assert_allclose(layer.running_mean, frame.frozen_mean[-1])
    np.testing.assert_allclose(layer.running_var, frame.frozen_variance[-1])
    layer.eval()  # the right way: nothing moves any more
    layer(torch.tensor(stream.batch(0, spec.batch, 9.0)))
    np.testing.assert_allclose(layer.running_mean, frame.frozen_mean[-1])


def test_an_early_frame_is_the_beginning_of_the_last() -> None:
    spec = RunningStatisticsSpec(batches=90)
    frames = [
        f
        for f in Run(EXPERIMENTS["running_statistics"], spec, "cpu")
        if isinstance(f, RunningStatisticsFrame)
    ]
    assert [f.step for f in frames] == [20, 40, 60, 80, 90]
    for frame in frames:
        np.testing.assert_array_equal(frame.torch_mean, frames[-1].torch_mean[: frame.step + 1])
        assert len(frame.batch_mean) == frame.step


def test_moments_are_biased() -> None:
    mean, variance = moments(np.array([[1.0], [3.0]]))
    assert (mean[0], variance[0]) == (2, 1)
