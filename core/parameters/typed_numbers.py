"""Numbers as people type them, by one rule for every field and for the command line.

- Full-width signs are plain ones, and every minus is a minus. Digits are 0 to 9; neither ``1_000``
  nor the digits of other scripts are numbers.
- ``0,5`` is 0.5. A comma, a point, a space or an apostrophe between groups of three digits divides
  thousands where it cannot be meant otherwise: ``1,000,000``, ``1 000``, ``1.234,56``.
- ``1,000`` is a thousand for a whole number and ambiguous for a real one. So is ``1.000`` for a
  whole number; for a real one it is 1, as a point always is a decimal one there.
"""

from __future__ import annotations

import re
import unicodedata

_MINUS = str.maketrans(dict.fromkeys("−–‒﹣", "-") | dict.fromkeys("’‘", "'"))
_EXPONENT = r"(?:e[+-]?\d+)?"
_PLAIN = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_EXPONENT}|[+-]?(?:inf|infinity|nan)", re.A)
_DECIMAL_COMMA = re.compile(rf"[+-]?\d*,\d+{_EXPONENT}", re.A)
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d*)?|(?:\.\d{3})+(?:,\d*)?|(?:[ ']\d{3})+(?:[.,]\d*)?)",
    re.A,
)


class AmbiguousNumberError(ValueError):
    """A typed number with two readings."""

    def __init__(self, readings: tuple[str, str]) -> None:
        super().__init__(readings)
        self.readings = readings


def plain_signs(text: str) -> str:
    """The text with full-width and other compatible signs as plain ones, without spaces around."""
    return unicodedata.normalize("NFKC", text).translate(_MINUS).strip()


def read_number(text: str, *, whole: bool = False) -> float:
    """The number that was typed; :class:`ValueError` if it is none.

    Raises :class:`AmbiguousNumberError` if a separator may divide thousands or be a decimal sign.
    """
    typed = plain_signs(text).lower()
    grouped = _GROUPED.fullmatch(typed)
    if grouped:
        separators = re.sub(r"[^,. ']", "", typed)
        if separators == ("." if whole else ","):
            readings = typed.replace(",", "."), re.sub("[,.]", "", typed)
            raise AmbiguousNumberError((f"{float(readings[0]):g}", readings[1]))
        if not (separators == "." and not whole):
            decimal = separators[-1] if len(set(separators)) > 1 else ""
            digits = re.sub(r"[,. ']", "", typed.split(decimal)[0] if decimal else typed)
            return float(f"{digits}.{typed.split(decimal)[1]}" if decimal else digits)
    if _PLAIN.fullmatch(typed):
        return float(typed)
    if _DECIMAL_COMMA.fullmatch(typed):
        return float(typed.replace(",", "."))
    raise ValueError(f"no number: {text}")
