"""A small convolutional net for the digits whose layers are normalized one way or another.

(conv 3x3, norm, ReLU) x depth, or ReLU before the norm; a linear layer. The first two layers are
followed by 2 x 2 average pooling, so maps are 8 x 8, then 4 x 4, then 2 x 2 as deep as it goes: as
in large nets, the deep layers' statistics are of few pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from core.layers.norms import NORMS

if TYPE_CHECKING:
    import torch
    from torch import Tensor

CLASSES = 10
EPS = 1e-5
MOMENTUM = 0.1
"""Of BN's running statistics, torch's convention."""
POOLED_LAYERS = 2


@dataclass(frozen=True)
class Shape:
    """What a net is made of."""

    norm: str
    """A key of NORMS, or ``none``."""
    depth: int
    width: int
    groups: int
    placement: str
    """``before`` or ``after`` the activation."""


class NormNet:
    """The net with its parameters and, for BN, its running statistics. Changed by training."""

    def __init__(self, shape: Shape, scale: float, generator: torch.Generator, device: str) -> None:
        """He's initialization, times ``scale``; the same draws whatever the norm."""
        import torch

        def drawn(fan_in: int, *size: int) -> Tensor:
            values = torch.randn(*size, generator=generator) * math.sqrt(2 / fan_in) * scale
            return values.to(device).requires_grad_()

        self.shape = shape
        widths = [1, *[shape.width] * shape.depth]
        self.filters = [drawn(9 * a, b, a, 3, 3) for a, b in pairwise(widths)]
        fan_in = (8 >> min(shape.depth, POOLED_LAYERS)) ** 2 * shape.width
        self.weight = drawn(fan_in, CLASSES, fan_in)
        self.bias = torch.zeros(CLASSES, device=device, requires_grad=True)
        self.gammas = [
            torch.ones(shape.width, device=device, requires_grad=True) for _ in self.filters
        ]
        self.betas = [
            torch.zeros(shape.width, device=device, requires_grad=True) for _ in self.filters
        ]
        zeros = torch.zeros(shape.depth, shape.width, device=device)
        self.running_mean, self.running_variance = zeros, zeros + 1

    @property
    def parameters(self) -> list[Tensor]:
        """What is trained. Without a norm β is a convolution's bias, and there is no γ; RMSNorm
        has no β."""
        norm = NORMS.get(self.shape.norm)
        gammas = [] if norm is None else self.gammas
        betas = self.betas if norm is None or norm.center else []
        return [*self.filters, *gammas, *betas, self.weight, self.bias]

    def logits(self, x: Tensor, *, training: bool) -> Tensor:
        """[N, 10] for images [N, 1, 8, 8]."""
        from torch.nn import functional as F

        for layer, filters in enumerate(self.filters):
            x = F.conv2d(x, filters, padding=1)
            if self.shape.placement == "before":
                x = self._normalized(x, layer, training).relu()
            else:
                x = self._normalized(x.relu(), layer, training)
            if layer < POOLED_LAYERS:
                x = F.avg_pool2d(x, 2)
        return F.linear(x.flatten(1), self.weight, self.bias)

    def _normalized(self, x: Tensor, layer: int, training: bool) -> Tensor:
        gamma, beta, key = self.gammas[layer], self.betas[layer], self.shape.norm
        channel_wise = (1, -1, 1, 1)
        if key == "none":
            return x + beta.reshape(channel_wise)
        if key == "bn" and not training:
            gain = (self.running_variance[layer] + EPS).rsqrt() * gamma
            shift = beta - self.running_mean[layer] * gain
            return x * gain.reshape(channel_wise) + shift.reshape(channel_wise)
        done = NORMS[key].apply(x, groups=self.shape.groups, gamma=gamma, beta=beta, eps=EPS)
        if key == "bn":
            n = x.numel() // x.shape[1]
            unbiased = done.variance.detach() * (n / (n - 1))
            self.running_mean[layer].lerp_(done.mean.detach(), MOMENTUM)
            self.running_variance[layer].lerp_(unbiased, MOMENTUM)
        return done.output
