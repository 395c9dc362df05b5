"""Comparison with torch.nn's own norms on the same input: how far an output is from theirs, and
which of the two is nearer to the same formula in float64."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.beside import Beside
from core.layers.norms import NORMS, Variant
from core.layers.reference import REFERENCES
from core.normalization.normalization import NormalizationSpec, is_hole

FEW = 2**14
"""The most values of a part of which the float64 result is computed in any case."""
APART = 16.0
"""Roundings: of a larger part it is computed where the two are further apart, to say which is
off."""


@dataclass(frozen=True)
class Apart:
    """How far an output is from that of torch's layer."""

    difference: float
    """The largest absolute difference."""
    largest: float
    """The largest absolute value of torch's output."""
    ours: float = math.nan
    """Our largest absolute difference from float64; NaN where it was not computed."""
    theirs: float = math.nan
    """The same of torch's layer."""

    @property
    def ulp(self) -> float:
        """The difference in units of rounding: steps of float32, in which nets compute."""
        return self.difference / float(np.spacing(np.float32(self.largest)))


class BesideTorch:
    """Runs torch.nn's layers beside our norms, and measures how far our outputs are from theirs.

    Apart from its own layer, LN is compared with GN with 1 group (``ln_gn1``), and IN with GN with
    C groups (``in_gnc``). Where a norm leaves a hole there is nothing to compare.
    """

    def __init__(self, spec: NormalizationSpec, x: Tensor, gamma: Tensor, beta: Tensor) -> None:
        self._spec, self._x, self._gamma, self._beta = spec, x, gamma, beta
        self._beside = Beside(x.device.type)
        self._asked: dict[str, list[Future[Apart]]] = {
            name: [] for name in (*NORMS, "ln_gn1", "in_gnc")
        }

    def ask(self, key: str, part: tuple[slice, slice], output: Tensor) -> None:
        """Begin to compare a norm's output for a part of the input with torch's layers."""
        shape = tuple(self._x.shape)
        groups, size = self._spec.groups, math.prod(shape[1:])
        # torch refuses group norm of a single value for each of all groups of all samples.
        single = key == "gn" and size // groups * shape[0] == 1
        if not single and not is_hole(key, shape):
            self._ask(key, key, groups, part, output)
        if key == "ln" and size * shape[0] > 1:
            self._ask("ln_gn1", "gn", 1, part, output)
        elif key == "in" and size > shape[1]:
            self._ask("in_gnc", "gn", shape[1], part, output)

    def _ask(
        self, name: str, layer: str, groups: int, part: tuple[slice, slice], output: Tensor
    ) -> None:
        affine = self._gamma[part[1]], self._beta[part[1]]
        exact = name == layer and self._spec.variant == Variant.DEFINITION
        asked = self._beside.ask(
            _off_torch, output, layer, self._x[part], groups, *affine, self._spec.eps, exact
        )
        self._asked[name].append(asked)

    def told(self) -> Generator[None, None, dict[str, Apart]]:
        """All differences, once they are there."""
        told = {}
        for name, asked in self._asked.items():
            found = []
            for one in asked:
                found.append(one.result())
                yield None
            told[name] = Apart(
                largest_number([one.difference for one in found]),
                largest_number([one.largest for one in found]),
                largest_number([one.ours for one in found]),
                largest_number([one.theirs for one in found]),
            )
        return told

    def close(self) -> None:
        """Cancel every comparison that has not begun."""
        self._beside.close()


def _off_torch(
    output: Tensor,
    key: str,
    x: Tensor,
    groups: int,
    gamma: Tensor,
    beta: Tensor,
    eps: float,
    exact: bool,
) -> Apart:
    reference = REFERENCES[key](x, groups, gamma, beta, eps)
    low, high = finite_range(reference)
    few = exact and reference.numel() <= FEW
    # In place where it can be: new memory costs more than the sum.
    difference = largest_of(reference - output if few else reference.sub_(output))
    apart = Apart(difference, max(abs(low), abs(high)))
    if not exact or x.dtype == torch.float64 or not (few or apart.ulp > APART):
        return apart
    if not few:
        reference = REFERENCES[key](x, groups, gamma, beta, eps)
    # On the CPU: not every GPU has float64.
    x, gamma, beta = (one.cpu().double() for one in (x, gamma, beta))
    true = NORMS[key].apply(x, groups=groups, gamma=gamma, beta=beta, eps=eps).output
    ours, theirs = (largest_of(true - one.cpu()) for one in (output, reference))
    return Apart(apart.difference, apart.largest, ours, theirs)


def largest_number(values: Sequence[float]) -> float:
    """The largest value that is not NaN; NaN if there is none."""
    return float(np.fmax.reduce(values)) if values else math.nan


def largest_of(apart: Tensor) -> float:
    """The largest absolute value among the finite ones; NaN if there is none."""
    low, high = (float(bound) for bound in apart.aminmax())
    if not math.isfinite(low + high):
        apart = apart[apart.isfinite()]
        if not apart.numel():
            return math.nan
        low, high = (float(bound) for bound in apart.aminmax())
    return max(-low, high)


def finite_range(x: Tensor) -> tuple[float, float]:
    """The lowest and highest finite value; the range is never empty."""
    low, high = (float(bound) for bound in x.aminmax())
    if not math.isfinite(low + high):
        finite = x[x.isfinite()]
        low, high = (float(b) for b in finite.aminmax()) if finite.numel() else (0.0, 1.0)
    room = max(0.5, abs(low) * 1e-3)
    return (low, high) if low < high else (low - room, high + room)
