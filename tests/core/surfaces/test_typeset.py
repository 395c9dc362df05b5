"""Formulas set in TeX."""

import pytest

from core.surfaces.function import Surface
from core.surfaces.surfaces import SURFACES
from core.surfaces.typeset import tex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x"),
        ("pi*x", r"\pi\,x"),
        ("2*3", r"2 \cdot 3"),
        ("2*3*x", r"2 \cdot 3\,x"),
        ("x*2^y", r"x \cdot 2^{y}"),
        ("2*x*y", r"2\,x\,y"),
        ("x + y", "x + y"),
        ("(x-y)-(y-x)", r"x - y - \left(y - x\right)"),
        ("x-(y+1)", r"x - \left(y + 1\right)"),
        ("x-y+1", "x - y + 1"),
        ("-(x+y)", r"-\left(x + y\right)"),
        ("-x", "-x"),
        ("+x", "x"),
        ("x - -y", r"x - \left(-y\right)"),
        ("x*-2", r"x\,\left(-2\right)"),
        ("(x+y)^2", r"\left(x + y\right)^{2}"),
        ("(-x)^2", r"\left(-x\right)^{2}"),
        ("-x^2", "-x^{2}"),
        ("x^(-1)", "x^{-1}"),
        ("x^(y+1)", "x^{y + 1}"),
        ("x^y^2", "x^{y^{2}}"),
        ("(x^y)^2", r"\left(x^{y}\right)^{2}"),
        ("(x+1)*y", r"\left(x + 1\right)\,y"),
        ("(x+1)/(y-1)", r"\frac{x + 1}{y - 1}"),
        ("1/x^2", r"\frac{1}{x^{2}}"),
        ("sqrt(x+1)", r"\sqrt{x + 1}"),
        ("abs(x)", r"\left|x\right|"),
        ("sin(x)*exp(-y)", r"\sin\left(x\right)\,\exp\left(-y\right)"),
        ("0.26*x", r"0.26\,x"),
        ("1.5 - x + x*y", r"1.5 - x + x\,y"),
    ],
)
def test_a_formula_is_set_as_it_was_written(text: str, expected: str) -> None:
    assert tex(text) == expected


def test_a_power_of_a_fraction_keeps_its_parentheses() -> None:
    assert tex("(x/y)^2") == r"\left(\frac{x}{y}\right)^{2}"


@pytest.mark.parametrize("text", ["1e-7*x", "1000000.0*x", "1e20"])
def test_a_number_is_never_set_with_an_e(text: str) -> None:
    assert "e" not in tex(text).replace(r"\left", "")


def test_a_number_is_set_with_all_its_digits() -> None:
    assert "1.2345678" in tex("1.2345678*x")


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_surfaces_formula_is_set_with_balanced_braces(surface: Surface) -> None:
    depth = 0
    for sign in surface.tex:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert surface.tex.count(r"\left") == surface.tex.count(r"\right")
