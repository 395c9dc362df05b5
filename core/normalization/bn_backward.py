"""The graph of a batch normalization, node by node: values forward, gradients backward.

    μ = mean(x)   c = x - μ   q = c²   σ² = mean(q)   s = √(σ² + ε)   v = 1/s
    x̂ = c v       z = γ x̂     y = z + β

Ioffe & Szegedy 2015. Each gradient three ways: from the node after it by the chain rule, in closed
form, and by torch's autograd. All in float64.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.number_lists import GRAMMAR, read_numbers
from core.parameters import Reason, Spec, SpecError, number, parameter_of, text

Array = np.ndarray[Any, Any]

NODES = (
    *("x", "mean", "centered", "squared", "variance", "root", "inverse"),
    *("normalized", "gamma", "scaled", "beta", "shifted"),
)
"""In the order of the forward pass; the backward pass is this one reversed."""

SCALARS = frozenset(("mean", "variance", "root", "inverse", "gamma", "beta"))
"""One number for the whole batch."""

MIN_VALUES, MAX_VALUES = 2, 12


def _one_hot(spec: Any) -> str:
    """1, 0, 0, …: a gradient that shows the whole formula. Of ones all of dx would be 0."""
    count = spec.values.count(",") + 1
    return ", ".join(["1"] + ["0"] * (count - 1))


@dataclass(frozen=True, kw_only=True)
class BnBackwardSpec(Spec):
    """A small batch of one feature, and the gradient that comes from above."""

    key: ClassVar[str] = "bn_backward"

    values: str = text("1, 2, 3, 4", read_numbers, GRAMMAR, "The batch x, 2 to 12 values")
    upstream: str = text(
        None,  # type: ignore[arg-type]
        read_numbers,
        GRAMMAR,
        "The gradient dL/dy from above, one for each value",
        auto=_one_hot,
    )
    gamma: float = number(1.0, -10.0, 10.0, "Scale γ")
    beta: float = number(0.0, -10.0, 10.0, "Shift β")
    eps: float = number(1e-5, 1e-12, 10.0, "ε, added to the variance under the root", log=True)

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
        """As :meth:`Spec.adapt`; another number of values brings its own gradient along."""
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
    """K nodes over m values. A node that is one number stands in column 0; the rest is NaN."""

    nodes: tuple[str, ...]
    """[K] as in :data:`NODES`."""
    forward: Array
    """[K, m] each node's value."""
    gradient: Array
    """[K, m] dL/dnode, by the chain rule from the nodes after it."""
    closed_form: Array
    """[K, m] the same from x, dy and γ alone."""
    autograd: Array
    """[K, m] the same from torch's autograd."""
    difference: Array
    """[K] largest absolute difference among the three."""


def run(spec: BnBackwardSpec, device: str) -> Frames:
    """One frame; the CPU in float64."""
    x, dy = (np.array(spec.numbers(name)) for name in ("values", "upstream"))
    values = forward(x, spec.gamma, spec.beta, spec.eps)
    ways = (
        chain_rule(values, dy),
        closed_form(x, dy, spec.gamma, spec.eps),
        autograd(x, dy, spec.gamma, spec.beta, spec.eps),
    )
    yield None
    rows = [_rows(way, len(x)) for way in ways]
    apart = np.ptp(np.stack(rows), axis=0)
    yield BnBackwardFrame(
        step=1,
        total=1,
        nodes=NODES,
        forward=read_only(_rows(values, len(x))),
        gradient=read_only(rows[0]),
        closed_form=read_only(rows[1]),
        autograd=read_only(rows[2]),
        difference=read_only(np.nanmax(apart, axis=1)),
    )


