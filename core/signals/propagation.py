"""A signal's way through a deep dense net, forward and backward, under two initializations."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core import histogram
from core.data.digits import load_digits
from core.experiment import Frame, Frames, read_only
from core.parameters import Reason, Spec, SpecError, choice, integer, number, seed
from core.signals.activations import ACTIVATIONS, SATURATED, Activation
from core.signals.initializers import INITIALIZERS

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Array = np.ndarray[Any, Any]

INPUTS = ("normal", "digits")
DIGITS = 1797
MAX_VALUES = 2**29
"""Activations and weights of both sides that are kept for the way back: 2 GiB in float32."""
OPERATIONS_A_BREATH = 2**30


@dataclass(frozen=True, kw_only=True)
class ActivationsSpec(Spec):
    """A dense net without biases, what goes in, and the two initializations to compare."""

    key: ClassVar[str] = "activations"

    depth: int = integer(10, 1, 100, "Layers", log=True)
    width: int = integer(500, 1, 2048, "Units of every layer", log=True)
    activation: str = choice("tanh", ACTIVATIONS, "Function f of every layer: h = f(W h)")
    init_a: str = choice("normal", INITIALIZERS, "How the weights of side A are drawn")
    init_b: str = choice("xavier_normal", INITIALIZERS, "How the weights of side B are drawn")
    std: float = number(
        0.01,
        1e-6,
        100.0,
        "Standard deviation σ of the plain normal initialization",
        log=True,
        applies=lambda spec: "normal" in (spec.init_a, spec.init_b),
    )
    input: str = choice("normal", INPUTS, "What goes in: N(0,1), or digits of mean 0 and std 1")
    samples: int = integer(
        1000,
        1,
        lambda spec: DIGITS if spec.input == "digits" else 20_000,
        "Inputs that go through the net at once",
        log=True,
    )
    bins: int = integer(80, 4, histogram.MAX_BINS, "Bins of every histogram", log=True)
    seed: int = seed()

    def __post_init__(self) -> None:
        super().__post_init__()
        room = MAX_VALUES // (2 * self.depth * self.width) - self.width
        if self.samples > room:
            if room >= 1:
                raise SpecError("samples", Reason.TOO_LARGE, self.samples, f"1 … {room}")
            widest = math.isqrt(MAX_VALUES // (2 * self.depth)) - 1
            raise SpecError("width", Reason.TOO_LARGE, self.width, f"1 … {widest}")


@dataclass(frozen=True, kw_only=True)
class Side:
    """What came out of each layer, after the activation; the input is no layer."""

    counts: Array
    """[layer, bin] values in each bin."""
    below: Array
    """[layer] finite values under the lowest edge."""
    above: Array
    """[layer] finite values over the highest edge."""
    nonfinite: Array
    """[layer] NaN and infinities."""
    mean: Array
    """[layer]"""
    std: Array
    """[layer] of the population (divided by n)."""
    saturated: Array
    """[layer] share of values whose |f'| is under .0591 of its maximum."""
    dead: Array
    """[layer] share of units that are zero for every sample."""
    gradient_std: Array
    """[layer] std of dL/dh, for a seeded N(0,1) gradient put in at the last layer's output."""


@dataclass(frozen=True, kw_only=True)
class ActivationsFrame(Frame):
    """Both sides, over common bins."""

    edges: Array
    """[bin+1]"""
    a: Side
    b: Side


def run(spec: ActivationsSpec, device: str) -> Frames:
    """Send the input forward and a gradient backward through both nets; one frame at the end."""
    activation = ACTIVATIONS[spec.activation]
    inputs = _inputs(spec).to(device)
    gradient = _draw(spec.seed, 1, spec.samples, spec.width).to(device)
    yield None
    both = yield from _weights(spec, inputs.shape[1], device)
    a = yield from _propagate(spec, activation, both[0], inputs, gradient)
    b = yield from _propagate(spec, activation, both[1], inputs, gradient)
    edges = histogram.edges(*activation.span, spec.bins)
    yield ActivationsFrame(step=1, total=1, edges=read_only(edges), a=a, b=b)


