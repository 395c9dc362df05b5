"""A surface is its formula: from one text come its picture, its numbers, gradient and Hessian.

The text passes a gate before anything else sees it: only numbers, ``x``, ``y``, ``pi``, ``e``, the
operations ``+ - * / ^ **``, parentheses and the functions of :data:`FUNCTIONS`. It is read by
Python's own parser, never evaluated. sympy differentiates it, and its printers write the code that
runs; sympy is imported when a formula is compiled, not before.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

    from core.surfaces.tensor_code import Gradient

Array = np.ndarray[Any, np.dtype[np.float64]]

FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs")
CONSTANTS = {"pi": math.pi, "e": math.e}
MAX_LENGTH = 400
MAX_OPERATIONS = 80
MAX_NESTING = 10
"""Functions, powers and fractions inside one another. Beyond these two limits sympy would take many
seconds to differentiate a formula twice: it grows with the cube of the nesting."""
MAX_EXPONENT = 64
MAX_CONSTANT = 1e150

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


class Fault(StrEnum):
    """What is wrong with a formula."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    SYNTAX = "syntax"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    EXPONENT = "exponent"
    UNDEFINED = "undefined"
    TOO_COMPLEX = "too_complex"


class FormulaError(ValueError):
    """A text that is no formula: the fault, and where it stands (0 is the first character)."""

    def __init__(self, fault: Fault, position: int, part: str = "") -> None:
        super().__init__(fault, position, part)
        self.fault = fault
        self.position = position
        self.part = part


def parse(text: str) -> ast.expr:
    """The syntax tree of a formula that passed the gate; :class:`FormulaError` otherwise."""
    if not text.strip():
        raise FormulaError(Fault.EMPTY, 0)
    if len(text) > MAX_LENGTH:
        raise FormulaError(Fault.TOO_LONG, MAX_LENGTH)
    text = "".join(" " if character.isspace() else character for character in text)
    for position, character in enumerate(text):
        # Python counts columns in bytes and starts anew at each line: neither can happen here.
        if not (character.isascii() and character.isprintable()) or character == "#":
            raise FormulaError(Fault.NOT_ALLOWED, position, character)
    # Python reads "^" with a lower precedence than "+", so it cannot be left in place.
    source = text.replace("^", "**").strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        offset = len(source) if not error.offset else error.offset - 1
        raise FormulaError(Fault.SYNTAX, _typed_position(text, offset)) from None
    except (ValueError, MemoryError, RecursionError):
        raise FormulaError(Fault.TOO_LONG, len(text)) from None
    _pass_gate(tree, text)
    return tree


def _typed_position(text: str, offset: int) -> int:
    """Where character ``offset`` of the stripped, rewritten source stands in the typed text."""
    position = len(text) - len(text.lstrip())
    while offset > 0 and position < len(text):
        offset -= 2 if text[position] == "^" else 1
        position += 1
    return position


def _pass_gate(tree: ast.expr, text: str) -> None:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        position = _typed_position(text, getattr(node, "col_offset", 0))
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                if not abs(value) <= MAX_CONSTANT:
                    raise FormulaError(Fault.NOT_ALLOWED, position, f"{_as_float(value):g}")
            case ast.Name(id=name):
                known = FUNCTIONS if id(node) in called else ("x", "y", *CONSTANTS)
                if name not in known:
                    raise FormulaError(Fault.UNKNOWN_NAME, position, name)
            case ast.Call(func=ast.Name(), args=[_], keywords=[]):
                pass
            case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
                pass
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                pass
            case ast.operator() | ast.unaryop() | ast.expr_context():
                pass
            case _:
                raise FormulaError(Fault.NOT_ALLOWED, position, type(node).__name__)
    _check_powers(tree, text)
    operations = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp | ast.UnaryOp | ast.Call)]
    if len(operations) > MAX_OPERATIONS:
        last = operations[MAX_OPERATIONS]
        raise FormulaError(Fault.TOO_COMPLEX, _typed_position(text, last.col_offset))
    _check_nesting(tree, text, 0)


