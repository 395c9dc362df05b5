"""Writes the nodes of a formula's graph as a Python function of x and y, for arrays or plain
floats.

Of ``(x - y)^2*exp(x - y)`` and its slopes it is::

    def run(x, y):
        a0 = x - y
        a1 = exp(a0)
        a2 = a1 * (a0 * a0)
        a3 = 2.0 * (a0 * a1) + a2
        return a2, a3, -a3,

Whatever is needed twice gets a name. Only numbers and names from this module are written, never a
person's text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.surfaces.graph import CALLS, SQUARE_ROOT, Graph, Node, reached
from core.surfaces.steps import in_steps

DEEPEST = 12
"""The most levels of nested parentheses; Python's own parser ends at 200."""

_SUM, _PRODUCT, _SIGNED, _POWER, _ATOM = range(5)


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if abs(value) > 0 else value  # 0 and NaN are their own


_LIMITS = {"inf": math.inf, "__builtins__": {}}

ARRAYS: Mapping[str, Any] = {
    **{name: getattr(np, name) for name in (*CALLS, "sqrt", "sign")},
    "pow": np.power,
    "max": np.maximum,
    "min": np.minimum,
    **_LIMITS,
}
FLOATS: Mapping[str, Any] = {
    **CALLS,
    "sqrt": math.sqrt,
    "sign": _sign,
    "pow": math.pow,
    "max": lambda a, b: max(a, b) if a == a and b == b else math.nan,
    "min": lambda a, b: min(a, b) if a == a and b == b else math.nan,
    **_LIMITS,
}


def function(source: str, names: Mapping[str, Any]) -> Callable[..., tuple[Any, ...]]:
    """The source that :func:`write` wrote, as a function on :data:`ARRAYS` or :data:`FLOATS`."""
    namespace = dict(names)
    exec(compile(source, "<formula>", "exec"), namespace)
    run: Callable[..., tuple[Any, ...]] = namespace["run"]
    return run


def write(graph: Graph, outputs: Sequence[Node], whole: Sequence[int] = ()) -> str:
    """The source of a function that returns the outputs as a tuple.

    Integer powers in ``whole`` stay powers, and all others become products.
    """
    return _Writer(in_steps(graph, outputs, whole)).source()


class _Text(NamedTuple):
    """The text of an expression, its precedence (one of the levels above), and its
    nesting depth."""

    text: str
    level: int = _ATOM
    depth: int = 0


class _Writer:
    """Writes nodes, parts first, each into the place where it is used or under a name."""

    def __init__(self, outputs: Sequence[Node]) -> None:
        self._outputs = outputs
        self._nodes = reached(outputs)
        self._uses = Counter(part for node in self._nodes for part in node.parts)
        self._uses.update(outputs)
        for node in reversed(self._nodes):
            if node.number == -1 and node.kind == "scale":  # a sign is written where it is needed
                self._uses[node.parts[0]] += self._uses[node] - 1
                self._uses[node] = 1
        self._written: dict[Node, _Text] = {}
        self._lines = ["def run(x, y):"]
        self._named: set[Node] = set()

    def source(self) -> str:
        for node in self._nodes:
            written = self._expression(node)
            atom = node.kind in ("number", "x", "y")
            if not atom and (self._uses[node] > 1 or written.depth >= DEEPEST):
                name = f"a{len(self._named)}"
                self._lines.append(f"    {name} = {written.text}")
                self._named.add(node)
                written = _Text(name)
            self._written[node] = written
        results = ", ".join(self._written[node].text for node in self._outputs)
        return "\n".join((*self._lines, f"    return {results},\n"))

    def _expression(self, node: Node) -> _Text:
        """A node as one expression, made from what has been written of its parts."""
        depth = 1 + max((self._written[part].depth for part in node.parts), default=-1)
        match node.kind:
            case "number":
                return _Text(repr(node.number), _ATOM if node.number >= 0 else _SIGNED)
            case "x" | "y":
                return _Text(node.kind)
            case "add":
                return _Text(self._sum(*node.parts), _SUM, depth)
            case "scale" if node.number == -1:
                return _Text(f"-{self._of(node.parts[0], _POWER)}", _SIGNED, depth)
            case "scale":
                return _Text(self._multiple(node.number, node.parts[0]), _PRODUCT, depth)
            case "mul" | "div":
                left, right = self._of(node.parts[0], _PRODUCT), self._of(node.parts[1], _SIGNED)
                return _Text(
                    f"{left} {'*' if node.kind == 'mul' else '/'} {right}", _PRODUCT, depth
                )
            case "power" if node.number == 2:
                return _Text(f"{self._of(node.parts[0], _ATOM)}**2", _POWER, depth)
            case _:
                return _Text(self._call(node), _ATOM, depth)

    def _of(self, node: Node, level: int) -> str:
        """The text that has been written for a node, in parentheses where it would otherwise fall
        apart."""
        written = self._written[node]
        return f"({written.text})" if written.level < level else written.text

    def _sum(self, a: Node, b: Node) -> str:
        """The text of a sum, or a difference."""
        if self._is_negative(a) and not self._is_negative(b):
            a, b = b, a
        if self._is_negative(b):
            return f"{self._of(a, _SUM)} - {self._without_sign(b)}"
        return f"{self._of(a, _SUM)} + {self._of(b, _PRODUCT)}"

    def _is_negative(self, node: Node) -> bool:
        """Whether a node can be subtracted after removing its sign."""
        return node.kind in ("scale", "number") and node.number < 0 and node not in self._named

    def _without_sign(self, node: Node) -> str:
        if node.kind == "number":
            return repr(-node.number)
        (part,) = node.parts
        return self._of(part, _PRODUCT) if node.number == -1 else self._multiple(-node.number, part)

    def _multiple(self, c: float, node: Node) -> str:
        if node.kind == "div" and node.parts[0].is_number(1) and node not in self._named:
            return f"{c!r} / {self._of(node.parts[1], _SIGNED)}"
        return f"{c!r} * {self._of(node, _SIGNED)}"

    def _call(self, node: Node) -> str:
        arguments = [self._written[part].text for part in node.parts]
        if node.kind != "power":
            return f"{node.kind}({', '.join(arguments)})"
        if node.number == SQUARE_ROOT:
            return f"sqrt({arguments[0]})"
        return f"pow({arguments[0]}, {node.number!r})"
