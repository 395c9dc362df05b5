"""What is trained on: a split of the data, and batches of it without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Split:
    """Samples to train on, and samples that are held out, with their targets."""

    x: Tensor
    """[sample, ...]"""
    y: Tensor
    held_out_x: Tensor
    held_out_y: Tensor

    def to(self, device: str) -> Split:
        """The same on that device."""
        parts = (self.x, self.y, self.held_out_x, self.held_out_y)
        return Split(*(part.to(device) for part in parts))


def divide(order: Tensor, trained: int) -> tuple[Tensor, Tensor]:
    """The samples that are trained on, the first so many of the order, and the held-out ones."""
    return order[:trained], order[trained:]


def batches(samples: int, size: int, order: torch.Generator) -> Iterator[Tensor]:
    """The numbers of the samples of one batch after another, without end: every epoch in an order
    of its own, its last batch the shorter."""
    while True:
        yield from torch.split(torch.randperm(samples, generator=order), size)
