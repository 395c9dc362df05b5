"""Read numbers as a person types them in a row: ``3, 5, 7, 2``, and rows divided by semicolons."""

from __future__ import annotations

import math

from core.parameters import Parameter, Reason, SpecError

GRAMMAR = "3, 5, 7, 2"
ROWS_GRAMMAR = "3, 5, 7, 2; 1, 0, 2, 4"
MAX_NUMBERS = 4096


def read_numbers(parameter: Parameter, text: str) -> tuple[float, ...]:
    """The finite numbers of ``text``; an empty text has none.

    Raises :class:`SpecError` for the parameter's field.
    """
    if not text.strip():
        return ()
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = (math.nan,)
    if not all(map(math.isfinite, numbers)):
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, text, parameter.accepted(None))
    if len(numbers) > MAX_NUMBERS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(numbers), f"1 … {MAX_NUMBERS}")
    return numbers


def read_rows(parameter: Parameter, text: str) -> tuple[tuple[float, ...], ...]:
    """Rows with equally many finite numbers. Raises :class:`SpecError` for the
    parameter's field."""
    rows = tuple(read_numbers(parameter, row) for row in text.split(";"))
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, text, parameter.accepted(None))
    if len(rows) * len(rows[0]) > MAX_NUMBERS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(rows), f"1 … {MAX_NUMBERS}")
    return rows
