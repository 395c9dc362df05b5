"""Watch a training from within the script that runs it, whatever its loop looks like."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.hooks import RemovableHandle

from saddlepoint.recording import Writer

Array = np.ndarray[Any, Any]

OCTAVES = 256
"""By the exponent's bits of float32: 0 are zeros and what is below 2^-126, 255 what is not finite,
and octave e the values of 2^(e - 127) up to twice that."""
BOUNDED: tuple[type[nn.Module], ...] = (nn.Tanh, nn.Sigmoid, nn.Hardtanh, nn.Hardsigmoid)
SATURATED = 0.02
"""A bounded activation is saturated where its output is as near as this share of its range to an
end."""
_RANGES = {nn.Tanh: (-1.0, 1.0), nn.Sigmoid: (0.0, 1.0), nn.Hardsigmoid: (0.0, 1.0)}


def watch(
    model: nn.Module,
    optimizer: Optimizer | Sequence[Optimizer],
    path: str | Path,
    *,
    cost: float = 0.1,
    every: int | None = None,
) -> Watch:
    """Record a training into a file, step by step; the loop stays as it is.

    ``every`` is the number of steps between two that are measured; without it that is chosen again
    and again so that measuring takes the share ``cost`` of the time. Steps are those of the
    optimizer, of the first if there are several. Close it, or use it by ``with``.

    A measured step counts every value of each layer's output, and of the loss's gradient by it, by
    octave, sign, zero and not finite, with mean and std; it notes dead and saturated units, and of
    each parameter its norm, its gradient's, and how far the step moved it. It draws no random
    numbers and changes no number of the training. What is not finite is counted, and raises
    nothing. Steps between cost nothing: there are no hooks then. Where a model is compiled, or its
    layers are not called one by one, what they pass on is not seen, but all of its parameters are.
    """
    optimizers = [optimizer] if isinstance(optimizer, Optimizer) else list(optimizer)
    return Watch(model, optimizers, path, cost=cost, every=every)


class Signal:
    """What is counted of one tensor of a layer in a step, over all calls of that layer."""

    def __init__(self) -> None:
        self.counts = np.zeros(OCTAVES, np.int64)
        self.negative = self.zero = self.values = 0
        self.total = self.squares = 0.0
        self.dead: Tensor | None = None
        self.saturated = 0

    def take(self, values: Tensor, units: bool) -> None:
        """Count a tensor's values; with ``units`` also which of its units are all 0."""
        flat = values.detach().reshape(-1)
        if not flat.is_floating_point() or not flat.numel():
            return
        flat = flat.float()
        exponents = (flat.view(torch.int32) >> 23) & 255
        counted = torch.bincount(exponents, minlength=OCTAVES)
        self.counts += counted.cpu().numpy()
        self.negative += int((flat < 0).sum())
        self.zero += int((flat == 0).sum())
        self.values += flat.numel()
        finite = flat if not int(counted[OCTAVES - 1]) else flat[flat.isfinite()]
        self.total += float(finite.sum(dtype=torch.float64))
        self.squares += float(finite.double().square().sum())
        if units and values.ndim > 1:
            zero = (values.detach() == 0).flatten(2) if values.ndim > 2 else values.detach() == 0
            silent = zero.all(dim=2).all(dim=0) if values.ndim > 2 else zero.all(dim=0)
            same = self.dead is not None and self.dead.shape == silent.shape
            self.dead = self.dead & silent if same and self.dead is not None else silent

    def numbers(self) -> tuple[float, ...]:
        """Mean, std, and the shares of negative values, zeros, those not finite, dead units and
        saturated values; NaN where there is nothing to tell."""
        bad = int(self.counts[OCTAVES - 1])
        finite = self.values - bad
        if not self.values:
            return (math.nan,) * 7
        mean = self.total / finite if finite else math.nan
        spread = math.sqrt(max(0.0, self.squares / finite - mean**2)) if finite else math.nan
        dead = float(self.dead.float().mean()) if self.dead is not None else math.nan
        many = self.values
        return (
            *(mean, spread, self.negative / many, self.zero / many, bad / many),
            *(dead, self.saturated / many),
        )


NUMBERS = ("mean", "std", "negative", "zero", "not_finite", "dead", "saturated")
"""What :meth:`Signal.numbers` says, in that order."""


@dataclass
class _Step:
    """What is measured in one step."""

    outputs: dict[nn.Module, Signal] = field(default_factory=dict)
    gradients: dict[nn.Module, Signal] = field(default_factory=dict)
    before: dict[Tensor, Tensor] = field(default_factory=dict)
    """The weights before they moved."""
    parameters: dict[Tensor, list[float]] = field(default_factory=dict)
    """Norm, the gradient's norm, and how far the step went."""


