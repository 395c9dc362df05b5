"""Batch normalization in training and in prediction: what its moving averages track, and when.

Training normalizes with the batch's own mean and biased variance; prediction with moving averages
of them. torch weighs the *new* value with its momentum m and stores the unbiased variance:

    r ← (1 - m) r + m · batch,    σ²_stored = n / (n - 1) σ²

Textbooks weigh the *old* value with theirs (r ← m r + (1 - m) batch). With the number of one
convention in the formula of the other, the averages keep one tenth where they should keep nine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from core.data.digits import load_digits
from core.experiment import Frame, Frames, read_only
from core.parameters import Spec, choice, integer, number, seed

Array = np.ndarray[Any, Any]

STREAMS = ("noise", "digits")
TEST_BATCH = 16
BATCHES_A_FRAME = 20


@dataclass(frozen=True)
class Running:
    """Moving averages of mean and variance, [C] each; torch begins with 0 and 1."""

    mean: Array
    variance: Array

    @classmethod
    def fresh(cls, channels: int) -> Running:
        """The averages of a new layer."""
        return cls(np.zeros(channels), np.ones(channels))

    def updated(self, batch: Array, new: float, *, unbiased: bool = True) -> Running:
        """The averages after a batch [n, C]: ``new`` weighs the batch, ``1 - new`` the old
        averages. n ≥ 2."""
        mean, variance = moments(batch)
        if unbiased:
            variance = variance * len(batch) / (len(batch) - 1)
        return replace(
            self,
            mean=(1 - new) * self.mean + new * mean,
            variance=(1 - new) * self.variance + new * variance,
        )

    def predict(self, x: Array, eps: float) -> Array:
        """Normalize ``x`` [n, C] as in prediction (eval mode)."""
        return (x - self.mean) / np.sqrt(self.variance + eps)


def moments(batch: Array) -> tuple[Array, Array]:
    """Mean and biased variance of each column of [n, C]."""
    return batch.mean(axis=0), batch.var(axis=0)


def train_mode(x: Array, eps: float) -> Array:
    """``x`` [n, C] normalized by its own mean and biased variance."""
    mean, variance = moments(x)
    return (x - mean) / np.sqrt(variance + eps)


@dataclass(frozen=True, kw_only=True)
class RunningStatisticsSpec(Spec):
    """A stream of batches, a momentum, and what happens after the stream."""

    key: ClassVar[str] = "running_statistics"

    stream: str = choice(
        "noise", STREAMS, "Stream", "What streams: noise of known mean and std, or pixels of digits"
    )
    batches: int = integer(100, 2, 2000, "Batches T", "Batches in the stream", log=True)
    batch: int = integer(8, 2, 256, "Batch N", "Samples n in a batch", log=True)
    features: int = integer(4, 1, 12, "Features C", "Features, each with its own statistics")
    momentum: float = number(
        0.1, 0.0, 1.0, "Momentum m", "m: torch's weight of the new value, textbooks' of the old"
    )
    drift: float = number(
        0.0, -10.0, 10.0, "Drift", "How far the means move over the stream, in stds of the data"
    )
    fine_tuning: int = integer(
        40, 1, 200, "Second task", "Batches of the second task, for the frozen layer"
    )
    shift: float = number(
        2.0,
        -10.0,
        10.0,
        "Its shift",
        "How far the second task's means lie from the first's, in stds",
    )
    eps: float = number(
        1e-5, 1e-12, 10.0, "Epsilon ε", "ε, added to the variance under the root", log=True
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class RunningStatisticsFrame(Frame):
    """The stream so far: T batches of C features. Each history begins with the fresh layer."""

    batch_mean: Array
    """[T, C] mean of each batch."""
    batch_variance: Array
    """[T, C] biased variance of each batch."""
    true_mean: Array
    """[T, C] mean of the distribution that the batches were drawn from, at that time."""
    true_variance: Array
    """[C] variance of the distribution that the batches are drawn from."""
    torch_mean: Array
    """[T+1, C] running mean, m weighing the new value."""
    torch_variance: Array
    """[T+1, C] running variance; torch stores the unbiased one."""
    biased_variance: Array
    """[T+1, C] the same with the biased variance stored, as many notes have it."""
    textbook_mean: Array
    """[T+1, C] running mean, the same m weighing the old value."""
    textbook_variance: Array
    """[T+1, C] running variance, the same m weighing the old value."""
    gauge_mean: Array
    """[T, C] drift gauge: (batch mean - running mean before it) / running std, torch's convention.
    About ±1/√n by chance alone."""
    gauge_std: Array
    """[T, C] drift gauge: batch std / running std."""
    test_input: Array
    """[16, C] samples drawn like the stream's last batch; after the stream they go through both
    modes."""
    test_train: Array
    """[16, C] the samples normalized by their own statistics."""
    test_eval: Array
    """[16, C] the samples normalized by the running statistics (torch's convention)."""
    test_eval_textbook: Array
    """[16, C] the samples normalized by the running statistics of the textbook convention."""
    one_train: Array
    """[C] the first test sample alone in training mode: x - x = 0, whatever it is. torch raises."""
    one_eval: Array
    """[C] the same sample in prediction: equal to its value among the 16."""
    frozen_mean: Array
    """[F+1, C] running mean while a second task is learned with the layer frozen the wrong way: its
    parameters get no gradient, but it is left in training mode. In the right way (eval) it stays
    the same."""
    frozen_variance: Array
    """[F+1, C] running variance during the same second task."""
    frozen_change: Array
    """[F+1] how far the first task's test output has moved meanwhile: largest absolute change."""


def run(spec: RunningStatisticsSpec, device: str) -> Frames:
    """Follow the stream; yields a frame every few batches. It runs on the CPU in float64: these are
    tiny arrays."""
    stream = _Stream(spec)
    rows = spec.batches
    history = _History(spec)
    for t in range(rows):
        history.follow(t, stream.batch(t, spec.batch, 0.0), stream.mean_at(t))
        done = t + 1
        if done == rows:
            break
        yield _frame(spec, stream, history, done) if done % BATCHES_A_FRAME == 0 else None
    yield _frame(spec, stream, history, rows)


class _Stream:
    """The source of the batches: any batch again by its number, whatever came before."""

    def __init__(self, spec: RunningStatisticsSpec) -> None:
        self._spec = spec
        generator = np.random.default_rng((spec.seed, 0))
        self._pixels = _inked_pixels(spec.features) if spec.stream == "digits" else None
        if self._pixels is None:
            self.base = 2 * generator.standard_normal(spec.features)
            self.std = np.exp(0.5 * generator.standard_normal(spec.features))
        else:
            mean, variance = moments(self._pixels)
            self.base, self.std = mean, np.sqrt(variance)

    def mean_at(self, t: int) -> Array:
        """The data's mean when batch ``t`` is drawn."""
        part = t / max(1, self._spec.batches - 1)
        return np.asarray(self.base + self._spec.drift * part * self.std)

    def batch(self, t: int, count: int, shift: float) -> Array:
        """Batch ``t`` [count, C], its means shifted by a number of stds."""
        generator = np.random.default_rng((self._spec.seed, 1, t, count))
        moved = self.mean_at(min(t, self._spec.batches - 1)) + shift * self.std
        if self._pixels is None:
            noise = generator.standard_normal((count, self._spec.features))
            return np.asarray(moved + noise * self.std)
        rows = generator.integers(0, len(self._pixels), count)
        return np.asarray(self._pixels[rows] + (moved - self.base))


def _inked_pixels(count: int) -> Array:
    """[1797, count] the pixels of the digits that vary most, in 0..1."""
    images = load_digits().images.astype(float) / 16
    return np.asarray(images[:, np.argsort(-images.var(axis=0), kind="stable")[:count]])


class _History:
    """What has been seen of the stream so far: preallocated, and never changed once written."""

    def __init__(self, spec: RunningStatisticsSpec) -> None:
        rows, columns = spec.batches, spec.features
        self._spec = spec
        self.torch = self.textbook = self.biased = Running.fresh(columns)
        seen = ("batch_mean", "batch_variance", "true_mean", "gauge_mean", "gauge_std")
        followed = (
            *("torch_mean", "torch_variance", "biased_variance"),
            *("textbook_mean", "textbook_variance"),
        )
        self.seen = {name: np.empty((rows, columns)) for name in seen}
        self.followed = {name: np.empty((rows + 1, columns)) for name in followed}
        self._write(0)

    def follow(self, t: int, batch: Array, true_mean: Array) -> None:
        """Take in one more batch."""
        m, seen = self._spec.momentum, self.seen
        seen["batch_mean"][t], seen["batch_variance"][t] = moments(batch)
        seen["true_mean"][t] = true_mean
        running_std = np.sqrt(self.torch.variance + self._spec.eps)
        seen["gauge_mean"][t] = (seen["batch_mean"][t] - self.torch.mean) / running_std
        seen["gauge_std"][t] = np.sqrt(seen["batch_variance"][t]) / running_std
        self.torch = self.torch.updated(batch, m)
        self.biased = self.biased.updated(batch, m, unbiased=False)
        self.textbook = self.textbook.updated(batch, 1 - m)
        self._write(t + 1)

    def _write(self, row: int) -> None:
        self.followed["torch_mean"][row] = self.torch.mean
        self.followed["torch_variance"][row] = self.torch.variance
        self.followed["biased_variance"][row] = self.biased.variance
        self.followed["textbook_mean"][row] = self.textbook.mean
        self.followed["textbook_variance"][row] = self.textbook.variance

    def arrays(self, done: int) -> dict[str, Array]:
        """The arrays as far as they are written."""
        seen = {name: read_only(a[:done]) for name, a in self.seen.items()}
        return seen | {name: read_only(a[: done + 1]) for name, a in self.followed.items()}


def _frame(
    spec: RunningStatisticsSpec, stream: _Stream, history: _History, done: int
) -> RunningStatisticsFrame:
    x = stream.batch(spec.batches, TEST_BATCH, 0.0)
    predicted = history.torch.predict(x, spec.eps)
    after = {
        "true_variance": stream.std**2,
        "test_input": x,
        "test_train": train_mode(x, spec.eps),
        "test_eval": predicted,
        "test_eval_textbook": history.textbook.predict(x, spec.eps),
        "one_train": train_mode(x[:1], spec.eps)[0],
        "one_eval": predicted[0],
        **_frozen(spec, stream, history.torch, x),
    }
    return RunningStatisticsFrame(
        step=done,
        total=spec.batches,
        **history.arrays(done),
        **{name: read_only(array) for name, array in after.items()},
    )


def _frozen(
    spec: RunningStatisticsSpec, stream: _Stream, running: Running, x: Array
) -> dict[str, Array]:
    """Train on with the layer frozen by taking its gradients away, but left in training mode."""
    steps = spec.fine_tuning
    mean, variance = np.empty((2, steps + 1, spec.features))
    change = np.empty(steps + 1)
    before = running.predict(x, spec.eps)
    for t in range(steps + 1):
        if t:
            batch = stream.batch(spec.batches + t, spec.batch, spec.shift)
            running = running.updated(batch, spec.momentum)
        mean[t], variance[t] = running.mean, running.variance
        with np.errstate(invalid="ignore"):
            change[t] = np.abs(running.predict(x, spec.eps) - before).max()
    return {"frozen_mean": mean, "frozen_variance": variance, "frozen_change": change}


def expected_gauge(batch: int) -> float:
    """How far a batch's mean lies from the true mean by chance alone: 1/√n, in stds."""
    return 1 / math.sqrt(batch)
