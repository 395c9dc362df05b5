"""Trains the nets of a :class:`core.normalization.norm_training.NormTrainingSpec` side by side."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from core.data.labeled import LABELED, divided, labeled, loading
from core.experiment import Frames, read_only
from core.known import mean_of_known
from core.nets.convolutional import ConvolutionalNet, shapes_of
from core.nets.norms import OwnNorm, own_norm
from core.nets.weights import he_normal
from core.normalization.norm_training import (
    POINTS_AN_EPOCH,
    PUBLISHED,
    PUBLISHED_BATCH,
    TRAINED_LOSS,
    NormTrainingFrame,
    NormTrainingSpec,
    seed_of,
    test_block,
)
from core.training.data import Split, batches
from core.training.trainer import Trainer

Array = np.ndarray[Any, Any]


def run(spec: NormTrainingSpec, device: str) -> Frames:
    """Train every norm at every value, side by side; yields a frame at each common point. The whole
    row is trained with one seed, then with the next."""
    keys = spec.compared
    record = _Record(spec, keys, spec.variations())
    yield from loading(spec.data)
    for r in range(spec.seeds):
        seeded = replace(spec, seed=seed_of(spec, r))
        data = pictures(seeded, device)
        yield None
        for v, one in enumerate(seeded.variations()):
            runs = [NormTraining(one, key, data) for key in keys]
            if r == 0:
                for k, training in enumerate(runs):
                    record.passed[:, k, v] = training.passed()
                    yield None
            for p in range(record.points):
                for k, training in enumerate(runs):
                    loss = yield from training.advance(p)
                    record.loss[r, k, v, p] = loss
                    if (p + 1) % POINTS_AN_EPOCH == 0:
                        record.error[r, k, v, p] = yield from training.error()
                    record.diverged[r, k, v] |= not math.isfinite(loss)
                yield record.frame(r, v, p)


def pictures(spec: NormTrainingSpec, device: str) -> Split:
    """The pictures in 0..1 [N, 1, side, side] with their labels [N], split by a seeded draw."""
    read, source = labeled(spec.data), LABELED[spec.data]
    order = torch.randperm(source.trained, generator=torch.Generator().manual_seed(spec.seed))
    parts = divided(order.numpy(), source, spec.samples)
    x, held_out_x = (torch.from_numpy(read.images[part]) for part in parts)
    y, held_out_y = (torch.from_numpy(read.labels[part]) for part in parts)
    return Split(x, y, held_out_x, held_out_y).to(device)


def net_of(spec: NormTrainingSpec, key: str, generator: torch.Generator) -> ConvolutionalNet:
    """The untrained net with that norm; the draws are the same whatever the norm."""
    source = LABELED[spec.data]
    shapes = shapes_of(spec.depth, spec.width, len(source.classes), source.side)
    *filters, weight = he_normal(shapes, spec.init_scale, generator)
    return ConvolutionalNet(
        filters,
        weight,
        lambda channels: own_norm(key, channels, spec.groups),
        norm_first=spec.placement == "before",
    )


class NormTraining:
    """One net in training, by plain SGD."""

    def __init__(self, spec: NormTrainingSpec, key: str, data: Split) -> None:
        self._spec, self._data = spec, data
        generator = torch.Generator().manual_seed(spec.seed + 1)
        self._net = net = net_of(spec, key, generator).to(data.x.device)
        self.trainer = Trainer(
            net,
            F.cross_entropy,
            data,
            torch.optim.SGD(net.parameters(), lr=spec.learning_rate),
            batches=batches(spec.samples, spec.batch, generator),
            at_once=test_block(spec),
        )
        self._last_loss = math.nan
        self._broken = False

    def passed(self) -> tuple[float, float]:
        """Mean and std of what the first layer's norm and ReLU pass on, for the whole training set
        as one batch; nothing is learned, and no moving average moves."""
        layer = self._net.layer1
        kept = [part for name, part in layer.named_children() if name != "pooling"]
        x = self._data.x
        with torch.no_grad():
            for part in kept:
                x = part.normalized(x).output if isinstance(part, OwnNorm) else part(x)
        return float(x.mean()), float(x.std(correction=0))

    def advance(self, point: int) -> Generator[None, None, float]:
        """Train on to this point; returns the mean loss of the steps taken, NaN once it has
        diverged."""
        steps = -(-self._spec.samples // self._spec.batch)
        part = point % POINTS_AN_EPOCH
        # Rounded up, so that the first part has a step even where an epoch is a single one.
        first, last = (-(-steps * (part + i) // POINTS_AN_EPOCH) for i in (0, 1))
        losses = []
        for _ in range(first, last):
            if self._broken:
                break
            self._last_loss = self.trainer.step()
            self._broken = not math.isfinite(self._last_loss)
            losses.append(self._last_loss)
            yield None
        if self._broken:
            return math.nan
        return sum(losses) / len(losses) if losses else self._last_loss

    def error(self) -> Generator[None, None, float]:
        """The share of test pictures misread in prediction; NaN once it has diverged."""
        if self._broken:
            return math.nan
        answer = yield from self.trainer.ask(self._data.held_out_x, self._data.held_out_y)
        if answer.right is None or not answer.finite:
            return math.nan
        return (answer.targets - answer.right) / answer.targets


class _Record:
    """A record of all results so far."""

    def __init__(
        self, spec: NormTrainingSpec, keys: tuple[str, ...], variations: list[NormTrainingSpec]
    ) -> None:
        self.points = spec.epochs * POINTS_AN_EPOCH
        self._spec, self._keys = spec, keys
        field = "learning_rate" if spec.vary == "nothing" else spec.vary
        self._values = tuple(getattr(one, field) for one in variations)
        shape = (spec.seeds, len(keys), len(variations))
        self.loss, self.error = np.full((2, *shape, self.points), np.nan)
        self.passed = np.full((2, *shape[1:]), np.nan)
        """[2, K, V] mean and std of what the first layer passes on."""
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
            "final_error": mean_of_known(final, 0),
            "final_errors": final,
            "diverged": self.diverged.any(axis=0),
            "trained": trained,
            "passed_mean": self.passed[0].copy(),
            "passed_std": self.passed[1].copy(),
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
    """[K, V, P] mean over the seeds [R, K, V, P] that have reached each point; NaN where one of
    them is NaN, since it diverged."""
    mean: Array = curves[: r + 1].mean(axis=0)
    if r:  # this seed has not come further yet
        mean[:, v + 1 :] = curves[:r, :, v + 1 :].mean(axis=0)
        mean[:, v, p + 1 :] = curves[:r, :, v, p + 1 :].mean(axis=0)
    return mean
