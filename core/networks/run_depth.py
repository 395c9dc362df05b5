"""Trains the nets of a :class:`core.networks.depth.DepthSpec` side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.experiment import Frames
from core.nets.residual import BlockNet, block_net, with_identities
from core.nets.weights import he_normal
from core.networks.block_signals import BlockSignals, block_signals
from core.networks.depth import (
    MEASURED,
    MOMENTUM,
    ORDER,
    SPLIT,
    TRAINED,
    WEIGHTS,
    DepthSpec,
    blocks_of,
    seed_of,
)
from core.networks.depth_record import Record
from core.training.data import Split, batches
from core.training.digits import split_digits
from core.training.trainer import Answer, Trainer

_NORMS: Mapping[tuple[str, str], Callable[[int], nn.Module]] = {
    ("bn", "dense"): nn.BatchNorm1d,
    ("bn", "conv"): nn.BatchNorm2d,
    ("ln", "dense"): nn.LayerNorm,
    ("ln", "conv"): partial(nn.GroupNorm, 1),
}


def run(spec: DepthSpec, device: str) -> Frames:
    """Train all nets side by side, a step each in a turn, the deepest some turns ahead; yields a
    frame after each turn. With several seeds everything is trained with one seed, then with the
    next."""
    record = Record(spec)
    for r in range(spec.seeds):
        seeded = replace(spec, seed=seed_of(spec, r))
        data = digits(seeded, device)
        yield None
        nets: dict[tuple[int, int], NetTraining] = {}
        for d in reversed(range(len(spec.layers))):
            for k, kind in enumerate(spec.compared):
                nets[k, d] = net = NetTraining(seeded, kind, spec.layers[d], data)
                if r == 0:
                    record.measure(k, d, (yield from net.signals()))
        whole = _whole(seeded, nets, data)
        record.begin(r)
        for turn in range(spec.turns):
            yield record.frame()
            for (k, d), net in nets.items():
                if 0 <= (step := turn - spec.begins_at(d)) < spec.steps:
                    record.note(k, d, step, net.step())
                    yield None
            if whole not in nets.values() and turn < spec.steps:
                whole.step()
            record.turn()
        for (k, d), net in nets.items():
            record.end(k, d, (yield from net.answers()))
        for d, depth in enumerate(spec.layers):
            record.inserted[r, d] = yield from whole.loss_at(depth)
    yield record.frame()


def digits(spec: DepthSpec, device: str) -> Split:
    """The digits [N, 64] or [N, 1, 8, 8] with their labels, split by a seeded draw, less the mean
    and over the std of all the training digits' pixels together."""
    drawn = split_digits(TRAINED, generator(spec.seed, SPLIT))
    mean, std = drawn.x.mean(), drawn.x.std()
    shape = (-1, 1, 8, 8) if spec.form == "conv" else (-1, PIXELS)
    parts = (((x - mean) / std).reshape(shape) for x in (drawn.x, drawn.held_out_x))
    split = Split(next(parts), drawn.y, next(parts), drawn.held_out_y)
    return split.to(device)


def net_of(spec: DepthSpec, kind: str, depth: int) -> BlockNet:
    """The untrained net of that kind and depth. The draws are the same for all kinds, layer by
    layer, and those of a shallower net's blocks are a deeper one's first."""
    units = spec.units
    kernel: tuple[int, ...] = () if spec.form == "dense" else (3, 3)
    first = (units, PIXELS) if spec.form == "dense" else (units, 1, *kernel)
    shapes = [first, *[(units, units, *kernel)] * (depth - 2), (CLASSES, units)]
    drawn = he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS))
    norm = None if spec.norm == "none" else _NORMS[spec.norm, spec.form]
    return block_net(kind, drawn, norm, zero=spec.zero_branch)


class NetTraining:
    """One net in training, by SGD with momentum. Once a loss is not finite it rests."""

    def __init__(self, spec: DepthSpec, kind: str, depth: int, data: Split) -> None:
        self._spec, self._depth, self._data = spec, depth, data
        self.net = net_of(spec, kind, depth).to(data.x.device)
        self.trainer = self._trainer(self.net)
        self._broken = False

    def signals(self) -> Generator[None, None, BlockSignals]:
        """What passes through the net's blocks now."""
        x, y = self._data.x[:MEASURED], self._data.y[:MEASURED]
        return (yield from block_signals(self.net, x, y))

    def step(self) -> float:
        """Take a step; returns its loss before the step, NaN once one was not finite."""
        if self._broken:
            return math.nan
        loss = self.trainer.step()
        self._broken = not math.isfinite(loss)
        return math.nan if self._broken else loss

    def answers(self) -> Generator[None, None, tuple[float, float]]:
        """Loss on all training digits, as in training, and accuracy on the test's, in prediction;
        NaN if they are not finite. Nothing may be asked after that: moving averages have moved."""
        if self._broken:
            return math.nan, math.nan
        data = self._data
        tested = yield from self.trainer.ask(data.held_out_x, data.held_out_y)
        trained = yield from self.trainer.ask(data.x, data.y, training=True)
        return _loss(trained), tested.accuracy if tested.finite else math.nan

    def loss_at(self, depth: int) -> Generator[None, None, float]:
        """Loss on all training digits of the plain net that becomes this deep by inserting
        identities."""
        more = blocks_of(depth) - blocks_of(self._depth)
        deep = with_identities(self.net, more).to(self._data.x.device)
        answer = yield from self._trainer(deep).ask(self._data.x, self._data.y)
        return _loss(answer)

    def _trainer(self, net: BlockNet) -> Trainer:
        spec = self._spec
        return Trainer(
            net,
            F.cross_entropy,
            self._data,
            torch.optim.SGD(net.parameters(), lr=spec.learning_rate, momentum=MOMENTUM),
            batches=batches(TRAINED, spec.batch, generator(spec.seed, ORDER)),
            at_once=MEASURED if spec.form == "conv" else None,
        )


def _loss(answer: Answer) -> float:
    return answer.loss if answer.finite and math.isfinite(answer.loss) else math.nan


def _whole(
    spec: DepthSpec, nets: Mapping[tuple[int, int], NetTraining], data: Split
) -> NetTraining:
    """The shallowest plain net without a norm: one of those that are trained, or one more."""
    if spec.norm == "none" and "plain" in spec.compared:
        return nets[spec.compared.index("plain"), 0]
    return NetTraining(replace(spec, norm="none"), "plain", spec.layers[0], data)
