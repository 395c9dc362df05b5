"""The words of a typed formula: full-width signs, superscripts and names as on paper.

Each token knows the characters of the typed text from which it was made, so that a refusal can say
what stands there.
"""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

FUNCTIONS = (
    *("sqrt", "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "abs"),
    *("asin", "acos", "atan", "log10", "log2", "sign", "max", "min"),
)
SEVERAL = ("max", "min")
"""The functions of two or more arguments."""
CONSTANTS = {"pi": math.pi, "e": math.e}

ALIASES = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign"}
"""Other names of functions. ``log`` is the natural logarithm, as in torch and numpy."""

_NAMES = sorted((*FUNCTIONS, *ALIASES, *CONSTANTS, "x", "y"), key=len, reverse=True)
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SIGNS = {
    **dict.fromkeys("·×∙⋅∗", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–‒", "-"),
    "π": "pi",
    "∣": "|",
    "；": ";",
    "。": ".",
}
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.ASCII)
_LEFT_SIDE = re.compile(r"\s*(?:[a-df-wz]\s*\(\s*x\s*(?:,\s*y\s*)?\)|[a-df-wz])\s*=")

QUOTED = 24
"""The most characters of a formula that a refusal quotes."""


class Fault(StrEnum):
    """What is wrong with a formula."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    NOT_CLOSED = "not_closed"
    BAR_NOT_CLOSED = "bar_not_closed"
    NOT_OPENED = "not_opened"
    ENDS_EARLY = "ends_early"
    NOTHING_BEFORE = "nothing_before"
    NO_ARGUMENT = "no_argument"
    ARGUMENTS = "arguments"
    NUMBER_BEHIND = "number_behind"
    NO_INVERSE = "no_inverse"
    EQUATION = "equation"
    AMBIGUOUS = "ambiguous"
    TOO_LARGE = "too_large"
    EXPONENT = "exponent"
    UNDEFINED = "undefined"
    TOO_COMPLEX = "too_complex"


class FormulaError(ValueError):
    """A text that is no formula: the fault, its position (0 is the first character), and what
    stands there, shortened."""

    def __init__(self, fault: Fault, position: int, part: str = "") -> None:
        super().__init__(fault, position, part)
        self.fault = fault
        self.position = position
        self.part = part


class Token(NamedTuple):
    """A number, a name, a superscript (``raised``) or a sign, at this place of the typed text."""

    kind: str
    text: str
    start: int
    end: int


def tokens(typed: str) -> list[Token]:
    """The tokens of a typed formula, the left side (``f(x, y) =``, ``z =``) left out; the last one
    is of the kind ``end``."""
    plain, places = _plain(typed)
    found: list[Token] = []
    left = _LEFT_SIDE.match(plain)
    at = left.end() if left else 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        kind, text, length = _next(plain, at, typed, places)
        found.append(Token(kind, text, places[at], places[at + length - 1] + 1))
        at += length
    return [*found, Token("end", "", len(typed), len(typed))]


def shown(typed: str, start: int, end: int) -> str:
    """A part of the typed text on one line; of a long one only the last characters."""
    part = " ".join(typed[start:end].split())
    return part if len(part) <= QUOTED else f"…{part[1 - QUOTED :]}"


def _plain(typed: str) -> tuple[str, list[int]]:
    """The text in plain characters, and the position in the typed text of each of them.

    Full-width and other compatible forms become the plain ones (Unicode's NFKC). Superscripts stay,
    as NFKC would make x² to x2.
    """
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(typed):
        if character in _SUPERSCRIPTS or character == "√":
            made = character
        else:
            made = unicodedata.normalize("NFKC", character).lower()
            if "⁄" in made:  # ½ is 1⁄2
                made = f"({made})"
            made = "".join(_SIGNS.get(one, one) for one in made)
        plain += made
        places += [place] * len(made)
    return "".join(plain), places


def _next(plain: str, at: int, typed: str, places: list[int]) -> tuple[str, str, int]:
    """The kind, the text and the length of the token that begins here."""
    number = _NUMBER.match(plain, at)
    if number:
        return "number", number[0], len(number[0])
    character = plain[at]
    if character in _SUPERSCRIPTS:
        end = at
        while end < len(plain) and plain[end] in _SUPERSCRIPTS:
            end += 1
        return "raised", "".join(_SUPERSCRIPTS[one] for one in plain[at:end]), end - at
    if plain.startswith("**", at):
        return "sign", "^", 2
    if character in "+-*/^(),;|√=":
        return "sign", character, 1
    if character in "[]{}":
        return "sign", "(" if character in "[{" else ")", 1
    if character.isalpha() and character.isascii():
        return _name(plain, at, typed, places)
    raise FormulaError(Fault.NOT_ALLOWED, places[at], _visible(typed[places[at]]))


def _name(plain: str, at: int, typed: str, places: list[int]) -> tuple[str, str, int]:
    """The longest known name after which only known names are left over: xsin is x sin."""
    end = at
    while end < len(plain) and plain[end].isalpha() and plain[end].isascii():
        end += 1
    splits = [False] * (end - at) + [True] * (1 + max(map(len, _NAMES)))
    for k in range(end - 1, at - 1, -1):
        names = [n for n in _NAMES if plain.startswith(n, k) and splits[k - at + len(n)]]
        splits[k - at] = bool(names)
    if not splits[0]:
        whole = shown(typed, places[at], places[end - 1] + 1)
        raise FormulaError(Fault.UNKNOWN_NAME, places[at], whole)
    name = names[0]
    return ("function" if name in (*FUNCTIONS, *ALIASES) else "name"), name, len(name)


def _visible(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"
