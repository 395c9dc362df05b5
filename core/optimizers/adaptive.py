"""The records of methods that adapt the step of each coordinate but keep no mean gradient."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.optimizers.elementwise import root
from core.optimizers.records import EPS, MOMENTUM, TREATMENTS, Optimizer, hyper, option
from core.optimizers.rules import adadelta, adagrad, rmsprop, rprop
from core.optimizers.worked import Line, Numbers

_RATE = Line(
    "ηₜ",
    "{learning_rate} / (1 + ({t} - 1)·{lr_decay})",
    lambda n: n["learning_rate"] / (1 + (n["t"] - 1) * n["lr_decay"]),
)


def _adagrad(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of Adagrad, with a rate that decays if it does."""
    rate = "ηₜ" if numbers["lr_decay"] else "learning_rate"
    step = Line(
        "p'",
        f"{{p}} - {{{rate}}}·{{g}} / (√{{s'}} + {{eps}})",
        lambda n: n["p"] - n[rate] * n["g"] / (n["s'"] ** 0.5 + n["eps"]),
    )
    summed = Line("s'", "{s} + {g}²", lambda n: n["s"] + n["g"] ** 2)
    return (summed, _RATE, step) if numbers["lr_decay"] else (summed, step)


def _adagrad_tex(on: Collection[str]) -> str:
    rate = r"\frac{\eta}{1 + (t-1)\kappa}" if "lr_decay" in on else r"\eta"
    first = "s_0 = A\n" if "initial_accumulator_value" in on else ""
    return (
        first + r"s \leftarrow s + g^2"
        "\n"
        rf"p \leftarrow p - {rate} \frac{{g}}{{\sqrt{{s}} + \epsilon}}"
    )


def _adagrad_code(on: Collection[str]) -> str:
    rate = "lr / (1 + (t - 1) * lr_decay)" if "lr_decay" in on else "lr"
    return f"s = s + g * g\np = p - {rate} * g / (s.sqrt() + eps)"


def _adagrad_before(on: Collection[str]) -> str:
    if "initial_accumulator_value" in on:
        return "s = initial_accumulator_value * torch.ones_like(p)"
    return "s = torch.zeros_like(p)"


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
_SQUARE = Line(
    "v'",
    "{alpha}·{v} + (1 - {alpha})·{g}²",
    lambda n: n["alpha"] * n["v"] + (1 - n["alpha"]) * n["g"] ** 2,
)
_MEAN = Line(
    "a'",
    "{alpha}·{a} + (1 - {alpha})·{g}",
    lambda n: n["a"] + (1 - n["alpha"]) * (n["g"] - n["a"]),
)
_VELOCITY = Line(
    "b'",
    "{momentum}·{b} + {Δ}",
    lambda n: n["momentum"] * n["b"] + n["Δ"],
)


