"""An update worked out line by line, as a person would on paper.

Each first-order rule as its lines of arithmetic: what a line is called, how it is written, and its
value. A line may use the lines before it, so the last one, the next position, follows from numbers
that all stand there. The rules that race are in :mod:`core.optimizers.optimizers`; the tests hold
these lines to them, and what is printed to its values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Numbers = dict[str, float]

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "learning_rate": "η",
        "momentum": "μ",
        "alpha": "α",
        "rho": "ρ",
        "beta1": "β₁",
        "beta2": "β₂",
        "eps": "ε",
        "weight_decay": "λ",
        "momentum_decay": "ψ",
        "eta_minus": "η⁻",
        "eta_plus": "η⁺",
    }
)
"""How a hyper-parameter is written; what is not here is written as it is called.
ᶜ is for the hat of a corrected mean: combining signs are drawn badly."""

_NAME = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class Line:
    """One line: ``name = text``, where ``text`` names its numbers in braces."""

    name: str
    text: str
    value: Callable[[Numbers], float]

    @property
    def symbolic(self) -> str:
        """The line with the symbols in it."""
        return _NAME.sub(lambda found: SYMBOLS.get(found[1], found[1]), self.text)


@dataclass(frozen=True)
class Worked:
    """A line with the numbers of one coordinate."""

    name: str
    symbolic: str
    text: str
    """The same with ``{name}`` for each number of :attr:`numbers`."""
    numbers: Mapping[str, float]
    value: float

    def written(self, write: Callable[[float], str]) -> str:
        """The line with its numbers in it, a negative one in parentheses."""

        def put(found: re.Match[str]) -> str:
            text = write(self.numbers[found[1]])
            return f"({text})" if text[0] in "-−" else text

        return _NAME.sub(put, self.text)


def work_out(
    key: str, p: float, g: float, t: int, memories: Mapping[str, float], hyper: Mapping[str, float]
) -> tuple[Worked, ...]:
    """Every line of the update ``t`` (1 is the first) of one coordinate; the last is ``p'``."""
    # A memory of the gradient is that of the step before.
    before = {"g₋" if name == "g" else name: value for name, value in memories.items()}
    numbers: Numbers = {**hyper, **before, "p": p, "g": g, "t": t}
    return tuple(_worked(LINES[key](numbers), numbers))


def _worked(lines: tuple[Line, ...], numbers: Numbers) -> Iterator[Worked]:
    for line in lines:
        value = line.value(numbers)
        used = {name: numbers[name] for name in _NAME.findall(line.text)}
        numbers[line.name] = value
        yield Worked(line.name, line.symbolic, line.text, used, value)


_MEAN = Line(
    "m'",
    "{beta1}·{m} + (1 - {beta1})·{g}",
    lambda n: n["m"] + (1 - n["beta1"]) * (n["g"] - n["m"]),
)
_SQUARE = Line(
    "v'",
    "{beta2}·{v} + (1 - {beta2})·{g}²",
    lambda n: n["beta2"] * n["v"] + (1 - n["beta2"]) * n["g"] ** 2,
)
_MEAN_HAT = Line("mᶜ", "{m'} / (1 - {beta1}^{t})", lambda n: n["m'"] / (1 - n["beta1"] ** n["t"]))
_SQUARE_HAT = Line("vᶜ", "{v'} / (1 - {beta2}^{t})", lambda n: n["v'"] / (1 - n["beta2"] ** n["t"]))
_ADAM_STEP = Line(
    "p'",
    "{p} - {learning_rate}·{mᶜ} / (√{vᶜ} + {eps})",
    lambda n: n["p"] - n["learning_rate"] * n["mᶜ"] / (n["vᶜ"] ** 0.5 + n["eps"]),
)
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
_ADAM = (_MEAN, _SQUARE, _MEAN_HAT, _SQUARE_HAT, _ADAM_STEP)
_ADAMW = (
    Line(
        "q",
        "(1 - {learning_rate}·{weight_decay})·{p}",
        lambda n: (1 - n["learning_rate"] * n["weight_decay"]) * n["p"],
    ),
    *_ADAM[:-1],
    Line(
        "p'",
        "{q} - {learning_rate}·{mᶜ} / (√{vᶜ} + {eps})",
        lambda n: n["q"] - n["learning_rate"] * n["mᶜ"] / (n["vᶜ"] ** 0.5 + n["eps"]),
    ),
)
_NADAM = (
    Line(
        "μₜ",
        "{beta1}·(1 - 0.5·0.96^({t}·{momentum_decay}))",
        lambda n: n["beta1"] * (1 - 0.5 * 0.96 ** (n["t"] * n["momentum_decay"])),
    ),
    Line(
        "μₜ₊₁",
        "{beta1}·(1 - 0.5·0.96^(({t} + 1)·{momentum_decay}))",
        lambda n: n["beta1"] * (1 - 0.5 * 0.96 ** ((n["t"] + 1) * n["momentum_decay"])),
    ),
    Line("product'", "{product}·{μₜ}", lambda n: n["product"] * n["μₜ"]),
    _MEAN,
    _SQUARE,
    _SQUARE_HAT,
    Line(
        "a",
        "(1 - {μₜ})·{g} / (1 - {product'})",
        lambda n: (1 - n["μₜ"]) * n["g"] / (1 - n["product'"]),
    ),
    Line(
        "b",
        "{μₜ₊₁}·{m'} / (1 - {product'}·{μₜ₊₁})",
        lambda n: n["μₜ₊₁"] * n["m'"] / (1 - n["product'"] * n["μₜ₊₁"]),
    ),
    Line(
        "p'",
        "{p} - {learning_rate}·({a} + {b}) / (√{vᶜ} + {eps})",
        lambda n: n["p"] - n["learning_rate"] * (n["a"] + n["b"]) / (n["vᶜ"] ** 0.5 + n["eps"]),
    ),
)
_ADAMAX = (
    _MEAN,
    Line(
        "u'",
        "max({beta2}·{u}, |{g}| + {eps})",
        lambda n: max(n["beta2"] * n["u"], abs(n["g"]) + n["eps"]),
    ),
    _MEAN_HAT,
    Line(
        "p'",
        "{p} - {learning_rate}·{mᶜ} / {u'}",
        lambda n: n["p"] - n["learning_rate"] * n["mᶜ"] / n["u'"],
    ),
)


