"""Batch, layer, instance, group and RMS normalization: one formula over different axes.

    y = γ (x - μ) / √(σ² + ε) + β

with μ and the biased variance σ² taken over the elements that share them. RMSNorm leaves out μ and
β, and has the mean square in place of σ². A dense batch [N, D] is one of D channels of one pixel.
Only tensor methods are used, so torch is not imported.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


class Variant(StrEnum):
    """The definition of a norm, and what is often written in its place."""

    DEFINITION = "definition"
    UNBIASED = "unbiased"
    """The variance divided by n - 1: the output shrinks by √((n - 1) / n)."""
    STD_PLUS_EPS = "std_plus_eps"
    """σ + ε in place of √(σ² + ε): for σ near 0 the gain is 1/ε in place of 1/√ε."""
    DENSE_AXES = "dense_axes"
    """A dense layer's axes on maps: BN over N alone, LN over C alone, every pixel by itself."""


@dataclass(frozen=True)
class Normalized:
    """A normalization's result, with the statistics it used."""

    output: Tensor
    """The normalized output, shaped like the input."""
    mean: Tensor
    """The mean of each group of elements that share it: [C], [N], [N,C] or [N,G]; RMSNorm subtracts
    nothing, so 0."""
    variance: Tensor
    """The biased variance (divided by the group's size), shaped like ``mean``; for RMSNorm the mean
    square."""


def normalize(
    x: Tensor,
    axes: tuple[int, ...],
    gamma: float | Tensor,
    beta: float | Tensor,
    eps: float,
    variant: Variant = Variant.DEFINITION,
    *,
    center: bool = True,
) -> Normalized:
    """Normalize ``x`` over ``axes``; ``gamma`` and ``beta`` broadcast against ``x``."""
    if center:
        mean = x.mean(dim=axes, keepdim=True)
        centered = x - mean
        variance = _mean_square(centered, axes)
    else:
        centered = x
        variance = _mean_square(x, axes)
        mean = variance.new_zeros(variance.shape)
    gain = _gain(variance, eps, variant, math.prod(x.shape[axis] for axis in axes)) * gamma
    in_place = center and not centered.requires_grad  # one pass over memory less
    output = centered.mul_(gain) if in_place else centered * gain
    kept = tuple(size for axis, size in enumerate(x.shape) if axis not in axes)
    return Normalized(output.add_(beta), mean.reshape(kept), variance.reshape(kept))


LONG_ROW = 32


def _mean_square(x: Tensor, axes: tuple[int, ...]) -> Tensor:
    """The mean of x² over ``axes``, which are kept with size 1.

    It goes row by row where rows are long, which needs no second tensor of x's size. It does not
    take a norm over all axes at once: torch sums means in cascades but not norms, which over a
    million values in float32 were measured to be a hundred times less exact.
    """
    width = x.shape[-1]
    if x.ndim - 1 not in axes or width < LONG_ROW or x.requires_grad:
        return x.square().mean(dim=axes, keepdim=True)
    rows: Tensor = x.norm(dim=-1, keepdim=True)
    return rows.square_().mean(dim=axes, keepdim=True).div_(width)


def _gain(variance: Tensor, eps: float, variant: Variant, size: int) -> Tensor:
    if variant is Variant.STD_PLUS_EPS:
        return 1 / (variance.sqrt() + eps)
    if variant is Variant.UNBIASED:
        variance = variance * (size / (size - 1) if size > 1 else math.nan)
    return (variance + eps).rsqrt()


