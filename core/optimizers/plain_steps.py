"""An update rule on plain numbers, as code of its own: what is off costs nothing.

A rule says all that its options may do, and is handed each hyper-parameter by name. Here it is run
once on numbers that are only noted, and the notes become a function. Of Adam without AMSGrad it
begins::

    def make(beta1, beta2, eps):
        c0 = 1 - beta1
        c1 = 1 - beta2
        def step(p, g, t, memories, learning_rate):
            m0, m1, m2, = memories
            v0 = g - m0
            v1 = c0 * v0
            v2 = m0 + v1

Every operation is the rule's own, in its order, so that results are the same to the last bit. Only
numbers and names from this module and the records are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.optimizers.elementwise import clamp, is_on, maximum, root, sign
from core.optimizers.rules import Memories, Rule
from core.surfaces.recorded import DecisionError, Scalar

Step = Callable[[float, float, int, Memories, float], tuple[float, Memories]]
"""The next value and memories, of value, gradient, number of the step, memories and rate."""

_CALLS = {"sign": sign, "maximum": maximum, "clamp": clamp, "root": root, "abs": abs}
_RATE = "learning_rate"


def plain_step(rule: Rule, hyper: Mapping[str, Any], memories: int) -> Step:
    """The step of a rule that keeps so many memories, under these hyper-parameters; the rate is
    handed to each step anew. Making one takes 0.2 ms, and a few µs when only numbers changed."""
    own = {name: value for name, value in hyper.items() if name != _RATE}
    # What is off, and a switch, decides which operations there are; a number only enters them.
    fixed = {name: v for name, v in own.items() if isinstance(v, bool) or not is_on(v)}
    numbers = tuple(name for name in own if name not in fixed)
    make = _made(rule, tuple(fixed.items()), numbers, memories)
    if make is not None:
        step: Step = make(*(own[name] for name in numbers))
        return step

    def as_written(
        p: float, g: float, t: int, memories: Memories, learning_rate: float
    ) -> tuple[float, Memories]:
        return rule(p, g, t, memories, learning_rate=learning_rate, **own)

    return as_written


@lru_cache(maxsize=256)
def _made(
    rule: Rule, fixed: tuple[tuple[str, Any], ...], numbers: tuple[str, ...], memories: int
) -> Callable[..., Step] | None:
    """What makes a rule's step of its numbers; None if the rule branches on what a step finds."""
    notes = _Notes()
    places = [f"m{k}" for k in range(memories)]
    given = dict(fixed) | {name: _Noted(name, notes, True) for name in numbers}
    p, g, t, rate, *before = (_Noted(name, notes) for name in ("p", "g", "t", _RATE, *places))
    try:
        after, kept = rule(p, g, t, tuple(before), learning_rate=rate, **given)
    except DecisionError:
        return None
    lines = [
        f"def make({', '.join(numbers)}):",
        *(f" {line}" for line in notes.once),
        f" def step(p, g, t, memories, {_RATE}):",
        *([f"  {', '.join(places)}, = memories"] if places else []),
        *(f"  {line}" for line in notes.each),
        f"  return {after}, ({''.join(f'{one}, ' for one in kept)})",
        " return step",
    ]
    names: dict[str, Any] = {"__builtins__": {}, **_CALLS}
    exec(compile("\n".join(lines), "<rule>", "exec"), names)
    make: Callable[..., Step] = names["make"]
    return make


class _Notes:
    """The operations so far, those that need no step apart: each is made once."""

    def __init__(self) -> None:
        self.once: list[str] = []
        self.each: list[str] = []
        self._names: dict[str, _Noted] = {}

    def add(self, operation: str, constant: bool) -> _Noted:
        """The result of an operation."""
        if operation not in self._names:
            lines = self.once if constant else self.each
            name = f"{'c' if constant else 'v'}{len(lines)}"
            lines.append(f"{name} = {operation}")
            self._names[operation] = _Noted(name, self, constant)
        return self._names[operation]


@dataclass(frozen=True, eq=False)
class _Noted(Scalar):
    """A number of a step, by its name; ``constant`` if it is the same at each step."""

    notes: _Notes
    constant: bool = False

    def _joined(self, a: Any, sign: str, b: Any) -> _Noted:
        parts = [part for part in (a, b) if isinstance(part, _Noted)]
        return self.notes.add(f"{a} {sign} {b}", all(part.constant for part in parts))

    def _called(self, name: str, *others: Any) -> _Noted:
        return self.notes.add(f"{name}({', '.join(map(str, others))})", False)

    def __abs__(self) -> _Noted:
        return self._called("abs", self)

    def sign(self) -> _Noted:
        return self._called("sign", self)

    def root(self) -> _Noted:
        return self._called("root", self)

    def maximum(self, other: Any) -> Any:
        return self._called("maximum", self, other)

    def clamp(self, min: float, max: float | None = None) -> _Noted:
        if max is None:
            return self._called("maximum", min, self)
        return self._called("clamp", self, min, max)
