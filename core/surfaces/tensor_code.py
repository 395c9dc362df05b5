"""Arithmetic on large tensors as code that allocates nothing.

Recorded arithmetic (:mod:`core.surfaces.recorded`) becomes the source of a function of torch calls,
in which every result goes into a buffer that is no longer read, and in which a + c·b·d, a + c·b/d
and a + c·(b - a) are one call each. The source is made from the record alone, never from a typed
text. The slopes 2 (x - 1) - 400 x (y - x²) and 200 (y - x²) become::

    def run(pool, x, y, out0, out1):
        b0 = pool.pop() if pool else torch.empty_like(x)
        torch.add(k0, x, alpha=2.0, out=b0)
        b1 = pool.pop() if pool else torch.empty_like(x)
        torch.addcmul(y, x, x, value=-1.0, out=b1)
        torch.addcmul(b0, x, b1, value=-400.0, out=out0)
        pool += b0,
        torch.mul(b1, k1, out=out1)
        pool += b1,
        return out0, out1,

With some 10⁵ numbers in a tensor it is memory that takes the time: a call that writes where it
reads takes 2/3 of the time of one that writes elsewhere, and half that of two calls.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.surfaces.recorded import Scalar, Value

if TYPE_CHECKING:
    from torch import Tensor

Pool = list["Tensor"]
"""Buffers that are no longer read, all of one shape."""

Gradient = Callable[[Pool, "Tensor", "Tensor", "Tensor", "Tensor"], object]
"""A function of a pool, x and y, and two tensors that receive df/dx and df/dy."""

SQUARE_ROOT = 0.5


@dataclass(frozen=True)
class Code:
    """The source of a function, and the constants that it uses."""

    source: str
    constants: tuple[float, ...]

    def bind(self, like: Tensor) -> Callable[..., tuple[Any, ...]]:
        """The function for tensors of this type on this device.

        It takes a pool, then its inputs. Inputs that it may overwrite are in the pool afterwards,
        or are returned; if the pool is empty it allocates a buffer.
        """
        import torch

        # A tensor of one number is read at once; a Python number is made one at every call.
        constants = [torch.tensor(c, dtype=like.dtype, device=like.device) for c in self.constants]
        names: dict[str, Any] = {"torch": torch, "inf": math.inf}
        names |= {f"k{i}": c for i, c in enumerate(constants)}
        exec(compile(self.source, "<tensor code>", "exec"), names)
        function: Callable[..., tuple[Any, ...]] = names["run"]
        return function


def write(
    inputs: Mapping[str, Value | Scalar],
    spent: Sequence[str],
    outputs: Sequence[Any],
    into: Sequence[str] = (),
    *,
    finite: bool = True,
) -> Code:
    """Code that takes the inputs by position and returns the outputs.

    Inputs that are ``spent`` may be overwritten. The outputs go ``into`` tensors that are passed
    after the inputs, or, without these, into buffers. If values may be infinite (``finite`` is
    false) no mean of two values is computed from their difference, which would be NaN.
    """
    return _Writer(inputs, spent, outputs, into, finite).code()


class _Call:
    """A call of a torch function, with places for its operands' names."""

    def __init__(self, form: str, *operands: Value) -> None:
        self.form, self.operands = form, operands


