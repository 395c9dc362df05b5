"""The graph of a batch normalization, node by node: values forward, gradients backward.

    μ = mean(x)   c = x - μ   q = c²   σ² = mean(q)   s = √(σ² + ε)   v = 1/s
    x̂ = c v       z = γ x̂     y = z + β

After Ioffe & Szegedy 2015. Each gradient is computed in three ways: from the node after it by the
chain rule, in closed form, and by torch's autograd; all in float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.number_lists import GRAMMAR, read_numbers
from core.parameters import Reason, Spec, SpecError, number, parameter_of, text

Array = np.ndarray[Any, Any]

NODES = (
    *("x", "mean", "centered", "squared", "variance", "root", "inverse"),
    *("normalized", "gamma", "scaled", "beta", "shifted"),
)
"""The nodes in the order of the forward pass; the backward pass reverses it."""

SCALARS = frozenset(("mean", "variance", "root", "inverse", "gamma", "beta"))
"""The nodes that are one number for the whole batch."""

MIN_VALUES, MAX_VALUES = 2, 12


def _one_hot(spec: Any) -> str:
    """The text 1, 0, 0, …: a gradient that shows the whole formula. With ones, all of dx would be
    0."""
    count = spec.values.count(",") + 1
    return ", ".join(["1"] + ["0"] * (count - 1))


@dataclass(frozen=True, kw_only=True)
class BnBackwardSpec(Spec):
    """A small batch of one feature, and the gradient that comes from above."""

    key: ClassVar[str] = "bn_backward"

    values: str = text(
        "1, 2, 3, 4", read_numbers, GRAMMAR, "Batch x", "The batch x, 2 to 12 values"
    )
    upstream: str = text(
        None,
        read_numbers,
        GRAMMAR,
        "Upstream dL/dy",
        "The gradient dL/dy from above, one for each value",
        auto=_one_hot,
    )
    gamma: float = number(1.0, -10.0, 10.0, "Gamma γ", "Scale γ")
    beta: float = number(0.0, -10.0, 10.0, "Beta β", "Shift β")
    eps: float = number(
        1e-5, 1e-12, 10.0, "Epsilon ε", "ε, added to the variance under the root", log=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        count = len(self.numbers("values"))
        if not MIN_VALUES <= count <= MAX_VALUES:
            reason = Reason.TOO_FEW if count < MIN_VALUES else Reason.TOO_MANY
            raise SpecError("values", reason, count, f"{MIN_VALUES} … {MAX_VALUES}")
        given = len(self.numbers("upstream"))
        if given != count:
            reason = Reason.TOO_FEW if given < count else Reason.TOO_MANY
            raise SpecError("upstream", reason, given, str(count))

    def adapt(self, **changes: Any) -> BnBackwardSpec:
        """The same as :meth:`Spec.adapt`; a new number of values brings a gradient to match."""
        typed = changes.get("values")
        if isinstance(typed, str) and "upstream" not in changes:
            count = len(read_numbers(parameter_of(type(self), "values"), typed))
            if count != len(self.numbers("upstream")) and MIN_VALUES <= count <= MAX_VALUES:
                changes["upstream"] = ", ".join(["1"] + ["0"] * (count - 1))
        return super().adapt(**changes)

    def numbers(self, name: str) -> tuple[float, ...]:
        """The numbers that were typed into a field."""
        return read_numbers(parameter_of(type(self), name), getattr(self, name))


@dataclass(frozen=True, kw_only=True)
class BnBackwardFrame(Frame):
    """The K nodes over m values. A node that is one number stands in column 0; the rest is NaN."""

    nodes: tuple[str, ...]
    """[K] the nodes' names, as in :data:`NODES`."""
    forward: Array
    """[K, m] value of each node."""
    gradient: Array
    """[K, m] dL/dnode, by the chain rule from the nodes after it."""
    closed_form: Array
    """[K, m] dL/dnode from x, dy and γ alone."""
    autograd: Array
    """[K, m] dL/dnode from torch's autograd."""
    difference: Array
    """[K] largest absolute difference between the three gradients."""
