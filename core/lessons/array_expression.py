"""A small language for one number made of a frame's arrays: ``first(abs(y[0, :]) > 1)``.

The text is read by Python's own parser and never evaluated by it: the syntax tree passes a gate of
known nodes, and a walk over it computes with numpy. There are

- numbers, the names of arrays, ``pi``, ``inf`` and ``nan``;
- ``+ - * / // % **``, one comparison at a time, ``& | ~`` between truths, parentheses;
- indices: whole numbers, slices, ``:``, ``...``, several with commas, truths as a mask;
- the functions of :data:`FUNCTIONS`; those that take an ``axis`` are in :data:`WITH_AXIS`;
- a quoted text, to compare an array of texts with.

Every number is a float64, whatever the array's own type, so nothing wraps around. Means and
variances are over all elements (the variance is the biased one) unless an axis is named; ``sort``,
``cumsum`` and ``diff`` go along the last axis.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Arrays = Mapping[str, Array]

MAX_LENGTH = 400
MAX_NESTING = 30
MAX_SIZE = 20_000_000
"""The most elements an intermediate result may have: broadcasting two arrays could fill
the memory."""

CONSTANTS = {"pi": math.pi, "inf": math.inf, "nan": math.nan}

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
    ast.BitAnd: np.logical_and,
    ast.BitOr: np.logical_or,
}
_OF_TRUTHS = (ast.BitAnd, ast.BitOr)
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}
_SIGNS: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: np.negative,
    ast.UAdd: np.positive,
    ast.Invert: np.logical_not,
}
_ELEMENTWISE: dict[str, Callable[[Any], Any]] = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "round": np.round,
    "sign": np.sign,
}
_REDUCTIONS: dict[str, Callable[..., Any]] = {
    "min": np.min,
    "max": np.max,
    "mean": np.mean,
    "median": np.median,
    "std": np.std,
    "var": np.var,
    "sum": np.sum,
    "prod": np.prod,
    "any": np.any,
    "all": np.all,
    "argmin": np.argmin,
    "argmax": np.argmax,
    "norm": lambda a, axis=None: np.sqrt(np.sum(a * a, axis=axis)),
}
_ALONG: dict[str, Callable[..., Any]] = {"cumsum": np.cumsum, "diff": np.diff, "sort": np.sort}
_OF_TRUTH = ("any", "all", "first", "last", "count")
_OF_NONE = ("sum", "prod", "any", "all", "count", "first", "last", "norm")
"""Functions that have an answer for an empty array."""

WITH_AXIS = (*_REDUCTIONS, *_ALONG)
FUNCTIONS = (*_ELEMENTWISE, *WITH_AXIS, "first", "last", "count", "where")

_QUOTED = re.compile("'[^']*'|\"[^\"]*\"")
_GLUED = re.compile(r"(?<!\w)(?>[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?)[A-Za-z_]")
"""Matches ``1if`` and ``0x1``, of which Python's parser only warns, if at all."""


class ExpressionError(ValueError):
    """A text that is no expression, or has no value.

    It carries the position of the fault (0 is the first character), and a sentence that says what
    would be right.
    """

    def __init__(self, sentence: str, position: int) -> None:
        super().__init__(sentence, position)
        self.sentence = sentence
        self.position = position

    def __str__(self) -> str:
        return f"character {self.position + 1}: {self.sentence}"


@dataclass(frozen=True)
class Expression:
    """A text that passed the gate, and its syntax tree."""

    text: str
    tree: ast.expr = field(compare=False, repr=False)

    def value(self, arrays: Arrays) -> float:
        """The number that the expression yields over these arrays; :class:`ExpressionError` if
        there is none."""
        with np.errstate(all="ignore"):
            found = _value(self.tree, arrays)
        if found.dtype.kind not in "bf" or found.size != 1:
            shape = _words(found)
            raise ExpressionError(f"one number is wanted here, and this is {shape}", 0)
        return float(found.reshape(()))


def parse(text: str) -> Expression:
    """Let a text pass the gate; otherwise raise :class:`ExpressionError`."""
    if not text.strip():
        raise ExpressionError("there is nothing here; accepted: an expression over arrays", 0)
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"at most {MAX_LENGTH} characters are read", MAX_LENGTH)
    for position, character in enumerate(text):
        # Python counts columns in bytes and starts anew at each line: neither can happen here.
        if not (character.isascii() and character.isprintable()) or character in "#\\":
            raise ExpressionError(f"the sign {character!r} has no meaning here", position)
    glued = _GLUED.search(_QUOTED.sub(lambda found: " " * len(found[0]), text))
    if glued:
        raise ExpressionError("a number ends here, and a letter follows", glued.end() - 1)
    source = text.lstrip()
    indent = len(text) - len(source)
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        offset = error.offset - 1 if error.offset else len(source)
        raise ExpressionError("this cannot be read", indent + min(offset, len(source))) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("this is nested too deeply", 0) from None
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.keyword):
            node.col_offset += indent
    _pass_gate(tree, 0)
    return Expression(text, tree)


