"""What a run is made of: its data, its net and its optimizer, from the spec."""

from __future__ import annotations

import itertools
import math
from collections.abc import Generator

import torch
from torch import nn

from core.data.draws import draw, generator
from core.data.labeled import LABELED, divided, loading
from core.diagnosis.diagnosis import MOMENTA, DiagnosisSpec
from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.layers.modules import activation_module
from core.nets.dense import DenseNet
from core.nets.dropout import Dropout
from core.nets.lenet import LeNet, lenet_shapes
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import OPTIMIZERS
from core.training.data import Split

SPLIT, NOISE, DROPPED = 900, 902, 903
"""Streams of the seed: which samples are held out, wrong labels, units left out."""
WEIGHTS, BIASES = 2, 100
"""The first layer's streams."""


def split_of(spec: DiagnosisSpec, device: str) -> Generator[None, None, Split]:
    """The pictures of the spec; flat for dense layers. Some training labels are drawn anew, and
    without shuffling the training samples lie class by class."""
    read = yield from loading(spec.data)
    source = LABELED[spec.data]
    order = torch.randperm(source.trained, generator=generator(spec.seed, SPLIT)).numpy()
    trained, held_out = divided(order, source, spec.samples)
    x, y = torch.from_numpy(read.images[trained]), torch.from_numpy(read.labels[trained])
    if not spec.shuffle:
        by_class = y.argsort(stable=True)
        x, y = x[by_class], y[by_class]
    drawn = generator(spec.seed, NOISE)
    wrong = torch.rand(len(y), generator=drawn) < spec.label_noise
    y = torch.where(wrong, torch.randint(len(source.classes), y.shape, generator=drawn), y)
    held_out_x = torch.from_numpy(read.images[held_out])
    if spec.standardize:
        mean, std = x.mean(), x.std(correction=0)
        x, held_out_x = (x - mean) / std, (held_out_x - mean) / std
    if spec.dense:
        x, held_out_x = x.flatten(1), held_out_x.flatten(1)
    return Split(x, y, held_out_x, torch.from_numpy(read.labels[held_out])).to(device)


def net_of(spec: DiagnosisSpec) -> DenseNet | LeNet:
    """The untrained net."""
    source, record = LABELED[spec.data], activation_of(spec.activation)
    initializer = INITIALIZERS[spec.init]
    if not spec.dense:
        shapes = lenet_shapes(source.side, len(source.classes))
    else:
        sizes = [source.side**2, *spec.sizes, len(source.classes)]
        shapes = [(after, before) for before, after in itertools.pairwise(sizes)]
    weights, biases = [], []
    for k, shape in enumerate(shapes):
        fan_in = math.prod(shape[1:])
        drawn = draw(spec.seed, WEIGHTS + k, shape[0], fan_in)
        weights.append((initializer.weights(drawn, 0.0) * spec.init_scale).reshape(shape))
        start = initializer.biases(draw(spec.seed, BIASES + k, shape[0]), fan_in)
        common = spec.bias if k < len(shapes) - 1 else 0.0
        biases.append((torch.zeros(shape[0]) if start is None else start) + common)
    dropped = generator(spec.seed, DROPPED)

    def activation() -> nn.Module:
        made = activation_module(record)
        return nn.Sequential(made, Dropout(spec.dropout, dropped)) if spec.dropout else made

    if not spec.dense:
        return LeNet(weights, biases, activation, normed=spec.norm == "bn")
    norm = nn.BatchNorm1d if spec.norm == "bn" else None
    return DenseNet(weights, activation, biases=biases, norm=norm)


def optimizer_of(spec: DiagnosisSpec, net: nn.Module) -> torch.optim.Optimizer:
    """torch's optimizer with the spec's rate, momentum and penalty, all else at its default."""
    record = OPTIMIZERS[spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    if spec.optimizer in MOMENTA:
        hyper[MOMENTA[spec.optimizer]] = spec.momentum
    return torch_optimizer(record, net.parameters(), hyper, spec.weight_decay)
