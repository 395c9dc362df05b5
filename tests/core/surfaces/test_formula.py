"""Formulas: the gate that a typed text passes or is refused at."""

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.surfaces.compiled import compile_formula
from core.surfaces.formula import MAX_EXPONENT, MAX_LENGTH, MAX_OPERATIONS, parse
from core.surfaces.notation import CONSTANTS, FUNCTIONS, Fault, FormulaError
from core.surfaces.typeset import tex


@pytest.mark.parametrize(
    ("text", "fault", "position", "part"),
    [
        ("", Fault.EMPTY, 0, ""),
        ("  \t ", Fault.EMPTY, 0, ""),
        ("f(x, y) =", Fault.EMPTY, 0, ""),
        ("x" + "+1" * 200, Fault.TOO_LONG, MAX_LENGTH, ""),
        ("x + z", Fault.UNKNOWN_NAME, 4, "z"),
        ("  x + z", Fault.UNKNOWN_NAME, 6, "z"),
        ("x² + y² + z", Fault.UNKNOWN_NAME, 10, "z"),
        ("ｘ＋foo(x)", Fault.UNKNOWN_NAME, 2, "foo"),
        ("x**2 + True", Fault.UNKNOWN_NAME, 7, "True"),
        ("x + sin", Fault.NO_ARGUMENT, 4, "sin"),
        ("x + sin()", Fault.NO_ARGUMENT, 4, "sin"),
        ("max(x)", Fault.ARGUMENTS, 0, "max"),
        ("max x", Fault.ARGUMENTS, 0, "max"),
        ("sin(x, y)", Fault.NOT_ALLOWED, 5, ","),
        ("'x'", Fault.NOT_ALLOWED, 0, "'"),
        ("x.real", Fault.NOT_ALLOWED, 1, "."),
        ("[x for x", Fault.UNKNOWN_NAME, 3, "for"),
        ("x < y", Fault.NOT_ALLOWED, 2, "<"),
        ("x % y", Fault.NOT_ALLOWED, 2, "%"),
        ("x; y", Fault.NOT_ALLOWED, 1, ";"),
        ("x // y", Fault.NOTHING_BEFORE, 3, "/"),
        ("* x", Fault.NOTHING_BEFORE, 0, "*"),
        ("x +", Fault.ENDS_EARLY, 3, "x +"),
        ("(x + ) y", Fault.ENDS_EARLY, 5, "(x +"),
        ("sin(x", Fault.NOT_CLOSED, 3, "sin(x"),
        ("2 |x - |y|", Fault.BAR_NOT_CLOSED, 2, "|x - |y|"),
        ("(x+1)) y", Fault.NOT_OPENED, 5, "(x+1))"),
        ("x 2", Fault.NUMBER_BEHIND, 2, "x 2"),
        ("1 000 x", Fault.NUMBER_BEHIND, 2, "1 000"),
        ("1_000 x", Fault.NOT_ALLOWED, 1, "_"),
        ("٣x", Fault.NOT_ALLOWED, 0, "٣"),
        ("1,000x", Fault.AMBIGUOUS, 0, "1,000"),
        ("x = 1", Fault.EQUATION, 2, "x"),
        ("ln⁻¹(x)", Fault.NO_INVERSE, 0, "ln⁻¹"),
        ("1e999*x", Fault.TOO_LARGE, 0, ""),
        ("x^99", Fault.EXPONENT, 0, "99"),
        ("x^-65", Fault.EXPONENT, 0, "-65"),
        ("y + x^99", Fault.EXPONENT, 4, "99"),
        ("x\x00", Fault.NOT_ALLOWED, 1, "U+0000"),
        ("x + " + "q" * 100, Fault.UNKNOWN_NAME, 4, "…" + "q" * 23),
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
    ("text", "position"), [("(x +\n z)", 6), ("(x +\n y +\nz)", 10), ("½x + abs(y) + ŝ", 14)]
)
def test_a_faulty_name_is_pointed_at_in_the_typed_text(text: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == position


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


ON_PAPER = {
    "2xy": "2*x*y",
    "3(x+1)": "3*(x+1)",
    "(x+1)(y-1)": "(x+1)*(y-1)",
    "x y": "x*y",
    "2pi x": "2*pi*x",
    "xsinx": "x*sin(x)",
    "sin(x)cos(y)": "sin(x)*cos(y)",
    "sin x": "sin(x)",
    "sin 2x cos y": "sin(2*x)*cos(y)",
    "sin x^2 + 1": "sin(x^2) + 1",
    "sin x/2": "sin(x)/2",
    "ln x": "log(x)",
    "sin²x + sin^2(y)": "sin(x)^2 + sin(y)^2",
    "sin⁻¹x + arctan(y)": "asin(x) + atan(y)",
    "2|x||y| + ||x|-1|": "2*abs(x)*abs(y) + abs(abs(x)-1)",
    "|x-|y||": "abs(x-abs(y))",
    "x²y⁻¹ + x²³": "x^2*y^(-1) + x^23",
    "log10 x + log₂(y)": "log10(x) + log2(y)",
    "√2x + √(x+1)": "sqrt(2)*x + sqrt(x+1)",
    "x·y×2÷3−π": "x*y*2/3 - pi",
    "（ｘ-１）^2＋y^2": "(x-1)^2 + y^2",
    "0,5x + sin(1,5)": "0.5*x + sin(1.5)",
    "max(x, 0,5)": "max(max(x, 0), 5)",
    "min(x; 0,5)": "min(x, 0.5)",
    "f(x, y) = X^2 + Y^2": "x^2 + y^2",
    "z=xy": "x*y",
    "½x²": "(1/2)*x^2",
    "1/2x": "1/2*x",
    "2e3x + 2ex": "2e3*x + 2*e*x",
    "{[x+1]^2}": "(x+1)^2",
}


@pytest.mark.parametrize("text", ON_PAPER)
def test_a_formula_is_read_as_on_paper(text: str) -> None:
    x, y = np.array([0.3, 0.9, -0.4]), np.array([0.7, -1.2, 0.2])
    np.testing.assert_allclose(
        compile_formula(text).value(x, y), compile_formula(ON_PAPER[text]).value(x, y), rtol=1e-15
    )


@pytest.mark.parametrize(
    "text",
    ["-x**2*y/3 - -x + +y", "2**-1*x^-y^2", "x^2^-y - (x - y) - 1", "-(x*-y)/-x", "1e-3*x + .5*y"],
)
def test_signs_and_powers_bind_as_in_python(text: str) -> None:
    ours, pythons = parse(text), ast.parse(text.replace("^", "**"), mode="eval").body
    assert ast.dump(ours) == ast.dump(pythons).replace(", ctx=Load()", "")


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


@given(st.text(alphabet="xyepiX012345+-*/^().,;e |=√²⁻·π sincoqrtlgabhm\n", max_size=60))
def test_any_text_of_a_formulas_characters_is_a_tree_or_a_refusal(text: str) -> None:
    passes_or_is_refused(text)


@given(
    st.lists(
        st.sampled_from(
            ["x", "y", "pi", "e", "1", "2.5", "-", "+", "*", "/", "^", "**", "(", ")", " "]
            + ["|", ",", "²", "⁻¹", "√", "ln ", "sin", "max("]
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
