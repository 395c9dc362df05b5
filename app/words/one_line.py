"""What was typed, quoted so that a terminal shows it as it is. The standard library alone."""

from __future__ import annotations

LONGEST = 2400
"""The length in characters of the longest line; the longest list of what is accepted fits."""


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text as one line of at most that length, without its middle where it is longer.

    What no terminal shows, or what would move its cursor, change its colors or turn its letters
    around, stands there as Python writes it: ``\\x1b``.

    >>> one_line("a\\nb\\x1b[2J")
    'a b\\\\x1b[2J'
    >>> one_line("0123456789", 7)
    '0123 … 9'
    """
    words = " ".join(text.split())
    shown = "".join(c if c.isprintable() else _escaped(c) for c in words)
    if len(shown) <= longest:
        return shown
    return f"{shown[: longest * 2 // 3]} … {shown[len(shown) - longest // 4 :]}"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
