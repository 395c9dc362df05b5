"""torch.nn's own norms beside ours: what they make of the same input, and how far it is off."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from core.beside import Beside
from core.layers.norms import NORMS
from core.layers.reference import REFERENCES
from core.normalization.normalization import NormalizationSpec


@dataclass(frozen=True)
class Apart:
    """How far an output is from one of torch's layers."""

    difference: float
    """The largest, absolute."""
    largest: float
    """Of torch's output, by absolute value."""

    @property
    def ulp(self) -> float:
        """The difference in units of rounding."""
        return self.difference / float(np.spacing(np.float32(self.largest)))


class BesideTorch:
    """torch.nn's layers beside ours: what they make of the same input, and how far it is off.

    Besides its own, LN is held against GN with 1 group (``ln_gn1``), IN against GN with C
    (``in_gnc``).
    """

    def __init__(self, spec: NormalizationSpec, x: Tensor, gamma: Tensor, beta: Tensor) -> None:
        self._spec, self._x, self._gamma, self._beta = spec, x, gamma, beta
        self._beside = Beside(x.device.type)
        self._asked: dict[str, list[Future[Apart]]] = {
            name: [] for name in (*NORMS, "ln_gn1", "in_gnc")
        }

    def ask(self, key: str, part: tuple[slice, slice], output: Tensor) -> None:
        """Hold a norm's output of a part of the input against torch's layers."""
        shape = tuple(self._x.shape)
        hole = key == "in" and NORMS["in"].group_size(shape, self._spec.groups) == 1
        if not hole:
            self._ask(key, key, self._spec.groups, part, output)
        size = math.prod(shape[1:])
        if key == "ln" and size * shape[0] > 1:  # torch refuses a single value
            self._ask("ln_gn1", "gn", 1, part, output)
        elif key == "in" and size > shape[1]:
            self._ask("in_gnc", "gn", shape[1], part, output)

    def _ask(
        self, name: str, layer: str, groups: int, part: tuple[slice, slice], output: Tensor
    ) -> None:
        affine = self._gamma[part[1]], self._beta[part[1]]
        asked = self._beside.ask(
            _off_torch, output, layer, self._x[part], groups, *affine, self._spec.eps
        )
        self._asked[name].append(asked)

    def told(self) -> Generator[None, None, dict[str, Apart]]:
        """All answers, once they are there."""
        told = {}
        for name, asked in self._asked.items():
            found = []
            for one in asked:
                found.append(one.result())
                yield None
            told[name] = Apart(
                largest_number([one.difference for one in found]),
                largest_number([one.largest for one in found]),
            )
        return told

    def close(self) -> None:
        """Give up what has not begun."""
        self._beside.close()


def _off_torch(
    output: Tensor, key: str, x: Tensor, groups: int, gamma: Tensor, beta: Tensor, eps: float
) -> Apart:
    reference = REFERENCES[key](x, groups, gamma, beta, eps)
    low, high = finite_range(reference)
    difference = largest_of(reference.sub_(output))  # in place: new memory is dearer than the sum
    return Apart(difference, max(abs(low), abs(high)))


def largest_number(values: Sequence[float]) -> float:
    """The largest of those that are numbers; NaN where none is."""
    return float(np.fmax.reduce(values)) if values else math.nan


def largest_of(apart: Tensor) -> float:
    """The largest absolute value of those that are finite; NaN where none is."""
    low, high = (float(bound) for bound in apart.aminmax())
    if not math.isfinite(low + high):
        apart = apart[apart.isfinite()]
        if not apart.numel():
            return math.nan
        low, high = (float(bound) for bound in apart.aminmax())
    return max(-low, high)


def finite_range(x: Tensor) -> tuple[float, float]:
    """Lowest and highest finite value; never empty."""
    low, high = (float(bound) for bound in x.aminmax())
    if not math.isfinite(low + high):
        finite = x[x.isfinite()]
        low, high = (float(b) for b in finite.aminmax()) if finite.numel() else (0.0, 1.0)
    room = max(0.5, abs(low) * 1e-3)
    return (low, high) if low < high else (low - room, high + room)
