"""Numbers as people type them: separators, full-width signs, and what is refused."""

import pytest

from app.words.refusals import refusal
from core.descent.descent import DescentSpec
from core.normalization.normalization import NormalizationSpec
from core.number_lists import read_numbers
from core.parameters import (
    AmbiguousNumberError,
    Reason,
    SpecError,
    parameter_of,
    read_number,
)

BOTH = {
    "1e-3": 1e-3,
    "0,5": 0.5,
    ",5": 0.5,
    "0,500": 0.5,
    "1,5e3": 1500,
    "１２．５": 12.5,
    "−5": -5,
    "1 000": 1000,
    "1\N{NO-BREAK SPACE}000": 1000,
    "1\N{NARROW NO-BREAK SPACE}000,5": 1000.5,
    "1’000": 1000,
    "1,000,000": 1e6,
    "1.234.567": 1234567,
    "1.234,56": 1234.56,
    "1,234.56": 1234.56,
    "1234,5": 1234.5,
}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("text", BOTH)
def test_a_number_is_read_as_it_was_meant(text: str, whole: bool) -> None:
    assert read_number(text, whole=whole) == BOTH[text]


def test_a_lone_separator_before_three_digits_is_one_thing_for_each_kind_or_refused() -> None:
    assert read_number("1,000", whole=True) == 1000
    assert read_number("1.000") == 1
    for text, whole in (("1,000", False), ("-1,000", False), ("1.000", True)):
        with pytest.raises(AmbiguousNumberError):
            read_number(text, whole=whole)


@pytest.mark.parametrize("text", ["", "1_000", "٣", "12,34,56", "1 00", "0x10", "1,5,", "1 2", "x"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_number(text)


def test_a_whole_number_swallows_no_separator() -> None:
    steps = parameter_of(DescentSpec, "steps")
    assert DescentSpec.from_text({"steps": "1,000"}).steps == 1000
    assert DescentSpec.from_text({"steps": "1 000"}).steps == 1000
    with pytest.raises(SpecError) as refused:
        steps.parse("2.500")
    assert refused.value.reason is Reason.AMBIGUOUS_NUMBER
    assert "2.5 / 2500" in refusal(refused.value)


def test_rows_take_full_width_signs_and_semicolons_free_the_comma() -> None:
    assert NormalizationSpec(numbers="1；2；3").numbers == "1；2；3"
    numbers = parameter_of(NormalizationSpec, "numbers")
    assert read_numbers(numbers, "−１， 2、3") == (-1, 2, 3)
    assert read_numbers(numbers, "0,5; 1,5") == (0.5, 1.5)
    with pytest.raises(SpecError):
        read_numbers(numbers, "1_000, 2")


def test_endless_digits_are_refused_in_one_short_line() -> None:
    for name in ("steps", "learning_rate"):
        with pytest.raises(SpecError) as refused:
            DescentSpec.from_text({name: "9" * 5000})
        assert len(refusal(refused.value)) < 100