class _Writer:
    """Writes line after line; a value's buffer is free after the last of its uses."""

    def __init__(
        self,
        inputs: Mapping[str, Value | Scalar],
        spent: Sequence[str],
        outputs: Sequence[Any],
        into: Sequence[str],
        finite: bool,
    ) -> None:
        self._lines = [f"def run(pool, {', '.join((*inputs, *into))}):"]
        self._outputs, self._into, self._finite = outputs, into, finite
        self._names = {v: name for name, v in inputs.items() if isinstance(v, Value)}
        self._like = next(iter(self._names.values()))
        self._free_to_write = set(spent)
        self._given: set[str] = set()
        self._buffers = 0
        self._constants: dict[float, str] = {}
        self._uses: Counter[Value] = Counter()
        self._count(outputs)
        for v, name in self._names.items():
            if name in self._free_to_write and not self._uses[v]:
                self._line(f"pool.append({name})")

    def _count(self, outputs: Sequence[Any]) -> None:
        waiting, seen = [v for v in outputs if isinstance(v, Value)], set[Value]()
        while waiting:
            v = waiting.pop()
            self._uses[v] += 1
            if v not in seen:
                seen.add(v)
                waiting += (arg for arg in v.args if isinstance(arg, Value))

    def code(self) -> Code:
        targets = self._into or [""] * len(self._outputs)
        names = [self._output(v, into) for v, into in zip(self._outputs, targets, strict=True)]
        self._line(f"return {', '.join(names)},")
        return Code("\n".join(self._lines) + "\n", tuple(self._constants))

    def _line(self, text: str) -> None:
        self._lines.append(f"    {text}")

    def _output(self, v: Any, into: str) -> str:
        if not isinstance(v, Value):
            if into:
                self._line(f"{into}.fill_({v})")
            return into or str(v)
        name = self._emit(v, into)
        mine = name in self._free_to_write and name not in self._given
        if name == into or (mine and not into):
            self._given.add(name)
            return name  # this use never ends, so nobody overwrites it
        into = into or self._new()
        self._line(f"{into}.copy_({name})")
        self._uses[v] -= 1
        if mine and not self._uses[v]:
            self._line(f"pool.append({name})")
        return into

    def _emit(self, v: Value, into: str = "") -> str:
        """The name of the tensor that holds a value, after the lines that bring it there."""
        calls: dict[Value, _Call] = {}
        waiting = [v]  # not by recursion: formulas may be deeper than Python goes
        while waiting:
            one = waiting[-1]
            if one not in self._names and one not in calls:
                calls[one] = getattr(self, f"_{one.kind}")(*one.args)
            missing = (
                [o for o in calls[one].operands if o not in self._names] if one in calls else []
            )
            if missing:
                waiting.append(missing[0])
                continue
            waiting.pop()
            if one not in self._names:
                self._names[one] = self._write(calls[one], into if one is v else "")
        return self._names[v]

    def _write(self, call: _Call, into: str) -> str:
        """Write the line of a call; returns the name of the tensor that holds the result."""
        names = [self._names[v] for v in call.operands]
        for v in call.operands:
            self._uses[v] -= 1
        ended = {self._names[v]: None for v in call.operands if not self._uses[v]}
        free = [name for name in ended if name in self._free_to_write]
        out = into or (free.pop(0) if free else self._new())
        self._line(f"torch.{call.form.format(*names)[:-1]}, out={out})")
        if free:
            self._line(f"pool += {', '.join(free)},")
        return out

    def _new(self) -> str:
        name = f"b{self._buffers}"
        self._buffers += 1
        self._free_to_write.add(name)
        self._line(f"{name} = pool.pop() if pool else torch.empty_like({self._like})")
        return name

    def _number(self, number: Any) -> str:
        if isinstance(number, Scalar):
            return str(number)
        return self._constants.setdefault(float(number), f"k{len(self._constants)}")

    def _is_alone(self, v: Any, *kinds: str) -> bool:
        """Whether a value is of one of these kinds, not computed yet, and used nowhere else."""
        return (
            isinstance(v, Value) and v.kind in kinds and v not in self._names and self._uses[v] == 1
        )

    # One method for each kind of value: the call that makes it, of the value's arguments.

    def _add(self, a: Value, b: Value) -> _Call:
        if self._finite and self._is_mean(a, b):
            (old, _), (new, share) = a.args, b.args
            return _Call(f"lerp({{0}}, {{1}}, {share})", old, new)
        if self._fusion(a) > self._fusion(b):
            a, b = b, a
        c, product = b.split() if self._is_alone(b, "scale") else (1, b)
        if self._is_alone(product, "mul", "div"):
            return _Call(f"addc{product.kind}({{0}}, {{1}}, {{2}}, value={c})", a, *product.args)
        towards = self._difference(product, a) if self._finite else None
        if towards is not None:
            return _Call(f"lerp({{0}}, {{1}}, {c})", a, towards, a)
        alpha = "" if c == 1 else f", alpha={c}"
        return _Call(f"add({{0}}, {{1}}{alpha})", a, product)

    def _is_mean(self, a: Value, b: Value) -> bool:
        """Whether the sum is (1 - share)·a + share·b with a number for the share."""
        if not (self._is_alone(a, "scale") and self._is_alone(b, "scale")):
            return False
        (_, c), (_, d) = a.args, b.args
        return not isinstance(c, Scalar) and not isinstance(d, Scalar) and c + d == 1

    def _fusion(self, v: Value) -> int:
        """How much of a summand can be computed by the addition itself."""
        if not self._is_alone(v, "scale", "mul", "div"):
            return 0
        if v.kind != "scale":
            return 2
        return 3 if self._is_alone(v.args[0], "mul", "div", "add") else 1

    def _difference(self, v: Value, a: Value) -> Value | None:
        """The b of a value b - a, if it has that form and is used nowhere else."""
        if self._is_alone(v, "add"):
            b, minus = v.args
            if self._is_alone(minus, "scale") and minus.args == (a, -1):
                return b  # type: ignore[no-any-return]
        return None

    def _shift(self, a: Value, number: Any) -> _Call:
        if self._is_alone(a, "scale") and not isinstance(number, Scalar):
            a, c = a.args
            return _Call(f"add({self._number(number)}, {{0}}, alpha={c})", a)
        return _Call(f"add({{0}}, {self._number(number)})", a)

    def _scale(self, a: Value, number: Any) -> _Call:
        if self._is_alone(a, "shift") and not isinstance(number, Scalar):
            inner, shift = a.args
            if not isinstance(shift, Scalar):  # c (a + b) is cb + c·a
                shift = self._number(number * shift)
                return _Call(f"add({shift}, {{0}}, alpha={number})", inner)
        return _Call(f"mul({{0}}, {self._number(number)})", a)

    def _mul(self, a: Value, b: Value) -> _Call:
        return _Call("mul({0}, {1})", a, b)

    def _div(self, a: Value, b: Value) -> _Call:
        return _Call("div({0}, {1})", a, b)

    def _maximum(self, a: Value, b: Value) -> _Call:
        return _Call("maximum({0}, {1})", a, b)

    def _minimum(self, a: Value, b: Value) -> _Call:
        return _Call("minimum({0}, {1})", a, b)

    def _pow(self, base: Any, exponent: Any) -> _Call:
        if not isinstance(base, Value):
            return _Call(f"pow({base}, {{0}})", exponent)
        if isinstance(exponent, Value):
            return _Call("pow({0}, {1})", base, exponent)
        if exponent == SQUARE_ROOT:
            return _Call("sqrt({0})", base)
        return _Call(f"pow({{0}}, {exponent})", base)

    def _clamp(self, a: Value, low: Any, high: Any) -> _Call:
        return _Call(f"clamp({{0}}, {low}, {high})", a)

    def _call(self, a: Value, name: str) -> _Call:
        return _Call(f"{name}({{0}})", a)
