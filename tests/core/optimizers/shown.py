"""Reads the TeX that is shown, and computes what it says: as a person would, sign by sign."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

Names = dict[str, Any]
Term = Callable[[Names], Any]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\\\|\\[|]|\d+(?:\.\d+)?|[A-Za-z]|[^\s]")
_IGNORED = {r"\left", r"\right", r"\,"}
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    r"\leq": lambda a, b: a <= b,
    r"\geq": lambda a, b: a >= b,
}
_CALLS: dict[str, Callable[..., Any]] = {
    r"\min": min,
    r"\max": max,
    r"\cos": math.cos,
    "sign": lambda v: (v > 0) - (v < 0),
    "log_2": math.log2,
}


def follow(tex: str, names: Names) -> Names:
    """Carry out the lines one after the other; returns all names with their last values."""
    names = dict(names)
    for line in tex.splitlines():
        for statement in line.split(r", \quad"):
            if r"\sim" not in statement:
                name, _, right = re.split(r"(\\leftarrow|=)", statement, maxsplit=1)
                names[name.strip()] = _Reader(right).whole()(names)
    return names


def _times(a: Any, b: Any) -> Any:
    return a @ b if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) else a * b


def _power(a: Any, b: Any) -> Any:
    return np.linalg.inv(a) if isinstance(a, np.ndarray) and b == -1 else a**b


class _Reader:
    """A reader of one expression, from the left to the right."""

    def __init__(self, text: str) -> None:
        self._tokens = [t for t in _TOKEN.findall(text.replace(r"\,", " ")) if t not in _IGNORED]
        self._at = 0
        self._closing: list[str] = []

    def whole(self) -> Term:
        found = self._sum()
        assert self._at == len(self._tokens), self._tokens[self._at :]
        return found

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self._next()
        assert not expected or token == expected, (expected, self._tokens[self._at :])
        self._at += 1
        return token

    def _sum(self) -> Term:
        total = self._product()
        while self._next() in ("+", "-"):
            total = self._added(self._take(), total, self._product())
        return total

    def _added(self, sign: str, a: Term, b: Term) -> Term:
        return (lambda n: a(n) + b(n)) if sign == "+" else (lambda n: a(n) - b(n))

    def _product(self) -> Term:
        if self._next() == "-":
            self._take()
            negative = self._product()
            return lambda n: -negative(n)
        product = self._powered()
        while not self._ends():
            if self._next() in ("/", r"\cdot"):
                product = self._multiplied(self._take() == "/", product, self._powered())
            else:
                product = self._multiplied(False, product, self._powered())
        return product

    def _multiplied(self, divide: bool, a: Term, b: Term) -> Term:
        return (lambda n: a(n) / b(n)) if divide else (lambda n: _times(a(n), b(n)))

    def _ends(self) -> bool:
        token = self._next()
        ends = {"", "+", "-", ")", "}", ",", "&", r"\\", r"\end", r"\rfloor", *_SIGNS}
        return token in ends or bool(self._closing and token == self._closing[-1])

    def _powered(self) -> Term:
        base = self._single()
        if self._next() == "^":
            self._take()
            exponent = self._braced() if self._next() == "{" else self._single()
            return lambda n: _power(base(n), exponent(n))
        return base

    def _single(self) -> Term:
        token = self._take()
        if token[0].isdigit():
            return lambda n: float(token)
        if token in ("(", "|", r"\lfloor", r"\|"):
            return self._enclosed(token)
        match token:
            case r"\frac":
                above, below = self._braced(), self._braced()
                return lambda n: above(n) / below(n)
            case r"\sqrt":
                inside = self._braced()
                return lambda n: math.sqrt(inside(n))
            case r"\begin":
                return self._cases()
            case r"\mathrm":
                return self._call("".join(self._within()))
            case r"\log":
                return self._call("log" + self._take("_") + self._take("2"))
            case r"\min" | r"\max" | r"\cos":
                return self._call(token)
        return self._name(token)

    def _enclosed(self, opening: str) -> Term:
        closing = {"(": ")", r"\lfloor": r"\rfloor"}.get(opening, opening)
        self._closing.append(closing)
        inside = self._sum()
        self._closing.pop()
        self._take(closing)
        if opening == r"\|":
            return lambda n: n["norm"]
        if opening == r"\lfloor":
            return lambda n: math.floor(inside(n))
        return (lambda n: _size(inside(n), n)) if opening == "|" else inside

    def _braced(self) -> Term:
        self._take("{")
        inside = self._sum()
        self._take("}")
        return inside

    def _within(self) -> list[str]:
        """The tokens between braces, as they stand."""
        self._take("{")
        found = []
        while self._next() != "}":
            found.append(self._take())
        self._take("}")
        return found

    def _call(self, name: str) -> Term:
        arguments = []
        if self._next() == "(":
            self._take("(")
            self._closing.append(")")
            arguments.append(self._sum())
            while self._next() == ",":
                self._take(",")
                arguments.append(self._sum())
            self._closing.pop()
            self._take(")")
        else:
            arguments.append(self._single())
        return lambda n: _CALLS[name](*(argument(n) for argument in arguments))

    def _cases(self) -> Term:
        assert "".join(self._within()) == "cases"
        branches = []
        while True:
            value = self._sum()
            self._take("&")
            left = self._sum()
            sign = _SIGNS[self._take()]
            branches.append((value, left, sign, self._sum()))
            if self._take() == r"\end":
                break
        assert "".join(self._within()) == "cases"

        def chosen(n: Names) -> Any:
            fits = [v for v, left, sign, right in branches if sign(left(n), right(n))]
            assert len(fits) == 1, "exactly one branch holds"
            return fits[0](n)

        return chosen

    def _name(self, token: str) -> Term:
        name = token
        if self._next() == "_":
            self._take()
            inside = self._within() if self._next() == "{" else None
            name += "_" + (self._take() if inside is None else "{" + "".join(inside) + "}")
        following = self._tokens[self._at + 1 : self._at + 2]
        if self._next() == "^" and following and following[0] in ("+", "-"):
            name += self._take() + self._take()
        return lambda n: n[name]


def _size(value: Any, names: Names) -> Any:
    return names["|H|"] if isinstance(value, np.ndarray) else abs(value)
