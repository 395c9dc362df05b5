"""Layers that begin with given weights, and weights drawn from a generator.

torch's own layers draw from the global generator when they are made; these draw nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn


def linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    """A layer x Wᵀ + b with W [fan_out, fan_in] and b [fan_out], which become its parameters."""
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    layer.weight = nn.Parameter(weight)
    if bias is not None:
        layer.bias = nn.Parameter(bias)
    return layer


def convolution(filters: Tensor, bias: Tensor | None = None, stride: int = 1) -> nn.Conv2d:
    """A convolution by filters [out, in, k, k] of odd size, padded so that at stride 1 maps keep
    their size; without ``bias`` [out] it has none."""
    many, channels, side, _ = filters.shape
    biased = bias is not None
    layer = nn.Conv2d(channels, many, side, stride, side // 2, bias=biased, device="meta")
    layer.weight = nn.Parameter(filters)
    if bias is not None:
        layer.bias = nn.Parameter(bias)
    return layer


def he_normal(
    shapes: Sequence[tuple[int, ...]], scale: float, generator: torch.Generator
) -> list[Tensor]:
    """Weights from N(0, 2 / fan_in) times ``scale`` for each shape [out, in, ...], one after the
    other.

    He, Zhang, Ren & Sun 2015, equation 10. They are drawn on the CPU, so that all devices see the
    same.
    """
    drawn = []
    for shape in shapes:
        fan_in = math.prod(shape[1:])
        drawn.append(torch.randn(*shape, generator=generator) * math.sqrt(2 / fan_in) * scale)
    return drawn
