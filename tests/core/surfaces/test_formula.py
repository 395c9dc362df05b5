"""Formulas: the gate that a typed text passes or is refused at."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.surfaces.formula import (
    CONSTANTS,
    FUNCTIONS,
    MAX_EXPONENT,
    MAX_LENGTH,
    MAX_OPERATIONS,
    Fault,
    FormulaError,
    parse,
)
from core.surfaces.typeset import tex


@pytest.mark.parametrize(
    ("text", "fault", "position", "part"),
    [
        ("", Fault.EMPTY, 0, ""),
        ("  \t ", Fault.EMPTY, 0, ""),
        ("x" + "+1" * 200, Fault.TOO_LONG, MAX_LENGTH, ""),
        ("x + z", Fault.UNKNOWN_NAME, 4, "z"),
        ("  x + z", Fault.UNKNOWN_NAME, 6, "z"),
        ("x^2 + y^2 + z", Fault.UNKNOWN_NAME, 12, "z"),
        ("x**2 + z", Fault.UNKNOWN_NAME, 7, "z"),
        ("sin + x", Fault.UNKNOWN_NAME, 0, "sin"),
        ("2*x(y)", Fault.UNKNOWN_NAME, 2, "x"),
        ("open(x)", Fault.UNKNOWN_NAME, 0, "open"),
        ("True", Fault.NOT_ALLOWED, 0, "Constant"),
        ("'x'", Fault.NOT_ALLOWED, 0, "Constant"),
        ("f'{x}'", Fault.NOT_ALLOWED, 0, "JoinedStr"),
        ("1j*x", Fault.NOT_ALLOWED, 0, "Constant"),
        ("1e999*x", Fault.NOT_ALLOWED, 0, "inf"),
        ("x + 'a'", Fault.NOT_ALLOWED, 4, "Constant"),
        ("x.real", Fault.NOT_ALLOWED, 0, "Attribute"),
        ("x[0]", Fault.NOT_ALLOWED, 0, "Subscript"),
        ("x if y else 1", Fault.NOT_ALLOWED, 0, "IfExp"),
        ("lambda: 1", Fault.NOT_ALLOWED, 0, "Lambda"),
        ("(x := 1)", Fault.NOT_ALLOWED, 1, "NamedExpr"),
        ("[x]", Fault.NOT_ALLOWED, 0, "List"),
        ("(x, y)", Fault.NOT_ALLOWED, 0, "Tuple"),
        ("{x}", Fault.NOT_ALLOWED, 0, "Set"),
        ("[x for x in y]", Fault.NOT_ALLOWED, 0, "ListComp"),
        ("await x", Fault.NOT_ALLOWED, 0, "Await"),
        ("x < y", Fault.NOT_ALLOWED, 0, "Compare"),
        ("x and y", Fault.NOT_ALLOWED, 0, "BoolOp"),
        ("not x", Fault.NOT_ALLOWED, 0, "UnaryOp"),
        ("~x", Fault.NOT_ALLOWED, 0, "UnaryOp"),
        ("x // y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x % y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x @ y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x | y", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("x << 2", Fault.NOT_ALLOWED, 0, "BinOp"),
        ("sin(x, y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin()", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin(*x)", Fault.NOT_ALLOWED, 4, "Starred"),
        ("sin(x=y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("sin(x)(y)", Fault.NOT_ALLOWED, 0, "Call"),
        ("x^99", Fault.EXPONENT, 0, "99"),
        ("x^-65", Fault.EXPONENT, 0, "-65"),
        ("y + x^99", Fault.EXPONENT, 4, "99"),
        ("x y", Fault.SYNTAX, 2, ""),
        ("x +", Fault.SYNTAX, 3, ""),
        ("x; y", Fault.SYNTAX, 1, ""),
        ("x = 1", Fault.SYNTAX, 2, ""),
        ("x^2 + y y", Fault.SYNTAX, 8, ""),
        ("import os", Fault.SYNTAX, 0, ""),
    ],
)
def test_what_is_no_formula_is_refused_where_it_stands(
    text: str, fault: Fault, position: int, part: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert error.fault is fault
    assert (error.position, error.part) == (position, part)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "x.__class__",
        "exec('1')",
        "eval('1')",
        "getattr(x, 'real')",
        "sin.__globals__",
        "(lambda: x)()",
        "__builtins__",
        "x\x00",
        "\ud800",
        "x\\",
        "(" * 300,
        "x" + ")" * 100,
    ],
    ids=ascii,
)
def test_the_gate_lets_no_python_through(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "position"), [("(x +\n z)", 6), ("(x +\n y +\nz)", 10), ("x + abs(y) + ŝ", 13)]
)
def test_a_faulty_name_is_pointed_at_in_the_typed_text(text: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == position


def test_a_position_counts_characters_not_bytes() -> None:
    # Python reads the full-width x as x. It may be refused itself; if not, z is the fault.
    with pytest.raises(FormulaError) as caught:
        parse("ｘ + z")
    assert caught.value.position in (0, 4)


@pytest.mark.parametrize("text", ["9" * 350, "x^" + "9" * 350, "x + 0x" + "f" * 300])
def test_a_number_too_large_for_a_float_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["2^64^64", "x^(8*9)", "x^(64+1)", "x^-(-65)", "x^(2^64)", "((9^64)^64)^64", "(x^64)^64^64"],
)
def test_an_exponent_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize("text", [f"x^{MAX_EXPONENT}", f"x^-{MAX_EXPONENT}", "x^0.5", "x^y", "2^x"])
def test_an_exponent_within_bounds_passes(text: str) -> None:
    assert isinstance(parse(text), ast.BinOp)


def test_the_longest_formula_passes() -> None:
    longest = "x" + "+1" * MAX_OPERATIONS
    parse(longest.ljust(MAX_LENGTH))
    for text in (longest + " + y", "sin(" * 11 + "x" + ")" * 11, "1/(1 + " * 11 + "x" + ")" * 11):
        with pytest.raises(FormulaError) as refused:
            parse(text)
        assert refused.value.fault is Fault.TOO_COMPLEX


def passes_or_is_refused(text: str) -> None:
    refusal = None
    try:
        tree = parse(text)
    except FormulaError as error:
        refusal = error
    if refusal is not None:
        assert 0 <= refusal.position <= len(text)
        assert isinstance(refusal.fault, Fault)
    else:
        assert isinstance(tree, ast.expr)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert names <= {"x", "y", *CONSTANTS, *FUNCTIONS}
        assert tex(text)


@given(st.text(max_size=MAX_LENGTH + 5))
def test_any_text_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@given(st.text(alphabet="xyepi0123456789+-*/^().,e _sincoqrtlgabh\n#", max_size=60))
def test_any_text_of_a_formulas_characters_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@given(
    st.lists(
        st.sampled_from(
            ["x", "y", "pi", "e", "1", "2.5", "-", "+", "*", "/", "^", "**", "(", ")", " "]
            + [f"{name}(" for name in FUNCTIONS]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_row_of_a_formulas_words_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@pytest.mark.parametrize(
    "text", ["-" * 399 + "x", "(" * 90 + "x" + ")" * 90, "sin(" * 60 + "x" + ")" * 60]
)
def test_a_deep_formula_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)
