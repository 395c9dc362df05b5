"""The nodes of a formula's graph in the form in which they are computed.

The graph holds x⁵; what is computed is (x·x)²·x.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from core.surfaces.graph import MOST_TERMS, Graph, Node, reached

LONGEST_PRODUCT = 64
"""Integer powers up to this one are computed as products."""


def in_steps(graph: Graph, outputs: Iterable[Node], whole: Sequence[int] = ()) -> list[Node]:
    """The outputs in the form that is fastest to compute.

    Integer powers become products that share their squares: x⁵ is (x·x)²·x. Exponents in ``whole``
    stay powers. A number times a sum of multiples is multiplied into the sum.
    """
    outputs = list(outputs)
    nodes = reached(outputs)
    uses = Counter([*outputs, *(part for node in nodes for part in node.parts)])
    made: dict[Node, Node] = {}
    for node in nodes:
        parts = [made[part] for part in node.parts]
        if node.kind == "power" and node.number.is_integer() and node.number <= LONGEST_PRODUCT:
            made[node] = _multiplied(graph, parts[0], int(node.number), whole)
        elif node.kind == "scale" and uses[node.parts[0]] == 1:
            made[node] = _distributed(graph, node.number, parts[0])
        elif node.kind == "sech":
            made[node] = graph.node("div", graph.one, graph.node("cosh", *parts))
        else:
            made[node] = graph.node(node.kind, *parts, number=node.number)
    return [made[node] for node in outputs]


def _distributed(graph: Graph, c: float, node: Node) -> Node:
    """c times a node; if that is a sum of multiples only, c multiplies each of their numbers."""
    summands: list[Node] = []
    waiting = [node]
    while waiting and len(summands) < MOST_TERMS:
        one = waiting.pop()
        if one.kind == "add":
            waiting += reversed(one.parts)
        else:
            summands.append(one)
    if waiting or any(each.kind not in ("scale", "number") for each in summands):
        return graph.node("scale", node, number=c)
    return graph.sum(graph.scale(c, each) for each in summands)


def _multiplied(graph: Graph, base: Node, n: int, whole: Sequence[int]) -> Node:
    """An integer power as products."""
    if n == 1:
        return base
    if n in whole:
        return graph.node("power", base, number=float(n))
    half = _multiplied(graph, base, n // 2, whole)
    square = graph.node("mul", half, half)
    return graph.node("mul", square, base) if n % 2 else square
