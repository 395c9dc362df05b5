"""What passes through a net of blocks before it is trained: the gradient at each block, skip and
branch apart, and how alike different inputs become."""

from __future__ import annotations

import copy
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.nets.residual import Block, BlockNet

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class BlockSignals:
    """Numbers for each block, from the input on."""

    gradient: Array
    """[4, block] norm of dL/dh at the block's output and at its input, and of the parts of the
    latter through the skip (NaN where there is none) and through the branch."""
    cosine: Array
    """[block] mean cosine of two different inputs' h at the block's output."""


def block_signals(net: BlockNet, x: Tensor, y: Tensor) -> Generator[None, None, BlockSignals]:
    """One pass forward and back, as in training, a block at a time; yields after each. The net
    stays as it is, its norms' moving averages included.

    L is the mean cross-entropy. Of y = relu(x + F(x)) with s = x + F(x) the two parts of dL/dx are
    dL/ds, through the skip, and (dF/dx)ᵀ dL/ds, through the branch.
    """
    net = copy.deepcopy(net).train()
    with torch.no_grad():
        h = net.stem(x)
    inputs, cosines = [], []
    for block in net.blocks:
        inputs.append(h)
        with torch.no_grad():
            h = block(h)
            cosines.append(mean_cosine(h))
        yield None
    h.requires_grad_()
    loss = F.cross_entropy(net.head(h), y)
    (gradient,) = torch.autograd.grad(loss, h)
    rows = []
    for block, given in zip(reversed(net.blocks), reversed(inputs), strict=True):
        skip, branch = _parts(block, given, gradient)
        whole = branch if skip is None else skip + branch
        through = np.nan if skip is None else float(skip.norm())
        rows.append((float(gradient.norm()), float(whole.norm()), through, float(branch.norm())))
        gradient = whole
        yield None
    return BlockSignals(np.array(rows[::-1]).T, np.array(cosines))


def mean_cosine(h: Tensor) -> float:
    """The mean cosine of the angles between all pairs of rows of h [row, ...].

    With unit rows u it is (|Σ u|² - n) / (n (n - 1)). Rows of zeros count as at right angles.
    """
    units = F.normalize(h.flatten(1), dim=1).double()
    n = len(units)
    return float((units.sum(0).square().sum() - units.square().sum()) / (n * (n - 1)))


def _parts(block: Block, given: Tensor, gradient: Tensor) -> tuple[Tensor | None, Tensor]:
    """The gradient at a block's input, from that at its output: through skip and through branch."""
    skipped, x = (given.detach().requires_grad_() for _ in range(2))
    out = block.joined(skipped, x)
    skip, branch = torch.autograd.grad(out, (skipped, x), gradient, allow_unused=True)
    assert branch is not None
    return skip, branch
