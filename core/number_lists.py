"""Read numbers as a person types them in a row: ``3, 5, 7, 2``, and rows divided by semicolons."""

from __future__ import annotations

import math

from core.parameters import (
    AmbiguousNumberError,
    Parameter,
    Reason,
    SpecError,
    plain_signs,
    read_number,
)

GRAMMAR = "3, 5, 7, 2"
ROWS_GRAMMAR = "3, 5, 7, 2; 1, 0, 2, 4"
MAX_NUMBERS = 4096


def read_numbers(parameter: Parameter, text: str) -> tuple[float, ...]:
    """The finite numbers of ``text``; an empty text has none.

    Commas divide them, or semicolons: then a comma is a decimal one.

    Raises :class:`SpecError` for the parameter's field.
    """
    if not text.strip():
        return ()
    try:
        numbers = tuple(map(read_number, _parts(text)))
    except AmbiguousNumberError as error:
        readings = " / ".join(error.readings)
        raise SpecError(parameter.name, Reason.AMBIGUOUS_NUMBER, text, readings) from None
    except ValueError:
        numbers = (math.nan,)
    if not all(map(math.isfinite, numbers)):
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, text, parameter.accepted(None))
    if len(numbers) > MAX_NUMBERS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(numbers), f"1 … {MAX_NUMBERS}")
    return numbers


def _parts(text: str) -> list[str]:
    plain = plain_signs(text).replace("、", ",")
    return plain.split(";" if ";" in plain else ",")


def read_rows(parameter: Parameter, text: str) -> tuple[tuple[float, ...], ...]:
    """Rows with equally many finite numbers. Raises :class:`SpecError` for the
    parameter's field."""
    rows = tuple(read_numbers(parameter, row) for row in plain_signs(text).split(";"))
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, text, parameter.accepted(None))
    if len(rows) * len(rows[0]) > MAX_NUMBERS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(rows), f"1 … {MAX_NUMBERS}")
    return rows


def read_whole_numbers(
    parameter: Parameter, text: str, low: int, high: int, most: int
) -> tuple[int, ...]:
    """One to ``most`` whole numbers in [low, high]. Raises :class:`SpecError` for the
    parameter's field."""
    numbers = read_numbers(parameter, text)
    if not numbers:
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, text, parameter.accepted(None))
    if len(numbers) > most:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(numbers), f"1 … {most}")
    for number in numbers:
        if not number.is_integer():
            raise SpecError(parameter.name, Reason.NOT_AN_INTEGER, number, f"{low} … {high}")
        if not low <= number <= high:
            raise SpecError(parameter.name, Reason.OUT_OF_RANGE, number, f"{low} … {high}")
    return tuple(map(int, numbers))
