"""The training loop: plain torch steps of any module, which probes and evaluations only observe."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from core.training.data import Split
from core.training.probes import Array, Probe, Step, silent

Loss = Callable[[Tensor, Tensor], Tensor]
"""A loss as a function of output and target, the mean over the samples."""


@dataclass(frozen=True)
class Answer:
    """The result of evaluating a module on a part of the data."""

    loss: float
    targets: int
    right: int | None
    """The number of samples whose highest score is the target's; None if the targets are no
    classes."""
    finite: bool
    """Whether every output is finite."""
    dead: Array
    """[watched] the share of units (channels) that are zero for every sample."""

    @property
    def accuracy(self) -> float:
        """The share of samples that are right, to float32's digits; NaN if the loss is not finite,
        or if the targets are no classes."""
        if self.right is None or not math.isfinite(self.loss):
            return math.nan
        return float(np.float32(self.right / self.targets))


@dataclass(frozen=True)
class Evaluation:
    """The results of evaluating a module on all data."""

    trained: Answer
    held_out: Answer


class Trainer:
    """One module in training. A step is a plain torch step; a measured step also records something.

    ``loss`` is any function of output and target, ``optimizer`` any torch optimizer of the module's
    parameters, ``schedule`` a torch scheduler of that optimizer. ``batches`` gives the indices of
    each step's samples. In an evaluation ``at_once`` samples go through the module together;
    without it a whole part does, through a plain ``nn.Sequential`` one module after another.
    """

    def __init__(
        self,
        module: nn.Module,
        loss: Loss,
        data: Split,
        optimizer: Optimizer,
        schedule: LRScheduler | None = None,
        *,
        batches: Iterator[Tensor],
        at_once: int | None = None,
    ) -> None:
        self.module, self.data, self.optimizer = module, data, optimizer
        self._loss, self._schedule = loss, schedule
        self._batches, self._at_once = batches, at_once

    def set_rate(self, rate: float) -> None:
        """Set the learning rate, from the next step on."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    def step(self) -> float:
        """Take one step on the next batch; returns its loss before the step."""
        loss, _, _ = self._gradients()
        self._update()
        return float(loss.detach())

    def measured_step(self, probes: Sequence[Probe]) -> tuple[float, dict[str, Array]]:
        """Take a step, and return also what the probes measured, by their names."""
        with Watch([m for probe in probes for m in probe.watches]) as watch:
            loss, output, target = self._gradients()
        copied = dict.fromkeys(tensor for probe in probes for tensor in probe.copies)
        before = {tensor: tensor.detach().clone() for tensor in copied}
        self._update()
        step = Step(loss.detach(), output.detach(), target, watch.inputs, watch.outputs, before)
        with torch.no_grad():
            found = {probe.name: probe.measure(step) for probe in probes}
        return float(loss.detach()), found

    def evaluate(self, watched: Sequence[nn.Module] = ()) -> Iterator[Evaluation | None]:
        """Evaluate on all data: yields None after each piece of work, and at the end the
        :class:`Evaluation`.

        The module is put into prediction mode, and afterwards is as it was before.
        """
        data = self.data
        trained = yield from self.ask(data.x, data.y, watched)
        held_out = yield from self.ask(data.held_out_x, data.held_out_y)
        yield Evaluation(trained, held_out)

    def ask(
        self,
        x: Tensor,
        y: Tensor,
        watched: Sequence[nn.Module] = (),
        *,
        training: bool = False,
    ) -> Generator[None, None, Answer]:
        """Evaluate on these samples in prediction; yields after each piece of work.

        With ``training`` the module is as in training: its norms take the statistics of the samples
        that go through it together, and their moving averages follow.
        """
        many = self._at_once or len(x)
        losses: list[tuple[float, int]] = []
        rights: list[int] = []
        finite = True
        units: dict[nn.Module, Tensor] = {}
        for part, target in zip(torch.split(x, many), torch.split(y, many), strict=True):
            output, seen = yield from self._passed(part, watched, training)
            losses.append((float(self._loss(output, target)), len(part)))
            if not target.is_floating_point():
                rights.append(int((output.argmax(dim=1) == target).sum()))
            finite &= bool(output.isfinite().all())
            for module in watched:
                zero = seen[module]
                units[module] = units[module] & zero if module in units else zero
        dead = [float(units[module].float().mean()) for module in watched]
        right = sum(rights) if rights else None
        return Answer(_mean(losses), y.numel(), right, finite, np.array(dead))

    def _gradients(self) -> tuple[Tensor, Tensor, Tensor]:
        chosen = next(self._batches)
        target = self.data.y[chosen]
        output = self.module(self.data.x[chosen])
        loss = self._loss(output, target)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss, output, target

    def _update(self) -> None:
        self.optimizer.step()
        if self._schedule is not None:
            self._schedule.step()

    def _passed(
        self, x: Tensor, watched: Sequence[nn.Module], training: bool
    ) -> Generator[None, None, tuple[Tensor, dict[nn.Module, Tensor]]]:
        """The module's output in prediction, or as in training, and which units of the watched
        modules are silent.

        That is asked of each output as it comes: kept until the end, all of them together would
        need fresh memory, which costs more than what is asked.
        """
        modes = [(module, module.training) for module in self.module.modules()]
        self.module.train(training)
        try:
            with Watch(watched, silent) as watch:
                for stage in _stages(self.module):
                    with torch.no_grad():  # not over a yield: it holds for the whole thread
                        x = stage(x)
                    yield None
        finally:
            for module, training in modes:
                module.training = training
        return x, watch.outputs


class Watch:
    """Records the inputs and outputs of some modules, by forward hooks, while it is open; or, with
    ``asked``, only what that function answers of each output."""

    def __init__(
        self, modules: Sequence[nn.Module], asked: Callable[[Tensor], Tensor] | None = None
    ) -> None:
        self._asked = asked
        self.inputs: dict[nn.Module, Tensor] = {}
        self.outputs: dict[nn.Module, Tensor] = {}
        self._hooks = [module.register_forward_hook(self._keep) for module in set(modules)]

    def _keep(self, module: nn.Module, given: tuple[Any, ...], output: Tensor) -> None:
        if self._asked is not None:
            self.outputs[module] = self._asked(output.detach())
        else:
            self.inputs[module], self.outputs[module] = given[0].detach(), output.detach()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for hook in self._hooks:
            hook.remove()


def _stages(module: nn.Module) -> list[nn.Module]:
    """The modules that make up the whole, one after the other, so that a yield fits
    between them."""
    if isinstance(module, nn.Sequential) and type(module).forward is nn.Sequential.forward:
        return list(module)
    return [module]


def _mean(losses: list[tuple[float, int]]) -> float:
    """The mean loss over the samples of all parts."""
    if len(losses) == 1:
        return losses[0][0]
    return sum(loss * many for loss, many in losses) / sum(many for _, many in losses)
