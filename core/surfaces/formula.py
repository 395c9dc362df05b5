"""The gate that a typed formula passes before anything else sees it.

The text is read by :mod:`core.surfaces.grammar`, never evaluated. Its tree gives the typeset
formula (:mod:`core.surfaces.typeset`), the derivatives (:mod:`core.surfaces.derivatives`) and the
code that runs (:mod:`core.surfaces.compiled`).
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

from core.surfaces.grammar import read
from core.surfaces.notation import CONSTANTS, Fault, FormulaError

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


def parse(text: str) -> ast.expr:
    """The syntax tree of a formula that passes the gate; otherwise :class:`FormulaError`."""
    if not text.strip():
        raise FormulaError(Fault.EMPTY, 0)
    if len(text) > MAX_LENGTH:
        raise FormulaError(Fault.TOO_LONG, MAX_LENGTH)
    tree = read(text)
    _pass_gate(tree)
    return tree


def _pass_gate(tree: ast.expr) -> None:
    operations = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not _as_float(node.value) <= MAX_CONSTANT:
            raise FormulaError(Fault.TOO_LARGE, node.col_offset)
        if isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call):
            operations.append(node)
    if len(operations) > MAX_OPERATIONS:
        raise FormulaError(Fault.TOO_COMPLEX, operations[MAX_OPERATIONS].col_offset)
    _check_powers(tree)
    _check_nesting(tree, 0)


def _check_nesting(node: ast.expr, depth: int) -> None:
    if isinstance(node, ast.Call) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.Div)
    ):
        depth += 1
    if depth > MAX_NESTING:
        raise FormulaError(Fault.TOO_COMPLEX, node.col_offset)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _check_nesting(child, depth)


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _check_powers(node: ast.expr) -> float | None:
    """The value of a constant part, None for any other; refuses powers that nobody means.

    A constant like 9^9^9, which is not a number anyone could use, is a slip of the hand.
    """
    match node:
        case ast.Constant(value=int() | float() as value):
            return _as_float(value)
        case ast.Name(id=name):
            return CONSTANTS.get(name)
        case ast.UnaryOp(op=operator, operand=operand):
            inner = _check_powers(operand)
            return -inner if inner is not None and isinstance(operator, ast.USub) else inner
        case ast.Call(args=arguments):
            for argument in arguments:
                _check_powers(argument)
            return None
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _check_powers(left), _check_powers(right)
            is_power = isinstance(operator, ast.Pow)
            if is_power and b is not None and not abs(b) <= MAX_EXPONENT:
                raise FormulaError(Fault.EXPONENT, node.col_offset, f"{b:g}")
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
                raise FormulaError(Fault.EXPONENT, node.col_offset, f"{value:g}")
            return float(value)
    return None
