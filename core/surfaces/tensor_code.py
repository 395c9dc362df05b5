"""Arithmetic on large tensors as code that allocates nothing.

What was recorded (:mod:`core.surfaces.recorded`) becomes the source of a function of torch
calls, in which every result goes where nobody reads any more, and in which a + c·b·d, a + c·b/d and
a + c·(b - a) are one call each. The source is made of those notes alone, never of a typed text.

With some 10⁵ numbers a tensor, memory is what takes the time: a call that writes where it reads
takes 2/3 of one that writes elsewhere, and half of two calls.
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
"""Buffers that nobody reads any more, all of one shape."""

Gradient = Callable[[Pool, "Tensor", "Tensor", "Tensor", "Tensor"], object]
"""Of a pool, x and y, and two tensors that df/dx and df/dy go into."""

SQUARE_ROOT = 0.5


@dataclass(frozen=True)
class Code:
    """A function that was written, and the source it has."""

    source: str
    constants: tuple[float, ...]

    def bind(self, like: Tensor) -> Callable[..., tuple[Any, ...]]:
        """The function for tensors of this type on this device.

        It takes a pool, then its inputs. What it may spend of them is in the pool afterwards, or is
        returned; a buffer that the pool has not got it makes.
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
) -> Code:
    """Code that takes the inputs by position and returns the outputs.

    Those of the inputs that are ``spent`` may be overwritten. The outputs go ``into`` tensors that
    are passed after the inputs; without those, into buffers.
    """
    return _Writer(inputs, spent, outputs, into).code()


class _Writer:
    """Writes line after line; a value's buffer is free after the last of its uses."""

    def __init__(
        self,
        inputs: Mapping[str, Value | Scalar],
        spent: Sequence[str],
        outputs: Sequence[Any],
        into: Sequence[str],
    ) -> None:
        self._lines = [f"def run(pool, {', '.join((*inputs, *into))}):"]
        self._outputs, self._into = outputs, into
        self._names = {v: name for name, v in inputs.items() if isinstance(v, Value)}
        self._like = next(iter(self._names.values()))
        self._free_to_write = set(spent)
        self._given: set[str] = set()
        self._buffers = 0
        self._constants: dict[float, str] = {}
        self._uses: Counter[Value] = Counter()
        seen: set[Value] = set()
        for v in outputs:
            self._count(v, seen)
        for v, name in self._names.items():
            if name in self._free_to_write and not self._uses[v]:
                self._line(f"pool.append({name})")

    def _count(self, v: Any, seen: set[Value]) -> None:
        if not isinstance(v, Value):
            return
        self._uses[v] += 1
        if v not in seen:
            seen.add(v)
            for arg in v.args:
                self._count(arg, seen)

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
        if v not in self._names:
            self._names[v] = getattr(self, f"_{v.kind}")(v, into)
        return self._names[v]

    def _write(self, form: str, operands: Sequence[Value], into: str) -> str:
        """One line: ``form`` with the operands' names in it, and ``out``."""
        names = [self._emit(v) for v in operands]
        for v in operands:
            self._uses[v] -= 1
        ended = {self._names[v]: None for v in operands if not self._uses[v]}
        free = [name for name in ended if name in self._free_to_write]
        out = into or (free.pop(0) if free else self._new())
        self._line(form.format(*names, out=out))
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
        """Whether a value is of these kinds, not computed yet, and of use nowhere else."""
        return (
            isinstance(v, Value) and v.kind in kinds and v not in self._names and self._uses[v] == 1
        )

    # One method for each kind of value.

    def _add(self, v: Value, into: str) -> str:
        a, b = v.args
        if self._is_mean(a, b):
            (old, _), (new, share) = a.args, b.args
            return self._write(f"torch.lerp({{0}}, {{1}}, {share}, out={{out}})", (old, new), into)
        if self._fusion(a) > self._fusion(b):
            a, b = b, a
        c, product = b.split() if self._is_alone(b, "scale") else (1, b)
        if self._is_alone(product, "mul", "div"):
            form = f"torch.addc{product.kind}({{0}}, {{1}}, {{2}}, value={c}, out={{out}})"
            return self._write(form, (a, *product.args), into)
        towards = self._difference(product, a)
        if towards is not None:
            form = f"torch.lerp({{0}}, {{1}}, {c}, out={{out}})"
            return self._write(form, (a, towards, a), into)
        alpha = "" if c == 1 else f", alpha={c}"
        return self._write(f"torch.add({{0}}, {{1}}{alpha}, out={{out}})", (a, product), into)

    def _is_mean(self, a: Value, b: Value) -> bool:
        """Whether the sum is (1 - share)·a + share·b with a number for the share."""
        if not (self._is_alone(a, "scale") and self._is_alone(b, "scale")):
            return False
        (_, c), (_, d) = a.args, b.args
        return not isinstance(c, Scalar) and not isinstance(d, Scalar) and c + d == 1

    def _fusion(self, v: Value) -> int:
        """How much of a summand its addition can do besides."""
        if not self._is_alone(v, "scale", "mul", "div"):
            return 0
        if v.kind != "scale":
            return 2
        return 3 if self._is_alone(v.args[0], "mul", "div", "add") else 1

    def _difference(self, v: Value, a: Value) -> Value | None:
        """b if the value is b - a, in that form, and of use nowhere else."""
        if self._is_alone(v, "add"):
            b, minus = v.args
            if self._is_alone(minus, "scale") and minus.args == (a, -1):
                return b  # type: ignore[no-any-return]
        return None

    def _shift(self, v: Value, into: str) -> str:
        a, number = v.args
        if self._is_alone(a, "scale") and not isinstance(number, Scalar):
            a, c = a.args
            form = f"torch.add({self._number(number)}, {{0}}, alpha={c}, out={{out}})"
            return self._write(form, (a,), into)
        return self._write(f"torch.add({{0}}, {self._number(number)}, out={{out}})", (a,), into)

    def _scale(self, v: Value, into: str) -> str:
        a, number = v.args
        if self._is_alone(a, "shift") and not isinstance(number, Scalar):
            inner, shift = a.args
            if not isinstance(shift, Scalar):
                form = f"torch.add({self._number(number * shift)}, {{0}}, alpha={number}, out={{out}})"
                return self._write(form, (inner,), into)
        return self._write(f"torch.mul({{0}}, {self._number(number)}, out={{out}})", (a,), into)

    def _mul(self, v: Value, into: str) -> str:
        return self._write("torch.mul({0}, {1}, out={out})", v.args, into)

    def _div(self, v: Value, into: str) -> str:
        return self._write("torch.div({0}, {1}, out={out})", v.args, into)

    def _maximum(self, v: Value, into: str) -> str:
        return self._write("torch.maximum({0}, {1}, out={out})", v.args, into)

    def _pow(self, v: Value, into: str) -> str:
        base, exponent = v.args
        if not isinstance(base, Value):
            return self._write(f"torch.pow({base}, {{0}}, out={{out}})", (exponent,), into)
        if isinstance(exponent, Value):
            return self._write("torch.pow({0}, {1}, out={out})", v.args, into)
        if exponent == SQUARE_ROOT:
            return self._write("torch.sqrt({0}, out={out})", (base,), into)
        return self._write(f"torch.pow({{0}}, {exponent}, out={{out}})", (base,), into)

    def _clamp(self, v: Value, into: str) -> str:
        a, low, high = v.args
        return self._write(f"torch.clamp({{0}}, {low}, {high}, out={{out}})", (a,), into)

    def _call(self, v: Value, into: str) -> str:
        a, name = v.args
        return self._write(f"torch.{name}({{0}}, out={{out}})", (a,), into)
