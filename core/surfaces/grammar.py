"""The syntax tree of a typed formula, read as on paper, by recursive descent.

- ``2xy``, ``3(x+1)`` and ``x sin y`` are products. They bind as strongly as ``*`` and ``/``, so
  1/2x is x/2; the typeset formula shows how it was read.
- A function without parentheses takes the product that follows it, up to the next function or sign:
  ``sin 2x cos y`` is sin(2x) cos(y). ``√`` takes one factor. ``sin²x`` is the square of sin(x), and
  ``sin⁻¹x`` is asin(x).
- ``-x^2`` is -(x^2), and ``2^3^2`` is 2^(3^2).
- A comma between digits is a decimal comma, except among the arguments of ``max`` and ``min``,
  which it divides unless semicolons do.

The nodes are those of Python's own parser, with the position in the typed text as ``col_offset``.
"""

from __future__ import annotations

import ast
import re

from core.surfaces.notation import (
    ALIASES,
    SEVERAL,
    Fault,
    FormulaError,
    Token,
    shown,
    tokens,
)

DEEPEST = 90
"""The most levels of parentheses within one another."""

INVERSES = {"sin": "asin", "cos": "acos", "tan": "atan"}

_GROUPED = re.compile(r"[1-9]\d{0,2},\d{3}")
"""What may be a decimal comma or a comma between thousands."""

_SUMS: dict[str, type[ast.operator]] = {"+": ast.Add, "-": ast.Sub}
_PRODUCTS: dict[str, type[ast.operator]] = {"*": ast.Mult, "/": ast.Div}


def read(typed: str) -> ast.expr:
    """The tree of a typed text; otherwise :class:`FormulaError`."""
    return _Reader(typed).whole()


