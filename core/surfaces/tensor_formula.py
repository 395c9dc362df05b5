"""A formula's value and gradient on tensors: its derivatives as code that reuses its buffers."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from core.surfaces.formula import derive
from core.surfaces.recorded import Value
from core.surfaces.tensor_code import Code, write

if TYPE_CHECKING:
    from torch import Tensor


@cache
def value_code(text: str) -> Code:
    """Code of x, y and a tensor that f goes into. Kept."""
    return _shortest(text, slice(0, 1))


@cache
def gradient_code(text: str) -> Code:
    """Code of x, y and two tensors that df/dx and df/dy go into. Kept."""
    return _shortest(text, slice(1, 3))


def torch_value(text: str, x: Tensor, y: Tensor) -> Tensor:
    """f of tensors of one shape, type and device, without autograd."""
    import torch

    with torch.no_grad():
        f = torch.empty_like(x)
        value_code(text).bind(x)([], x, y, f)
    return f


def _shortest(text: str, part: slice) -> Code:
    """Code of some of f, df/dx, df/dy: as they are or factored, whichever takes fewer calls."""
    import sympy

    derived = derive(text)
    plain = list(derived.first[part])

    def code(expressions: list[Any]) -> Code:
        known = {derived.x: Value("input"), derived.y: Value("input")}
        numbers: dict[Any, Any] = {}
        common, results = sympy.cse(expressions, list=False)
        for symbol, expression in common:
            expression = expression.xreplace(numbers)
            if expression.free_symbols:
                known[symbol] = _value(expression, known)
            else:
                numbers[symbol] = expression
        outputs = [_value(r.xreplace(numbers), known) for r in results]
        inputs = {"x": known[derived.x], "y": known[derived.y]}
        return write(inputs, (), outputs, [f"out{k}" for k in range(len(outputs))])

    return min(
        (code(plain), code([sympy.factor_terms(e) for e in plain])),
        key=lambda one: one.source.count("torch."),
    )


def _value(expression: Any, known: Mapping[Any, Value]) -> Any:
    """An expression of sympy as a :class:`Value`, or as a number where it is constant."""
    if not expression.free_symbols:
        return float(expression)
    if expression.is_Symbol:
        return known[expression]
    if expression.is_Add:
        return _sum([_value(a, known) for a in expression.args])
    if expression.is_Mul:
        above, below = _fraction(expression.args)
        numerator = reduce(operator.mul, (_value(a, known) for a in above), 1.0)
        return reduce(operator.truediv, (_value(a, known) for a in below), numerator)
    if expression.is_Pow:
        base, exponent = expression.args
        power = int(exponent) if exponent.is_Integer else _value(exponent, known)
        return _value(base, known) ** power
    (argument,) = expression.args
    return Value("call", (_value(argument, known), expression.func.__name__.lower()))


def _fraction(factors: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The factors above and below the line."""
    below = [a for a in factors if a.is_Pow and a.exp.is_negative]
    return [a for a in factors if a not in below], [a.base**-a.exp for a in below]


def _sum(terms: Sequence[Any]) -> Value:
    """Summands in an order that takes few calls: what can be added while it is multiplied last."""
    constant = sum(t for t in terms if not isinstance(t, Value))
    first, *others = sorted(
        (t for t in terms if isinstance(t, Value)),
        key=lambda t: (t.split()[1].kind in ("mul", "div"), t.kind == "scale"),
    )
    return reduce(operator.add, others, first + constant if constant else first)
