"""Expressions over arrays: the gate, the numbers against numpy, and that nothing else runs."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lessons.array_expression import (
    FUNCTIONS,
    MAX_LENGTH,
    MAX_NESTING,
    WITH_AXIS,
    ExpressionError,
    parse,
)

X = np.array([[3.0, -1.0, 0.5, 2.0], [0.0, 4.0, -2.5, 1.0], [7.0, 7.5, -3.0, 0.25]])
ARRAYS: dict[str, np.ndarray[Any, Any]] = {
    "x": X,
    "counts": np.array([1, 2, 250], np.uint8),
    "names": np.array(["gd", "adam", "gd"]),
    "here": np.array([True, False, True]),
    "half": np.array([0.1, 0.2], np.float32),
    "none": np.zeros(0),
    "loss": np.array(2.5),
}


def value(text: str) -> float:
    return parse(text).value(ARRAYS)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("76", 76),
        ("-2**2", -4),
        ("7 // 2 + 7 % 4", 6),
        ("pi", math.pi),
        ("-inf", -math.inf),
        ("  loss * 2", 5),
        ("1e-3 + 1.e2 + .5", 100.501),
        ('count(names == "1x")', 0),
        ("x[1, 2]", -2.5),
        ("x[-1][0]", 7),
        ("x[..., -1][0]", 2),
        ("sum(x[:, 1::2])", X[:, 1::2].sum()),
        ("x[argmax(x[:, 0]), 1]", 7.5),
        ('max(x[names == "gd", 3])', 2),
        ('x[argmax(names == "adam"), 1]', 4),
        ("counts[0] - counts[1]", -1),
        ("counts[2] * counts[2]", 62500),
        ("first(x[0] < 1)", 1),
        ("last(x[0] > 1)", 3),
        ("first(x[0] > 99)", math.nan),
        ("count(here)", 2),
        ("count(~here | (counts > 100))", 2),
        ("any(x[0, :] > 2) + all(x[0, :] > 2)", 1),
        ("mean(x, axis=0)[1]", X.mean(axis=0)[1]),
        ("median(x)", np.median(X)),
        ("std(x)", X.std()),
        ("var(x, axis=-1)[2]", X.var(axis=-1)[2]),
        ("norm(x)", np.linalg.norm(X)),
        ("norm(x, axis=1)[0]", np.linalg.norm(X[0])),
        ("prod(x[0])", X[0].prod()),
        ("cumsum(x)[2, 3]", X[2].sum()),
        ("diff(x, axis=0)[0, 1]", 5),
        ("sort(x)[1, 0]", -2.5),
        ("sum(where(x > 0, x, 0))", X[X > 0].sum()),
        ("min(x) + argmin(x[2])", -1),
        ("round(log10(1000)) + log(exp(2)) + sqrt(4) + sign(-3) + abs(-1)", 7),
        ("mean(x > 0)", (X > 0).mean()),
        ("sum(none)", 0),
        ("1 / 0", math.inf),
        ("half[0]", float(np.float32(0.1))),
    ],
)
def test_numbers_are_numpys(text: str, wanted: float) -> None:
    assert value(text) == pytest.approx(wanted, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("", 0, "nothing"),
        ("1 +" + " 1 +" * 100 + " 1", MAX_LENGTH, "at most"),
        ("x + ", 4, "cannot be read"),
        ("x # sum", 2, "'#'"),
        ("x + é", 4, "sign"),
        ("x\n", 1, "sign"),
        ("  max(y)", 6, "no array y"),
        ("max(z)", 4, "accepted: counts, half"),
        ("max", 0, "parentheses"),
        ("x.T", 0, "Attribute"),
        ("open(1)", 0, "no function open"),
        ("loss + eval('1')", 7, "no function eval"),
        ("(lambda: 1)()", 0, "Call"),
        ("[1, 2]", 0, "List"),
        ("f'{loss}'", 0, "JoinedStr"),
        ("loss if 1 else 2", 0, "IfExp"),
        ("(y := 1)", 1, "no meaning"),
        ("1 + True", 4, "True"),
        ("1j", 1, "letter"),
        ("b'x'", 0, "b'x'"),
        ("1e999", 0, "too large"),
        ("0 < loss < 1", 0, "one comparison"),
        ("here[0] and here[1]", 0, "& | ~"),
        ("loss in x", 0, "Compare"),
        ("max(x, 1)", 0, "not 2"),
        ("where(here, 1)", 0, "where takes 3"),
        ("max(x, keepdims=1)", 7, "keepdims"),
        ("abs(x, axis=0)", 7, "axis"),
        ("max(x, axis=loss)", 7, "whole number"),
        ("max(x, **x)", 7, "**"),
        ("x[0.5, 0]", 2, "whole number"),
        ("x[9, 0]", 0, "no such part"),
        ("x[0, 0, 0]", 0, "no such part"),
        ("x[None]", 2, "None"),
        ("max(x, axis=7)", 0, "cannot be computed"),
        ("1 + max(none)", 4, "no numbers"),
        ("x", 0, "one number"),
        ("names[0]", 0, "one number"),
        ("names + 1", 0, "text"),
        ("names < names", 0, "== or !="),
        ('loss == "a"', 0, "text"),
        ("x & here", 0, "comparison"),
        ("any(x)", 4, "comparison"),
        ("first(x > 0)", 0, "one row"),
        ("x + counts", 0, "3 x 4"),
        ("9" * 399, 0, "too large"),
        ("1if 2else 3", 1, "letter"),
        ("1.5 + .5if", 8, "letter"),
        ("1e-3e", 4, "letter"),
    ],
)
def test_anything_else_is_refused_where_it_stands(text: str, position: int, part: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert part in refused.value.sentence
    assert refused.value.position == position
    assert str(refused.value).startswith(f"character {refused.value.position + 1}: ")


def test_what_would_fill_the_memory_is_refused() -> None:
    long = np.zeros((30_000, 1))
    expression = parse("sum(a + b)")
    with pytest.raises(ExpressionError, match="accepted: up to"):
        expression.value({"a": long, "b": long.T})


def test_deep_nesting_is_refused() -> None:
    parse("-" * (MAX_NESTING - 1) + "1")
    with pytest.raises(ExpressionError, match="nested"):
        parse("-" * (MAX_NESTING + 1) + "1")
    with pytest.raises(ExpressionError):
        parse("(" * 199 + "1" + ")" * 199 + "+")


def test_arrays_stay_as_they_are() -> None:
    before = {name: array.copy() for name, array in ARRAYS.items()}
    for text in ("sum(sort(x))", "sum(-x)", "sum(cumsum(x, axis=0))", "max(half)"):
        value(text)
    assert all(np.array_equal(array, before[name]) for name, array in ARRAYS.items())


def number_or_fault(text: str) -> bool:
    """Whether a text has a number, or is refused with a place in it: nothing else may come out."""
    try:
        return isinstance(value(text), float)
    except ExpressionError as error:
        return 0 <= error.position <= len(text) and bool(error.sentence)


_leaves = st.sampled_from(["x", "counts", "names", "here", "none", "loss", "1", "0.5", "'gd'"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "<", ">=", "==", "&", "|"])
    index = st.sampled_from(["0", "-1", ":", "...", "1:", "::2", "0, 1", ":, 0", "here", "99"])
    axis = st.sampled_from(["", ", axis=0", ", axis=-1", ", axis=99"])
    return st.one_of(
        st.tuples(inner, binary, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(st.sampled_from("-~"), inner).map("".join),
        st.tuples(inner, index).map(lambda p: f"{p[0]}[{p[1]}]"),
        st.tuples(st.sampled_from(FUNCTIONS), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(WITH_AXIS), inner, axis).map(lambda p: f"{p[0]}({p[1]}{p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"where({p[0]}, {p[1]}, {p[2]})"),
    )


@settings(max_examples=600)
@given(st.recursive(_leaves, _larger, max_leaves=8))
def test_any_expression_has_a_number_or_a_fault(text: str) -> None:
    assert number_or_fault(text)


@settings(max_examples=600)
@given(st.text(max_size=60) | st.text("()[]:.,'\"=x10+-*lambdaifor_ ", max_size=40))
def test_any_text_has_a_number_or_a_fault(text: str) -> None:
    assert number_or_fault(text)
