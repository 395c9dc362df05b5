"""The run of bn_backward: the graph forward, and each gradient in three ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from core.experiment import Frames, read_only
from core.normalization.bn_backward import NODES, SCALARS, BnBackwardFrame, BnBackwardSpec

Array = np.ndarray[Any, Any]


def run(spec: BnBackwardSpec, device: str) -> Frames:
    """Compute one frame, on the CPU in float64."""
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
    """dL/dnode of every node, each from the nodes that follow it in the graph."""
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
    """[K, m] the values of every node; a scalar stands in column 0."""
    rows = np.full((len(NODES), m), np.nan)
    for k, name in enumerate(NODES):
        if name in SCALARS:
            rows[k, 0] = of_nodes[name]
        else:
            rows[k] = of_nodes[name]
    return rows
