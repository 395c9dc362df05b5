"""A formula's gradient and Hessian, by the rules of differentiation on its graph.

Every node's slope adds only a few nodes, so the size of the graph of all derivatives is that of the
formula's graph times a constant.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial, reduce

from core.surfaces.formula import parse
from core.surfaces.graph import SQUARE_ROOT, Graph, Node, UndefinedError, reached
from core.surfaces.holes import domain, with_holes
from core.surfaces.notation import CONSTANTS, Fault, FormulaError


@dataclass(frozen=True)
class Derived:
    """A formula and its derivatives, as nodes of one graph."""

    graph: Graph
    first: tuple[Node, Node, Node]
    """The nodes of f, df/dx, df/dy."""
    second: tuple[Node, Node, Node]
    """The nodes of d²f/dx², d²f/dxdy, d²f/dy²."""
    constant: bool
    """Whether f is the same wherever it has a value."""
    partial: bool
    """Whether a part of the formula has no value somewhere."""


@cache
def derive(text: str) -> Derived:
    """Differentiate a formula twice. It takes a millisecond or less; the result is kept.

    Where a part of the formula has no real value, f and its derivatives have none either, also if
    the part cancels out or its slope alone would have one, as that of log(x) does below 0.

    Raises :class:`core.surfaces.notation.FormulaError` if the text is no formula, or a part of it
    is no real number.
    """
    tree, graph = parse(text), Graph()
    parts: list[Node] = []
    try:
        f = _read(tree, graph, parts)
        dx, dy = slope(graph, f, graph.x), slope(graph, f, graph.y)
        second = slope(graph, dx, graph.x), slope(graph, dx, graph.y), slope(graph, dy, graph.y)
    except UndefinedError:
        raise FormulaError(Fault.UNDEFINED, 0) from None
    constant = dx is graph.zero and dy is graph.zero
    (f,) = with_holes(graph, (f,), parts)
    first = f, *with_holes(graph, (dx, dy), parts)
    return Derived(graph, first, with_holes(graph, second, parts), constant, bool(parts))


def _read(tree: ast.expr, graph: Graph, partial_nodes: list[Node]) -> Node:
    """Read a syntax tree as a node, and note the nodes that have no value everywhere."""

    def read(node: ast.expr) -> Node:
        return _read(node, graph, partial_nodes)

    match tree:
        case ast.Constant(value=int() | float() as value):
            return graph.number(float(value))
        case ast.Name(id="x" | "y" as name):
            return graph.x if name == "x" else graph.y
        case ast.Name(id=name):
            return graph.number(CONSTANTS[name])
        case ast.UnaryOp(op=sign, operand=operand):
            inner = read(operand)
            return graph.scale(-1, inner) if isinstance(sign, ast.USub) else inner
        case ast.BinOp(left=left, op=operator, right=right):
            made = _OPERATORS[type(operator)](graph, read(left), read(right))
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=arguments):
            return reduce(partial(graph.extreme, name), map(read, arguments))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            made = graph.call(name, read(argument))
        case _:
            raise AssertionError(f"{ast.dump(tree)} passed the gate")
    node = made.split()[1]
    if domain(node) is not None:
        partial_nodes.append(node)
    return made


_OPERATORS: dict[type[ast.operator], Callable[[Graph, Node, Node], Node]] = {
    ast.Add: Graph.add,
    ast.Sub: Graph.subtract,
    ast.Mult: Graph.multiply,
    ast.Div: Graph.divide,
    ast.Pow: Graph.raise_to,
}


def slope(graph: Graph, f: Node, v: Node) -> Node:
    """The slope df/dv of a node, for v one of the graph's variables."""
    slopes: dict[Node, Node] = {}
    for node in reached([f]):
        if node is v:
            slopes[node] = graph.one
        elif all(slopes[part] is graph.zero for part in node.parts):
            slopes[node] = graph.zero
        else:
            slopes[node] = _RULES[node.kind](graph, node, slopes)
    return slopes[f]


Slopes = Mapping[Node, Node]


def _of_scale(g: Graph, node: Node, d: Slopes) -> Node:
    return g.scale(node.number, d[node.parts[0]])


def _of_add(g: Graph, node: Node, d: Slopes) -> Node:
    a, b = node.parts
    return g.add(d[a], d[b])


