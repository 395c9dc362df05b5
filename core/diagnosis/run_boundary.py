"""Trains the nets of a :class:`core.diagnosis.boundary.BoundarySpec`, and pictures what they
learn."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.draws import generator
from core.data.plane import drawn
from core.diagnosis.boundary import (
    DRAWN,
    GRID,
    HELD_OUT,
    MOST_CLASSES,
    MOST_UNITS,
    ORDER,
    OWN,
    REACH,
    TESTED,
    UNIT_GRID,
    WEIGHTS,
    BoundaryFrame,
    BoundarySpec,
)
from core.experiment import Frames, read_only
from core.layers.activations import ACTIVATIONS
from core.layers.modules import activation_module
from core.nets.dense import DenseNet
from core.nets.weights import he_normal
from core.optimizers.in_torch import torch_optimizer_of
from core.parameters import Reason, SpecError
from core.training.data import Split, batches
from core.training.trainer import Trainer

Array = np.ndarray[Any, Any]


def squared_error(scores: Tensor, labels: Tensor) -> Tensor:
    """The mean of |softmax(z) - e_t|² / 2 over samples [sample, class]."""
    apart = scores.softmax(dim=1) - F.one_hot(labels, scores.shape[1])
    return apart.square().sum(dim=1).mean() / 2


_LOSSES: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cross_entropy": F.cross_entropy,
    "squared": squared_error,
}


def run(spec: BoundarySpec, device: str) -> Frames:
    """Train the nets side by side; yields a frame at each moment. The rate may be sent in between
    steps."""
    data = points(spec).to(device)
    record = _Record(spec, data)
    trainers = [trainer(spec, key, data) for key in spec.chosen]
    moments = set(spec.moments().tolist())
    rate = spec.learning_rate
    for step in range(spec.steps + 1):
        if step in moments:
            for k, one in enumerate(trainers):
                record.picture(k, one)
                yield None
            record.taken(step)
            sent = yield record.frame(step)
            rate = (sent or {}).get("learning_rate", rate)
        if step == spec.steps:
            return
        for k, one in enumerate(trainers):
            one.set_rate(rate)
            record.losses[k, step] = one.step()
        record.rates[step] = rate
        if step + 1 not in moments:
            sent = yield None
            rate = (sent or {}).get("learning_rate", rate)


def points(spec: BoundarySpec) -> Split:
    """The training points [N, 2] with their classes [N], and held-out ones of the same set.

    Raises :class:`SpecError` for own points of fewer than two classes.
    """
    if spec.data != OWN:
        trained = drawn(spec.data, spec.samples, spec.noise, generator(spec.seed, DRAWN))
        held_out = drawn(spec.data, TESTED, spec.noise, generator(spec.seed, HELD_OUT))
        return Split(*trained, *held_out)
    own = spec.own_points
    if len({label for _, _, label in own}) < 2:
        raise SpecError("points", Reason.ONE_CLASS, len(own), f"2 … {MOST_CLASSES}")
    table = torch.tensor(own)
    none = table[:0]
    return Split(table[:, :2], table[:, 2].long(), none[:, :2], none[:, 2].long())


def net_of(spec: BoundarySpec) -> DenseNet:
    """The untrained net, by He's initialization; the same draws for every loss."""
    sizes = (2, *spec.layers, spec.classes)
    shapes = [(after, before) for before, after in itertools.pairwise(sizes)]
    weights = he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS))
    return DenseNet(weights, lambda: activation_module(ACTIVATIONS[spec.activation]))


def trainer(spec: BoundarySpec, loss: str, data: Split) -> Trainer:
    """The net with its loss, in training on the points."""
    net = net_of(spec).to(data.x.device)
    return Trainer(
        net,
        _LOSSES[loss],
        data,
        torch_optimizer_of(spec.optimizer, net.parameters(), spec.learning_rate),
        batches=batches(len(data.y), spec.batch, generator(spec.seed, ORDER)),
    )


class _Record:
    """Everything that is known so far, in arrays whose written part never changes."""

    def __init__(self, spec: BoundarySpec, data: Split) -> None:
        self._spec, self._data = spec, data
        device = data.x.device
        self._x, self._plane = _plane(GRID, device)
        self._unit_x, self._unit_plane = _plane(UNIT_GRID, device)
        nets, moments, layers = len(spec.chosen), len(spec.moments()), len(spec.layers)
        units = min(MOST_UNITS, max(spec.layers, default=0))
        self.moments = np.zeros(moments, int)
        self.classes = np.zeros((moments, nets, GRID, GRID), np.int8)
        self.confidence = np.zeros((moments, nets, GRID, GRID), np.float32)
        shape = (moments, nets, layers, units, UNIT_GRID, UNIT_GRID)
        self.units = np.full(shape, np.nan, np.float32)
        self.accuracy = np.full((2, nets, moments), np.nan)
        self.dead = np.full((nets, layers), np.nan)
        self.losses = np.full((nets, spec.steps), np.nan)
        self.rates = np.zeros(spec.steps)
        self._count = 0

    @torch.no_grad()
    def picture(self, k: int, one: Trainer) -> None:
        """Picture what a net says of the plane, and what its hidden units pass on."""
        at, net = self._count, one.module
        assert isinstance(net, DenseNet)
        scores = net(self._plane)
        sure, said = scores.softmax(dim=1).max(dim=1)
        said[~scores.isfinite().all(dim=1)] = -1
        self.classes[at, k] = _square(said, GRID)
        self.confidence[at, k] = _square(sure, GRID)
        h, dead = self._unit_plane, self._data.x
        for place, layer in enumerate(net.blocks):
            h, dead = layer(h), layer(dead)
            shown = h[:, :MOST_UNITS].t().reshape(-1, UNIT_GRID, UNIT_GRID)
            self.units[at, k, place, : len(shown)] = shown.cpu().numpy()
            self.dead[k, place] = float((dead == dead[0]).all(dim=0).float().mean())
        parts = (self._data.x, self._data.y), (self._data.held_out_x, self._data.held_out_y)
        for row, (x, y) in enumerate(parts):
            if len(y):
                right = net(x).argmax(dim=1) == y
                self.accuracy[row, k, at] = float(right.double().mean())

    def taken(self, step: int) -> None:
        """All nets have been pictured after this many steps."""
        self.moments[self._count] = step
        self._count += 1

    def frame(self, step: int) -> BoundaryFrame:
        t = self._count
        arrays = {
            "points": self._data.x.cpu().numpy(),
            "labels": self._data.y.cpu().numpy(),
            "x": self._x,
            "moments": self.moments[:t],
            "classes": self.classes[:t],
            "confidence": self.confidence[:t],
            "unit_x": self._unit_x,
            "units": self.units[:t],
            "losses": self.losses[:, :step],
            "train_accuracy": self.accuracy[0, :, :t],
            "test_accuracy": self.accuracy[1, :, :t],
            "used_rates": self.rates[:step],
            "dead": self.dead.copy(),
        }
        return BoundaryFrame(
            step=step,
            total=self._spec.steps,
            nets=self._spec.chosen,
            **{name: read_only(array) for name, array in arrays.items()},
        )


def _plane(side: int, device: torch.device) -> tuple[Array, Tensor]:
    """[side] the places along an axis, and [side · side, 2] all points, by rows of y."""
    places = np.linspace(-REACH, REACH, side)
    x, y = np.meshgrid(places, places)
    both = np.stack([x.ravel(), y.ravel()], axis=1)
    return places, torch.tensor(both, dtype=torch.float32, device=device)


def _square(values: Tensor, side: int) -> Array:
    found: Array = values.reshape(side, side).cpu().numpy()
    return found
