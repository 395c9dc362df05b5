"""Nets in training on the digits, in plain torch, and what is looked at on the way."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.digits import load_digits
from core.data.preprocessing import PREPROCESSINGS
from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.optimizers.optimizers import OPTIMIZERS
from core.signals.net import NetSpec

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

CLASSES = 10
HELD_OUT = 360
"""Digits that are never trained on: a fifth."""
SPLIT, ORDER = 900, 901
"""Streams of the seed: which digits are held out, and in which order the others come."""


@dataclass(frozen=True)
class Data:
    """The digits, split by the seed and preprocessed by the training part's statistics."""

    x: Tensor
    """[sample, 64]"""
    y: Tensor
    held_out_x: Tensor
    held_out_y: Tensor

    @classmethod
    def of(cls, preprocess: str, seed: int, device: str) -> Data:
        import torch

        from core.data.draws import generator

        digits = load_digits()
        order = torch.randperm(len(digits.labels), generator=generator(seed, SPLIT)).numpy()
        parts = order[HELD_OUT:], order[:HELD_OUT]
        fitted = PREPROCESSINGS[preprocess](digits.images[parts[0]])
        tensors: list[Tensor] = []
        for part in parts:
            tensors.append(torch.tensor(fitted.apply(digits.images[part]), dtype=torch.float32))
            tensors.append(torch.tensor(digits.labels[part]))
        return cls(*(tensor.to(device) for tensor in tensors))

    def batches(self, size: int, seed: int) -> Iterator[Tensor]:
        """Indices without end: every epoch in an order of its own, its last batch the shorter."""
        import torch

        from core.data.draws import generator

        order = generator(seed, ORDER)
        while True:
            yield from torch.split(torch.randperm(len(self.y), generator=order), size)


class Net:
    """A dense net with a linear layer of ten classes on top. Gradients are torch's own."""

    def __init__(self, spec: NetSpec, side: str, columns: int, device: str) -> None:
        import torch
        from torch import nn

        from core.data.draws import draw
        from core.layers.modules import activation_module

        self._activation = activation_module(activation_of(spec.activation, spec.slope))
        self._before = spec.norm_place == "before"
        self._residual = spec.residual
        initializer = INITIALIZERS[getattr(spec, f"init_{side}")]
        std = getattr(spec, f"std_{side}")
        self.weights: list[Tensor] = []
        self.biases: list[Tensor] = []
        sizes = [columns, *[spec.width] * spec.depth, CLASSES]
        for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes)):
            draws = draw(spec.seed, 2 + layer, fan_out, fan_in)
            weight = initializer.weights(draws, std, spec.leak).contiguous().to(device)
            start = spec.bias if layer < spec.depth else 0.0
            self.weights.append(weight.requires_grad_())
            self.biases.append(torch.full((fan_out,), start, device=device, requires_grad=True))
        kinds: dict[str, Any] = {
            "none": lambda: None,
            "bn": lambda: nn.BatchNorm1d(spec.width, affine=False).to(device),
            "ln": lambda: nn.LayerNorm(spec.width, elementwise_affine=False).to(device),
        }
        self.norms = [kinds[spec.norm]() for _ in range(spec.depth)]

    @property
    def parameters(self) -> list[Tensor]:
        """Weight, bias, weight, bias, ..."""
        return [p for pair in zip(self.weights, self.biases, strict=True) for p in pair]

    def forward(self, x: Tensor, *, training: bool) -> Iterator[tuple[Tensor, Tensor]]:
        """z and h of each layer; of the last, the classes' scores twice."""
        from torch.nn import functional as F

        layers = zip(self.weights, self.biases, self.norms, strict=False)
        for weight, bias, norm in layers:
            z = F.linear(x, weight, bias)
            if norm is not None:
                norm.train(training)
            if norm is not None and self._before:
                z = norm(z)
            h = self._activation(z)
            if norm is not None and not self._before:
                h = norm(h)
            x = h + x if self._residual and h.shape == x.shape else h
            yield z, x
        scores = F.linear(x, self.weights[-1], self.biases[-1])
        yield scores, scores


