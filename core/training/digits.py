"""The digits as a split: what most small nets are trained on."""

from __future__ import annotations

import torch

from core.data.digits import load_digits
from core.training.data import Split, divide

SOLID = 16
"""The value of a solid pixel."""


def split_digits(trained: int, draws: torch.Generator) -> Split:
    """The digits [sample, 64] in 0..1, exact in float32, with their labels [sample]: as many to
    train on as asked for, chosen by a draw, and all others held out."""
    read = load_digits()
    images, labels = torch.tensor(read.images) / SOLID, torch.tensor(read.labels)
    train, held_out = divide(torch.randperm(len(labels), generator=draws), trained)
    return Split(images[train], labels[train], images[held_out], labels[held_out])
