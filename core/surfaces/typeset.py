"""Typeset a formula in TeX."""

from __future__ import annotations

import ast

from core.surfaces.formula import parse


def tex(text: str) -> str:
    """The TeX of a formula, in the order in which it was written."""
    return _tex(parse(text), 0)


_PRECEDENCE: dict[type[ast.operator], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Pow: 4}


_NAMES = {
    "log": r"\ln",
    "log10": r"\log_{10}",
    "log2": r"\log_{2}",
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "sign": r"\operatorname{sign}",
}
"""How functions are set that have another name on paper. ``log`` is natural, and is set as such."""


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
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=arguments):
            inside = ",\\,".join(_tex(argument, 0) for argument in arguments)
            return rf"\{name}\left({inside}\right)"
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            inside = _tex(argument, 0)
            if name == "sqrt":
                return rf"\sqrt{{{inside}}}"
            if name == "abs":
                return rf"\left|{inside}\right|"
            return rf"{_NAMES.get(name, chr(92) + name)}\left({inside}\right)"
    raise AssertionError(f"{ast.dump(node)} passed the gate")


def _tex_number(value: float) -> str:
    digits, _, power = repr(value).removesuffix(".0").partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def _times(right: ast.expr) -> str:
    """The sign between factors: a dot before a number, else a thin space."""
    while isinstance(right, ast.BinOp) and not isinstance(right.op, ast.Add | ast.Sub):
        right = right.left
    return r" \cdot " if isinstance(right, ast.Constant) else r"\,"


def _in_parentheses(inside: str, level: int, outer: int) -> str:
    return rf"\left({inside}\right)" if level < outer else inside
