"""Solves for the models of a :class:`core.diagnosis.fit.FitSpec`, and trains its net."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.diagnosis.fit import (
    DIRECTIONS,
    EVERY,
    MOMENTUM,
    NEGLIGIBLE,
    NOISE,
    ORDER,
    RATE,
    STEPS,
    WEIGHTS,
    WIDTH,
    FitFrame,
    FitSpec,
)
from core.experiment import Frames, read_only
from core.kept import Kept
from core.nets.dense import DenseNet
from core.nets.weights import he_normal
from core.training.data import Split
from core.training.digits import split_digits
from core.training.trainer import Evaluation, Trainer

Array = np.ndarray[Any, Any]

AT_ONCE = 250
"""Features that are computed before the run can be stopped again."""
KEPT_BYTES = 300_000_000


@dataclass(frozen=True)
class Solved:
    """The singular values of a model's features on the training samples, Φ = L diag(s) R."""

    left: Tensor
    """[sample, r]"""
    values: Tensor
    """[r]"""
    right: Tensor
    """[r, p]"""


@dataclass(frozen=True)
class Features:
    """The features of all samples of a seed, and what is known of the models that use some."""

    train: Tensor
    """[sample, p] in float64."""
    test: Tensor
    models: dict[int, Solved]
    """By the number of features."""


_features: Kept[Features] = Kept(KEPT_BYTES, lambda one: 2 * one.train.nbytes + one.test.nbytes)
_nets: Kept[list[tuple[float, ...]]] = Kept(20)


def run(spec: FitSpec, device: str) -> Frames:
    """Solve for every size, seed after seed, then train the net; yields a frame after each seed and
    each evaluation. Only W is computed anew where just the ridge or the noise moved."""
    record = _Record(spec)
    for r in range(spec.seeds):
        split, labels = samples(spec, r)
        features = yield from _of_seed(spec, r, split)
        for i, size in enumerate(spec.sizes):
            solved = _decomposed(features, size)
            record.solve(i, r, features, solved, labels, split.held_out_y)
            yield None
        yield record.frame()
    split, labels = samples(spec, 0)
    key = (spec.samples, spec.label_noise, spec.decay, spec.seed, device)
    kept = _nets.get(key)
    if kept is not None:
        record.net = kept
        yield record.frame()
        return
    data = Split(split.x.float(), labels, split.held_out_x.float(), split.held_out_y)
    for numbers in trained(spec, data.to(device)):
        if numbers is None:
            yield None
        else:
            record.net = [*record.net, numbers]
            yield record.frame()
    _nets.put(key, record.net)


def samples(spec: FitSpec, run: int) -> tuple[Split, Tensor]:
    """The digits in 0..1 [sample, 64] in float64, split by the run's seed, and the training
    labels [sample] with the noise."""
    number = seed_of(spec, run)
    drawn = split_digits(spec.samples, generator(number, ORDER))
    split = Split(drawn.x.double(), drawn.y, drawn.held_out_x.double(), drawn.held_out_y)
    draws = generator(number, NOISE)
    # All are drawn whatever the share, so that more noise only adds wrong labels.
    redrawn = torch.rand(spec.samples, generator=draws) < spec.label_noise
    others = torch.randint(CLASSES, (spec.samples,), generator=draws)
    return split, torch.where(redrawn, others, split.y)


def seed_of(spec: FitSpec, run: int) -> int:
    """The seed of a run by its place; the first run has the spec's own seed."""
    return (spec.seed + run) % 2**31


def _of_seed(spec: FitSpec, run: int, split: Split) -> Generator[None, None, Features]:
    key = (spec.samples, seed_of(spec, run))
    kept = _features.get(key)
    if kept is None:
        draws, many = generator(seed_of(spec, run), DIRECTIONS), 10 * spec.samples
        directions = torch.randn(many, PIXELS, generator=draws, dtype=torch.float64) / PIXELS**0.5
        train, test = (x.new_empty(len(x), many) for x in (split.x, split.held_out_x))
        for first in range(0, many, AT_ONCE):
            part = slice(first, first + AT_ONCE)
            for x, found in ((split.x, train), (split.held_out_x, test)):
                found[:, part] = (x @ directions[part].t()).clamp_(min=0)
            yield None
        kept = _features.put(key, Features(train, test, {}))
    return kept


