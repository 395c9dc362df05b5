"""Which elements of a batch share a mean and a variance."""

from __future__ import annotations

from dataclasses import dataclass

from core.layers.norms import Norm, Variant


@dataclass(frozen=True)
class Cell:
    """An element of the batch; its pixel is a number in 0..H·W-1."""

    sample: int
    channel: int
    pixel: int


@dataclass(frozen=True)
class Batch:
    """The shape of a batch that is normalized, and the norm."""

    samples: int
    channels: int
    pixels: int
    groups: int
    variant: Variant = Variant.DEFINITION


def shares(norm: Norm | None, batch: Batch, one: Cell, other: Cell) -> bool:
    """Whether two elements share a mean and a variance; without a norm each one stands alone."""
    if norm is None:
        return one == other
    axes, size = norm.axes, batch.channels
    if batch.variant is Variant.DENSE_AXES and norm.dense_axes is not None:
        axes = norm.dense_axes
    elif norm.grouped:
        size = batch.channels // batch.groups
        axes = (1, 2, 3)
    return (
        (0 in axes or one.sample == other.sample)
        and (one.channel // size == other.channel // size if 1 in axes else
             one.channel == other.channel)
        and (2 in axes or one.pixel == other.pixel)
    )  # fmt: skip