class _Reader:
    """Reads token after token; every method leaves off behind what it read."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._tokens = tokens(typed)
        self._at = 0
        self._depth = 0
        self._bars: list[int] = []
        """The positions of the bars that are still open within the present parentheses."""
        self._comma_divides = False

    def whole(self) -> ast.expr:
        if self._token.kind == "end":
            raise FormulaError(Fault.EMPTY, 0)
        tree = self._sum()
        if self._token.kind != "end":
            self._refuse_stray()
        return tree

    # Tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *signs: str) -> bool:
        return self._token.kind == "sign" and self._token.text in signs

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _before(self, start: int = 0) -> str:
        """The text that has been read since position ``start``."""
        end = self._tokens[self._at - 1].end if self._at else 0
        return shown(self._typed, start, end)

    def _refuse_stray(self) -> None:
        """Refuse a token that can neither go on nor end what has been read."""
        token = self._token
        if token.text == ")":
            raise FormulaError(Fault.NOT_OPENED, token.start, shown(self._typed, 0, token.end))
        if token.text == "=":
            raise FormulaError(Fault.EQUATION, token.start, self._before())
        if token.kind == "number":
            raise FormulaError(
                Fault.NUMBER_BEHIND, token.start, shown(self._typed, self._last(), token.end)
            )
        raise FormulaError(
            Fault.NOT_ALLOWED, token.start, shown(self._typed, token.start, token.end)
        )

    def _last(self) -> int:
        return self._tokens[max(0, self._at - 1)].start

    # Levels, the weakest first

    def _sum(self) -> ast.expr:
        left = self._product()
        while self._is("+", "-"):
            operator = _SUMS[self._take().text]()
            left = _binary(left, operator, self._product())
        return left

    def _product(self) -> ast.expr:
        left = self._signed()
        while True:
            if self._is("*", "/"):
                operator = _PRODUCTS[self._take().text]()
                left = _binary(left, operator, self._signed())
            elif self._begins_factor():
                left = _binary(left, ast.Mult(), self._power())
            else:
                return left

    def _begins_factor(self) -> bool:
        """Whether a factor may follow here without a sign between."""
        if self._is("|"):
            return not self._bars
        return self._token.kind in ("name", "function") or self._is("(", "√")

    def _signed(self) -> ast.expr:
        signs: list[Token] = []
        while self._is("+", "-"):
            signs.append(self._take())
        tree = self._power()
        for token in reversed(signs):
            operator = ast.USub() if token.text == "-" else ast.UAdd()
            tree = ast.UnaryOp(operator, tree, col_offset=token.start)
        return tree

    def _power(self) -> ast.expr:
        self._go_down()
        base = self._raised(self._atom())
        if self._is("^"):
            self._take()
            base = _binary(base, ast.Pow(), self._signed())
        self._depth -= 1
        return base

    def _raised(self, base: ast.expr) -> ast.expr:
        if self._token.kind != "raised":
            return base
        return _binary(base, ast.Pow(), self._superscript())

    def _superscript(self) -> ast.expr:
        token = self._take()
        sign, digits = token.text[:1], token.text.lstrip("+-")
        if not digits.isdigit() or len(token.text) - len(digits) > 1:
            raise FormulaError(
                Fault.NOT_ALLOWED, token.start, shown(self._typed, token.start, token.end)
            )
        value = ast.Constant(_number(digits), col_offset=token.start)
        if sign == "-":
            return ast.UnaryOp(ast.USub(), value, col_offset=token.start)
        return value

    def _go_down(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(Fault.TOO_COMPLEX, self._token.start)

    # Atoms

    def _atom(self) -> ast.expr:
        token = self._token
        if token.kind == "number":
            return self._constant()
        if token.kind == "name":
            self._take()
            return ast.Name(token.text, col_offset=token.start)
        if token.kind == "function":
            return self._call()
        if self._is("√"):
            self._take()
            return _call("sqrt", self._power(), token.start)
        if self._is("("):
            self._take()
            (inside,) = self._inside(token, [")"])
            return inside
        if self._is("|"):
            return self._bar()
        if token.kind == "end":
            raise FormulaError(Fault.ENDS_EARLY, token.start, self._before())
        if self._at and token.text == ")":
            raise FormulaError(Fault.ENDS_EARLY, token.start, self._before())
        if token.text in ("*", "/", "^", ")", "=") or token.kind == "raised":
            what = shown(self._typed, token.start, token.end)
            raise FormulaError(Fault.NOTHING_BEFORE, token.start, what)
        raise FormulaError(
            Fault.NOT_ALLOWED, token.start, shown(self._typed, token.start, token.end)
        )

    def _constant(self) -> ast.expr:
        token = self._take()
        text, end = token.text, token.end
        if self._is(",") and not self._comma_divides and self._token.start == end:
            digits = self._tokens[self._at + 1]
            if digits.kind == "number" and digits.start == self._token.end:
                if _GROUPED.fullmatch(f"{text},{digits.text}"):
                    part = shown(self._typed, token.start, digits.end)
                    raise FormulaError(Fault.AMBIGUOUS, token.start, part)
                self._at += 2
                text, end = f"{text}.{digits.text}", digits.end
        try:
            return ast.Constant(_number(text), col_offset=token.start)
        except ValueError:
            part = shown(self._typed, token.start, end)
            raise FormulaError(Fault.NOT_ALLOWED, token.start, part) from None

    def _bar(self) -> ast.expr:
        opening = self._take()
        self._bars.append(opening.start)
        inside = self._sum()
        if not self._is("|"):
            if self._token.kind != "end":
                self._refuse_stray()
            raise FormulaError(Fault.BAR_NOT_CLOSED, opening.start, self._before(opening.start))
        self._take()
        self._bars.pop()
        return _call("abs", inside, opening.start)

    def _inside(self, opening: Token, until: list[str], divides: bool = False) -> list[ast.expr]:
        """The one or more sums within parentheses, and the sign that ends them."""
        bars, self._bars = self._bars, []
        comma, self._comma_divides = self._comma_divides, divides and not self._semicolons()
        found = [self._sum()]
        while divides and self._is(";", *([","] if self._comma_divides else [])):
            self._take()
            found.append(self._sum())
        if not self._is(*until):
            if self._token.kind != "end":
                self._refuse_stray()
            raise FormulaError(Fault.NOT_CLOSED, opening.start, self._before())
        self._take()
        self._bars, self._comma_divides = bars, comma
        return found

    def _semicolons(self) -> bool:
        """Whether the arguments that begin here are divided by semicolons."""
        depth = 0
        for token in self._tokens[self._at :]:
            if token.kind == "sign":
                depth += {"(": 1, ")": -1}.get(token.text, 0)
                if depth < 0:
                    return False
                if depth == 0 and token.text == ";":
                    return True
        return False

    # Functions

    def _call(self) -> ast.expr:
        token = self._take()
        name = ALIASES.get(token.text, token.text)
        exponent = self._exponent_of(token)
        if exponent is not None and _is_minus_one(exponent):
            if name not in INVERSES:
                raise FormulaError(Fault.NO_INVERSE, token.start, self._before(token.start))
            name, exponent = INVERSES[name], None
        call = ast.Call(ast.Name(name), self._arguments(token, name), [], col_offset=token.start)
        return call if exponent is None else _binary(call, ast.Pow(), exponent)

    def _exponent_of(self, function: Token) -> ast.expr | None:
        """The exponent that stands between a function's name and its argument."""
        if self._token.kind == "raised":
            return self._superscript()
        if not self._is("^"):
            return None
        self._take()
        signs = self._take() if self._is("+", "-") else None
        if self._token.kind not in ("number", "name") and not self._is("("):
            raise FormulaError(Fault.NO_ARGUMENT, function.start, self._before(function.start))
        exponent = self._atom()
        if signs is not None and signs.text == "-":
            exponent = ast.UnaryOp(ast.USub(), exponent, col_offset=signs.start)
        return exponent

    def _arguments(self, function: Token, name: str) -> list[ast.expr]:
        several = name in SEVERAL
        if self._is("("):
            opening = self._take()
            if self._is(")"):
                raise FormulaError(Fault.NO_ARGUMENT, function.start, function.text)
            found = self._inside(opening, [")"], divides=several)
            if several and len(found) < 2:
                raise FormulaError(Fault.ARGUMENTS, function.start, function.text)
            return found
        if several:
            raise FormulaError(Fault.ARGUMENTS, function.start, function.text)
        if not (self._begins_factor() or self._token.kind == "number" or self._is("+", "-", "|")):
            raise FormulaError(Fault.NO_ARGUMENT, function.start, function.text)
        return [self._bare_argument()]

    def _bare_argument(self) -> ast.expr:
        """Read the argument of a function without parentheses: a product up to the next function
        or sign."""
        self._go_down()
        left = self._signed()
        while self._begins_factor() and self._token.kind != "function":
            left = _binary(left, ast.Mult(), self._power())
        self._depth -= 1
        return left


def _binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, operator, right, col_offset=left.col_offset)


def _call(name: str, argument: ast.expr, start: int) -> ast.expr:
    return ast.Call(ast.Name(name), [argument], [], col_offset=start)


def _number(text: str) -> int | float:
    """A number in plain digits; whole ones stay whole, however large."""
    return int(text) if text.isdigit() else float(text)


def _is_minus_one(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.operand, ast.Constant)
        and node.operand.value == 1
    )
