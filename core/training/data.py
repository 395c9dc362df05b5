"""The data of a training: a split, and batches of it without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Split:
    """Samples to train on and samples that are held out, with their targets."""

    x: Tensor
    """[sample, ...] the training samples."""
    y: Tensor
    held_out_x: Tensor
    held_out_y: Tensor

    def to(self, device: str) -> Split:
        """The same split on a device."""
        parts = (self.x, self.y, self.held_out_x, self.held_out_y)
        return Split(*(part.to(device) for part in parts))


def divide(order: Tensor, trained: int) -> tuple[Tensor, Tensor]:
    """Split the data: the first samples of the order are trained on, the rest are held out."""
    return order[:trained], order[trained:]


def batches(samples: int, size: int, order: torch.Generator) -> Iterator[Tensor]:
    """The indices of the samples of one batch after another, without end; every epoch has an order
    of its own, and its last batch may be shorter."""
    while True:
        yield from torch.split(torch.randperm(samples, generator=order), size)


def in_order(samples: int, size: int) -> Iterator[Tensor]:
    """The indices of one batch after another, without end, in the same order in every epoch."""
    while True:
        yield from torch.split(torch.arange(samples), size)