def forward(x: Array, gamma: float, beta: float, eps: float) -> dict[str, Array]:
    """The value of every node for a batch ``x`` [m]; scalars have shape []."""
    mean = x.mean()
    centered = x - mean
    squared = centered**2
    variance = squared.mean()
    root = np.sqrt(variance + eps)
    inverse = 1 / root
    normalized = centered * inverse
    scaled = gamma * normalized
    return {
        "x": x,
        "mean": mean,
        "centered": centered,
        "squared": squared,
        "variance": variance,
        "root": root,
        "inverse": inverse,
        "normalized": normalized,
        "gamma": np.float64(gamma),
        "scaled": scaled,
        "beta": np.float64(beta),
        "shifted": scaled + beta,
    }


def chain_rule(value: Mapping[str, Array], dy: Array) -> dict[str, Array]:
    """dL/dnode of every node, each from those that follow it in the graph."""
    m = len(dy)
    d: dict[str, Array] = {"shifted": dy, "beta": dy.sum(), "scaled": dy}
    d["gamma"] = (d["scaled"] * value["normalized"]).sum()
    d["normalized"] = d["scaled"] * value["gamma"]
    d["inverse"] = (d["normalized"] * value["centered"]).sum()
    d["root"] = -d["inverse"] / value["root"] ** 2
    d["variance"] = d["root"] / (2 * value["root"])
    d["squared"] = np.full(m, d["variance"] / m)
    d["centered"] = d["normalized"] * value["inverse"] + d["squared"] * 2 * value["centered"]
    d["mean"] = -d["centered"].sum()
    d["x"] = d["centered"] + d["mean"] / m
    return d


def closed_form(x: Array, dy: Array, gamma: float, eps: float) -> dict[str, Array]:
    """dL/dnode of every node, from x, dy and γ alone.

    The last is the paper's dx = γ / (m √(σ² + ε)) · (m·dy - Σdy - x̂·Σ(dy·x̂)).
    """
    m, c = len(x), x - x.mean()
    power = x.var() + eps
    s = np.sqrt(power)
    hat = c / s
    along, total = (dy * c).sum(), dy.sum()
    return {
        "x": gamma / (m * s) * (m * dy - total - hat * (dy * hat).sum()),
        "mean": -gamma / s * total,
        "centered": gamma / s * (dy - hat * (dy * hat).sum() / m),
        "squared": np.full(m, -gamma * along / (2 * m * power**1.5)),
        "variance": -gamma * along / (2 * power**1.5),
        "root": -gamma * along / power,
        "inverse": gamma * along,
        "normalized": gamma * dy,
        "gamma": (dy * hat).sum(),
        "scaled": dy,
        "beta": total,
        "shifted": dy,
    }


def autograd(x: Array, dy: Array, gamma: float, beta: float, eps: float) -> dict[str, Array]:
    """dL/dnode of every node, from torch's autograd. Imports torch."""
    import torch

    node = {"x": torch.tensor(x, dtype=torch.float64, requires_grad=True)}
    for name, given in (("gamma", gamma), ("beta", beta)):
        node[name] = torch.tensor(given, dtype=torch.float64, requires_grad=True)
    node["mean"] = node["x"].mean()
    node["centered"] = node["x"] - node["mean"]
    node["squared"] = node["centered"] ** 2
    node["variance"] = node["squared"].mean()
    node["root"] = (node["variance"] + eps).sqrt()
    node["inverse"] = 1 / node["root"]
    node["normalized"] = node["centered"] * node["inverse"]
    node["scaled"] = node["gamma"] * node["normalized"]
    node["shifted"] = node["scaled"] + node["beta"]
    found = torch.autograd.grad(
        node["shifted"], [node[name] for name in NODES], torch.tensor(dy, dtype=torch.float64)
    )
    return {name: gradient.numpy() for name, gradient in zip(NODES, found, strict=True)}


def _rows(of_nodes: Mapping[str, Array], m: int) -> Array:
    """[K, m]; a scalar in column 0."""
    rows = np.full((len(NODES), m), np.nan)
    for k, name in enumerate(NODES):
        if name in SCALARS:
            rows[k, 0] = of_nodes[name]
        else:
            rows[k] = of_nodes[name]
    return rows