def _check_nesting(node: ast.expr, text: str, depth: int) -> None:
    if isinstance(node, ast.Call) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.Div)
    ):
        depth += 1
    if depth > MAX_NESTING:
        raise FormulaError(Fault.TOO_COMPLEX, _typed_position(text, node.col_offset))
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check_nesting(child, text, depth)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _check_powers(node: ast.expr, text: str) -> float | None:
    """The value of a constant part, None of any other; refuses powers that would not end.

    sympy works out whole numbers exactly: 9^9^9 has 370 million digits.
    """
    position = _typed_position(text, node.col_offset)
    match node:
        case ast.Constant(value=int() | float() as value):
            return _as_float(value)
        case ast.Name(id=name):
            return CONSTANTS.get(name)
        case ast.UnaryOp(op=operator, operand=operand):
            inner = _check_powers(operand, text)
            return -inner if inner is not None and isinstance(operator, ast.USub) else inner
        case ast.Call(args=[argument]):
            _check_powers(argument, text)
            return None
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _check_powers(left, text), _check_powers(right, text)
            is_power = isinstance(operator, ast.Pow)
            if is_power and b is not None and not abs(b) <= MAX_EXPONENT:
                raise FormulaError(Fault.EXPONENT, position, f"{b:g}")
            if a is None or b is None:
                return None
            try:
                value = _OPERATORS[type(operator)](a, b)
            except ZeroDivisionError:
                return None  # compiling says so
            except OverflowError:
                value = math.inf
            if isinstance(value, complex):
                return None
            if not abs(value) <= MAX_CONSTANT:
                raise FormulaError(Fault.EXPONENT, position, f"{value:g}")
            return float(value)
    return None


@dataclass(frozen=True)
class Compiled:
    """A formula as code, a :class:`core.surfaces.function.Function`.

    All derivatives are exact, not finite differences.
    """

    text: str
    value: Callable[[Any, Any], Any]
    """f(x, y) of arrays of one shape (or numbers)."""
    derivatives: Callable[[Any, Any], tuple[Any, Any, Any]]
    """f, df/dx, df/dy of arrays of one shape."""
    hessian: Callable[[Any, Any], tuple[Any, Any, Any]]
    """d²f/dx², d²f/dxdy, d²f/dy² of arrays of one shape."""
    at: Callable[[float, float], tuple[float, float, float]]
    """f, df/dx, df/dy at one point, as plain numbers: infinite or NaN where it is not defined."""
    constant: bool
    """Whether f is the same everywhere."""
    dimensions: int = 2
    samples: int = 0
    cost: int = 1

    def torch_gradient(self, like: Tensor) -> Gradient:
        """The gradient of tensors of such a type."""
        from core.surfaces.tensor_formula import gradient_code

        return gradient_code(self.text).bind(like)

    def torch_value(self, x: Tensor, y: Tensor) -> Tensor:
        """f of tensors."""
        from core.surfaces.tensor_formula import torch_value

        return torch_value(self.text, x, y)


@cache
def on_a_line(compiled: Compiled) -> Compiled:
    """A formula in x alone, as a function of one variable: its Hessian is f''(x) times the
    identity (that of f(x) + f''(x) y²/2 where y is 0)."""

    def hessian(x: Any, y: Any) -> tuple[Any, Any, Any]:
        second, mixed, _ = compiled.hessian(x, y)
        return second, mixed, second

    return replace(compiled, hessian=hessian, dimensions=1)


@dataclass(frozen=True)
class Derived:
    """A formula and its derivatives as sympy's expressions in ``x`` and ``y``."""

    x: Any
    y: Any
    first: tuple[Any, Any, Any]
    """f, df/dx, df/dy."""
    second: tuple[Any, Any, Any]
    """d²f/dx², d²f/dxdy, d²f/dy²."""


@cache
def derive(text: str) -> Derived:
    """Differentiate a formula. Takes some ms; the result is kept."""
    import sympy

    x, y = sympy.symbols("x y", real=True)
    f = _to_sympy(parse(text), {"x": x, "y": y})
    dx, dy = _slope(f, x), _slope(f, y)
    derived = Derived(x, y, (f, dx, dy), (_slope(dx, x), _slope(dx, y), _slope(dy, y)))
    undefined = (sympy.zoo, sympy.oo, sympy.nan, sympy.I)
    if any(e.has(*undefined) for e in (*derived.first, *derived.second)):
        raise FormulaError(Fault.UNDEFINED, 0)
    return derived


def _slope(f: Any, v: Any) -> Any:
    """df/dv: what ``sympy.diff`` says, in a fourth of its time on polynomials.

    Of every power it asks for the logarithm of the base, and so for the base's sign, also where the
    exponent is a number and the logarithm is multiplied by zero.
    """
    import sympy

    if not f.has(v):
        return sympy.Integer(0)
    if isinstance(f, sympy.Add):
        return sympy.Add(*(_slope(part, v) for part in f.args))
    if isinstance(f, sympy.Mul):
        parts = f.args
        each = (
            sympy.Mul(*parts[:k], _slope(part, v), *parts[k + 1 :])
            for k, part in enumerate(parts)
            if part.has(v)
        )
        return sympy.Add(*each)
    if isinstance(f, sympy.Pow) and not f.exp.has(v):
        return f * (_slope(f.base, v) * f.exp / f.base)
    return sympy.diff(f, v)


