"""A formula as a graph: equal parts are one node, differentiated and computed only once.

``(x - y)^2 + exp((x - y)^2)`` has five nodes besides x and y: -y, x + -y, its square, that one's
exponential, and the sum of the two.

Nodes are made by a :class:`Graph`. It evaluates constants in floats, leaves out what is 0 or 1, and
combines multiples and powers of the same node. That takes a few comparisons for each node, so size
and time grow with the formula's length and no faster.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SQUARE_ROOT = 0.5

MOST_TERMS = 12
"""Sums longer than this are left as they are: looking for equal terms takes time."""

CALLS: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "abs": abs,
}
"""The functions of one argument that are nodes. A square root is a power."""

LOGARITHMS = {"log10": 1 / math.log(10), "log2": 1 / math.log(2)}
"""The logarithms that are multiples of the natural one."""


class UndefinedError(ArithmeticError):
    """A constant that is no real number, like 1/0, or infinity minus infinity."""


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """A number, a variable, or an operation on other nodes. Equal nodes of a graph are identical.

    ``kind`` is ``number``, ``x``, ``y``, ``scale`` (number · part), ``add``, ``mul``, ``div``,
    ``power`` (part ^ number), ``pow`` (part ^ part), ``max`` and ``min`` of two parts, a function
    of :data:`CALLS`, ``sign``, or ``sech``, which is 1 / cosh.
    """

    order: int
    """The position in the order of creation: parts come before what is made of them."""
    kind: str
    parts: tuple[Node, ...] = ()
    number: float = 0.0

    def split(self) -> tuple[float, Node]:
        """The factor of which the node is a multiple, and the rest."""
        return (self.number, self.parts[0]) if self.kind == "scale" else (1.0, self)

    def is_number(self, value: float) -> bool:
        """Whether the node is this constant."""
        return self.kind == "number" and self.number == value


_Key = tuple[str, tuple[Node, ...], float]


def _key(kind: str, parts: tuple[Node, ...], number: float = 0.0) -> _Key:
    """The key that identifies a node. In a sum, numbers come first."""
    if kind in ("add", "mul", "max", "min"):
        parts = tuple(sorted(parts, key=lambda part: (part.kind != "number", part.order)))
    return kind, parts, number


class Graph:
    """Makes nodes, each only once. Raises :class:`UndefinedError` for what no number can be."""

    def __init__(self) -> None:
        self._nodes: dict[_Key, Node] = {}
        self.x, self.y = self.node("x"), self.node("y")
        self.zero, self.one = self.number(0), self.number(1)

    def node(self, kind: str, *parts: Node, number: float = 0.0) -> Node:
        """A node exactly as requested; for a sum or a product the order does not matter."""
        key = _key(kind, parts, number)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(len(self._nodes), *key)
        return found

    def number(self, value: float) -> Node:
        """A constant, which may be infinite if it overflowed."""
        if math.isnan(value):
            raise UndefinedError
        return self.node("number", number=value + 0.0)  # -0.0 is 0.0

    def add(self, a: Node, b: Node) -> Node:
        """The node of a + b."""
        if a.kind != "number" and b.kind == "number":
            a, b = b, a
        if a.kind == "number":
            return self._shift(a.number, b)
        (c, u), (d, v) = a.split(), b.split()
        if u is v:
            return self.scale(c + d, u)
        gathered = self._gathered(a, b)
        if gathered is not None:
            return gathered
        if abs(c) == abs(d) != 1:
            return self.scale(c, self.add(u, v if c == d else self.scale(-1, v)))
        if c < 0 and d < 0:
            return self.scale(-1, self.node("add", self.scale(-c, u), self.scale(-d, v)))
        return self.node("add", a, b)

    def _shift(self, c: float, a: Node) -> Node:
        if a.kind == "number":
            return self.number(c + a.number)
        if c == 0:
            return a
        if a.kind == "add" and a.parts[0].kind == "number":
            return self._shift(c + a.parts[0].number, a.parts[1])
        return self.node("add", self.number(c), a)

    def _gathered(self, a: Node, b: Node) -> Node | None:
        """The node of a + b without brackets, if that combines multiples of one term: 2 (x + y) +
        y."""
        left, right = self._terms(a), self._terms(b)
        if not (left.keys() & right.keys()) - {self.one}:
            return None
        return self.sum(self.scale(left.get(u, 0) + right.get(u, 0), u) for u in {**left, **right})

    def _terms(self, node: Node) -> dict[Node, float]:
        """The terms of a sum with their factors; a long sum counts as a single term."""
        terms: dict[Node, float] = {}
        waiting = [(1.0, node)]
        while waiting and len(terms) <= MOST_TERMS:
            c, one = waiting.pop()
            if one.kind == "add":
                waiting += ((c, part) for part in reversed(one.parts))
                continue
            d, u = (one.number, self.one) if one.kind == "number" else one.split()
            if u.kind == "add" and _keeps(c * d):
                waiting.append((c * d, u))
            else:
                terms[u] = terms.get(u, 0) + c * d
        lost = waiting or not all(map(_keeps, terms.values()))
        return {node: 1.0} if lost else terms

    def sum(self, parts: Iterable[Node]) -> Node:
        """The sum of these nodes as it stands, constants first."""
        total = self.zero
        for part in sorted(parts, key=lambda part: part.kind != "number"):
            if total.kind == "number":
                total = self._shift(total.number, part)
            elif part is not self.zero:
                total = self.node("add", total, part)
        return total

    def subtract(self, a: Node, b: Node) -> Node:
        """The node of a - b."""
        return self.add(a, self.scale(-1, b))

    def scale(self, c: float, a: Node) -> Node:
        """The node of a number times a node."""
        if c == 0 or a is self.zero:
            return self.zero
        if a.kind == "number":
            return self.number(c * a.number)
        if c == 1:
            return a
        if math.isnan(c):
            raise UndefinedError
        d, u = a.split()
        if _keeps(c * d):
            c, a = c * d, u
        return a if c == 1 else self.node("scale", a, number=c)

    def multiply(self, a: Node, b: Node) -> Node:
        """The node of a · b."""
        if a.kind == "number":
            return self.scale(a.number, b)
        if b.kind == "number":
            return self.scale(b.number, a)
        (c, u), (d, v) = a.split(), b.split()
        if not _keeps(c * d):
            return self.node("mul", a, b)
        return self.scale(c * d, self._product(u, v))

    def _product(self, u: Node, v: Node) -> Node:
        (base, m), (other, n) = _powers(u), _powers(v)
        if base is other and _same_domain(m, n, m + n):
            return self.power(base, m + n)
        for one, rest in ((u, v), (v, u)):
            if one.kind == "div" and one.parts[0] in (self.one, self.x, self.y):
                # u (x / w) as x (u / w): what stands before x and y is often the same.
                above, below = one.parts
                ratio = self._quotient(rest, below)
                return ratio if above is self.one else self.node("mul", above, ratio)
            if rest.kind == "mul":
                for part, other in (rest.parts, rest.parts[::-1]):
                    known = self._nodes.get(_key("mul", (one, part)))
                    if known is not None:  # u (v w) as (u v) w, where u v is there already
                        again = known is other
                        return self.power(known, 2) if again else self.node("mul", known, other)
        return self.node("mul", u, v)

    def divide(self, a: Node, b: Node) -> Node:
        """The node of a / b."""
        if b is self.zero:
            raise UndefinedError
        if b.kind == "number":
            if a.kind == "number":
                return self.number(a.number / b.number)
            return self._divide_by(a, b.number)
        if a is self.zero:
            return a
        (c, u), (d, v) = (a.number, self.one) if a.kind == "number" else a.split(), b.split()
        if not _keeps(c / d):
            return self.node("div", a, b)
        return self.scale(c / d, self._quotient(u, v))

    def _divide_by(self, a: Node, number: float) -> Node:
        if _keeps(1 / number):
            return self.scale(1 / number, a)
        if math.isinf(number):
            return self.node("div", a, self.number(number))
        large = 2.0**64  # in two steps, as 1 / 1e-320 is more than a number can be
        return self.scale(large, self.scale(1 / (number * large), a))

    def _quotient(self, u: Node, v: Node) -> Node:
        (base, m), (other, n) = _powers(u), _powers(v)
        if base is other and _same_domain(m, n, m - n):
            return self.power(base, m - n)
        return self.node("div", u, v)

    def power(self, a: Node, n: float) -> Node:
        """A node raised to a constant; for a negative one it is one over a power."""
        n = float(n)
        if a.kind == "number":
            return self.number(_computed(math.pow, a.number, n))
        if n == 0:
            return self.one
        if n == 1:
            return a
        if n < 0:
            return self.divide(self.one, self.power(a, -n))
        c, u = a.split()
        if c != 1 and (c > 0 or n.is_integer()) and _keeps(_computed(math.pow, c, n)):
            return self.scale(math.pow(c, n), self.power(u, n))
        base, m = _powers(a)
        if m % 2 == 0 and not n.is_integer():
            return self.power(self.call("abs", base), m * n)
        if m != 1 and _same_domain(m, n, m * n):
            return self.power(base, m * n)
        return self.node("power", a, number=n)

    def raise_to(self, a: Node, b: Node) -> Node:
        """The node of a ^ b."""
        if b.kind == "number":
            return self.power(a, b.number)
        if a is self.one:
            return a
        return self.call("exp", b) if a.is_number(math.e) else self.node("pow", a, b)

    def call(self, name: str, a: Node) -> Node:
        """A function applied to a node, by the function's name in a formula."""
        if name == "sqrt":
            return self.power(a, SQUARE_ROOT)
        if name in LOGARITHMS:
            return self.scale(LOGARITHMS[name], self.call("log", a))
        if name == "sign":
            return self.number(_sign(a.number)) if a.kind == "number" else self.node("sign", a)
        if a.kind == "number":
            return self.number(_computed(CALLS[name], a.number))
        if name == "abs":
            c, u = a.split()
            return self.scale(abs(c), u if u.kind == "abs" else self.node("abs", u))
        return self.node(name, a)

    def extreme(self, name: str, a: Node, b: Node) -> Node:
        """The larger (``max``) or the smaller (``min``) of two nodes."""
        if a is b:
            return a
        if a.kind == b.kind == "number":
            return self.number((max if name == "max" else min)(a.number, b.number))
        return self.node(name, a, b)


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if value else 0.0