@dataclass(frozen=True, kw_only=True)
class Norm:
    """A normalization of [N, C, H, W] or [N, D]: the axes that share a mean, and its source."""

    key: str
    axes: tuple[int, ...]
    """The reduced axes of [N, C, H, W]; with groups, of [N, G, C/G, H, W]."""
    grouped: bool = False
    center: bool = True
    """Whether the mean is subtracted (and β added)."""
    sharing: str
    """The reduced axes, in the field's notation."""
    dense_sharing: str
    """The reduced axes of a dense batch [N, D], in the field's notation."""
    dense_axes: tuple[int, ...] | None = None
    """The axes that a dense layer reduces, for :attr:`Variant.DENSE_AXES`; None if it has no other
    axes."""
    source: str

    def apply(
        self,
        x: Tensor,
        *,
        groups: int = 1,
        gamma: float | Tensor = 1.0,
        beta: float | Tensor = 0.0,
        eps: float = 1e-5,
        variant: Variant = Variant.DEFINITION,
    ) -> Normalized:
        """Normalize ``x``, [N, C, H, W] or [N, D]; ``groups`` is the number of groups of a grouped
        norm; ``gamma`` and ``beta`` are one number each, or [C] with one for each channel."""
        n, c, h, w = maps_shape(tuple(x.shape))
        view = (n, groups, c // groups, h, w) if self.grouped else (n, c, h, w)
        channel_wise = (1, groups, c // groups, 1, 1) if self.grouped else (1, c, 1, 1)
        axes = self.axes
        if variant is Variant.DENSE_AXES and self.dense_axes is not None:
            axes = self.dense_axes
        result = normalize(
            x.reshape(view),
            axes,
            _broadcast(gamma, channel_wise),
            _broadcast(beta, channel_wise) if self.center else 0.0,
            eps,
            variant,
            center=self.center,
        )
        return Normalized(result.output.reshape(x.shape), result.mean, result.variance)

    def shared(self, *, dense: bool = False, variant: Variant = Variant.DEFINITION) -> str:
        """The axes that share a mean, in the field's notation."""
        if dense:
            return self.dense_sharing
        if variant is Variant.DENSE_AXES and self.dense_axes is not None:
            return ", ".join("NCHW"[axis] for axis in self.dense_axes)
        return self.sharing

    def group_size(self, shape: tuple[int, ...], groups: int) -> int:
        """The number of elements of [N, C, H, W] or [N, D] that share one mean."""
        n, c, h, w = maps_shape(shape)
        sizes = (n, groups, c // groups, h, w) if self.grouped else (n, c, h, w)
        return math.prod(sizes[axis] for axis in self.axes)

    def statistics(self, x: Tensor, groups: int, variant: Variant) -> tuple[Tensor, Tensor]:
        """Mean and biased std of every group of ``x`` that shares them (for RMSNorm too)."""
        n, c, h, w = maps_shape(tuple(x.shape))
        axes = self.axes
        if variant is Variant.DENSE_AXES and self.dense_axes is not None:
            axes = self.dense_axes
        x = x.reshape((n, groups, c // groups, h, w) if self.grouped else (n, c, h, w))
        mean = x.mean(dim=axes, keepdim=True)
        variance = _mean_square(x - mean, axes)
        kept = tuple(size for axis, size in enumerate(x.shape) if axis not in axes)
        return mean.reshape(kept), variance.sqrt_().reshape(kept)


def maps_shape(shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """[N, C, H, W] of a batch; a dense batch counts as D channels of one pixel."""
    n, c, h, w = (*shape, 1, 1)[:4]
    return n, c, h, w


def _broadcast(value: float | Tensor, shape: tuple[int, ...]) -> float | Tensor:
    return value if isinstance(value, int | float) else value.reshape(shape)


_NORMS = (
    Norm(
        key="bn",
        axes=(0, 2, 3),
        sharing="N, H, W",
        dense_sharing="N",
        dense_axes=(0,),
        source="Ioffe & Szegedy 2015",
    ),
    Norm(
        key="ln",
        axes=(1, 2, 3),
        sharing="C, H, W",
        dense_sharing="D",
        dense_axes=(1,),
        source="Ba, Kiros & Hinton 2016",
    ),
    Norm(
        key="in",
        axes=(2, 3),
        sharing="H, W",
        dense_sharing="–",
        source="Ulyanov, Vedaldi & Lempitsky 2016",
    ),
    Norm(
        key="gn",
        axes=(2, 3, 4),
        grouped=True,
        sharing="C/G, H, W",
        dense_sharing="D/G",
        source="Wu & He 2018",
    ),
    Norm(
        key="rms",
        axes=(1, 2, 3),
        center=False,
        sharing="C, H, W",
        dense_sharing="D",
        dense_axes=(1,),
        source="Zhang & Sennrich 2019",
    ),
)

TEX = r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta"
"""The formula common to all norms; they differ in which elements share a mean and a variance."""

NORMS: Mapping[str, Norm] = MappingProxyType({n.key: n for n in _NORMS})
