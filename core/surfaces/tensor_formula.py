"""A formula's value and gradient on tensors, as code that reuses its buffers."""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from core.surfaces.derivatives import derive
from core.surfaces.graph import Graph, Node, reached
from core.surfaces.recorded import Value
from core.surfaces.steps import in_steps
from core.surfaces.tensor_code import Code, write

if TYPE_CHECKING:
    from torch import Tensor

ONE_CALL = (3,)
"""The integer powers that stay powers: for torch a cube takes no longer than a square."""


@cache
def value_code(text: str) -> Code:
    """Code for x, y and a tensor that receives f. The result is kept."""
    derived = derive(text)
    return _code(derived.graph, derived.first[:1])


@cache
def gradient_code(text: str) -> Code:
    """Code for x, y and two tensors that receive df/dx and df/dy. The result is kept."""
    derived = derive(text)
    return _code(derived.graph, derived.first[1:])


def torch_value(text: str, x: Tensor, y: Tensor) -> Tensor:
    """f for tensors of one shape, type and device, without autograd."""
    import torch

    with torch.no_grad():
        f = torch.empty_like(x)
        value_code(text).bind(x)([], x, y, f)
    return f


def _code(graph: Graph, outputs: Sequence[Node]) -> Code:
    outputs = in_steps(graph, outputs, whole=ONE_CALL)
    nodes = reached(outputs)
    uses = Counter(part for node in nodes for part in node.parts)
    values: dict[Node, Any] = {graph.x: Value("input"), graph.y: Value("input")}
    for node in nodes:
        if node.kind == "add":
            values[node] = _sum([_summand(n, values) for n in _summands(node, uses)])
        elif node not in values:
            values[node] = _value(node, [values[part] for part in node.parts])
    into = [f"out{k}" for k in range(len(outputs))]
    inputs = {"x": values[graph.x], "y": values[graph.y]}
    return write(inputs, (), [values[node] for node in outputs], into, finite=False)


def _summands(node: Node, uses: Mapping[Node, int]) -> list[Node]:
    """The terms of a sum, including those of inner sums that are used nowhere else."""
    found, waiting = [], list(node.parts)
    while waiting:
        part = waiting.pop()
        if part.kind == "add" and uses[part] == 1:
            waiting += part.parts
        else:
            found.append(part)
    return found[::-1]


def _summand(node: Node, values: Mapping[Node, Any]) -> Any:
    """A term of a sum. A multiple is not a value of its own there, since the addition
    multiplies."""
    c, part = node.split()
    return c * values[part] if node.kind == "scale" else values[node]


def _sum(terms: Sequence[Any]) -> Value:
    """The terms summed in an order that takes few calls: those that can be multiplied while they
    are added come last."""
    constant = sum(t for t in terms if not isinstance(t, Value))
    first, *others = sorted(
        (t for t in terms if isinstance(t, Value)),
        key=lambda t: (t.split()[1].kind in ("mul", "div"), t.kind == "scale"),
    )
    return reduce(operator.add, others, first + constant if constant else first)


def _value(node: Node, parts: Sequence[Any]) -> Any:
    """A node as a :class:`Value`, or as a number where it is constant."""
    match node.kind:
        case "number":
            return node.number
        case "scale":
            return node.number * parts[0]
        case "mul" | "div" | "pow":
            return _OPERATORS[node.kind](*parts)
        case "power" if node.number in ONE_CALL:
            return parts[0] ** int(node.number)
        case "power":
            return Value("pow", (parts[0], node.number))
        case "sign":
            return _sign(parts[0])
        case "max" | "min":
            return _extreme(node.kind, *parts)
        case name:
            return Value("call", (parts[0], name))


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
}


def _extreme(kind: str, a: Any, b: Any) -> Value:
    """The larger or the smaller of two values, of which one may be a number."""
    if not isinstance(a, Value):
        a, b = b, a
    if isinstance(b, Value):
        return Value("maximum" if kind == "max" else "minimum", (a, b))
    low, high = (b, None) if kind == "max" else (-math.inf, b)
    return Value("clamp", (a, low, high))


def _sign(value: Value) -> Value:
    """The sign of a value, NaN where the value is NaN; torch would say 0 there."""
    return value.sign().maximum(value.clamp(-1, -1))
