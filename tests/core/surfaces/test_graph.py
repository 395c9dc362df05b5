"""The graph of a formula: equal parts are one node, and nothing that matters is lost."""

import math

import pytest

from core.surfaces.graph import Graph, Node, UndefinedError, reached


@pytest.fixture
def g() -> Graph:
    return Graph()


def test_equal_parts_are_one_node(g: Graph) -> None:
    x, y = g.x, g.y
    assert g.multiply(x, y) is g.multiply(y, x)
    assert g.add(x, y) is g.add(y, x)
    assert g.multiply(x, x) is g.power(x, 2)
    assert g.multiply(g.power(x, 2), x) is g.power(x, 3)
    assert g.scale(2, g.scale(3, x)) is g.scale(6, x)
    assert g.add(g.add(x, g.number(1)), g.number(2)) is g.add(g.number(3), x)
    assert g.divide(g.scale(6, x), g.scale(3, y)) is g.scale(2, g.divide(x, y))
    square = g.power(g.subtract(x, y), 2)
    assert len(reached([g.add(square, g.call("exp", square))])) == 7


def test_what_is_nothing_is_left_out(g: Graph) -> None:
    x = g.x
    assert g.add(x, g.zero) is x
    assert g.multiply(x, g.one) is x
    assert g.divide(x, g.one) is x
    assert g.power(x, 1) is x
    assert g.multiply(x, g.zero) is g.zero
    assert g.subtract(x, x) is g.zero
    assert g.power(x, 0) is g.one
    assert g.divide(x, x) is g.one
    assert g.raise_to(g.one, x) is g.one


def test_multiples_of_one_part_are_brought_together(g: Graph) -> None:
    both = g.add(g.x, g.y)
    assert g.subtract(g.scale(2, both), g.y) is g.add(g.y, g.scale(2, g.x))
    assert g.subtract(g.subtract(both, g.x), g.y) is g.zero


def test_powers_of_a_root_are_one_power_unless_that_has_values_where_the_root_has_none(
    g: Graph,
) -> None:
    root = g.call("sqrt", g.x)
    assert g.power(root, 5) is g.power(g.x, 2.5)
    assert g.multiply(root, g.x) is g.power(g.x, 1.5)
    assert g.multiply(root, root) is not g.x
    assert g.call("sqrt", g.power(g.x, 2)) is g.call("abs", g.x)


@pytest.mark.parametrize(
    "make",
    [
        lambda g: g.divide(g.x, g.zero),
        lambda g: g.call("log", g.zero),
        lambda g: g.power(g.number(-1), 0.5),
        lambda g: g.power(g.zero, -1),
        lambda g: g.subtract(g.number(math.inf), g.number(math.inf)),
        lambda g: g.call("sin", g.number(math.inf)),
    ],
)
def test_what_no_number_can_be_is_refused(g: Graph, make) -> None:
    with pytest.raises(UndefinedError):
        make(g)


@pytest.mark.parametrize(
    ("name", "argument", "value"),
    [("exp", 1e4, math.inf), ("sinh", -1e4, -math.inf), ("cosh", -1e4, math.inf)],
)
def test_a_constant_that_is_too_large_is_infinite(
    g: Graph, name: str, argument: float, value: float
) -> None:
    assert g.call(name, g.number(argument)).is_number(value)


def test_an_odd_power_of_a_negative_constant_overflows_below_zero(g: Graph) -> None:
    assert g.power(g.number(-1e150), 3).is_number(-math.inf)
    assert g.power(g.number(-1e150), 4).is_number(math.inf)


def test_numbers_are_not_multiplied_where_that_would_lose_them(g: Graph) -> None:
    far: Node = g.scale(1e200, g.scale(1e200, g.x))
    near = g.scale(1e-200, g.scale(1e-200, g.x))
    assert far.number == 1e200
    assert near.number == 1e-200


def test_parts_come_first(g: Graph) -> None:
    nodes = reached([g.call("sin", g.add(g.x, g.power(g.y, 2)))])
    assert all(nodes.index(part) < k for k, node in enumerate(nodes) for part in node.parts)