# The gate


def _pass_gate(node: ast.expr, depth: int) -> None:
    if depth > MAX_NESTING:
        raise _fault(node, "this is nested too deeply")
    match node:
        case ast.Constant(value=value):
            _check_constant(node, value)
        case ast.Name() if node.id in FUNCTIONS:
            raise _fault(node, f"{node.id} is a function: it takes parentheses")
        case ast.Name():
            pass
        case ast.UnaryOp(op=op) if type(op) in _SIGNS:
            _pass_gate(node.operand, depth + 1)
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            _pass_gate(node.left, depth + 1)
            _pass_gate(node.right, depth + 1)
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            _pass_gate(node.left, depth + 1)
            _pass_gate(node.comparators[0], depth + 1)
        case ast.Compare(ops=[_, _, *_]):
            raise _fault(node, "one comparison at a time; join two with & and parentheses")
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            raise _fault(node, "and, or, not are written & | ~ here")
        case ast.Call(func=ast.Name()):
            _check_call(node)
            for argument in node.args:
                _pass_gate(argument, depth + 1)
        case ast.Subscript():
            _pass_gate(node.value, depth + 1)
            for part in _parts(node.slice):
                _check_index(part, depth + 1)
        case _:
            raise _fault(node, f"{type(node).__name__} has no meaning here")


def _check_constant(node: ast.expr, value: object) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault(node, f"{value!r} has no meaning here; accepted: numbers and quoted texts")
    if not abs(value) <= 1e300:
        raise _fault(node, "this number is too large; accepted: up to 1e300, or inf")


def _check_call(node: ast.Call) -> None:
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    if name not in FUNCTIONS:
        raise _fault(node, f"there is no function {name}; accepted: {', '.join(FUNCTIONS)}")
    wanted = 3 if name == "where" else 1
    if len(node.args) != wanted:
        raise _fault(node, f"{name} takes {wanted} of them in parentheses, not {len(node.args)}")
    if not node.keywords:
        return
    keyword = node.keywords[0]
    if len(node.keywords) > 1 or keyword.arg != "axis" or name not in WITH_AXIS:
        raise _fault(keyword, f"{name} does not take {keyword.arg or '**'} here")
    if _whole(keyword.value) is None:
        raise _fault(keyword, "the axis is a whole number, such as axis=0 or axis=-1")


def _check_index(part: ast.expr, depth: int) -> None:
    match part:
        case ast.Constant(value=value) if value is ...:
            return
        case ast.Slice():
            for bound in (part.lower, part.upper, part.step):
                if bound is not None:
                    _pass_gate(bound, depth + 1)
        case _:
            _pass_gate(part, depth + 1)


def _parts(index: ast.expr) -> list[ast.expr]:
    return index.elts if isinstance(index, ast.Tuple) else [index]


def _whole(node: ast.expr) -> int | None:
    """The value of a literal whole number."""
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return None if isinstance(value, bool) else -value
    return None


# The walk


def _value(node: ast.expr, arrays: Arrays) -> Array:
    match node:
        case ast.Constant(value=value):
            return np.array(value if isinstance(value, str) else float(value))  # type: ignore[arg-type]
        case ast.Name(id=name):
            return _named(node, name, arrays)
        case ast.UnaryOp(op=op, operand=operand):
            found = _value(operand, arrays)
            truths = isinstance(op, ast.Invert)
            return _apply(
                node,
                _SIGNS[type(op)],
                _truths(operand, found) if truths else _numbers(operand, found),
            )
        case ast.BinOp(left=left, op=op, right=right):
            kind = _truths if isinstance(op, _OF_TRUTHS) else _numbers
            a, b = (kind(side, _value(side, arrays)) for side in (left, right))
            return _apply(node, _OPERATORS[type(op)], a, b)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(node, type(op), _value(left, arrays), _value(right, arrays))
        case ast.Subscript(value=inner, slice=index):
            return _indexed(node, _value(inner, arrays), _parts(index), arrays)
        case ast.Call():
            return _called(node, arrays)
    raise _fault(node, f"{type(node).__name__} has no meaning here")


def _named(node: ast.expr, name: str, arrays: Arrays) -> Array:
    if name in arrays:
        array = np.asarray(arrays[name])
        if array.dtype.kind in "iu":
            return array.astype(np.float64)
        if array.dtype.kind == "f":
            return array.astype(np.float64, copy=False)
        if array.dtype.kind in "bU":
            return array
        raise _fault(node, f"{name} holds neither numbers nor texts ({array.dtype})")
    if name in CONSTANTS:
        return np.array(CONSTANTS[name])
    raise _fault(node, f"there is no array {name}; accepted: {', '.join(sorted(arrays))}")


