"""Trains the nets of a :class:`core.networks.shifts.ShiftsSpec` side by side, and moves what they
are tested with."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.data.canvas import CANVAS, center, place, spots
from core.data.labeled import loading
from core.experiment import Frames, read_only
from core.kept import Kept
from core.networks.shift_maps import MOVED, UNMOVED, Equivariance, Pictures, look, maps_of, moved
from core.networks.shift_nets import TRUNKS, margin_of, net_of
from core.networks.shifts import (
    MAPS,
    MOST_TRAINED,
    PREVIEW,
    SHIFTS,
    TEST,
    ShiftsFrame,
    ShiftsSpec,
    by_distance,
    corner,
)
from core.training.data import Split, batches
from core.training.trainer import Trainer

Array = np.ndarray[Any, Any]

AT_ONCE = 60
"""The test digits that go through a net together."""


def run(spec: ShiftsSpec, device: str) -> Frames:
    """Train every net, one step after the other; yields a frame after each step of all, with the
    map of the first test digits after every epoch, and of all in the end. The chosen digit alone
    is shown at once, as trained nets are kept."""
    key = (spec.replace(picture=1), device)
    trained = KEPT.get(key)
    if trained is None:
        trained = Trained(spec)
        yield from _train(spec, device, trained)
        KEPT.put(key, trained)
    yield from _show(spec, trained)
    yield trained.frame(spec, spec.seeds * spec.steps)


class Trained:
    """Nets in training, or trained, and everything that was found."""

    def __init__(self, spec: ShiftsSpec) -> None:
        nets, seeds, n = len(spec.compared), spec.seeds, len(SHIFTS)
        side = CANVAS // spec.stride
        self.nets: list[nn.Sequential] = []
        """Those of the first seed."""
        self.pictures = torch.zeros(0)
        """[9, 9, 360, 1, 16, 16] the first seed's test digits at every shift, as its nets see
        them."""
        self.parameters = np.zeros(nets, int)
        self.losses = np.full((seeds, nets, spec.steps), np.nan)
        self.accuracy = np.full((seeds, nets, n, n), np.nan)
        self.errors = np.full((seeds, nets, 2, n, n), np.nan)
        self.tested = 0
        self.digits = np.zeros((TEST, 1, CANVAS, CANVAS), np.float32)
        """The first seed's test digits."""
        self.labels = np.zeros(TEST, int)
        self.digit = np.zeros((n, n, CANVAS, CANVAS), np.float32)
        self.label = 0
        self.probabilities = np.full((nets, n, n, 10), np.nan)
        self.first_maps = np.full((nets, n, n, MAPS, CANVAS, CANVAS), np.nan, np.float32)
        self.second_maps = np.full((nets, n, n, MAPS, side, side), np.nan, np.float32)

    def frame(self, spec: ShiftsSpec, done: int) -> ShiftsFrame:
        """A snapshot after so many steps of every net, those of all seeds counted."""
        seeds = slice(0, -(-done // spec.steps))
        step = min(done, spec.steps)
        accuracies = self.accuracy.copy()
        mean = _mean(accuracies[seeds])
        errors = _mean(self.errors[seeds])
        arrays = {
            "parameters": self.parameters.copy(),
            "shifts": np.array(SHIFTS),
            "losses": _mean(self.losses[seeds, :, :step]),
            "accuracy": mean,
            "accuracies": accuracies,
            "by_distance": by_distance(mean),
            "by_distances": by_distance(accuracies),
            "equivariance_error": errors[:, 0],
            "deep_equivariance_error": errors[:, 1],
            "digit": self.digit,
            "probabilities": self.probabilities,
            "first_maps": self.first_maps,
            "second_maps": self.second_maps,
        }
        return ShiftsFrame(
            step=done,
            total=spec.seeds * spec.steps,
            nets=spec.compared,
            tested=self.tested,
            label=self.label,
            **{name: read_only(array) for name, array in arrays.items()},
        )


KEPT: Kept[Trained] = Kept(4)
"""The nets that were trained last, so that another digit is shown at once."""


def _mean(found: Array) -> Array:
    """The mean over the seeds that have got there, NaN where none has."""
    known = np.isfinite(found)
    count = known.sum(axis=0)
    total = np.where(known, found, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


@dataclass(frozen=True)
class Data:
    """The digits of one seed."""

    split: Split
    """Digits to train on and the test digits unmoved, as the nets see them."""
    test: Pictures
    digits: Array
    """[360, 1, 16, 16] the test digits in the middle of the canvas."""


def data_of(spec: ShiftsSpec, device: str) -> Generator[None, None, Data]:
    """Digits on the canvas: split, moved if they are trained on shifts, and permuted, all by the
    seed."""
    read = yield from loading("digits")
    order = torch.randperm(len(read.labels), generator=_generator(spec, 0)).numpy()
    chosen, tested = order[: spec.samples], order[MOST_TRAINED:]
    corners = corner() - spec.shift + spots(spec.samples, spec.seed, 2 * spec.shift)
    train = place(read.images[chosen], corners, CANVAS)
    digits = center(read.images[tested], CANVAS)
    yield None
    x, y = torch.tensor(train), torch.tensor(read.labels[chosen])
    test = Pictures(torch.tensor(moved(digits)), torch.tensor(read.labels[tested]))
    yield None
    if spec.permuted:
        places = torch.randperm(CANVAS**2, generator=_generator(spec, 3))
        x, test = _permuted(x, places), Pictures(_permuted(test.x, places), test.y)
    split = Split(x, y, test.x[UNMOVED, UNMOVED], test.y).to(device)
    yield None
    return Data(split, Pictures(test.x.to(device), split.held_out_y), digits)


def _permuted(x: Tensor, places: Tensor) -> Tensor:
    """Pictures [..., 16, 16] whose pixels stand at other places."""
    return x.flatten(-2)[..., places].reshape(x.shape)


def _generator(spec: ShiftsSpec, stream: int) -> torch.Generator:
    return torch.Generator().manual_seed(spec.seed + stream)


def trainer_of(key: str, spec: ShiftsSpec, data: Split) -> Trainer:
    """A net about to be trained with Adam; all nets see the same batches."""
    net = net_of(key, spec, _generator(spec, 1)).to(data.x.device)
    return Trainer(
        net,
        F.cross_entropy,
        data,
        torch.optim.Adam(net.parameters(), lr=spec.learning_rate),
        batches=batches(spec.samples, spec.batch, _generator(spec, 2)),
        at_once=AT_ONCE,
    )


def _train(spec: ShiftsSpec, device: str, trained: Trained) -> Frames:
    """Train all nets with one seed after the other, writing down what is found."""
    an_epoch = spec.steps // spec.epochs
    for r in range(spec.seeds):
        seeded = replace(spec, seed=(spec.seed + r) % 2**31)
        data = yield from data_of(seeded, device)
        trainers = []
        for key in spec.compared:
            trainers.append(trainer_of(key, seeded, data.split))
            yield None
        if r == 0:
            _begin(trained, trainers, data)
        for step in range(spec.steps):
            for k, trainer in enumerate(trainers):
                trained.losses[r, k, step] = trainer.step()
                yield None
            done = step + 1
            if done % an_epoch == 0 and done < spec.steps:
                yield from _ask(trained, r, trainers, data.test.first(min(PREVIEW, spec.test)))
                if done == an_epoch:
                    yield from _compare(seeded, trained, r, trainers, data)
                if r == 0:
                    yield from _show(spec, trained)
            if done < spec.steps:
                yield trained.frame(spec, r * spec.steps + done)
        yield from _compare(seeded, trained, r, trainers, data)
        yield from _ask(trained, r, trainers, data.test.first(spec.test))
        if r + 1 < spec.seeds:
            yield trained.frame(spec, (r + 1) * spec.steps)


def _begin(trained: Trained, trainers: list[Trainer], data: Data) -> None:
    """Write down what is known before the first step."""
    for k, trainer in enumerate(trainers):
        assert isinstance(trainer.module, nn.Sequential)
        trained.nets.append(trainer.module)
        trained.parameters[k] = sum(p.numel() for p in trainer.module.parameters())
    trained.pictures = data.test.x
    trained.digits = data.digits
    trained.labels = data.test.y.cpu().numpy()


def _ask(
    trained: Trained, r: int, trainers: list[Trainer], test: Pictures
) -> Generator[None, None, None]:
    """Note how many of the test digits are read right at every shift."""
    found = trained.accuracy[r].copy()
    for k, trainer in enumerate(trainers):
        for i, j in MOVED:
            answer = yield from trainer.ask(test.x[i, j], test.y)
            assert answer.right is not None
            found[k, i, j] = answer.right / answer.targets
    trained.accuracy[r] = found
    trained.tested = len(test.y)


def _compare(
    spec: ShiftsSpec, trained: Trained, r: int, trainers: list[Trainer], data: Data
) -> Generator[None, None, None]:
    """Move the first test digits, and note how far their maps are from moved maps."""
    few = data.test.first(min(PREVIEW, spec.test))
    found = trained.errors[r].copy()
    for k, (key, trainer) in enumerate(zip(spec.compared, trainers, strict=True)):
        if key not in TRUNKS:
            continue
        net = trainer.module
        assert isinstance(net, nn.Sequential)
        same = Equivariance(margin_of(key, spec), maps_of(net, few.x[UNMOVED, UNMOVED]))
        for i, j in MOVED:
            same.add(i, j, maps_of(net, few.x[i, j]))
            yield None
        found[k] = same.errors
    trained.errors[r] = found


def _show(spec: ShiftsSpec, trained: Trained) -> Generator[None, None, None]:
    """Note what the first seed's nets make of the chosen digit at every shift. What was noted
    before is in frames, and stays."""
    n = spec.picture - 1
    side = CANVAS // spec.stride
    found = []
    for net in trained.nets:
        found.append((yield from look(net, trained.pictures[:, :, n], side)))
    trained.digit = moved(trained.digits[n, 0])
    trained.label = int(trained.labels[n])
    trained.probabilities, trained.first_maps, trained.second_maps = map(
        np.array, zip(*found, strict=True)
    )
