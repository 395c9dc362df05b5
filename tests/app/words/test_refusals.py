"""Every reason has its sentence, and every part of every sentence is given."""

from __future__ import annotations

import math
import string

import pytest

from app.words.refusals import FAULTS, REASONS, refusal
from core.parameters import Reason, SpecError
from core.surfaces.notation import Fault, FormulaError


def named(text: str) -> set[str]:
    """The parts that a sentence asks for."""
    return {part for _, part, _, _ in string.Formatter().parse(text) if part is not None}


def test_every_reason_and_fault_has_words():
    assert set(REASONS) == set(Reason)
    assert set(FAULTS) == set(Fault)
    for text in (*REASONS.values(), *FAULTS.values()):
        assert text
        assert text == text.strip()
        assert "  " not in text


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_names_the_field_what_was_given_and_what_is_accepted(reason):
    error = SpecError("width", reason, "this value", "1 … 9")
    sentence = refusal(error)
    assert sentence.startswith("width: ")
    assert named(REASONS[reason]) <= {"given", "accepted", "detail"}
    assert "{" not in sentence
    if "given" in named(REASONS[reason]):
        assert "this value" in sentence
    if "accepted" in named(REASONS[reason]):
        assert "1 … 9" in sentence
    assert refusal(error, "Width").startswith("Width: ")


def test_what_is_accepted_is_left_out_where_it_is_not_known():
    sentence = refusal(SpecError("side", Reason.NOT_A_NUMBER, "wide", ""))
    assert sentence == "side: “wide” is not a number"


def test_a_refusal_says_what_was_given():
    silent = {reason for reason in Reason if "given" not in named(REASONS[reason])}
    assert silent == {Reason.UNKNOWN, Reason.NO_FILE}  # the field is what was given; nothing was


@pytest.mark.parametrize("given", [0.1, 3.0, math.nan, math.inf, 12, "{braces}", None, "a%sb"])
def test_whatever_was_given_a_refusal_can_be_said(given):
    sentence = refusal(SpecError("width", Reason.OUT_OF_RANGE, given, "{1} … {9}"))
    assert "{1} … {9}" in sentence
    if given == 3.0:
        assert "3.0" not in sentence


@pytest.mark.parametrize("fault", Fault)
def test_a_refused_formula_says_where_its_fault_stands(fault):
    detail = FormulaError(fault, 6, "this part")
    sentence = refusal(SpecError("formula", Reason.NOT_A_FORMULA, "x + 1 $", "x, y", detail))
    assert "x + 1 $" in sentence
    assert "{" not in sentence
    assert named(FAULTS[fault]) <= {"part", "position"}
    if "position" in named(FAULTS[fault]):
        assert "position 7" in sentence  # people count from 1
    if "part" in named(FAULTS[fault]):
        assert "this part" in sentence
