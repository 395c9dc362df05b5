"""The records of plain gradient descent and of the methods that keep a velocity."""

from __future__ import annotations

from dataclasses import replace

from core.optimizers.records import MOMENTUM, NOISE, TREATMENTS, Optimizer
from core.optimizers.rules import gd, momentum, nesterov
from core.optimizers.worked import Line

_VELOCITY = Line("v'", "{momentum}·{v} + {g}", lambda n: n["momentum"] * n["v"] + n["g"])

_GD = (Line("p'", "{p} - {learning_rate}·{g}", lambda n: n["p"] - n["learning_rate"] * n["g"]),)
_MOMENTUM = (
    _VELOCITY,
    Line("p'", "{p} - {learning_rate}·{v'}", lambda n: n["p"] - n["learning_rate"] * n["v'"]),
)
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
        tex=(r"p \leftarrow p - \eta (g + \sigma \xi)" "\n" r"\xi \sim N(0, 1)"),
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
        hyper=(MOMENTUM,),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta v"),
        torch="SGD",
        keywords={"lr": "learning_rate", "momentum": "momentum"},
        code_before="v = torch.zeros_like(p)",
        code=("v = momentum * v + g\np = p - lr * v"),
        worked=_MOMENTUM,
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
