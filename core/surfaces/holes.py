"""Where a formula has no real value: the holes of its parts, kept in f and in its derivatives.

A part that cancels out, as log(x) in 0·log(x), leaves its hole behind, and so does one whose slope
has a value where it has none, as 1/x has below 0. Otherwise a race would walk on where f is not,
and maps, which ask for slopes alone, would draw what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from core.surfaces.graph import Graph, Node, reached

Nodes = TypeVar("Nodes", bound=Sequence[Node])


def domain(node: Node) -> tuple[str, Node] | None:
    """What a node asks of a part to have a value; None for a node that has one everywhere, but for
    single poles. Of those that ask the same, one is enough."""
    match node.kind:
        case "log":
            return "not negative", node.parts[0]
        case "power" if not node.number.is_integer():
            return "not negative", node.parts[0]
        case "asin" | "acos":
            return "at most 1", node.parts[0]
        case "pow":
            return "power", node
    return None


def with_holes(graph: Graph, outputs: Nodes, partial_nodes: Iterable[Node]) -> Nodes:
    """The outputs, the first of which has no value where one of these nodes has none.

    Adding 0 times a node changes nothing where it has a value. What is reached from the outputs
    anyway needs no such term.
    """
    kept = {domain(node) for node in reached(outputs)}
    first, *others = outputs
    for node in partial_nodes:
        if domain(node) not in kept:
            kept.add(domain(node))
            first = graph.node("add", first, graph.node("scale", node, number=0.0))
    return cast(Nodes, (first, *others))
