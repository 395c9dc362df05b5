"""Batch, layer, instance and group normalization: one formula over different axes.

    y = γ (x - μ) / √(σ² + ε) + β

with μ and the biased variance σ² taken over the elements that share them. Only tensor methods are
used, so torch is not imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Normalized:
    """A normalization's result, with the statistics it used."""

    output: Tensor
    """Shaped like the input."""
    mean: Tensor
    """One number for each group of elements that share it: [C], [N], [N,C] or [N,G]."""
    variance: Tensor
    """The biased variance (divided by the group's size), shaped like ``mean``."""


def normalize(
    x: Tensor, axes: tuple[int, ...], gamma: float | Tensor, beta: float | Tensor, eps: float
) -> Normalized:
    """Normalize ``x`` over ``axes``; ``gamma`` and ``beta`` broadcast against ``x``."""
    mean = x.mean(dim=axes, keepdim=True)
    centered = x - mean
    # Not vector_norm: torch's means cascade, its norms do not, and over a million values in
    # float32 they were measured to be a hundred times less exact.
    variance = centered.square().mean(dim=axes, keepdim=True)
    output = centered.mul_((variance + eps).rsqrt() * gamma).add_(beta)
    kept = tuple(size for axis, size in enumerate(x.shape) if axis not in axes)
    return Normalized(output, mean.reshape(kept), variance.reshape(kept))


@dataclass(frozen=True, kw_only=True)
class Norm:
    """A normalization of [N, C, H, W]: the axes that share a mean, and its source."""

    key: str
    axes: tuple[int, ...]
    """Reduced axes of [N, C, H, W]; with groups, of [N, G, C/G, H, W]."""
    grouped: bool = False
    sharing: str
    """The reduced axes, as the field writes them."""
    source: str

    def apply(
        self,
        x: Tensor,
        *,
        groups: int = 1,
        gamma: float = 1.0,
        beta: float = 0.0,
        eps: float = 1e-5,
    ) -> Normalized:
        """Normalize ``x`` [N, C, H, W]; ``groups`` divides the channels of a grouped norm."""
        if not self.grouped:
            return normalize(x, self.axes, gamma, beta, eps)
        n, c, h, w = x.shape
        result = normalize(x.reshape(n, groups, c // groups, h, w), self.axes, gamma, beta, eps)
        return Normalized(result.output.reshape(x.shape), result.mean, result.variance)

    def group_size(self, shape: tuple[int, ...], groups: int) -> int:
        """How many elements of [N, C, H, W] share one mean."""
        n, c, h, w = shape
        sizes = (n, groups, c // groups, h, w) if self.grouped else (n, c, h, w)
        size = 1
        for axis in self.axes:
            size *= sizes[axis]
        return size


_NORMS = (
    Norm(key="bn", axes=(0, 2, 3), sharing="N, H, W", source="Ioffe & Szegedy 2015"),
    Norm(key="ln", axes=(1, 2, 3), sharing="C, H, W", source="Ba, Kiros & Hinton 2016"),
    Norm(key="in", axes=(2, 3), sharing="H, W", source="Ulyanov, Vedaldi & Lempitsky 2016"),
    Norm(key="gn", axes=(2, 3, 4), grouped=True, sharing="C/G, H, W", source="Wu & He 2018"),
)

NORMS: Mapping[str, Norm] = MappingProxyType({n.key: n for n in _NORMS})


def reference_layers() -> Mapping[str, Callable[[Tensor, int, float, float, float], Tensor]]:
    """torch.nn's own layer for each norm: ``layer(x, groups, gamma, beta, eps)``. Imports torch."""
    from torch import nn

    def fill(layer: nn.Module, x: Tensor, gamma: float, beta: float) -> Tensor:
        layer.to(x.device, x.dtype)
        nn.init.constant_(layer.weight, gamma)  # type: ignore[arg-type]
        nn.init.constant_(layer.bias, beta)  # type: ignore[arg-type]
        return layer(x).detach()  # type: ignore[no-any-return]

    return {
        "bn": lambda x, g, w, b, e: fill(nn.BatchNorm2d(x.shape[1], eps=e), x, w, b),
        "ln": lambda x, g, w, b, e: fill(nn.LayerNorm(x.shape[1:], eps=e), x, w, b),
        "in": lambda x, g, w, b, e: fill(
            nn.InstanceNorm2d(x.shape[1], eps=e, affine=True), x, w, b
        ),
        "gn": lambda x, g, w, b, e: fill(nn.GroupNorm(g, x.shape[1], eps=e), x, w, b),
    }
