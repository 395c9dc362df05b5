"""An update worked out line by line, as one would on paper.

A rule is written as its lines of arithmetic, each with a name, a text, and a value. A line may use
the lines before it, so the last one, the next position, follows from numbers that are all on the
page. Each first-order optimizer's record has its lines beside the rule that races; tests require
the two to agree, and the printed text to agree with the values.
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
        "dampening": "τ",
        "lr_decay": "κ",
        "eta_minus": "η⁻",
        "eta_plus": "η⁺",
    }
)
"""The symbols of hyper-parameters; one that is not listed is written by its name. ᶜ stands for the
hat of a corrected mean, since combining characters are drawn badly."""

_NAME = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class Line:
    """One line, ``name = text``, where ``text`` names its numbers in braces."""

    name: str
    text: str
    value: Callable[[Numbers], float]

    @property
    def symbolic(self) -> str:
        """The line with symbols filled in."""
        return _NAME.sub(lambda found: SYMBOLS.get(found[1], found[1]), self.text)


Lines = tuple[Line, ...] | Callable[[Numbers], tuple[Line, ...]]
"""The lines of an update; which ones there are may depend on its numbers."""


@dataclass(frozen=True)
class Worked:
    """A line with the numbers of one coordinate."""

    name: str
    symbolic: str
    text: str
    """The line with ``{name}`` for each number of :attr:`numbers`."""
    numbers: Mapping[str, float]
    value: float

    def written(self, write: Callable[[float], str]) -> str:
        """The line with its numbers filled in, a negative one in parentheses."""

        def put(found: re.Match[str]) -> str:
            text = write(self.numbers[found[1]])
            return f"({text})" if text[0] in "-−" else text

        return _NAME.sub(put, self.text)


def work_out(
    lines: Lines,
    p: float,
    g: float,
    t: int,
    memories: Mapping[str, float],
    hyper: Mapping[str, float],
) -> tuple[Worked, ...]:
    """The worked lines of update ``t`` (1 is the first) of one coordinate; the last one
    is ``p'``."""
    # A memory of the gradient is that of the step before.
    before = {"g₋" if name == "g" else name: value for name, value in memories.items()}
    numbers: Numbers = {**hyper, **before, "p": p, "g": g, "t": t}
    return tuple(_worked(lines(numbers) if callable(lines) else lines, numbers))


def _worked(lines: tuple[Line, ...], numbers: Numbers) -> Iterator[Worked]:
    for line in lines:
        value = line.value(numbers)
        used = {name: numbers[name] for name in _NAME.findall(line.text)}
        numbers[line.name] = value
        yield Worked(line.name, line.symbolic, line.text, used, value)


def memory(remembered: tuple[str, ...], worked: tuple[Worked, ...]) -> float | None:
    """The remembered direction of one coordinate; None for a rule that remembers none."""
    if not remembered:
        return None
    numbers = {name: value for line in worked for name, value in line.numbers.items()}
    numbers |= {line.name: line.value for line in worked}
    return math.prod(numbers[name] for name in remembered)
