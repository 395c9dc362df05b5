"""Runs the part of a :class:`core.diagnosis.beginnings.BeginningsSpec` that is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.diagnosis.beginnings import (
    ACTIVATIONS,
    BATCH,
    BATCHES,
    CORNERS,
    DEEP_MOMENTUM,
    DEEP_RATES,
    EVERY,
    GATES,
    GRID,
    LAYERS,
    MOMENTUM,
    NETS,
    ORDER,
    ORDERS,
    PRESENTATIONS,
    RATE,
    RBM_BATCH,
    RBM_RATE,
    RBM_START,
    REACH,
    SAMPLED,
    SAMPLES,
    SIZES,
    WEIGHTS,
    WIDTH,
    BeginningsFrame,
    BeginningsSpec,
)
from core.experiment import Frames, read_only
from core.kept import Kept
from core.layers import activations
from core.layers.modules import activation_module
from core.nets.dense import DenseNet
from core.training.data import Split, batches
from core.training.digits import split_digits
from core.training.stacked import StackedLayer, StackedNets, binary_cross_entropy
from core.training.trainer import Answer, Trainer

Array = np.ndarray[Any, Any]

COMPARED = 200
"""Starts of each net whose share is told."""
SHOWN = 50
"""Steps from one frame of the nets to the next."""

_shares: Kept[float] = Kept(200)
_deeps: Kept[BeginningsFrame] = Kept(8)


def run(spec: BeginningsSpec, device: str) -> Frames:
    """Run the part; yields a frame whenever there is something to see."""
    if spec.part == "perceptron":
        yield _perceptron(spec)
    elif spec.part == "mlp":
        yield from _mlp(spec, device)
    else:
        yield from _deep(spec, device)


def _frame(spec: BeginningsSpec, step: int, total: int, **known: Any) -> BeginningsFrame:
    """A frame of what is known; all else is empty."""
    none = np.zeros(0)
    arrays = {
        "points": np.array(CORNERS),
        "labels": np.array(GATES[spec.gate]),
        "x": np.linspace(*REACH, GRID),
        "pictures": np.zeros((0, GRID, GRID)),
        "lines": np.zeros((0, 1, 3)),
        "presented": none,
        "wrong": none,
        "learned_after": none,
        "learned": none,
        "curves": np.zeros((0, 0)),
        "moments": none,
        "share": np.zeros((0, 0)),
        "losses": np.zeros((0, 0)),
        "final_loss": none,
        "accuracy": none,
        "rebuilt": np.zeros((0, 0)),
    }
    return BeginningsFrame(
        step=step,
        total=total,
        nets=NETS if spec.part == "deep" else (),
        **{name: read_only(array) for name, array in (arrays | known).items()},
    )


def presentations(gate: str, seed: int) -> tuple[Array, Array]:
    """Perceptrons' [order, P + 1, 3] w₁, w₂, b from 0 on, and the corners [order, P] presented.

    Every pass shows the corners in an order of its own. A perceptron says 1 where w₁ x + w₂ y + b >
    0, and after a mistake adds (t - said) (x, y, 1) (Rosenblatt 1958).
    """
    draws = np.random.default_rng((seed, ORDER))
    passes = np.tile(np.arange(4), (ORDERS, PRESENTATIONS // 4, 1))
    order = draws.permuted(passes, axis=2).reshape(ORDERS, PRESENTATIONS)
    inputs, targets = _inputs(), np.array(GATES[gate])
    weights = np.zeros((ORDERS, PRESENTATIONS + 1, 3))
    for step, corners in enumerate(order.T):
        given, before = inputs[corners], weights[:, step]
        missing = targets[corners] - ((given * before).sum(axis=1) > 0)
        weights[:, step + 1] = before + missing[:, None] * given
    return weights, order


def _inputs() -> Array:
    """[4, 3] the corners, with a 1 for the bias."""
    found: Array = np.c_[np.array(CORNERS), np.ones(4)]
    return found


def _perceptron(spec: BeginningsSpec) -> BeginningsFrame:
    weights, order = presentations(spec.gate, spec.seed)
    said = weights @ _inputs().T > 0
    wrong = (said != np.array(GATES[spec.gate], bool)).sum(axis=2)
    changed = (np.diff(weights, axis=1) != 0).any(axis=2)
    last = PRESENTATIONS - changed[:, ::-1].argmax(axis=1)
    x, y = np.meshgrid(*2 * (np.linspace(*REACH, GRID),))
    plane = np.stack([x, y, np.ones_like(x)])
    return _frame(
        spec,
        1,
        1,
        pictures=(np.tensordot(weights[0], plane, 1) > 0).astype(float),
        lines=weights[0][:, None],
        presented=order[0],
        wrong=wrong[0],
        learned_after=np.where(wrong[:, -1] == 0, last, np.nan),
    )


def nets_of(activation: str, hidden: int, many: int, draws: torch.Generator) -> StackedNets:
    """Nets 2-H-1 whose weights are drawn from N(0, 1), with biases of 0."""
    layers = [
        StackedLayer(torch.randn(many, hidden, 2, generator=draws), torch.zeros(many, hidden)),
        StackedLayer(torch.randn(many, 1, hidden, generator=draws), torch.zeros(many, 1)),
    ]
    rates = torch.full((many,), RATE)
    function = activations.ACTIVATIONS[activation]
    return StackedNets(layers, function, binary_cross_entropy, rates, momentum=MOMENTUM)


def _right(nets: StackedNets, x: Tensor, y: Tensor) -> Tensor:
    """[K] whether each net says all corners right."""
    return ((nets.outputs(x)[..., 0] > 0) == y.bool()).all(dim=1)


def _mlp(spec: BeginningsSpec, device: str) -> Frames:
    """Train the starts together, then those of other sizes and activations for their shares. They
    are so small that every device would wait for the processor: they stay on it."""
    x, y = torch.tensor(CORNERS), torch.tensor(GATES[spec.gate])
    nets = nets_of(spec.activation, spec.hidden, spec.starts, generator(spec.seed, WEIGHTS))
    curves = np.full((spec.starts, spec.steps // EVERY + 1), np.nan, np.float32)
    share = np.full((len(ACTIVATIONS), len(SIZES)), np.nan)
    total = spec.steps + share.size
    for step in range(spec.steps + 1):
        if step % EVERY == 0:
            curves[:, step // EVERY] = nets.losses(x, y).numpy()
        if step % SHOWN == 0 or step == spec.steps:
            seen = _seen(nets, x, y, curves)
            yield _frame(spec, step, total, share=share.copy(), **seen)
        elif step % 5 == 0:
            yield None
        if step < spec.steps:
            nets.step(x, y)
    for done, place in enumerate(np.ndindex(*share.shape), 1):
        key = (spec.gate, spec.steps, spec.seed, *place)
        found = _shares.get(key)
        if found is None:
            activation, hidden = ACTIVATIONS[place[0]], SIZES[place[1]]
            others = nets_of(activation, hidden, COMPARED, generator(spec.seed, WEIGHTS))
            for step in range(spec.steps):
                others.step(x, y)
                if step % 5 == 0:
                    yield None
            found = _shares.put(key, float(_right(others, x, y).double().mean()))
        share[place] = found
        yield _frame(spec, spec.steps + done, total, share=share.copy(), **seen)


def _seen(nets: StackedNets, x: Tensor, y: Tensor, curves: Array) -> dict[str, Array]:
    """What the nets say of the plane now, and their hidden units' lines."""
    places = torch.linspace(*REACH, GRID)
    plane = torch.cartesian_prod(places, places).flip(1)  # x varies first
    first = nets.layers[0]
    lines = torch.cat([first.weight, first.bias[..., None]], dim=2)
    return {
        "pictures": nets.outputs(plane)[..., 0].sigmoid().view(-1, GRID, GRID).numpy(),
        "lines": lines.numpy(),
        "learned": _right(nets, x, y).numpy(),
        "curves": curves.copy(),
        "moments": EVERY * np.arange(curves.shape[1]),
    }


