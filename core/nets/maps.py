"""Layers over maps [N, C, H, W] that torch does not have."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LocallyConnected(nn.Module):
    """A layer that looks at k x k neighborhoods as a convolution does, but with other weights at
    every pixel: nothing is shared.

        y[n, o, p] = Σ w[p, o, c, i, j] x[n, c, p + (i, j)] + b[o, p]

    ``weight`` is [H, W, out, in, k, k], with k odd, and ``bias`` [out, H, W]; the maps' border is
    padded with zeros, and they keep their size H x W.
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)

    def forward(self, x: Tensor) -> Tensor:
        side = self.weight.shape[-1]
        padded = F.pad(x, [side // 2] * 4)
        seen = padded.unfold(2, side, 1).unfold(3, side, 1)  # a view [N, in, H, W, k, k]
        scores: Tensor = torch.einsum("nchwij,hwocij->nohw", seen, self.weight) + self.bias
        return scores


class MaxPool(nn.MaxPool2d):
    """The same as ``nn.MaxPool2d``, over maps whose channels lie side by side in memory: there
    torch's kernel for the CPU is up to twenty times as fast."""

    def forward(self, x: Tensor) -> Tensor:
        pooled: Tensor = super().forward(x.contiguous(memory_format=torch.channels_last))
        return pooled


class GlobalMax(nn.Module):
    """The largest value of each map: [N, C] of [N, C, H, W]. Where it stood is lost."""

    def forward(self, x: Tensor) -> Tensor:
        return x.amax(dim=(2, 3))