def _rmsprop(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of RMSprop, centered and with momentum if it is."""
    inside = "({v'} - {a'}²)" if numbers["centered"] else "{v'}"

    def step(n: Numbers) -> float:
        below = n["v'"] - n["a'"] ** 2 if numbers["centered"] else n["v'"]
        return n["g"] / (float(root(below)) + n["eps"])

    lines = (_SQUARE, _MEAN) if numbers["centered"] else (_SQUARE,)
    if numbers["momentum"]:
        return (
            *lines,
            Line("Δ", f"{{g}} / (√{inside} + {{eps}})", step),
            _VELOCITY,
            Line(
                "p'", "{p} - {learning_rate}·{b'}", lambda n: n["p"] - n["learning_rate"] * n["b'"]
            ),
        )
    return (
        *lines,
        Line(
            "p'",
            f"{{p}} - {{learning_rate}}·{{g}} / (√{inside} + {{eps}})",
            lambda n: n["p"] - n["learning_rate"] * step(n),
        ),
    )


def _rmsprop_tex(on: Collection[str]) -> str:
    mean = r"a \leftarrow \alpha a + (1-\alpha) g" "\n" if "centered" in on else ""
    inside = "v - a^2" if "centered" in on else "v"
    step = rf"\frac{{g}}{{\sqrt{{{inside}}} + \epsilon}}"
    moved = rf"p \leftarrow p - \eta {step}"
    if "momentum" in on:
        moved = rf"b \leftarrow \mu b + {step}" "\n" r"p \leftarrow p - \eta b"
    return r"v \leftarrow \alpha v + (1-\alpha) g^2" "\n" + mean + moved


def _rmsprop_code(on: Collection[str]) -> str:
    mean = "a = a + (1 - alpha) * (g - a)\n" if "centered" in on else ""
    inside = "(v - a * a)" if "centered" in on else "v"
    moved = f"p = p - lr * g / ({inside}.sqrt() + eps)"
    if "momentum" in on:
        moved = f"b = momentum * b + g / ({inside}.sqrt() + eps)\np = p - lr * b"
    return f"v = alpha * v + (1 - alpha) * g * g\n{mean}{moved}"


def _rmsprop_before(on: Collection[str]) -> str:
    names = ["v", *(["a"] if "centered" in on else []), *(["b"] if "momentum" in on else [])]
    return f"{', '.join(names)} = {', '.join(['torch.zeros_like(p)'] * len(names))}"


def _rprop(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of Rprop; the factor, and whether a step is taken, depend on the sign of the
    product of two gradients."""
    turn = Line("g₋·g", "{g₋}·{g}", lambda n: n["g₋"] * n["g"])
    product = turn.value(numbers)
    grown = "{eta_plus}·{Δ}" if product > 0 else "{eta_minus}·{Δ}"
    factor = numbers["eta_plus"] if product > 0 else numbers["eta_minus"]
    if product == 0:
        grown, factor = "{Δ}", 1.0
    low, high = 1e-6, 50.0
    length = Line(
        "Δ'",
        f"min(50, max(0.000001, {grown}))",
        lambda n: min(high, max(low, factor * n["Δ"])),
    )
    if product < 0 or numbers["g"] == 0:
        return turn, length, Line("p'", "{p}", lambda n: n["p"])
    sign = "-" if numbers["g"] > 0 else "+"
    step = Line(
        "p'",
        f"{{p}} {sign} {{Δ'}}",
        lambda n: n["p"] - n["Δ'"] if n["g"] > 0 else n["p"] + n["Δ'"],
    )
    return turn, length, step


RECORDS = (
    Optimizer(
        key="adagrad",
        rule=adagrad,
        treatments=TREATMENTS,
        memories=("s",),
        first_memories=("initial_accumulator_value",),
        hyper=(
            replace(EPS, default=1e-10),
            hyper(
                "lr_decay",
                0.0,
                0,
                10,
                "Rate decay κ",
                "Decay κ of the rate: η/(1 + (t-1)κ) at step t",
                False,
            ),
            hyper(
                "initial_accumulator_value",
                0.0,
                0,
                1e6,
                "First sum A",
                "Where the sum s of the squared gradients begins",
                False,
            ),
        ),
        options=("lr_decay", "initial_accumulator_value"),
        tex=_adagrad_tex,
        torch="Adagrad",
        keywords={
            "lr": "learning_rate",
            "eps": "eps",
            "lr_decay": "lr_decay",
            "initial_accumulator_value": "initial_accumulator_value",
        },
        code_before=_adagrad_before,
        code=_adagrad_code,
        worked=_adagrad,
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
        memories=("v", "a", "b"),
        needs={"a": "centered", "b": "momentum"},
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
            replace(MOMENTUM, default=0.0),
            option(
                "centered",
                "Centered",
                "Divides by the root of the gradient's variance, v less the squared mean a",
            ),
        ),
        options=("momentum", "centered"),
        tex=_rmsprop_tex,
        torch="RMSprop",
        keywords={
            "lr": "learning_rate",
            "alpha": "alpha",
            "eps": "eps",
            "momentum": "momentum",
            "centered": "centered",
        },
        code_before=_rmsprop_before,
        code=_rmsprop_code,
        worked=_rmsprop,
        source="Hinton, Srivastava & Swersky 2012, lecture 6e",
    ),
)

RPROP = Optimizer(
    key="rprop",
    rule=rprop,
    memories=("g", "Δ"),
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
        r"f = \begin{cases} \eta^+ & g_{t-1} g > 0 \\ \eta^- & g_{t-1} g < 0 \\"
        r" 1 & g_{t-1} g = 0 \end{cases}"
        "\n"
        r"\Delta \leftarrow \min(50, \max(10^{-6}, f \Delta))"
        "\n"
        r"g \leftarrow \begin{cases} 0 & g_{t-1} g < 0 \\ g & g_{t-1} g \geq 0 \end{cases}"
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
