"""Residual blocks, which add a body's output to its input. He, Zhang, Ren & Sun 2016,
equation 1."""

from __future__ import annotations

from torch import Tensor, nn


class Residual(nn.Module):
    """y = F(x) + x, for a body F that preserves the shape of x."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.body(x) + x
        return out
