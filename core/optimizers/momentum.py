"""The records of plain gradient descent and of the methods that keep a velocity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.optimizers.records import MOMENTUM, NOISE, TREATMENTS, Optimizer, hyper
from core.optimizers.rules import gd, momentum, nesterov
from core.optimizers.worked import Line, Numbers

_VELOCITY = Line("v'", "{momentum}·{v} + {g}", lambda n: n["momentum"] * n["v"] + n["g"])

_GD = (Line("p'", "{p} - {learning_rate}·{g}", lambda n: n["p"] - n["learning_rate"] * n["g"]),)
_DAMPED = Line(
    "v'",
    "{momentum}·{v} + (1 - {dampening})·{g}",
    lambda n: n["momentum"] * n["v"] + (1 - n["dampening"]) * n["g"],
)


def _momentum(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of momentum; the first velocity is never dampened."""
    dampened = numbers["dampening"] and numbers["momentum"] and numbers["t"] > 1
    return (
        _DAMPED if dampened else _VELOCITY,
        Line("p'", "{p} - {learning_rate}·{v'}", lambda n: n["p"] - n["learning_rate"] * n["v'"]),
    )


def _tex(on: Collection[str]) -> str:
    velocity = r"\mu v + g"
    if {"momentum", "dampening"} <= set(on):
        velocity = r"\begin{cases} g & t = 1 \\ \mu v + (1-\tau) g & t > 1 \end{cases}"
    return rf"v \leftarrow {velocity}" "\n" r"p \leftarrow p - \eta v"


def _code(on: Collection[str]) -> str:
    dampened = (
        "if t > 1:  # the first velocity is the gradient, and without momentum every one\n"
        "    g = torch.where(torch.as_tensor(momentum) > 0, (1 - dampening) * g, g)\n"
    )
    before = dampened if "dampening" in on else ""
    return f"{before}v = momentum * v + g\np = p - lr * v"


_NESTEROV = (
    _VELOCITY,
    Line(
        "p'",
        "{p} - {learning_rate}·({g} + {momentum}·{v'})",
        lambda n: n["p"] - n["learning_rate"] * (n["g"] + n["momentum"] * n["v'"]),
    ),
)

RECORDS = (
    Optimizer(
        key="gd",
        rule=gd,
        treatments=TREATMENTS,
        tex=r"p \leftarrow p - \eta g",
        torch="SGD",
        keywords={"lr": "learning_rate"},
        code="p = p - lr * g",
        worked=_GD,
        stable_rate=lambda momentum, curvature: 2 / curvature,
        stable_rate_code="2 / L",
        source="Cauchy 1847",
    ),
    Optimizer(
        key="sgd",
        rule=gd,
        treatments=(NOISE, *TREATMENTS),
        tex=r"p \leftarrow p - \eta g",
        torch="SGD",
        keywords={"lr": "learning_rate"},
        code="p = p - lr * g",
        worked=_GD,
        source="Robbins & Monro 1951",
    ),
    Optimizer(
        key="momentum",
        rule=momentum,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(
            MOMENTUM,
            hyper(
                "dampening",
                0.0,
                0,
                1,
                "Dampening τ",
                "Share τ of each gradient after the first that the velocity leaves out",
                False,
            ),
        ),
        options=("dampening",),
        tex=_tex,
        torch="SGD",
        keywords={"lr": "learning_rate", "momentum": "momentum", "dampening": "dampening"},
        code_before="v = torch.zeros_like(p)",
        code=_code,
        worked=_momentum,
        remembered=("momentum", "v"),
        stable_rate=lambda momentum, curvature: 2 * (1 + momentum) / curvature,
        stable_rate_code="2 * (1 + momentum) / L",
        source="Polyak 1964",
    ),
    Optimizer(
        key="nesterov",
        rule=nesterov,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(replace(MOMENTUM, low=1e-6),),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta (g + \mu v)"),
        torch="SGD",
        keywords={"lr": "learning_rate", "momentum": "momentum"},
        constants={"nesterov": True},
        code_before="v = torch.zeros_like(p)",
        code=("v = momentum * v + g\np = p - lr * (g + momentum * v)"),
        worked=_NESTEROV,
        remembered=("momentum", "v'"),
        stable_rate=lambda momentum, curvature: (
            (2 + 2 * momentum) / ((1 + 2 * momentum) * curvature)
        ),
        stable_rate_code="(2 + 2 * momentum) / ((1 + 2 * momentum) * L)",
        source="Nesterov 1983; Sutskever et al. 2013",
    ),
)
