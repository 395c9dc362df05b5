"""Norms by our own formulas as modules, for maps [N, C, H, W] or a dense batch [N, C]."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.layers.norms import NORMS, Norm, Normalized, Variant

EPS = 1e-5
MOMENTUM = 0.1
"""The momentum of BN's running statistics, in torch's convention."""


class ChannelBias(nn.Module):
    """x + β, with one β for each channel: what remains of a norm that does nothing."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return x + _by_channel(self.bias, x)


class OwnNorm(nn.Module):
    """y = γ (x - μ) / √(σ² + ε) + β, as :meth:`core.layers.norms.Norm.apply` has it.

    There is one γ and one β for each channel; a norm that subtracts no mean has no β. ``groups`` is
    the number of groups of a grouped norm. The variant may be one of the wrong ones.
    """

    def __init__(
        self, norm: Norm, channels: int, groups: int = 1, variant: Variant = Variant.DEFINITION
    ) -> None:
        super().__init__()
        self.norm, self.groups, self.variant = norm, groups, variant
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels)) if norm.center else None

    def forward(self, x: Tensor) -> Tensor:
        return self.normalized(x).output

    def normalized(self, x: Tensor) -> Normalized:
        """The normalized output, with the statistics of ``x`` that were used."""
        return self.norm.apply(
            x,
            groups=self.groups,
            gamma=self.weight,
            beta=0.0 if self.bias is None else self.bias,
            eps=EPS,
            variant=self.variant,
        )


class OwnBatchNorm(OwnNorm):
    """Batch norm, which tracks mean and unbiased variance in training and uses them in
    prediction."""

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, channels: int, variant: Variant = Variant.DEFINITION) -> None:
        super().__init__(NORMS["bn"], channels, variant=variant)
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Normalize; raises ValueError in training if a channel is a single value, which has no
        variance."""
        if not self.training:
            assert self.bias is not None
            gain = (self.running_var + EPS).rsqrt() * self.weight
            shift = self.bias - self.running_mean * gain
            return x * _by_channel(gain, x) + _by_channel(shift, x)
        n = x.numel() // x.shape[1]
        if n == 1:
            raise ValueError(f"{tuple(x.shape)}: more than one value a channel is needed to train")
        done = self.normalized(x)
        unbiased = done.variance.detach() * (n / (n - 1))
        self.running_mean.lerp_(done.mean.detach(), MOMENTUM)
        self.running_var.lerp_(unbiased, MOMENTUM)
        return done.output


def own_norm(key: str, channels: int, groups: int = 1) -> nn.Module:
    """The norm with that key of NORMS as a module; for ``none`` only a bias."""
    if key == "none":
        return ChannelBias(channels)
    return OwnBatchNorm(channels) if key == "bn" else OwnNorm(NORMS[key], channels, groups)


def in_order(
    activation: nn.Module, norm: nn.Module | None, *, norm_first: bool
) -> dict[str, nn.Module]:
    """The modules that follow a layer's product, by name: the norm, if there is one, before the
    activation or after it."""
    if norm is None:
        return {"activation": activation}
    if norm_first:
        return {"norm": norm, "activation": activation}
    return {"activation": activation, "norm": norm}


def _by_channel(values: Tensor, x: Tensor) -> Tensor:
    return values.reshape(1, -1, *(1,) * (x.ndim - 2))