def reached(outputs: Iterable[Node]) -> list[Node]:
    """All nodes from which these are made, parts first."""
    found: set[Node] = set()
    waiting = list(outputs)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += node.parts
    return sorted(found, key=lambda node: node.order)


def _keeps(number: float) -> bool:
    """Whether the result of arithmetic on constants says as much as they did: finite,
    and not zero."""
    return math.isfinite(number) and number != 0


def _powers(node: Node) -> tuple[Node, float]:
    """The base and the constant exponent of a power; for anything else, the node itself and 1."""
    return (node.parts[0], node.number) if node.kind == "power" else (node, 1.0)


def _same_domain(m: float, n: float, both: float) -> bool:
    """Whether exponents m and n may be combined into ``both`` without changing where they are
    defined.

    √x·√x has no value below 0 where x has one, so it stays. That x/x has none at 0 alone nobody
    sees.
    """
    return (m.is_integer() and n.is_integer()) or not both.is_integer()


def _computed(function: Callable[..., float], *arguments: float) -> float:
    """A computed constant. If it is too large it is infinite, with its own sign."""
    try:
        return function(*arguments)
    except OverflowError:
        base, *exponent = arguments
        odd = exponent[0] % 2 == 1 if exponent else function is math.sinh
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        raise UndefinedError from None
