"""Does normalization help? A small convolutional net on the digits, with each norm, trained."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core.data.digits import load_digits
from core.experiment import Frame, Frames, read_only
from core.layers.norms import NORMS
from core.nets.convolutional import NormNet, Shape
from core.parameters import (
    Reason,
    Spec,
    SpecError,
    Text,
    choice,
    integer,
    number,
    seed,
    switch,
    text,
)

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

COMPARED = ("none", *NORMS)
PLACEMENTS = ("before", "after")
VARIED: dict[str, tuple[Any, ...]] = {
    "nothing": (),
    "learning_rate": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    "batch": (32, 16, 8, 4, 2, 1),
    "init_scale": (0.01, 0.1, 0.3, 1.0, 3.0, 10.0),
    "depth": (1, 2, 4, 6, 8, 10),
    "placement": PLACEMENTS,
}
"""What may be varied, and over which values."""

PUBLISHED_BATCH = (32, 16, 8, 4, 2)
PUBLISHED = {"bn": (23.6, 23.7, 24.8, 27.3, 34.7), "gn": (24.1, 24.2, 24.0, 24.2, 24.1)}
"""Top-1 error in % of ResNet-50 on ImageNet, by images a GPU: Wu & He 2018."""

MIN_RATE = 1e-4
POINTS_AN_EPOCH = 4
TRAINED_LOSS = math.log(10) / 2
"""A run counts as trained when its last training loss is below half of what guessing gives."""
TEST_BLOCK = 128


def read_norms(parameter: Text, typed: str) -> tuple[str, ...]:
    """The keys of a comma list; a :class:`SpecError` lists those there are."""
    keys = tuple(part.strip() for part in typed.split(",") if part.strip())
    accepted = ", ".join(COMPARED)
    for key in keys:
        if key not in COMPARED:
            raise SpecError(parameter.name, Reason.NOT_A_CHOICE, key, accepted)
    if not keys:
        raise SpecError(parameter.name, Reason.TOO_FEW, 0, accepted)
    return tuple(dict.fromkeys(keys))


def _divisors(spec: Any) -> tuple[int, ...]:
    return tuple(g for g in range(1, spec.width + 1) if spec.width % g == 0)


def _fixed(name: str) -> Any:
    """A field whose value does not matter while it is varied."""
    return lambda spec: spec.vary != name


@dataclass(frozen=True, kw_only=True)
class NormTrainingSpec(Spec):
    """Which norms are trained, on what, and what is varied."""

    key: ClassVar[str] = "norm_training"

    vary: str = choice("nothing", tuple(VARIED), "Vary", "Train once, or over a row of values")
    norms: str = text(
        "none, bn, ln, in, gn",
        read_norms,
        ", ".join(COMPARED),
        "Norms",
        "Which norms: a comma list",
    )
    learning_rate: float = number(
        0.1,
        MIN_RATE,
        100.0,
        "Learning rate η",
        "Step size η of plain SGD",
        log=True,
        applies=_fixed("learning_rate"),
    )
    batch: int = integer(
        32, 1, 64, "Batch N", "Samples in a batch", log=True, applies=_fixed("batch")
    )
    scale_rate: bool = switch(
        False,
        "Scale the rate",
        "Linear scaling: η times batch / 32, so that an epoch moves as far whatever the batch",
        applies=lambda spec: spec.vary == "batch",
    )
    init_scale: float = number(
        1.0,
        1e-3,
        100.0,
        "Initial scale",
        "Initial weights: He's, times this",
        log=True,
        applies=_fixed("init_scale"),
    )
    depth: int = integer(4, 1, 10, "Depth", "Convolutional layers", applies=_fixed("depth"))
    placement: str = choice(
        "before",
        PLACEMENTS,
        "Placement",
        "The norm, as seen from the ReLU",
        applies=_fixed("placement"),
    )
    width: int = integer(16, 2, 32, "Width", "Channels of every convolution")
    groups: int = choice(
        None,
        _divisors,
        "Groups G",
        "Groups G of GN",
        auto=lambda s: max(g for g in _divisors(s) if g <= 4),
    )
    epochs: int = integer(4, 1, 50, "Epochs", "Passes through the training samples")
    samples: int = integer(
        512, 64, 1400, "Samples", "Training samples; the other digits are the test"
    )
    seeds: int = integer(
        1, 1, 10, "Seeds", "Runs of everything, each with a seed of its own; shown are their means"
    )
    seed: int = seed()

    @property
    def compared(self) -> tuple[str, ...]:
        """The norms that were typed."""
        return tuple(dict.fromkeys(k.strip() for k in self.norms.split(",") if k.strip()))

    def variations(self) -> list[NormTrainingSpec]:
        """One spec for each value; what is varied is set in it, and nothing is varied."""
        if self.vary == "nothing":
            return [self]
        rows = ({self.vary: value} for value in VARIED[self.vary])
        if self.vary == "batch" and self.scale_rate:
            scales = (
                {**row, "learning_rate": self.learning_rate * row["batch"] / 32} for row in rows
            )
            rows = ({**row, "learning_rate": max(MIN_RATE, row["learning_rate"])} for row in scales)
        return [replace(self, vary="nothing", **row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class NormTrainingFrame(Frame):
    """K norms at V values, P points a run, R seeds. What has not been trained yet, or diverged, is
    NaN. Where there are several seeds, all are means over those that have come so far."""

    norms: tuple[str, ...]
    """[K] keys."""
    values: tuple[Any, ...]
    """[V] of what is varied; the learning rate where nothing is."""
    epochs: Array
    """[P] passes through the data at each point."""
    loss: Array
    """[K, V, P] training loss (cross-entropy, nats), the mean since the point before."""
    error: Array
    """[K, V, P] share of the test digits misread, in prediction; at the end of every epoch."""
    final_error: Array
    """[K, V] after the last epoch; 0.9 where the run diverged (guessing), NaN while it trains."""
    final_errors: Array
    """[R, K, V] the same of each seed."""
    diverged: Array
    """[K, V] whether a loss was no number, with any seed."""
    trained: Array
    """[K, V] whether the last training loss is below :data:`TRAINED_LOSS`, with every seed."""
    largest_rate: Array
    """[K] the largest learning rate that trains; NaN unless the rate is varied, or if none does."""
    published_batch: Array
    """[5] images a GPU, of ResNet-50 on ImageNet (Wu & He 2018)."""
    published_bn: Array
    """[5] top-1 error there, as a share."""
    published_gn: Array
    """[5]"""


def run(spec: NormTrainingSpec, device: str) -> Frames:
    """Train every norm at every value, side by side; a frame at each common point. The whole row
    with one seed, then with the next."""
    keys = spec.compared
    record = _Record(spec, keys, spec.variations())
    for r in range(spec.seeds):
        seeded = replace(spec, seed=seed_of(spec, r))
        data = _data(seeded, device)
        yield None
        for v, one in enumerate(seeded.variations()):
            runs = [_Training(one, key, data, device) for key in keys]
            for p in range(record.points):
                for k, training in enumerate(runs):
                    loss = yield from training.advance(p)
                    record.loss[r, k, v, p] = loss
                    if (p + 1) % POINTS_AN_EPOCH == 0:
                        record.error[r, k, v, p] = yield from training.error()
                    record.diverged[r, k, v] |= not math.isfinite(loss)
                yield record.frame(r, v, p)


def seed_of(spec: NormTrainingSpec, run: int) -> int:
    """Of the run after so many others; the first has the spec's own."""
    return (spec.seed + run) % 2**31