def _inputs(spec: ActivationsSpec) -> Tensor:
    """[samples, columns]: as many columns as units for N(0,1), the 64 pixels for digits."""
    import torch

    if spec.input == "normal":
        return _draw(spec.seed, 0, spec.samples, spec.width)
    images = torch.tensor(load_digits().images)
    order = torch.randperm(len(images), generator=_generator(spec.seed, 0))
    return ((images - images.mean()) / images.std(correction=0))[order[: spec.samples]]


def _weights(
    spec: ActivationsSpec, columns: int, device: str
) -> Generator[None, None, tuple[list[Tensor], list[Tensor]]]:
    """Each side's weights [fan_out, fan_in] of every layer, made from the same draws."""
    sides: tuple[list[Tensor], list[Tensor]] = ([], [])
    for layer in range(spec.depth):
        fan_in = spec.width if layer else columns
        draws = _draw(spec.seed, 2 + layer, spec.width, fan_in).to(device)
        for weights, key in zip(sides, (spec.init_a, spec.init_b), strict=True):
            weights.append(INITIALIZERS[key].weights(draws, spec.std))
        yield None
    return sides


def _propagate(
    spec: ActivationsSpec,
    activation: Activation,
    weights: list[Tensor],
    inputs: Tensor,
    gradient: Tensor,
) -> Generator[None, None, Side]:
    """Forward through every layer, back again, and what was measured on the way."""
    outputs: list[Tensor] = []
    measures: list[dict[str, Any]] = []
    signal = inputs
    for weight in weights:
        signal = activation.function((yield from _product(signal, weight.T)))
        outputs.append(signal)
        measures.append(_measure(signal, activation, spec.bins))
        yield None
    gradient_std = [_mean_and_std(gradient)[1]]
    for layer in range(spec.depth - 1, 0, -1):
        local = gradient * activation.derivative(outputs[layer])
        gradient = yield from _product(local, weights[layer])
        gradient_std.append(_mean_and_std(gradient)[1])
        yield None
    columns = {name: read_only(np.array([m[name] for m in measures])) for name in measures[0]}
    return Side(gradient_std=read_only(np.array(gradient_std[::-1])), **columns)


def _measure(outputs: Tensor, activation: Activation, bins: int) -> dict[str, Any]:
    counted = histogram.count(outputs, *activation.span, bins)
    mean, std = _mean_and_std(outputs)
    flat = activation.derivative(outputs).abs() < SATURATED * activation.steepest
    dead = outputs.abs().amax(dim=0) == 0
    return {
        "counts": counted.bins,
        "below": counted.below,
        "above": counted.above,
        "nonfinite": counted.nonfinite,
        "mean": mean,
        "std": std,
        "saturated": float(flat.float().mean()),
        "dead": float(dead.float().mean()),
    }


def _mean_and_std(values: Tensor) -> tuple[float, float]:
    """Mean and population std of all values, from their sum and their sum of squares.

    A second, careful pass is taken only where those do not serve: where a square leaves the range
    of float32, or where the mean so outweighs the spread that their difference loses its digits.
    """
    flat = values.reshape(-1)
    mean = float(flat.sum()) / flat.numel()
    square = float(flat.dot(flat)) / flat.numel()
    variance = square - mean * mean
    if 1e-30 < variance < 1e30 and variance > 1e-2 * square:
        return mean, math.sqrt(variance)
    largest = float(flat.abs().max())
    if largest == 0:
        return 0.0, 0.0
    if not math.isfinite(largest):
        return math.nan, math.nan
    scaled = flat / largest
    mean = float(scaled.mean())
    centered = scaled - mean
    return mean * largest, math.sqrt(float(centered.dot(centered)) / flat.numel()) * largest


def _product(left: Tensor, right: Tensor) -> Generator[None, None, Tensor]:
    """left @ right, a breath between blocks of rows where it is large."""
    import torch

    rows = max(1, OPERATIONS_A_BREATH // (2 * right.shape[0] * right.shape[1]))
    if rows >= len(left):
        return left @ right
    blocks = []
    for begin in range(0, len(left), rows):
        blocks.append(left[begin : begin + rows] @ right)
        yield None
    return torch.cat(blocks)


def _generator(seed: int, stream: int) -> torch.Generator:
    """One of many independent streams of a seed. On the CPU, so that every device sees the same."""
    import torch

    return torch.Generator().manual_seed(seed * 1000 + stream)


def _draw(seed: int, stream: int, *shape: int) -> Tensor:
    import torch

    return torch.randn(*shape, generator=_generator(seed, stream))
