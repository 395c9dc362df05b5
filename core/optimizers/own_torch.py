"""Optimizers of torch's kind that torch.optim does not have, or not in every version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Tensor
from torch.optim import Optimizer


class Lion(Optimizer):
    """p ← (1 - ηλ) p - η sign(β₁m + (1-β₁)g); m ← β₂m + (1-β₂)g. Chen et al. 2023, algorithm 2."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-4,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.sub_(group["lr"] * m.lerp(p.grad, 1 - beta1).sign())
                m.lerp_(p.grad, 1 - beta2)


NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""The coefficients a, b, c of X ← aX + (bA + cA²)X with A = XXᵀ, which five steps follow: steep at
0, so that small singular values grow fast. Jordan 2024."""


class Muon(Optimizer):
    """A matrix steps by an orthogonal one, all else by torch's AdamW at the same rate.

    m ← μm + (1-μ)g; U = (1-μ)g + μm; p ← (1 - ηλ) p - η √max(1, rows/columns) X, where X has the
    singular vectors of U and singular values of about 1. Jordan 2024, as ``torch.optim.Muon``.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.95,
        weight_decay: float = 0.1,
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        others = [p for group in self.param_groups for p in group["params"] if p.ndim != 2]
        self._others = torch.optim.AdamW(others, lr=lr) if others else None

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for p in group["params"]:
                if p.ndim == 2 and p.grad is not None:
                    self._step_matrix(p, p.grad, group["lr"], group["momentum"], group)
        if self._others is not None:
            self._others.param_groups[0]["lr"] = self.param_groups[0]["lr"]
            self._others.step()

    def _step_matrix(
        self, p: Tensor, g: Tensor, lr: float, momentum: float, group: Mapping[str, float]
    ) -> None:
        m = self.state[p].setdefault("momentum_buffer", torch.zeros_like(p))
        m.lerp_(g, 1 - momentum)
        step = orthogonal(g.lerp(m, momentum))
        p.mul_(1 - lr * group["weight_decay"])
        p.add_(step, alpha=-lr * max(1, p.shape[0] / p.shape[1]) ** 0.5)


def orthogonal(matrix: Tensor) -> Tensor:
    """A matrix [rows, columns] with the same singular vectors, and singular values of about 1, in
    bfloat16 as torch has it."""
    a, b, c = NEWTON_SCHULZ
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.bfloat16()
    x = x.T if tall else x
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(5):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.T if tall else x
