"""Many starts, or many hyper-parameters, at once: one optimizer's rule on tensors of particles.

The gradient is the function's own, without autograd, and the rule is recorded as code. Every
hyper-parameter may itself be a tensor: then each particle has its own. A particle whose numbers are
no longer finite is NaN in both coordinates and stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from core.device import flushed
from core.optimizers.records import Optimizer
from core.optimizers.rules import Rule
from core.surfaces.function import Function
from core.surfaces.recorded import DecisionError, Scalar, Value
from core.surfaces.tensor_code import write

BLOCK = 2**16
"""The number of particles that run together: more would not stay in a processor's cache."""

SAMPLES = 2**19
"""Particles times samples that run together on a loss over data: one step takes a few ms."""


@lru_cache(maxsize=64)  # a dragged hyper-parameter is a new one at every moment
def update_code(rule: Rule, hyper: tuple[tuple[str, float | None], ...], memories: int) -> Any:
    """An optimizer's rule as code that reuses its buffers, and which of its memories are tensors.

    A hyper-parameter without a value is a tensor. The code takes t, p, g, the memories and those
    tensors, and returns the next p and memories; it may overwrite all but p and the
    hyper-parameters. None for a rule that branches on numbers, which cannot be recorded.

    It takes less than a millisecond, and the most recent results are kept.
    """
    p, g, t = Value("input"), Value("input"), Scalar("t")
    given = {name: Value("input") if v is None else v for name, v in hyper}
    tensors = {name: v for name, v in given.items() if isinstance(v, Value)}
    names = [f"m{k}" for k in range(memories)]
    are_tensors = [False] * memories
    while True:  # until a memory that is a number stays one
        kinds = zip(names, are_tensors, strict=True)
        before = tuple(Value("input") if tensor else Scalar(name) for name, tensor in kinds)
        try:
            after, kept = rule(p, g, t, before, **given)
        except DecisionError:
            return None
        found = [isinstance(v, Value) for v in kept]
        if found == are_tensors:
            break
        are_tensors = found
    inputs = {"t": t, "p": p, "g": g, **dict(zip(names, before, strict=True)), **tensors}
    spent = ["g", *(name for name, v in zip(names, before, strict=True) if isinstance(v, Value))]
    return write(inputs, spent, [after, *kept]), tuple(are_tensors)


def block_of(function: Function) -> int:
    """How many particles run together on a function."""
    return max(1, min(BLOCK, SAMPLES // function.cost))


class Swarm:
    """Particles on a function, each at its own position, all moved by one optimizer."""

    def __init__(
        self,
        function: Function,
        optimizer: Optimizer,
        hyper: Mapping[str, float | Tensor],
        x: Tensor,
        y: Tensor,
    ) -> None:
        self.p = torch.stack([x, y])
        """[2, particles] the current positions."""
        self.steps = 0
        self.work = x.numel() * function.cost
        """The cost of a step, as a multiple of a formula's evaluation."""
        self._gradient = function.torch_gradient(self.p)
        self._scratch: list[Tensor] = []
        self._pool: list[Tensor] = []
        assert optimizer.rule is not None
        self._hyper = {k: _wide(v, self.p) for k, v in hyper.items()}
        self._memories = tuple(_wide(v, self.p) for v in optimizer.starting_memories(self._hyper))
        self._update = self._plain(optimizer.rule)
        numbers = tuple(
            (k, v if isinstance(v, float | int) else None) for k, v in self._hyper.items()
        )
        recorded = update_code(optimizer.rule, numbers, len(self._memories))
        if recorded is not None:
            code, are_tensors = recorded
            self._update = self._recorded(code.bind(self.p))
            self._memories = tuple(
                torch.zeros_like(self.p) + v if tensor else v
                for v, tensor in zip(self._memories, are_tensors, strict=True)
            )

    def _plain(self, rule: Rule) -> Callable[[Tensor], Tensor]:
        """The update of one step by the rule as it is written."""

        def update(g: Tensor) -> Tensor:
            p, self._memories = rule(self.p, g, self.steps, self._memories, **self._hyper)
            return p  # type: ignore[no-any-return]

        return update

    def _recorded(self, run: Callable[..., tuple[Any, ...]]) -> Callable[[Tensor], Tensor]:
        """The update of one step by the rule's recorded code."""
        tensors = [v for v in self._hyper.values() if not isinstance(v, float | int)]

        def update(g: Tensor) -> Tensor:
            p, *memories = run(self._pool, self.steps, self.p, g, *self._memories, *tensors)
            self._memories = tuple(memories)
            return p  # type: ignore[no-any-return]

        return update

    def advance(self, steps: int) -> list[Tensor]:
        """Make that many steps; returns the particles' positions after each of them.

        These tensors may be handed back (:meth:`reuse`), except the last one, which is still ``p``.
        """
        passed: list[Tensor] = []
        with flushed(), torch.no_grad():
            for _ in range(steps):
                self.steps += 1
                g = self._pool.pop() if self._pool else torch.empty_like(self.p)
                self._gradient(self._scratch, *self.p.unbind(), *g.unbind())
                self.p = self._update(g)
                passed.append(self.p)
            hole = self.p - self.p  # 0, or NaN where not finite
            self.p += hole[0] + hole[1]
        return passed

    def reuse(self, passed: Iterable[Tensor]) -> None:
        """Take back tensors that are no longer read."""
        self._pool += passed


def _wide(value: Any, like: Tensor) -> Any:
    """A tensor of one number per particle as a tensor for both coordinates."""
    return value if isinstance(value, float | int) else value.expand(like.shape)
