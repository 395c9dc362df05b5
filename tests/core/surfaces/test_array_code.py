"""Formulas as Python functions: what is written, and that it is Python whatever its depth."""

import textwrap

import pytest

from core.surfaces import array_code
from core.surfaces.array_code import FLOATS, function, write
from core.surfaces.derivatives import derive
from core.surfaces.formula import MAX_OPERATIONS


def source(text: str, **options: tuple[int, ...]) -> str:
    derived = derive(text)
    return write(derived.graph, derived.first[:1], **options)


def test_the_example_is_what_is_written() -> None:
    derived = derive("(x - y)^2*exp(x - y)")
    assert array_code.__doc__ is not None
    written = textwrap.indent(write(derived.graph, derived.first).strip(), "    ")
    assert written in array_code.__doc__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 - x", "1.0 - x"),
        ("-x - 2*y", "-(x + 2.0 * y)"),
        ("x - (y - 1)", "x - (y - 1.0)"),
        ("3/x", "3.0 / x"),
        ("x*(y + 1)", "x * (1.0 + y)"),
        ("x^y", "pow(x, y)"),
        ("sqrt(x)/y", "sqrt(x) / y"),
        ("x^2.5", "pow(x, 2.5)"),
        ("(4*x^3 - 2*x)/2", "2.0 * (x * (x * x)) - x"),
    ],
)
def test_a_formula_reads_as_a_person_writes_it(text: str, expected: str) -> None:
    assert source(text).splitlines()[-1].strip() == f"return {expected},"


def test_powers_share_their_squares() -> None:
    assert source("x^4 + x^6").count("*") == 4
    assert "x**2" in source("x^2 + 1", whole=(2,))


def test_no_depth_is_too_deep_for_pythons_parser() -> None:
    deep = "sin(x)+(" * (MAX_OPERATIONS // 2) + "y" + ")" * (MAX_OPERATIONS // 2)
    text = "x*(y+" * (MAX_OPERATIONS // 2 - 1) + "1" + ")" * (MAX_OPERATIONS // 2 - 1)
    for one in (deep, text):
        written = source(one)
        assert max(line.count("(") for line in written.splitlines()) < 50
        assert len(function(written, FLOATS)(0.5, 0.25)) == 1
