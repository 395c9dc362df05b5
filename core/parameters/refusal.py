"""The reasons why values are refused, and numbers as a person types them."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


def plain(value: float) -> str:
    """A number as a person would type it: whole numbers in full, no trailing zeros."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def exact(value: float) -> str:
    """A number with every digit, so that reading it gives the same number."""
    return repr(value).removesuffix(".0")


class Reason(StrEnum):
    """Why a value was refused. The words for each reason are in ``app/words/refusals.py``."""

    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_SWITCH = "not_a_switch"
    OUT_OF_RANGE = "out_of_range"
    EMPTY_RANGE = "empty_range"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_LIST = "not_a_list"
    NOT_A_FORMULA = "not_a_formula"
    NOT_NUMBERS = "not_numbers"
    CONSTANT = "constant"
    NOWHERE_FINITE = "nowhere_finite"
    NOT_FINITE_AT_START = "not_finite_at_start"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    ONE_CLASS = "one_class"
    NO_WHOLE_BLOCKS = "no_whole_blocks"
    NO_FILE = "no_file"
    MISSING_FILE = "missing_file"
    NOT_A_FILE = "not_a_file"
    BROKEN_FILE = "broken_file"
    OBJECTS = "objects"
    NOT_NUMERIC = "not_numeric"
    WRONG_SHAPE = "wrong_shape"
    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    UNEVEN_ROW = "uneven_row"
    NO_NUMBER_IN_CELL = "no_number_in_cell"
    INDISTINCT = "indistinct"
    LOST_IN_FLOAT32 = "lost_in_float32"
    BEYOND_FLOAT32 = "beyond_float32"
    NOT_FINITE = "not_finite"
    TOO_SLOW = "too_slow"
    NEEDS_MATRICES = "needs_matrices"
    NOT_AVAILABLE = "not_available"
    INPUT_TOO_SMALL = "input_too_small"
    NO_DIVISOR = "no_divisor"
    STAGES = "stages"


class Detail(Protocol):
    """A fault within a text: its key, its position from 0 on, and the part of the text."""

    @property
    def fault(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def part(self) -> str: ...


class SpecError(ValueError):
    """A refused value: the field, the reason, what was given, and what is accepted.

    It is raised when a spec is built, or by a run for what only the data show.
    """

    def __init__(
        self,
        field: str,
        reason: Reason,
        given: object,
        accepted: str = "",
        detail: Detail | None = None,
    ) -> None:
        super().__init__(field, reason, given, accepted, detail)
        self.field = field
        self.reason = reason
        self.given = given
        self.accepted = accepted
        self.detail = detail
        """The fault within the text, for a formula."""

    def __str__(self) -> str:
        accepted = f" (accepted: {self.accepted})" if self.accepted else ""
        return f"{self.field}: {self.given!r}: {self.reason}{accepted}"
