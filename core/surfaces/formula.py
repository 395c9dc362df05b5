"""The gate that a typed formula passes before anything else sees it, and the faults it finds.

Only numbers, ``x``, ``y``, ``pi``, ``e``, the operations ``+ - * / ^ **``, parentheses and the
functions of :data:`FUNCTIONS` pass. The text is read by Python's own parser, never evaluated. Its
tree gives the typeset formula (:mod:`core.surfaces.typeset`), the derivatives
(:mod:`core.surfaces.derivatives`) and the code that runs (:mod:`core.surfaces.compiled`).
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from enum import StrEnum
from typing import Any

FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs")
CONSTANTS = {"pi": math.pi, "e": math.e}
MAX_LENGTH = 400
MAX_OPERATIONS = 80
MAX_NESTING = 10
"""The most levels of nested functions, powers and fractions. Beyond these two limits nobody can
read a formula, and its derivatives are long."""
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
    """A text that is no formula: the fault, and its position (0 is the first character)."""

    def __init__(self, fault: Fault, position: int, part: str = "") -> None:
        super().__init__(fault, position, part)
        self.fault = fault
        self.position = position
        self.part = part


def parse(text: str) -> ast.expr:
    """The syntax tree of a formula that passes the gate; otherwise :class:`FormulaError`."""
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
    """The position in the typed text of character ``offset`` of the stripped, rewritten source."""
    position = len(text) - len(text.lstrip())
    while offset > 0 and position < len(text):
        offset -= 2 if text[position] == "^" else 1
        position += 1
    return position


def _pass_gate(tree: ast.expr, text: str) -> None:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        fault, part = _fault(node, id(node) in called)
        if fault is not None:
            raise FormulaError(fault, _position(node, text), part)
    _check_powers(tree, text)
    operations = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp | ast.UnaryOp | ast.Call)]
    if len(operations) > MAX_OPERATIONS:
        raise FormulaError(Fault.TOO_COMPLEX, _position(operations[MAX_OPERATIONS], text))
    _check_nesting(tree, text, 0)


def _fault(node: ast.AST, is_called: bool) -> tuple[Fault | None, str]:
    """The fault of a single node by itself, and its details; None if there is none."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if not abs(value) <= MAX_CONSTANT:
                return Fault.NOT_ALLOWED, f"{_as_float(value):g}"
        case ast.Name(id=name):
            if name not in (FUNCTIONS if is_called else ("x", "y", *CONSTANTS)):
                return Fault.UNKNOWN_NAME, name
        case ast.Call(func=ast.Name(), args=[_], keywords=[]):
            pass
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            pass
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            pass
        case ast.operator() | ast.unaryop() | ast.expr_context():
            pass
        case _:
            return Fault.NOT_ALLOWED, type(node).__name__
    return None, ""


def _position(node: ast.AST, text: str) -> int:
    """The position of a node in the typed text."""
    return _typed_position(text, getattr(node, "col_offset", 0))


def _check_nesting(node: ast.expr, text: str, depth: int) -> None:
    if isinstance(node, ast.Call) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.Div)
    ):
        depth += 1
    if depth > MAX_NESTING:
        raise FormulaError(Fault.TOO_COMPLEX, _position(node, text))
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check_nesting(child, text, depth)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _check_powers(node: ast.expr, text: str) -> float | None:
    """The value of a constant part, None for any other; refuses powers that nobody means.

    A constant like 9^9^9, which is not a number anyone could use, is a slip of the hand.
    """
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
                raise FormulaError(Fault.EXPONENT, _position(node, text), f"{b:g}")
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
                raise FormulaError(Fault.EXPONENT, _position(node, text), f"{value:g}")
            return float(value)
    return None