def digits(spec: BeginningsSpec, device: str) -> Split:
    """The digits in 0..1 [sample, 64] with their labels, split by the seed."""
    return split_digits(SAMPLES, generator(spec.seed, ORDER)).to(device)


class Machine:
    """A restricted Boltzmann machine: P(h = 1 | v) = sigmoid(W v + b) and P(v = 1 | h) =
    sigmoid(Wᵀ h + a), trained by one step of contrastive divergence (Hinton 2002)."""

    def __init__(self, inputs: int, draws: torch.Generator, device: torch.device) -> None:
        self.weight = (RBM_START * torch.randn(WIDTH, inputs, generator=draws)).to(device)
        self.seen_bias = torch.zeros(inputs, device=device)
        self.bias = torch.zeros(WIDTH, device=device)

    def passed(self, v: Tensor) -> Tensor:
        """[sample, unit] P(h = 1 | v)."""
        return torch.addmm(self.bias, v, self.weight.t()).sigmoid()

    def step(self, v: Tensor, draws: torch.Generator) -> float:
        """Learn from a batch v [sample, input] in 0..1; returns the mean squared error with which
        it was rebuilt."""
        h = self.passed(v)
        drawn = (torch.rand(h.shape, generator=draws).to(h.device) < h).to(h.dtype)
        rebuilt = torch.addmm(self.seen_bias, drawn, self.weight).sigmoid()
        again = self.passed(rebuilt)
        rate = RBM_RATE / len(v)
        self.weight.addmm_(h.t(), v, alpha=rate).addmm_(again.t(), rebuilt, alpha=-rate)
        self.seen_bias.add_((v - rebuilt).sum(dim=0), alpha=rate)
        self.bias.add_((h - again).sum(dim=0), alpha=rate)
        return float((v - rebuilt).square().mean())


