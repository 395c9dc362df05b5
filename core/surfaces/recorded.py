"""Records arithmetic without computing it; :mod:`core.surfaces.tensor_code` makes code from it.

A rule or a formula is run once on :class:`Value` objects, which stand for tensors, and on
:class:`Scalar` objects, which stand for numbers that are known when the code runs, such as the
number of the step. What comes out says how it was made, with the number factored out of the
product, so that the whole becomes a single call:

>>> from core.surfaces.tensor_code import write
>>> x, y, t = Value("input"), Value("input"), Scalar("t")
>>> recorded = x - 2 * x * y / t
>>> recorded
Value(kind='add',
      args=(Value(kind='input', args=()),
            Value(kind='scale',
                  args=(Value(kind='mul', args=(Value(kind='input', args=()),
                                                Value(kind='input', args=()))),
                        Scalar(text='((2 * (1 / t)) * -1)')))))
>>> print(write({"x": x, "y": y, "t": t}, spent=(), outputs=[recorded]).source)
def run(pool, x, y, t):
    b0 = pool.pop() if pool else torch.empty_like(x)
    torch.addcmul(x, x, y, value=((2 * (1 / t)) * -1), out=b0)
    return b0,
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


class DecisionError(TypeError):
    """Raised by a comparison: what is only recorded has no value to decide on yet."""


class _Undecided:
    def _refuse(self, *_: Any) -> Any:
        raise DecisionError

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _refuse


@dataclass(frozen=True, eq=False)
class Scalar(_Undecided):
    """A number that is known when the code runs, as a Python expression."""

    text: str

    def __str__(self) -> str:
        return self.text

    def maximum(self, other: Value) -> Value:
        return other.clamp(self)

    def __add__(self, other: Any) -> Any:
        return self._joined(self, "+", other)

    def __radd__(self, other: Any) -> Any:
        return self._joined(other, "+", self)

    def __sub__(self, other: Any) -> Any:
        return self._joined(self, "-", other)

    def __rsub__(self, other: Any) -> Any:
        return self._joined(other, "-", self)

    def __mul__(self, other: Any) -> Any:
        return self._joined(self, "*", other)

    def __rmul__(self, other: Any) -> Any:
        return self._joined(other, "*", self)

    def __truediv__(self, other: Any) -> Any:
        return self._joined(self, "/", other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._joined(other, "/", self)

    def __pow__(self, other: Any) -> Any:
        return self._joined(self, "**", other)

    def __rpow__(self, other: Any) -> Any:
        return self._joined(other, "**", self)

    def _joined(self, a: Any, sign: str, b: Any) -> Any:
        """The result of an operation on two numbers, one of which is this one."""
        if isinstance(a, Value) or isinstance(b, Value):
            return NotImplemented  # the value knows what to do
        return Scalar(f"({a} {sign} {b})")


@dataclass(frozen=True, eq=False)
class Value(_Undecided):
    """A future tensor: the operation that makes it from others, with numbers factored out."""

    kind: str
    args: tuple[Any, ...] = ()

    def __add__(self, other: Any) -> Value:
        return Value("add" if isinstance(other, Value) else "shift", (self, other))

    def __sub__(self, other: Any) -> Value:
        return self.__add__(-1 * other)

    def __mul__(self, other: Any) -> Value:
        c, a = self.split()
        if not isinstance(other, Value):
            number = _product(c, other)
            return Value("scale", (self, other)) if number is None else a._scaled(number)
        d, b = other.split()
        number = _product(c, d)
        if number is None:
            return Value("mul", (self, other))
        return Value("mul", (a, b))._scaled(number)

    def __truediv__(self, other: Any) -> Value:
        if not isinstance(other, Value):
            # By 0 as floats divide, to an infinity or NaN; Python's numbers would raise.
            return self.__mul__(math.copysign(math.inf, other) if other == 0 else 1 / other)
        (c, a), (d, b) = self.split(), other.split()
        number = None if d == 0 else c if d == 1 else _product(c, 1 / d)
        if number is None:
            return Value("div", (self, other))
        return Value("div", (a, b))._scaled(number)

    def __pow__(self, exponent: Any) -> Value:
        if isinstance(exponent, Value | Scalar) or exponent != int(exponent):
            return Value("pow", (self, exponent))
        match int(exponent):
            case 1:
                return self
            case 3:
                return Value("pow", (self, 3))  # one call, as fast as a square
            case -1:
                return Value("call", (self, "reciprocal"))
            case n if n < 0:
                return (self**-n) ** -1
            case n:
                half = self ** (n // 2)
                return half * half * self if n % 2 else half * half

    def __radd__(self, other: Any) -> Value:
        return self.__add__(other)

    def __rsub__(self, other: Any) -> Value:
        return self.__mul__(-1).__add__(other)

    def __rmul__(self, other: Any) -> Value:
        return self.__mul__(other)

    def __rtruediv__(self, other: Any) -> Value:
        return (self**-1).__mul__(other)

    def __rpow__(self, base: Any) -> Value:
        return Value("pow", (base, self))

    def __abs__(self) -> Value:
        return Value("call", (self, "abs"))

    def sign(self) -> Value:
        return Value("call", (self, "sign"))

    def maximum(self, other: Value) -> Value:
        return Value("maximum", (self, other))

    def clamp(self, min: Any, max: float | None = None) -> Value:
        return Value("clamp", (self, min, max))

    def split(self) -> tuple[Any, Value]:
        """The factor of which the value is a multiple, and the rest."""
        return (self.args[1], self.args[0]) if self.kind == "scale" else (1, self)

    def _scaled(self, number: Any) -> Value:
        return self if number == 1 else Value("scale", (self, number))


def _product(c: Any, d: Any) -> Any:
    """c times d; None if the product of these numbers overflows or underflows."""
    if c == 1 or d == 1:
        return d if c == 1 else c
    product = c * d
    if not isinstance(product, float) or 0 < abs(product) < math.inf:
        return product
    return None if (c and d) or math.isnan(product) else product
