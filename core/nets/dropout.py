"""Dropout whose draws come from a given generator. Srivastava et al. 2014."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """In training each value is left out, 0, with probability p, and the others are divided by
    1 - p; in prediction the input passes.

    torch's own module draws from the global generator; this one from ``generator``, on the CPU, so
    that all devices see the same.
    """

    def __init__(self, p: float, generator: torch.Generator) -> None:
        super().__init__()
        self.p, self._generator = p, generator

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        kept = torch.rand(x.shape, generator=self._generator) >= self.p
        return x * (kept / (1 - self.p)).to(x.device)