@dataclass(frozen=True)
class _Data:
    """The digits in 0..1 [N, 1, 8, 8] with their labels [N], divided by a seeded draw."""

    x: Tensor
    y: Tensor
    test_x: Tensor
    test_y: Tensor


def _data(spec: NormTrainingSpec, device: str) -> _Data:
    import torch

    digits = load_digits()
    generator = torch.Generator().manual_seed(spec.seed)
    order = torch.randperm(len(digits.labels), generator=generator)
    images = (torch.tensor(digits.images).reshape(-1, 1, 8, 8) / 16)[order].to(device)
    labels = torch.tensor(digits.labels)[order].to(device)
    n = spec.samples
    return _Data(images[:n], labels[:n], images[n:], labels[n:])


class _Training:
    """One net on its way."""

    def __init__(self, spec: NormTrainingSpec, key: str, data: _Data, device: str) -> None:
        import torch

        self._spec, self._data = spec, data
        shape = Shape(key, spec.depth, spec.width, spec.groups, spec.placement)
        self._generator = torch.Generator().manual_seed(spec.seed + 1)
        self.net = NormNet(shape, spec.init_scale, self._generator, device)
        self._order: Tensor | None = None
        self._broken = False

    def advance(self, point: int) -> Generator[None, None, float]:
        """Train on to this point; the mean loss of the steps taken, NaN once it diverged."""
        import torch

        batches = -(-self._spec.samples // self._spec.batch)
        part = point % POINTS_AN_EPOCH
        # Rounded up, so that the first part has a step even where an epoch is a single one.
        first, last = (-(-batches * (part + i) // POINTS_AN_EPOCH) for i in (0, 1))
        if part == 0:
            self._order = torch.randperm(self._spec.samples, generator=self._generator)
        losses = []
        for b in range(first, last):
            if self._broken:
                break
            loss = self._step(b)
            self._broken = not math.isfinite(loss)
            losses.append(loss)
            yield None
        if self._broken:
            return math.nan
        return sum(losses) / len(losses) if losses else self._last_loss

    def _step(self, b: int) -> float:
        """One step of plain SGD on batch ``b`` of the epoch; its loss before the step."""
        import torch

        assert self._order is not None
        size = self._spec.batch
        chosen = self._order[b * size : (b + 1) * size].to(self._data.x.device)
        logits = self.net.logits(self._data.x[chosen], training=True)
        loss = torch.nn.functional.cross_entropy(logits, self._data.y[chosen])
        parameters = self.net.parameters
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.sub_(gradient, alpha=self._spec.learning_rate)
        self._last_loss = float(loss.detach())
        return self._last_loss

    def error(self) -> Generator[None, None, float]:
        """Share of the test digits misread in prediction; NaN once it diverged."""
        import torch

        wrong = 0
        x, y = self._data.test_x, self._data.test_y
        for begin in range(0, len(x), TEST_BLOCK):
            with torch.no_grad():
                logits = self.net.logits(x[begin : begin + TEST_BLOCK], training=False)
                wrong += int((logits.argmax(1) != y[begin : begin + TEST_BLOCK]).sum())
                finite = bool(logits.isfinite().all())
            yield None
            if self._broken or not finite:
                return math.nan
        return wrong / len(x)


class _Record:
    """Everything seen so far."""

    def __init__(
        self, spec: NormTrainingSpec, keys: tuple[str, ...], variations: list[NormTrainingSpec]
    ) -> None:
        self.points = spec.epochs * POINTS_AN_EPOCH
        self._spec, self._keys = spec, keys
        field = "learning_rate" if spec.vary == "nothing" else spec.vary
        self._values = tuple(getattr(one, field) for one in variations)
        shape = (spec.seeds, len(keys), len(variations))
        self.loss, self.error = np.full((2, *shape, self.points), np.nan)
        self.diverged = np.zeros(shape, bool)

    def frame(self, r: int, v: int, p: int) -> NormTrainingFrame:
        """A snapshot after point ``p`` of value ``v`` with seed ``r``."""
        values = len(self._values)
        done = (r * values + v) * self.points + p + 1
        runs = done // self.points
        ended = (np.arange(self._spec.seeds * values) < runs).reshape(-1, 1, values)
        guessed = np.where(np.isnan(self.error[..., -1]), 0.9, self.error[..., -1])
        final = np.where(ended, guessed, np.nan)
        learned = ~self.diverged & (self.loss[..., -1] < TRAINED_LOSS)
        trained = ended[0] & (learned | ~ended).all(axis=0)
        arrays = {
            "epochs": np.arange(1, self.points + 1) / POINTS_AN_EPOCH,
            "loss": _mean(self.loss, r, v, p),
            "error": _mean(self.error, r, v, p),
            "final_error": _mean_of_known(final),
            "final_errors": final,
            "diverged": self.diverged.any(axis=0),
            "trained": trained,
            "largest_rate": self._largest_rate(trained),
            "published_batch": np.array(PUBLISHED_BATCH),
            **{f"published_{key}": np.array(errors) / 100 for key, errors in PUBLISHED.items()},
        }
        return NormTrainingFrame(
            step=done,
            total=self._spec.seeds * values * self.points,
            norms=self._keys,
            values=self._values,
            **{name: read_only(array) for name, array in arrays.items()},
        )

    def _largest_rate(self, trained: Array) -> Array:
        if self._spec.vary != "learning_rate":
            return np.full(len(self._keys), np.nan)
        rates = np.where(trained, np.array(self._values), -np.inf).max(axis=1)
        return np.where(np.isfinite(rates), rates, np.nan)


def _mean(curves: Array, r: int, v: int, p: int) -> Array:
    """[K, V, P] over the seeds [R, K, V, P] that have come to each point; NaN where one of them
    is, for it diverged."""
    mean: Array = curves[: r + 1].mean(axis=0)
    if r:  # this seed has not come further yet
        mean[:, v + 1 :] = curves[:r, :, v + 1 :].mean(axis=0)
        mean[:, v, p + 1 :] = curves[:r, :, v, p + 1 :].mean(axis=0)
    return mean


def _mean_of_known(final: Array) -> Array:
    """[K, V] over the seeds [R, K, V] that have ended; NaN where none has."""
    known = np.isfinite(final)
    count = known.sum(axis=0)
    total = np.where(known, final, 0.0).sum(axis=0)
    return np.where(count, total / np.maximum(count, 1), np.nan)