@cache
def compile_formula(text: str) -> Compiled:
    """Differentiate and compile a formula. Takes some 10 ms; the result is kept."""
    import sympy

    derived = derive(text)
    first = derived.first

    def code(expressions: list[Any], *modules: Any) -> Callable[..., Any]:
        function: Callable[..., Any] = sympy.lambdify(
            (derived.x, derived.y), expressions, modules=list(modules), cse=True
        )
        return function

    # The second derivative of abs(x) is a spike of no width: zero wherever one looks.
    spike = {"DiracDelta": lambda value: 0.0 * value}
    array_value = _arrays(code([first[0]], "numpy"))
    array_first = _arrays(code(list(first), "numpy"))
    plain_first = code(list(first), {"sign": _sign}, "math")

    def at(x: float, y: float) -> tuple[float, float, float]:
        try:
            f, dx, dy = plain_first(x, y)
            return float(f), float(dx), float(dy)
        except (OverflowError, ZeroDivisionError, ValueError, TypeError):
            # Plain floats raise, or turn complex, where arrays give the inf or NaN that is wanted.
            f, dx, dy = array_first(np.float64(x), np.float64(y))
            return float(f), float(dx), float(dy)

    return Compiled(
        text=text,
        value=lambda x, y: array_value(x, y)[0],
        derivatives=array_first,
        hessian=_arrays(code(list(derived.second), spike, "numpy")),
        at=at,
        constant=first[1] == 0 and first[2] == 0,
    )


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if value else 0.0


def _arrays(function: Callable[..., list[Any]]) -> Callable[..., Any]:
    """Let constant results take the shape of the arguments, and let numpy pass over infinities."""

    def evaluate(x: Any, y: Any) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            results = function(x, y)
        shape = np.broadcast_shapes(np.shape(x), np.shape(y))
        return tuple(
            r if np.shape(r) == shape else np.broadcast_to(np.asarray(r, float), shape)
            for r in results
        )

    return evaluate


def _to_sympy(node: ast.expr, symbols: dict[str, Any]) -> Any:
    import sympy

    match node:
        case ast.Constant(value=int() as value):
            return sympy.Integer(value)
        case ast.Constant(value=value):
            return sympy.Float(repr(value), 17)
        case ast.Name(id=name):
            return symbols.get(name) or {"pi": sympy.pi, "e": sympy.E}[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_to_sympy(operand, symbols)
        case ast.UnaryOp(operand=operand):
            return _to_sympy(operand, symbols)
        case ast.BinOp(left=left, op=operator, right=right):
            combine = _OPERATORS[type(operator)]
            return combine(_to_sympy(left, symbols), _to_sympy(right, symbols))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            function = sympy.Abs if name == "abs" else getattr(sympy, name)
            return function(_to_sympy(argument, symbols))
    raise AssertionError(f"{ast.dump(node)} passed the gate")


def tex(text: str) -> str:
    """The formula set in TeX, in the order in which it was written. Needs no sympy."""
    return _tex(parse(text), 0)


_PRECEDENCE: dict[type[ast.operator], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Pow: 4}


def _tex(node: ast.expr, outer: int) -> str:
    match node:
        case ast.Constant(value=int() | float() as value):
            return _tex_number(value)
        case ast.Name(id="pi"):
            return r"\pi"
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _tex(operand, outer)
        case ast.UnaryOp(operand=operand):
            return _in_parentheses(f"-{_tex(operand, 3)}", 1, outer)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _in_parentheses(rf"\frac{{{_tex(left, 0)}}}{{{_tex(right, 0)}}}", 3, outer)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _in_parentheses(f"{_tex(left, 5)}^{{{_tex(right, 0)}}}", 4, outer)
        case ast.BinOp(left=left, op=operator, right=right):
            level = _PRECEDENCE[type(operator)]
            sign = {ast.Add: " + ", ast.Sub: " - ", ast.Mult: _times(right)}[type(operator)]
            # The right side of a difference keeps its own parentheses: a - (b - c).
            inner = f"{_tex(left, level)}{sign}{_tex(right, level + 1)}"
            return _in_parentheses(inner, level, outer)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            inside = _tex(argument, 0)
            if name == "sqrt":
                return rf"\sqrt{{{inside}}}"
            if name == "abs":
                return rf"\left|{inside}\right|"
            return rf"\{name}\left({inside}\right)"
    raise AssertionError(f"{ast.dump(node)} passed the gate")


def _tex_number(value: float) -> str:
    digits, _, power = repr(value).removesuffix(".0").partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def _times(right: ast.expr) -> str:
    """A product needs no sign, except before a number."""
    while isinstance(right, ast.BinOp) and not isinstance(right.op, ast.Add | ast.Sub):
        right = right.left
    return r" \cdot " if isinstance(right, ast.Constant) else r"\,"


def _in_parentheses(inside: str, level: int, outer: int) -> str:
    return rf"\left({inside}\right)" if level < outer else inside