@dataclass(frozen=True)
class Measurement:
    """What is looked at of one step. Arrays are [layer, ...], the last layer the classes'."""

    counts: Array
    """[layer, bin] of h, in the activation's bins; the hidden layers alone."""
    outside: Array
    """[layer, 3] of h: below, above, not finite."""
    weight_octaves: Array
    gradient_octaves: Array
    """[layer, octave] of weights, and of their gradients."""
    update_ratio: Array
    """[layer] |Δw| / |w|"""


class Trainer:
    """One net in training. A step is a plain torch step; a measured one looks at it besides."""

    def __init__(
        self, spec: NetSpec, side: str, optimizer: str, rate: float, data: Data, batch: int
    ) -> None:
        self._spec = spec
        self._data = data
        self._batches = data.batches(batch, spec.seed)
        self.net = Net(spec, side, data.x.shape[1], str(data.x.device))
        from core.optimizers.in_torch import torch_optimizer

        record = OPTIMIZERS[optimizer]
        hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": rate}
        self._optimizer = torch_optimizer(record, self.net.parameters, hyper)

    def set_rate(self, rate: float) -> None:
        """From the next step on."""
        for group in self._optimizer.param_groups:
            group["lr"] = rate

    def step(self) -> float:
        """One step on the next batch; its loss before it."""
        loss, _ = self._gradients()
        self._optimizer.step()
        return float(loss.detach())

    def measured_step(self, bins: int) -> tuple[float, Measurement]:
        """The same step, and what it did."""
        import torch

        loss, outputs = self._gradients()
        before = [weight.detach().clone() for weight in self.net.weights]
        self._optimizer.step()
        with torch.no_grad():
            found = self._measure(outputs[:-1], before, bins)
        return float(loss.detach()), found

    def _gradients(self) -> tuple[Tensor, list[Tensor]]:
        from torch.nn import functional as F

        chosen = next(self._batches)
        outputs = [h for _, h in self.net.forward(self._data.x[chosen], training=True)]
        loss = F.cross_entropy(outputs[-1], self._data.y[chosen])
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss, outputs

    def _measure(self, outputs: list[Tensor], before: list[Tensor], bins: int) -> Measurement:
        import torch

        from core import counting

        over = self._spec.h_bins(bins)
        counted = [counting.tally(h, over).counts for h in outputs]
        sizes = [
            [counting.tally(tensor).magnitudes.octaves for tensor in tensors]
            for tensors in (before, [w.grad for w in self.net.weights if w.grad is not None])
        ]
        lengths = torch.stack(torch._foreach_norm(before))
        torch._foreach_sub_(before, [weight.detach() for weight in self.net.weights])
        moved = torch.stack(torch._foreach_norm(before))
        return Measurement(
            np.array([c.bins for c in counted]),
            np.array([[c.below, c.above, c.nonfinite] for c in counted]),
            np.array(sizes[0]),
            np.array(sizes[1]),
            (moved / lengths).cpu().numpy(),
        )

    def evaluate(self) -> Iterator[tuple[list[float], Array] | None]:
        """Nothing after each layer, to breathe, and at the end: loss and accuracy on all training
        data, then on the held-out; and [layer] the share of units that are zero for all training
        data. Norms as for prediction."""
        import torch
        from torch.nn import functional as F

        numbers: list[float] = []
        dead: list[float] = []
        data = self._data
        for x, y in ((data.x, data.y), (data.held_out_x, data.held_out_y)):
            scores = x
            layers = self.net.forward(x, training=False)
            while True:
                with torch.no_grad():  # not over a yield: it holds for the whole thread
                    passed = next(layers, None)
                if passed is None:
                    break
                scores = passed[1]
                if x is data.x:
                    dead.append(float((scores == 0).all(dim=0).float().mean()))
                yield None
            loss = float(F.cross_entropy(scores, y))
            right = float((scores.argmax(dim=1) == y).float().mean())
            numbers += [loss, right if math.isfinite(loss) else math.nan]
        yield numbers, np.array(dead[:-1])
