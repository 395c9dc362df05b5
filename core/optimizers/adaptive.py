"""The records of methods that adapt the step of each coordinate but keep no mean gradient."""

from __future__ import annotations

from dataclasses import replace

from core.optimizers.records import EPS, TREATMENTS, Optimizer, hyper
from core.optimizers.rules import adadelta, adagrad, rmsprop, rprop
from core.optimizers.worked import Line, Numbers

_ADAGRAD = (
    Line("s'", "{s} + {g}²", lambda n: n["s"] + n["g"] ** 2),
    Line(
        "p'",
        "{p} - {learning_rate}·{g} / (√{s'} + {eps})",
        lambda n: n["p"] - n["learning_rate"] * n["g"] / (n["s'"] ** 0.5 + n["eps"]),
    ),
)
_ADADELTA = (
    Line(
        "v'",
        "{rho}·{v} + (1 - {rho})·{g}²",
        lambda n: n["rho"] * n["v"] + (1 - n["rho"]) * n["g"] ** 2,
    ),
    Line(
        "Δ",
        "√({u} + {eps}) / √({v'} + {eps})·{g}",
        lambda n: (n["u"] + n["eps"]) ** 0.5 / (n["v'"] + n["eps"]) ** 0.5 * n["g"],
    ),
    Line(
        "u'",
        "{rho}·{u} + (1 - {rho})·{Δ}²",
        lambda n: n["rho"] * n["u"] + (1 - n["rho"]) * n["Δ"] ** 2,
    ),
    Line("p'", "{p} - {learning_rate}·{Δ}", lambda n: n["p"] - n["learning_rate"] * n["Δ"]),
)
_RMSPROP = (
    Line(
        "v'",
        "{alpha}·{v} + (1 - {alpha})·{g}²",
        lambda n: n["alpha"] * n["v"] + (1 - n["alpha"]) * n["g"] ** 2,
    ),
    Line(
        "p'",
        "{p} - {learning_rate}·{g} / (√{v'} + {eps})",
        lambda n: n["p"] - n["learning_rate"] * n["g"] / (n["v'"] ** 0.5 + n["eps"]),
    ),
)


def _rprop(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of Rprop; the factor, and whether a step is taken, depend on the sign of the
    product of two gradients."""
    turn = Line("g₋·g", "{g₋}·{g}", lambda n: n["g₋"] * n["g"])
    product = turn.value(numbers)
    grown = "{eta_plus}·{length}" if product > 0 else "{eta_minus}·{length}"
    factor = numbers["eta_plus"] if product > 0 else numbers["eta_minus"]
    if product == 0:
        grown, factor = "{length}", 1.0
    low, high = 1e-6, 50.0
    length = Line(
        "length'",
        f"min(50, max(0.000001, {grown}))",
        lambda n: min(high, max(low, factor * n["length"])),
    )
    if product < 0 or numbers["g"] == 0:
        return turn, length, Line("p'", "{p}", lambda n: n["p"])
    sign = "-" if numbers["g"] > 0 else "+"
    step = Line(
        "p'",
        f"{{p}} {sign} {{length'}}",
        lambda n: n["p"] - n["length'"] if n["g"] > 0 else n["p"] + n["length'"],
    )
    return turn, length, step


RECORDS = (
    Optimizer(
        key="adagrad",
        rule=adagrad,
        treatments=TREATMENTS,
        memories=("s",),
        hyper=(replace(EPS, default=1e-10),),
        tex=(r"s \leftarrow s + g^2" "\n" r"p \leftarrow p - \frac{\eta}{\sqrt{s} + \epsilon} g"),
        torch="Adagrad",
        keywords={"lr": "learning_rate", "eps": "eps"},
        code_before="s = torch.zeros_like(p)",
        code=("s = s + g * g\np = p - lr * g / (s.sqrt() + eps)"),
        worked=_ADAGRAD,
        source="Duchi, Hazan & Singer 2011",
    ),
    Optimizer(
        key="adadelta",
        rule=adadelta,
        treatments=TREATMENTS,
        memories=("v", "u"),
        hyper=(
            hyper(
                "rho",
                0.9,
                0,
                0.9999,
                "Rho ρ",
                "Share of the running means kept from step to step",
                log=False,
                near_one=True,
            ),
            hyper(
                "eps",
                1e-6,
                1e-16,
                1,
                "Epsilon ε",
                "Added inside the roots: it starts the movement",
                True,
            ),
        ),
        tex=(
            r"v \leftarrow \rho v + (1-\rho) g^2"
            "\n"
            r"\Delta = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} g"
            "\n"
            r"u \leftarrow \rho u + (1-\rho) \Delta^2"
            "\n"
            r"p \leftarrow p - \eta \Delta"
        ),
        torch="Adadelta",
        keywords={"lr": "learning_rate", "rho": "rho", "eps": "eps"},
        code_before="v, u = torch.zeros_like(p), torch.zeros_like(p)",
        code=(
            "v = rho * v + (1 - rho) * g * g\n"
            "delta = (u + eps) ** 0.5 / (v + eps) ** 0.5 * g\n"
            "u = rho * u + (1 - rho) * delta * delta\n"
            "p = p - lr * delta"
        ),
        worked=_ADADELTA,
        source="Zeiler 2012",
    ),
    Optimizer(
        key="rmsprop",
        rule=rmsprop,
        treatments=TREATMENTS,
        memories=("v",),
        hyper=(
            hyper(
                "alpha",
                0.99,
                0,
                0.9999,
                "Alpha α",
                "Share of the mean squared gradient v kept",
                log=False,
                near_one=True,
            ),
            EPS,
        ),
        tex=(
            r"v \leftarrow \alpha v + (1-\alpha) g^2"
            "\n"
            r"p \leftarrow p - \frac{\eta}{\sqrt{v} + \epsilon} g"
        ),
        torch="RMSprop",
        keywords={"lr": "learning_rate", "alpha": "alpha", "eps": "eps"},
        code_before="v = torch.zeros_like(p)",
        code=("v = alpha * v + (1 - alpha) * g * g\np = p - lr * g / (v.sqrt() + eps)"),
        worked=_RMSPROP,
        source="Hinton, Srivastava & Swersky 2012, lecture 6e",
    ),
)

RPROP = Optimizer(
    key="rprop",
    rule=rprop,
    memories=("g", "length"),
    first_memories=(0.0, "learning_rate"),
    hyper=(
        hyper(
            "eta_minus",
            0.5,
            0.01,
            0.99,
            "Factor η⁻",
            "Factor of a step after the slope turned",
            False,
        ),
        hyper(
            "eta_plus",
            1.2,
            1.01,
            5,
            "Factor η⁺",
            "Factor of a step while the slope keeps its sign",
            False,
        ),
    ),
    tex=(
        r"\Delta \leftarrow \Delta \cdot \eta^{\pm}"
        "\n"
        r"p \leftarrow p - \mathrm{sign}(g) \Delta"
    ),
    torch="Rprop",
    keywords={"lr": "learning_rate", "etas": ("eta_minus", "eta_plus")},
    code_before="last, size = torch.zeros_like(p), lr * torch.ones_like(p)",
    code=(
        "turn = (last * g).sign()\n"
        "factor = torch.where(turn > 0, eta_plus, torch.where(turn < 0, eta_minus, 1.0))\n"
        "size = (size * factor).clamp(1e-6, 50)\n"
        "last = torch.where(turn < 0, 0.0, g)  # where the slope turned: no step\n"
        "p = p - last.sign() * size"
    ),
    worked=_rprop,
    source="Riedmiller & Braun 1993",
)