def _decomposed(features: Features, size: int) -> Solved:
    known = features.models.get(size)
    if known is None:
        used = features.train[:, :size]
        if size > len(used):  # the singular values of the small factor, which is as wide as high
            basis, small = torch.linalg.qr(used.t())
            left, values, right = torch.linalg.svd(small.t(), full_matrices=False)
            right = right @ basis.t()
        else:
            left, values, right = torch.linalg.svd(used, full_matrices=False)
        features.models[size] = known = Solved(left, values, right)
    return known


def weights(solved: Solved, targets: Tensor, ridge: float) -> Tensor:
    """[p, class] the W that minimizes |Φ W - Y|² + λ|W|², the smallest if there are many."""
    s = solved.values
    able = s > NEGLIGIBLE * s[0]
    gains = torch.where(able, s / (s * s + ridge), 0.0)
    return solved.right.t() @ (gains[:, None] * (solved.left.t() @ targets))


def trained(spec: FitSpec, data: Split) -> Iterator[tuple[float, ...] | None]:
    """Train the net on all samples at every step; yields the step, the losses, the errors and the
    penalty at each evaluation, and None in between."""
    net = net_of(spec).to(data.x.device)
    trainer = Trainer(
        net,
        F.cross_entropy,
        data,
        torch.optim.SGD(net.parameters(), RATE, MOMENTUM, weight_decay=spec.decay),
        batches=itertools.repeat(torch.arange(len(data.x), device=data.x.device)),
    )
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            found = yield from _evaluated(trainer)
            parts = (found.trained, found.held_out)
            errors = [(part.targets - (part.right or 0)) / part.targets for part in parts]
            losses = [part.loss for part in parts]
            yield (step, *losses, *errors, _penalty(net, spec.decay))
        if step < STEPS:
            trainer.step()
            yield None


def net_of(spec: FitSpec) -> DenseNet:
    """The untrained net: two hidden layers of ReLUs, by He's initialization."""
    shapes = [(WIDTH, PIXELS), (WIDTH, WIDTH), (CLASSES, WIDTH)]
    return DenseNet(he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS)), nn.ReLU)


def _evaluated(trainer: Trainer) -> Generator[None, None, Evaluation]:
    for found in trainer.evaluate():
        if found is not None:
            return found
        yield None
    raise AssertionError


@torch.no_grad()
def _penalty(net: nn.Module, decay: float) -> float:
    return decay / 2 * sum(float(w.square().sum()) for w in net.parameters()) if decay else 0.0


class _Record:
    """Everything that is known so far."""

    def __init__(self, spec: FitSpec) -> None:
        self._spec = spec
        self._sizes = np.array(spec.sizes)
        self.models = np.full((6, len(spec.sizes), spec.seeds), np.nan)
        self.net: list[tuple[float, ...]] = []
        self._done = 0

    def solve(
        self,
        i: int,
        r: int,
        features: Features,
        solved: Solved,
        labels: Tensor,
        test_labels: Tensor,
    ) -> None:
        """Solve for one model, and record its errors."""
        size, ridge = self._spec.sizes[i], self._spec.ridge
        w = weights(solved, F.one_hot(labels, CLASSES).double(), ridge)
        square = float(w.square().sum())
        train = _errors(features.train[:, :size] @ w, labels)
        test = _errors(features.test[:, :size] @ w, test_labels)
        errors, losses = zip(train, test, strict=True)
        penalty = ridge * square / len(labels)
        self.models[:, i, r] = (*errors, *losses, penalty, square**0.5)
        self._done += 1

    def frame(self) -> FitFrame:
        points = STEPS // EVERY + 1
        names = ("train_error", "test_error", "train_loss", "test_loss", "penalty", "length")
        of_net = ("steps", "train_loss", "test_loss", "train_error", "test_error", "penalty")
        net = np.array(self.net).reshape(-1, len(of_net)).T
        return FitFrame(
            step=self._done + len(self.net),
            total=self.models[0].size + points,
            sizes=read_only(self._sizes),
            chosen=self._spec.sizes.index(self._spec.features),
            **{n: read_only(a) for n, a in zip(names, self.models.copy(), strict=True)},
            **{f"net_{n}": read_only(a) for n, a in zip(of_net, net, strict=True)},
        )


def _errors(scores: Tensor, labels: Tensor) -> tuple[float, float]:
    """The share of samples that are misread, and the squared error for each sample."""
    wrong = float((scores.argmax(dim=1) != labels).double().mean())
    apart = scores - F.one_hot(labels, CLASSES)
    return wrong, float(apart.square().sum()) / len(labels)