def _compared(node: ast.expr, op: type[ast.cmpop], a: Array, b: Array) -> Array:
    texts = [x.dtype.kind == "U" for x in (a, b)]
    if any(texts) and not (all(texts) and op in (ast.Eq, ast.NotEq)):
        raise _fault(node, "a text is compared with texts only, by == or !=")
    return _apply(node, _COMPARISONS[op], a, b)


def _indexed(node: ast.expr, array: Array, parts: list[ast.expr], arrays: Arrays) -> Array:
    index: list[Any] = []
    for part in parts:
        match part:
            case ast.Constant(value=value) if value is ...:
                index.append(...)
            case ast.Slice(lower=lower, upper=upper, step=step):
                bounds = (None if b is None else _index(b, arrays) for b in (lower, upper, step))
                index.append(slice(*bounds))
            case _:
                found = _value(part, arrays)
                is_mask = found.dtype.kind == "b" and found.ndim > 0
                index.append(found if is_mask else _index(part, arrays))
    try:
        return np.asarray(array[tuple(index)])
    except (IndexError, ValueError) as error:
        raise _fault(node, f"{_words(array)} has no such part: {error}") from None


def _index(node: ast.expr, arrays: Arrays) -> int:
    found = _value(node, arrays)
    number = float(found.reshape(())) if found.dtype.kind == "f" and found.size == 1 else math.nan
    if not (number.is_integer() and abs(number) < 2**62):
        raise _fault(node, "an index is a whole number")
    return int(number)


def _called(node: ast.Call, arrays: Arrays) -> Array:
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    values = [_value(argument, arrays) for argument in node.args]
    if name == "where":
        mask = _truths(node.args[0], values[0])
        sides = [_numbers(a, v) for a, v in zip(node.args[1:], values[1:], strict=True)]
        return _apply(node, np.where, mask, *sides)
    kind = _truths if name in _OF_TRUTH else _numbers
    array = kind(node.args[0], values[0])
    if name in _ELEMENTWISE:
        return _apply(node, _ELEMENTWISE[name], array)
    if name in ("first", "last", "count"):
        return _place(node, name, array)
    if not array.size and name in _REDUCTIONS and name not in _OF_NONE:
        raise _fault(node, f"{name} of no numbers at all")
    axis = _whole(node.keywords[0].value) if node.keywords else None
    if name in _REDUCTIONS:
        return _apply(node, lambda a: _REDUCTIONS[name](a, axis=axis), array)
    along = -1 if axis is None else axis
    return _apply(node, lambda a: _ALONG[name](a, axis=along), array)


def _place(node: ast.expr, name: str, mask: Array) -> Array:
    """The number of true elements, or the place of the first or last true one; NaN if there is
    none."""
    if name == "count":
        return np.array(float(np.count_nonzero(mask)))
    if mask.ndim != 1:
        raise _fault(node, f"{name} looks along one row, and this is {_words(mask)}")
    true = np.flatnonzero(mask)
    return np.array(float(true[0 if name == "first" else -1]) if true.size else math.nan)


def _apply(node: ast.expr, function: Callable[..., Any], *arrays: Array) -> Array:
    """The result of a numpy function on these arrays, as a boolean or float64 array."""
    try:
        size = math.prod(np.broadcast_shapes(*(a.shape for a in arrays)))
        if size > MAX_SIZE:
            raise _fault(node, f"this would be {size} numbers; accepted: up to {MAX_SIZE}")
        found = np.asarray(function(*arrays))
    except ExpressionError:
        raise
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        shapes = " and ".join(map(_words, arrays))
        raise _fault(node, f"this cannot be computed of {shapes}: {error}") from None
    return found if found.dtype.kind == "b" else found.astype(np.float64, copy=False)


def _numbers(node: ast.expr, array: Array) -> Array:
    if array.dtype.kind not in "bf":
        raise _fault(node, "numbers are wanted here, and this is a text")
    return array.astype(np.float64, copy=False)


def _truths(node: ast.expr, array: Array) -> Array:
    if array.dtype.kind != "b":
        raise _fault(node, "a comparison is wanted here, such as x > 0")
    return array


def _words(array: Array) -> str:
    kind = {"b": "truths", "U": "texts"}.get(array.dtype.kind, "numbers")
    return (
        f"an array of {' x '.join(map(str, array.shape))} {kind}"
        if array.ndim
        else f"one of {kind}"
    )


def _fault(node: ast.expr | ast.keyword, sentence: str) -> ExpressionError:
    return ExpressionError(sentence, node.col_offset)
