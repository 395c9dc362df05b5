"""A dense net, forward and backward by hand, so that every value can be looked at on its way.

    z = W h + b      normalized first, if the norm stands before the activation
    h' = f(z)        normalized after, if it stands there;  + h where there is a residual connection

Everything is [sample, unit]. Generators yield between pieces of work. Numbers under 1.2e-38 count
as zero: a hundred layers of σ = 0.01 took thirteen times as long with them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.device import flushed
from core.layers.activations import Activation
from core.layers.norms import normalize

EPS = 1e-5
"""ε inside the norms' root; this is torch's default."""
OPERATIONS_A_BREATH = 2**30
VALUES_A_BREATH = 2**20

AXES = {"bn": (0,), "ln": (1,)}
"""The axes of a norm: over the samples of a unit, or over the units of a sample."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """The settings by which every layer is made."""

    activation: Activation
    norm: str = "none"
    before: bool = True
    residual: bool = False


@dataclass(frozen=True)
class Normed:
    """The result of a norm, with what the way back through it needs."""

    output: Tensor
    factor: Tensor
    """The factor 1/√(σ² + ε), broadcasting against the output."""
    axes: tuple[int, ...]

    @classmethod
    def of(cls, values: Tensor, norm: str) -> Normed:
        axes = AXES[norm]
        result = normalize(values, axes, 1.0, 0.0, EPS)
        return cls(result.output, (result.variance + EPS).rsqrt().unsqueeze(axes[0]), axes)

    def backward(self, gradient: Tensor) -> Tensor:
        """dx = (dy - mean(dy) - y mean(dy · y)) / √(σ² + ε). Ioffe & Szegedy 2015, section 3."""
        common = gradient.mean(dim=self.axes, keepdim=True)
        along = (gradient * self.output).mean(dim=self.axes, keepdim=True)
        return (gradient - common - self.output * along).mul_(self.factor)


@dataclass(frozen=True)
class Affine:
    """The map W h + b of a layer."""

    weight: Tensor
    """[fan_out, fan_in] W."""
    bias: Tensor | None
    """[fan_out] b; None where every unit's is 0."""


@dataclass
class Passed:
    """A layer that a signal went through, with what the way back needs."""

    weight: Tensor
    given: Tensor
    """The layer's input."""
    output: Tensor
    slope: Tensor
    """The derivative f'(z)."""
    norm: Normed | None
    skips: bool


Seen = Callable[[str, "Tensor"], None]
"""A function that is told of every value that passes: its name (z, h, slope; on the way back h, z,
weight) and the value."""


def forward(
    build: Build, layers: Sequence[Affine], signal: Tensor, seen: Seen
) -> Generator[None, None, list[Passed]]:
    """Pass a signal through every layer; ``seen`` is told of ``z``, ``slope`` (f'(z)) and ``h``."""
    passed = []
    for layer in layers:
        given, norm = signal, None
        z = yield from product(given, layer.weight.T)
        if layer.bias is not None:
            z.add_(layer.bias)
        if build.norm != "none" and build.before:
            with flushed():
                norm = Normed.of(z, build.norm)
            z = norm.output
        seen("z", z)
        yield None
        h = yield from elementwise(build.activation.function, z)
        slope = yield from elementwise(build.activation.derivative, z, h)
        seen("slope", slope)
        yield None
        if build.norm != "none" and not build.before:
            with flushed():
                norm = Normed.of(h, build.norm)
            h = norm.output
        skips = build.residual and given.shape == h.shape
        signal = h + given if skips else h
        seen("h", signal)
        passed.append(Passed(layer.weight, given, signal, slope, norm, skips))
        yield None
    return passed


def backward(
    build: Build, passed: list[Passed], gradient: Tensor, seen: Seen
) -> Generator[None, None, None]:
    """Go back from the last layer's output, where ``gradient`` is put in.

    ``seen`` is told, the last layer first, of dL/dh as ``h``, of dL/dz as ``z``, of dL/dW as
    ``weight``. Layers that have been passed are freed.
    """
    while passed:
        layer = passed.pop()
        seen("h", gradient)
        with flushed():
            after = layer.norm is not None and not build.before
            of_h = layer.norm.backward(gradient) if layer.norm and after else gradient
            of_z = of_h * layer.slope
        seen("z", of_z)
        yield None
        if layer.norm is not None and build.before:
            with flushed():
                of_z = layer.norm.backward(of_z)
        of_weight = yield from product(of_z.T, layer.given)
        seen("weight", of_weight)
        yield None
        if passed:
            before = yield from product(of_z, layer.weight)
            gradient = before.add_(gradient) if layer.skips else before


def elementwise(function: Callable[..., Tensor], *given: Tensor) -> Generator[None, None, Tensor]:
    """A function of these tensors; yields between blocks of rows where they are large."""
    return (yield from _by_rows(VALUES_A_BREATH // given[0].shape[1], function, *given))


def product(left: Tensor, right: Tensor) -> Generator[None, None, Tensor]:
    """The product left @ right; yields between blocks of rows where it is large."""
    rows = OPERATIONS_A_BREATH // (2 * right.shape[0] * right.shape[1])
    return (yield from _by_rows(rows, lambda some: some @ right, left))


def _by_rows(
    rows: int, function: Callable[..., Tensor], *given: Tensor
) -> Generator[None, None, Tensor]:
    rows = max(1, rows)
    blocks = []
    for begin in range(0, len(given[0]), rows):
        with flushed():
            if rows >= len(given[0]):
                return function(*given)
            blocks.append(function(*(one[begin : begin + rows] for one in given)))
        yield None
    return torch.cat(blocks)