def _radam(numbers: Numbers) -> tuple[Line, ...]:
    """Without the root while its variance is too uncertain."""
    numbers["ρ∞"] = 2 / (1 - numbers["beta2"]) - 1
    length = Line(
        "ρₜ",
        "{ρ∞} - 2·{t}·{beta2}^{t} / (1 - {beta2}^{t})",
        lambda n: n["ρ∞"] - 2 * n["t"] * n["beta2"] ** n["t"] / (1 - n["beta2"] ** n["t"]),
    )
    first = (_MEAN, _SQUARE, _MEAN_HAT, length)
    if length.value(numbers) <= 5:
        return (
            *first,
            Line(
                "p'", "{p} - {learning_rate}·{mᶜ}", lambda n: n["p"] - n["learning_rate"] * n["mᶜ"]
            ),
        )
    rectified = Line(
        "r",
        "√(({ρₜ} - 4)·({ρₜ} - 2)·{ρ∞} / (({ρ∞} - 4)·({ρ∞} - 2)·{ρₜ}))",
        lambda n: (
            ((n["ρₜ"] - 4) * (n["ρₜ"] - 2) * n["ρ∞"] / ((n["ρ∞"] - 4) * (n["ρ∞"] - 2) * n["ρₜ"]))
            ** 0.5
        ),
    )
    return (
        *first,
        rectified,
        Line(
            "p'",
            "{p} - {learning_rate}·{r}·{mᶜ}·√(1 - {beta2}^{t}) / (√{v'} + {eps})",
            lambda n: (
                n["p"]
                - n["learning_rate"]
                * n["r"]
                * n["mᶜ"]
                * (1 - n["beta2"] ** n["t"]) ** 0.5
                / (n["v'"] ** 0.5 + n["eps"])
            ),
        ),
    )


def _rprop(numbers: Numbers) -> tuple[Line, ...]:
    """The factor, and whether a step is taken, hang on the sign of two gradients' product."""
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


def _fixed(lines: tuple[Line, ...]) -> Callable[[Numbers], tuple[Line, ...]]:
    return lambda numbers: lines


LINES: Mapping[str, Callable[[Numbers], tuple[Line, ...]]] = MappingProxyType(
    {
        "gd": _fixed(_GD),
        "sgd": _fixed(_GD),
        "momentum": _fixed(_MOMENTUM),
        "nesterov": _fixed(_NESTEROV),
        "adagrad": _fixed(_ADAGRAD),
        "adadelta": _fixed(_ADADELTA),
        "rmsprop": _fixed(_RMSPROP),
        "adam": _fixed(_ADAM),
        "nadam": _fixed(_NADAM),
        "adamw": _fixed(_ADAMW),
        "radam": _radam,
        "adamax": _fixed(_ADAMAX),
        "rprop": _rprop,
    }
)
"""The lines of each first-order rule; some hang on the numbers."""

MEMORY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "momentum": ("momentum", "v"),
        "nesterov": ("momentum", "v'"),
        "adam": ("mᶜ",),
        "adamw": ("mᶜ",),
        "radam": ("mᶜ",),
        "adamax": ("mᶜ",),
        "nadam": ("m'",),
    }
)
"""Of the rules that remember a direction, the numbers whose product it is. Momentum's and
Nesterov's add up: -η times gradient and memory is the step."""


def memory(key: str, worked: tuple[Worked, ...]) -> float | None:
    """What one coordinate's rule remembers; None for a rule that remembers no direction."""
    if key not in MEMORY:
        return None
    numbers = {name: value for line in worked for name, value in line.numbers.items()}
    numbers |= {line.name: line.value for line in worked}
    return math.prod(numbers[name] for name in MEMORY[key])