class Watch:
    """A training that is being recorded; see :func:`watch`."""

    def __init__(
        self,
        model: nn.Module,
        optimizers: Sequence[Optimizer],
        path: str | Path,
        *,
        cost: float = 0.1,
        every: int | None = None,
    ) -> None:
        _check(optimizers, cost, every)
        model = getattr(model, "_orig_mod", model)  # a compiled model's own modules
        self.model, self.cost, self.every = model, cost, every
        self._layers = {
            module: name
            for name, module in model.named_modules()
            if not any(True for _ in module.children())
        }
        names = {parameter: name for name, parameter in model.named_parameters()}
        trained = [p for one in optimizers for p in _parameters_of(one)]
        self._parameters = {p: names.get(p, f"parameter {k}") for k, p in enumerate(trained)}
        self._writer: Writer | None = Writer(path, self._header())
        self.step = 0
        """Steps that were taken."""
        self._next = 0
        """The next step that is measured."""
        self._now = _Step()
        self._moves: list[tuple[Tensor, Tensor, Tensor]] = []
        """Parameter, gradient and movement of the measured step, until the next gradient is
        known."""
        self._pending: dict[str, Array] | None = None
        self._logged: dict[str, tuple[float, int]] = {}
        self._ended = time.perf_counter()
        self._usual = self._measuring = 0.0
        self._handles: list[RemovableHandle] = []
        # From one step of the first to its next each of the others takes its own.
        others = optimizers[1:]
        self._lasting = [
            optimizers[0].register_step_pre_hook(lambda one, *_: self._before_step(one)),
            optimizers[0].register_step_post_hook(lambda one, *_: self._after_step(one)),
            *(one.register_step_pre_hook(lambda one, *_: self._note(one)) for one in others),
            *(one.register_step_post_hook(lambda one, *_: self._moved(one)) for one in others),
        ]
        self._attach()

    def _header(self) -> dict[str, Any]:
        return {
            "layers": list(self._layers.values()),
            "kinds": [type(module).__name__ for module in self._layers],
            "parameters": list(self._parameters.values()),
            "numbers": list(NUMBERS),
            "torch": torch.__version__,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def log(self, **numbers: float) -> None:
        """Record numbers such as the loss. The next block that is written has the last value of
        each as ``log_NAME``, with the number of steps that were taken when it was logged."""
        for name, value in numbers.items():
            self._logged[name] = float(value), self.step

    def close(self) -> None:
        """End the recording: hooks go, and what was measured is written."""
        self._detach()
        for handle in self._lasting:
            handle.remove()
        self._lasting = []
        if self._writer is not None:
            self._write(math.nan)
            self._writer.close()
            self._writer = None

    # A measured step

    def _attach(self) -> None:
        """Put hooks on all layers, for one step."""
        for module in self._layers:
            self._handles.append(module.register_forward_hook(self._on_output))

    def _detach(self) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles = []

    def _on_output(self, module: nn.Module, given: Any, output: Any) -> None:
        if not torch.is_grad_enabled():  # an evaluation between two steps
            return
        tensor = next((one for one in _tensors(output) if one.is_floating_point()), None)
        if tensor is None:
            return
        signal = self._now.outputs.setdefault(module, Signal())
        # Counted now: the next layer may write over it.
        signal.take(tensor, units=True)
        if isinstance(module, BOUNDED):
            low, high = _range_of(module)
            near = SATURATED * (high - low)
            values = tensor.detach()
            signal.saturated += int(((values < low + near) | (values > high - near)).sum())
        if tensor.requires_grad:
            gradient = self._now.gradients.setdefault(module, Signal())
            tensor.register_hook(  # type: ignore[no-untyped-call]
                lambda g: gradient.take(g, units=False)
            )

    def _before_step(self, optimizer: Optimizer) -> None:
        began = time.perf_counter()
        if self._pending is not None:
            self._write(self._curvature())
        if self.step == self._next:
            self._note(optimizer)
        else:
            self._usual = _mean_of(self._usual, began - self._ended)

    def _note(self, optimizer: Optimizer) -> None:
        """Keep the weights that an optimizer is about to move."""
        if self.step == self._next:
            for p in _parameters_of(optimizer):
                if p.grad is not None:
                    self._now.before[p] = p.detach().clone()

    def _after_step(self, optimizer: Optimizer) -> None:
        if self.step == self._next:
            self._moved(optimizer)
            self._detach()
            self._pend()
            # With what hooks took: a measured step takes so much longer than a usual one.
            took = time.perf_counter() - self._ended
            if self._usual:
                self._measuring = _mean_of(self._measuring, max(0.0, took - self._usual))
            self._next = self.step + self._cadence()
        self.step += 1
        if self.step == self._next and not self._handles:
            self._attach()
        self._ended = time.perf_counter()

    def _cadence(self) -> int:
        """Steps until the next that is measured."""
        if self.every is not None:
            return self.every
        if not self._usual or not self._measuring:
            return 2 if not self._usual else 10
        return max(1, min(10_000, math.ceil(self._measuring / (self.cost * self._usual))))

    def _moved(self, optimizer: Optimizer) -> None:
        """Measure how far the parameters moved that an optimizer has just moved."""
        for p in _parameters_of(optimizer):
            before = self._now.before.get(p)
            if before is None:
                continue
            norm, moved = float(before.float().norm()), float((p.detach() - before).float().norm())
            gradient = float(p.grad.float().norm()) if p.grad is not None else math.nan
            self._now.parameters[p] = [norm, gradient, moved]

    def _pend(self) -> None:
        """Put together what was measured; it is written when the next gradient is known."""
        now, self._now = self._now, _Step()
        first, last = _extent([*now.outputs.values(), *now.gradients.values()])
        unknown = [math.nan] * 3
        block: dict[str, Array] = {
            "step": np.array(self.step),
            "octave": np.array(first - 127),
            "parameters": np.array([now.parameters.get(p, unknown) for p in self._parameters]),
        }
        for kind, found in (("outputs", now.outputs), ("gradients", now.gradients)):
            empty = Signal()
            each = [found.get(module, empty) for module in self._layers]
            block[f"{kind}_counts"] = np.array([one.counts[first:last] for one in each], np.int64)
            block[kind] = np.array([one.numbers() for one in each])
        self._pending = block
        self._moves = [
            (p, p.grad.detach().clone(), p.detach() - before)
            for p, before in now.before.items()
            if p.grad is not None
        ]

    def _curvature(self) -> float:
        """(Δg·Δw) / |Δw|²: of full batches the curvature along the step; batches that differ add
        their noise."""
        bent = length = 0.0
        for p, g, moved in self._moves:
            if p.grad is None or p.grad.shape != g.shape:
                return math.nan
            bent += float(((p.grad.detach() - g) * moved).sum(dtype=torch.float64))
            length += float(moved.double().square().sum())
        return bent / length if length > 0 else math.nan

    def _write(self, curvature: float) -> None:
        if self._pending is not None and self._writer is not None:
            logged = {f"log_{name}": np.array(pair) for name, pair in self._logged.items()}
            self._writer.write({**self._pending, "curvature": np.array(curvature), **logged})
        self._pending, self._moves = None, []


def _check(optimizers: Sequence[Optimizer], cost: float, every: int | None) -> None:
    """Refuse what cannot be watched, before anything is written or hooked."""
    if not optimizers or not all(isinstance(one, Optimizer) for one in optimizers):
        raise ValueError("watch needs the optimizer, or a list of optimizers, of the training")
    if not any(_parameters_of(one) for one in optimizers):
        raise ValueError("the optimizer has no parameters, so there is nothing to watch")
    if every is not None and every < 1:
        raise ValueError(f"every is {every}; it can be 1 or more steps")
    if not 0 < cost <= 1:
        raise ValueError(f"cost is {cost}; it is a share of the time, above 0 and at most 1")


def _extent(signals: Sequence[Signal]) -> tuple[int, int]:
    """The first octave that holds something, and the one behind the last."""
    there = np.flatnonzero(sum((one.counts for one in signals), np.zeros(OCTAVES, np.int64)))
    return (int(there[0]), int(there[-1]) + 1) if len(there) else (0, 0)


def _parameters_of(optimizer: Optimizer) -> list[Tensor]:
    return [p for group in optimizer.param_groups for p in group["params"]]


def _tensors(output: Any) -> Iterable[Tensor]:
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, tuple | list):
        for one in output:
            yield from _tensors(one)
    elif isinstance(output, dict):
        for one in output.values():
            yield from _tensors(one)


def _range_of(module: nn.Module) -> tuple[float, float]:
    if isinstance(module, nn.Hardtanh):
        return module.min_val, module.max_val
    return next(ends for kind, ends in _RANGES.items() if isinstance(module, kind))


def _mean_of(before: float, value: float) -> float:
    """A running mean that follows what changes."""
    return value if not before else 0.8 * before + 0.2 * value