def net_of(name: str, spec: BeginningsSpec, machines: list[Machine], device: str) -> DenseNet:
    """One of the five nets, untrained; all begin from the same draws."""
    draws = generator(spec.seed, WEIGHTS)
    sizes = [PIXELS, *[WIDTH] * LAYERS, CLASSES]
    gain = 2.0 if name in ("he", "skips") else 1.0
    weights = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        variance = (gain if fan_out == WIDTH else 1.0) * 2 / (fan_in + fan_out)
        weights.append(torch.randn(fan_out, fan_in, generator=draws) * variance**0.5)
    biases = None
    if name == "rbm":
        weights[:-1] = [one.weight.clone() for one in machines]
        biases = [*(one.bias.clone() for one in machines), torch.zeros(CLASSES, device=device)]
    function = activations.ACTIVATIONS["relu" if name in ("he", "skips") else "sigmoid"]
    return DenseNet(
        [w.to(device) for w in weights],
        lambda: activation_module(function),
        biases=biases,
        norm=torch.nn.BatchNorm1d if name == "bn" else None,
        residual=name == "skips",
    ).to(device)


def _deep(spec: BeginningsSpec, device: str) -> Frames:
    """Train the net from Xavier's start, pretrain layers and train those, then what came after."""
    kept = _deeps.get((spec, device))
    if kept is not None:
        yield kept
        return
    data = digits(spec, device)
    known: dict[str, Array] = {
        "losses": np.full((len(NETS), spec.steps), np.nan),
        "final_loss": np.full(len(NETS), np.nan),
        "accuracy": np.full(len(NETS), np.nan),
        "rebuilt": np.full((LAYERS, spec.epochs), np.nan),
    }
    machines: list[Machine] = []
    total = LAYERS + len(NETS) * spec.steps
    done = 0

    def frame() -> BeginningsFrame:
        return _frame(spec, done, total, **{name: one.copy() for name, one in known.items()})

    yield frame()
    for k, name in enumerate(NETS):
        if name == "rbm":
            for layer in _pretrain(spec, data, machines, known["rebuilt"]):
                done += layer
                yield frame() if layer else None
        net = net_of(name, spec, machines, device)
        order = batches(SAMPLES, BATCH, generator(spec.seed, BATCHES))
        sgd = torch.optim.SGD(net.parameters(), DEEP_RATES[k], DEEP_MOMENTUM)
        trainer = Trainer(net, F.cross_entropy, data, sgd, batches=order)
        for step in range(spec.steps):
            known["losses"][k, step] = trainer.step()
            done += 1
            yield frame() if step % 20 == 0 else None
        for part, x, y in ((0, data.x, data.y), (1, data.held_out_x, data.held_out_y)):
            answer: Answer = yield from trainer.ask(x, y)
            if part:
                known["accuracy"][k] = answer.accuracy
            else:
                known["final_loss"][k] = answer.loss
        yield frame()
    _deeps.put((spec, device), frame())


def _pretrain(
    spec: BeginningsSpec, data: Split, machines: list[Machine], rebuilt: Array
) -> Iterator[int]:
    """Train a machine on the pixels, another on what its units pass on, and so on; yields 1 when a
    layer is done, and 0 in between."""
    draws = generator(spec.seed, SAMPLED)
    v = data.x
    for layer in range(LAYERS):
        machine = Machine(v.shape[1], draws, v.device)
        order = batches(len(v), RBM_BATCH, draws)
        a_pass = -(-len(v) // RBM_BATCH)
        for epoch in range(spec.epochs):
            errors = []
            for rows in itertools.islice(order, a_pass):
                errors.append(machine.step(v[rows], draws))
                yield 0
            rebuilt[layer, epoch] = np.mean(errors)
        machines.append(machine)
        v = machine.passed(v)
        yield 1