def _of_mul(g: Graph, node: Node, d: Slopes) -> Node:
    a, b = node.parts
    return g.add(g.multiply(d[a], b), g.multiply(a, d[b]))


def _of_div(g: Graph, node: Node, d: Slopes) -> Node:
    """The rule (a / b)' = (a' - (a / b) b') / b, which squares nothing that might overflow.

    For a / b^n it is a' / b^n - n (a / b^n) b' / b: infinite at a pole, not infinity times zero.
    """
    a, b = node.parts
    if b.kind == "power":
        (base,), n = b.parts, b.number
        falling = g.scale(n, g.divide(g.multiply(node, d[base]), base))
        return g.subtract(g.divide(d[a], b), falling)
    return g.divide(g.subtract(d[a], g.multiply(node, d[b])), b)


def _of_power(g: Graph, node: Node, d: Slopes) -> Node:
    """The rule (a^n)' = n a^(n-1) a'."""
    (a,), n = node.parts, node.number
    if n < 1:
        return g.scale(n, g.divide(d[a], g.power(a, 1 - n)))
    return g.scale(n, g.multiply(g.power(a, n - 1), d[a]))


def _of_pow(g: Graph, node: Node, d: Slopes) -> Node:
    """The rule (a^b)' = b a^(b-1) a' + a^b ln(a) b'."""
    a, b = node.parts
    along = climb = g.zero
    if d[a] is not g.zero:
        along = g.multiply(g.multiply(b, g.raise_to(a, g.add(b, g.number(-1)))), d[a])
    if d[b] is not g.zero:
        climb = g.multiply(g.multiply(node, g.call("log", a)), d[b])
    return g.add(along, climb)


def _of_max(g: Graph, node: Node, d: Slopes) -> Node:
    """The slope of the part that is larger; at a tie the mean of both, as in torch."""
    a, b = node.parts
    half = g.scale(0.5, g.call("sign", g.subtract(a, b)))
    if node.kind == "min":
        half = g.scale(-1, half)
    of_a, of_b = g.add(g.number(0.5), half), g.subtract(g.number(0.5), half)
    return g.add(g.multiply(of_a, d[a]), g.multiply(of_b, d[b]))


def _cofactor(g: Graph, a: Node) -> Node:
    """√(1 - a²): the cosine of asin(a)."""
    return g.power(g.subtract(g.one, g.power(a, 2)), SQUARE_ROOT)


def _chain(outer: Callable[[Graph, Node, Node], Node]) -> Callable[[Graph, Node, Slopes], Node]:
    """The chain rule for a function: ``outer`` of the node and its argument, times the argument's
    slope."""

    def rule(g: Graph, node: Node, d: Slopes) -> Node:
        (a,) = node.parts
        return g.multiply(outer(g, node, a), d[a])

    return rule


_RULES: dict[str, Callable[[Graph, Node, Slopes], Node]] = {
    "scale": _of_scale,
    "add": _of_add,
    "mul": _of_mul,
    "div": _of_div,
    "power": _of_power,
    "pow": _of_pow,
    "log": lambda g, node, d: g.divide(d[node.parts[0]], node.parts[0]),
    "exp": _chain(lambda g, f, a: f),
    "sin": _chain(lambda g, f, a: g.call("cos", a)),
    "cos": _chain(lambda g, f, a: g.scale(-1, g.call("sin", a))),
    "tan": _chain(lambda g, f, a: g.add(g.one, g.power(f, 2))),
    "sinh": _chain(lambda g, f, a: g.call("cosh", a)),
    "cosh": _chain(lambda g, f, a: g.call("sinh", a)),
    "tanh": _chain(lambda g, f, a: g.power(g.node("sech", a), 2)),
    "sech": _chain(lambda g, f, a: g.scale(-1, g.multiply(g.call("tanh", a), f))),
    "asin": _chain(lambda g, f, a: g.divide(g.one, _cofactor(g, a))),
    "acos": _chain(lambda g, f, a: g.divide(g.number(-1), _cofactor(g, a))),
    "atan": _chain(lambda g, f, a: g.divide(g.one, g.add(g.one, g.power(a, 2)))),
    "max": _of_max,
    "min": _of_max,
    "abs": _chain(lambda g, f, a: g.node("sign", a)),
    # The second derivative of abs(x) is a spike of no width: zero wherever one looks.
    "sign": lambda g, node, d: g.zero,
}
