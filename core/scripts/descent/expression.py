"""A typed formula as torch code: the same operations in the same order, in lines that fit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import reduce

from core.scripts.writing import WIDTH
from core.surfaces.formula import parse
from core.surfaces.notation import CONSTANTS

_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_LEVELS: dict[type[ast.operator], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2}
_UNARY, _POWER, _ATOM = 3, 4, 5
_NAMES = "abcdghklmnqrstuvw"


def torch_lines(text: str, indent: str = "    ", last: str = "return ") -> list[str]:
    """The body of a function of tensors x and y, without its docstring, or what gives the value
    a name.

    If one line is too short for the formula, parts of it are given names first.
    """
    tree = parse(text)
    written = []
    names = iter(_NAMES)
    while len(f"{indent}{last}{_text(tree)}") > WIDTH:
        name = next(names)
        part = _largest_part(tree, WIDTH - len(f"{indent}{name} = "))
        written.append(f"{indent}{name} = {_text(part)}")
        same = ast.dump(part)
        tree = _Replace(same, name).visit(tree)
    return [*written, f"{indent}{last}{_text(tree)}"]


class _Replace(ast.NodeTransformer):
    """Replaces every occurrence of one part of a formula by a name."""

    def __init__(self, part: str, name: str) -> None:
        self._part, self._name = part, name

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if ast.dump(node) == self._part:
            return ast.Name(self._name)
        return super().generic_visit(node)


def _largest_part(tree: ast.expr, room: int) -> ast.expr:
    parts = (n for n in _inner(tree) if len(_text(n)) <= room)
    return max(parts, key=lambda n: len(_text(n)))


def _inner(tree: ast.expr) -> Iterator[ast.expr]:
    """Every operation below the outermost one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.Call) and node is not tree:
            yield node


def _text(node: ast.expr, outer: int = 0) -> str:
    match node:
        case ast.Constant(value=value):
            return repr(value)
        case ast.Name(id="pi" | "e" as name):
            return f"math.{name}"
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _text(operand, outer)
        case ast.UnaryOp(operand=operand):
            operand = _plain(operand)
            text = _text(operand, _UNARY)
            power = isinstance(operand, ast.BinOp) and isinstance(operand.op, ast.Pow)
            return _bracketed(f"-({text})" if power else f"-{text}", _UNARY, outer)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            left, right = _plain(left), _plain(right)
            gap = "" if _is_simple(left) and _touches(right) else " "
            text = f"{_text(left, _ATOM)}{gap}**{gap}{_text(right, _UNARY)}"
            return _bracketed(text, _POWER, outer)
        case ast.BinOp(left=left, op=operator, right=right):
            level = _LEVELS[type(operator)]
            text = f"{_text(left, level)} {_SIGNS[type(operator)]} {_text(right, level + 1)}"
            return _bracketed(text, level, outer)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _function(name, arguments)
    raise AssertionError(f"{ast.dump(node)} passed the gate")


def _function(name: str, arguments: list[ast.expr]) -> str:
    if name in ("max", "min"):
        if not any(map(_has_variable, arguments)):
            return f"{name}({', '.join(map(_text, arguments))})"
        return reduce(lambda a, b: f"torch.{name}imum({a}, {b})", map(_tensor, arguments))
    (argument,) = arguments
    inside = _text(argument)
    if name == "sign" and _has_variable(argument):
        return f"torch.sign({inside})"
    if name == "sign":
        return f"math.copysign(({inside}) != 0, {inside})"
    if not _has_variable(argument):
        return f"{'' if name == 'abs' else 'math.'}{name}({inside})"
    return f"torch.{name}({inside})"


def _tensor(node: ast.expr) -> str:
    """An argument of torch.maximum, which takes tensors only."""
    text = _text(node)
    return text if _has_variable(node) else f"torch.full_like(x, {text})"


def _bracketed(text: str, level: int, outer: int) -> str:
    return f"({text})" if level < outer else text


def _touches(exponent: ast.expr) -> bool:
    """Whether a formatter puts no space before this exponent; in a tower of powers the lowest
    exponent decides."""
    if isinstance(exponent, ast.BinOp) and isinstance(exponent.op, ast.Pow):
        return _is_simple(_plain(exponent.left))
    while isinstance(exponent, ast.UnaryOp):
        exponent = exponent.operand
    return _is_simple(exponent)


def _plain(node: ast.expr) -> ast.expr:
    """The node without unary plus signs."""
    while isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
        node = node.operand
    return node


def _is_simple(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.Name)


def _has_variable(node: ast.expr) -> bool:
    """Whether a variable, or the name of a part with one, stands in it."""
    called = {id(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
    names = (n for n in ast.walk(node) if isinstance(n, ast.Name) and id(n) not in called)
    return any(n.id not in CONSTANTS for n in names)
