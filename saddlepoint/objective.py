"""The loss of a model over data, as a function of its weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.func import functional_call

Loss = Callable[[Any, Any], Tensor]
"""The mean loss over the samples as one number, of a model's output and the targets."""

Data = tuple[Any, Tensor] | Iterable[tuple[Any, Tensor]]
"""A pair (X, y), or a loader of such pairs. X may be a tuple of several inputs."""

Weights = Tensor | nn.Module | Mapping[str, Tensor]
"""Weights as a vector [P], as a model, or as its ``state_dict()``."""

NORMS = ("running", "batch")
"""By which statistics batch norm normalizes: by its running ones, as in prediction, or by those of
the samples that go through the model together."""

# Any norm that has running statistics, torch's own and those of others alike.
_RUNNING = "running_mean"


class Objective:
    """The mean loss of ``model`` over ``data`` as a function of the weights.

    The weights are one vector w [P] of all parameters, each flattened, in the order of
    ``named_parameters()``; a tied parameter counts once. Batches count by their numbers of samples,
    so the loss of a loader is that of all samples, however they are divided.

    Dropout is off, and norms use their running statistics; with ``norm="batch"`` those of the
    samples that pass together, and the running ones stay as they are.

    Raises ``ValueError`` for a model without parameters or with weights that are not finite, for
    data without samples, and for a loss that is not one number.
    """

    def __init__(self, model: nn.Module, loss: Loss, data: Data, *, norm: str = "running") -> None:
        if norm not in NORMS:
            raise ValueError(f"norm is {norm!r}; it can be {' or '.join(map(repr, NORMS))}")
        self.model, self.loss, self.norm = model, loss, norm
        named = dict(model.named_parameters())
        if not named:
            raise ValueError("the model has no parameters, so there is nothing to vary")
        self.names = tuple(named)
        self.shapes = tuple(parameter.shape for parameter in named.values())
        self.sizes = tuple(parameter.numel() for parameter in named.values())
        self.vector = flat(list(named.values()))
        """[P] the model's own weights, copied."""
        if not bool(self.vector.isfinite().all()):
            bad = [name for name, one in named.items() if not bool(one.isfinite().all())]
            raise ValueError(f"weights of the model are not finite: {', '.join(bad)}")
        self._buffers = {name: buffer.detach().clone() for name, buffer in model.named_buffers()}
        self.batches = _collect(data, self.vector.device)
        self.samples = sum(len(y) for _, y in self.batches)

    def value(
        self, vector: Tensor | None = None, buffers: Mapping[str, Tensor] | None = None
    ) -> float:
        """The loss at the weights ``vector`` [P], the model's own without one; in its own precision
        the very number that the model's own forward pass gives."""
        return self.measure(vector, buffers)[0]

    def measure(
        self, vector: Tensor | None = None, buffers: Mapping[str, Tensor] | None = None
    ) -> tuple[float, float]:
        """The loss at some weights, and the share of samples whose highest score is the target's;
        NaN where targets are no classes."""
        vector = self.vector if vector is None else vector
        total, right = 0.0, 0.0
        with torch.no_grad(), self.passing():
            for x, y in self.batches:
                output = self.output(vector, x, buffers)
                total += float(self.one_number(self.loss(output, y))) * len(y)
                right += _right(output, y)
        return total / self.samples, right / self.samples

    def output(self, vector: Tensor, x: Any, buffers: Mapping[str, Tensor] | None = None) -> Any:
        """The model's output for a batch at some weights; within :meth:`passing`."""
        kept = self._buffers if buffers is None else buffers
        # Norms write into their buffers, and the model's own are not theirs to change.
        own = {name: buffer.clone() for name, buffer in kept.items()}
        return functional_call(self.model, {**self.parts(vector), **own}, _arguments(x))

    def parts(self, vector: Tensor) -> dict[str, Tensor]:
        """A vector [P] as parameters by their names, views where the precision is the same."""
        pieces = torch.split(vector, list(self.sizes))
        own = dict(self.model.named_parameters())
        return {
            name: piece.view(shape).to(own[name].dtype)
            for name, piece, shape in zip(self.names, pieces, self.shapes, strict=True)
        }

    @contextmanager
    def passing(self) -> Iterator[None]:
        """The model as it is evaluated, and after that as it was."""
        modes = [(module, module.training) for module in self.model.modules()]
        try:
            for module, _ in modes:
                module.training = self.norm == "batch" and hasattr(module, _RUNNING)
            yield
        finally:
            for module, training in modes:
                module.training = training

    def one_number(self, loss: Tensor) -> Tensor:
        """A loss, if it is one number."""
        if not isinstance(loss, Tensor) or loss.numel() != 1:
            shape = tuple(loss.shape) if isinstance(loss, Tensor) else type(loss).__name__
            raise ValueError(
                f"the loss has to be one number, the mean over the samples; it returned {shape}"
            )
        return loss.reshape(())

    def vector_of(self, weights: Weights) -> Tensor:
        """[P] weights as a vector, from a model of the same shape, its ``state_dict()`` or a
        vector."""
        if isinstance(weights, Tensor):
            found = weights.detach().reshape(-1)
        else:
            named: Mapping[str, Tensor]
            named = dict(weights.named_parameters()) if isinstance(weights, nn.Module) else weights
            missing = [name for name in self.names if name not in named]
            if missing:
                raise ValueError(f"weights are missing: {', '.join(missing)}")
            for name, shape in zip(self.names, self.shapes, strict=True):
                if named[name].shape != shape:
                    here, there = tuple(shape), tuple(named[name].shape)
                    raise ValueError(f"{name} has the shape {there}, in the model {here}")
            found = flat([named[name] for name in self.names])
        if len(found) != len(self.vector):
            raise ValueError(
                f"the weights are {len(found)} numbers, in the model {len(self.vector)}"
            )
        return found.to(self.vector)

    def buffers_of(self, weights: Weights) -> dict[str, Tensor]:
        """The buffers (running statistics) that come with weights, the model's own for a vector."""
        if isinstance(weights, Tensor):
            return dict(self._buffers)
        named: Mapping[str, Tensor]
        named = dict(weights.named_buffers()) if isinstance(weights, nn.Module) else weights
        return {name: named.get(name, own).detach().to(own) for name, own in self._buffers.items()}


def flat(tensors: Sequence[Tensor]) -> Tensor:
    """[P] tensors, flattened one after another, copied."""
    return torch.cat([tensor.detach().reshape(-1) for tensor in tensors]).clone()


def _arguments(x: Any) -> tuple[Any, ...]:
    return tuple(x) if isinstance(x, tuple | list) else (x,)


def _collect(data: Data, device: torch.device) -> list[tuple[Any, Tensor]]:
    """All batches, on the model's device."""
    if isinstance(data, tuple) and len(data) == 2:
        pairs = [cast("tuple[Any, Tensor]", data)]
    else:
        with torch.random.fork_rng(devices=[]):  # a loader draws a seed, even in order
            pairs = [(x, y) for x, y in cast("Iterable[tuple[Any, Tensor]]", data)]
    found = [
        (
            tuple(one.to(device) for one in x) if isinstance(x, tuple | list) else x.to(device),
            y.to(device),
        )
        for x, y in pairs
        if len(y)
    ]
    if not found:
        raise ValueError("the data have no samples")
    for x, y in found:
        first = _arguments(x)[0]
        if len(first) != len(y):
            raise ValueError(f"{len(first)} inputs stand beside {len(y)} targets")
    return found


def _right(output: Any, y: Tensor) -> float:
    """How many highest scores are the target's; NaN where targets are no classes."""
    if not isinstance(output, Tensor) or output.ndim != 2 or y.ndim != 1 or y.is_floating_point():
        return float("nan")
    return float((output.argmax(dim=1) == y).sum())
