"""A net's conditions and what becomes of it, in words with every part given."""

from __future__ import annotations

import pytest

from app.labs.activations.words import (
    CONDITIONS,
    OUTCOMES,
    condition,
    diagnosis,
    saturated_yet_growing,
)
from core.signals.diagnosis import Condition, Diagnosis, Finding
from core.signals.outcome import Outcome


def found(kind: Condition) -> Finding:
    return Finding(condition=kind, layer=7, value=0.3, ratio=2e-6, against=3, factor=0.22)


def test_every_condition_and_outcome_has_words():
    assert set(CONDITIONS) == set(Condition)
    assert set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize("kind", Condition)
def test_a_condition_names_its_subject_its_layer_and_its_number(kind):
    words = condition(found(kind))
    assert "{" not in words
    assert words.startswith("the input" if kind is Condition.NO_SPREAD else kind.split("_")[0])
    if kind is not Condition.NO_SPREAD:
        assert "layer 7" in words
    if kind.endswith(("exploding", "vanishing")):
        assert words.split(" (")[0] == kind.replace("_", " "), "a signal or a gradient"
        assert "2e-06" in words
        assert "layer 3's" in words
        assert "× 0.22 a layer" in words
    if kind in (Condition.SATURATED, Condition.DYING):
        assert "30 %" in words


def test_what_is_compared_with_the_input_says_so():
    one = Finding(condition=Condition.SIGNAL_VANISHING, layer=9, value=1e-5, ratio=1e-5, factor=0.3)
    assert "of the input's" in condition(one)


def test_a_side_says_all_that_is_wrong_with_it_behind_its_name():
    kinds = (Condition.GRADIENT_EXPLODING, Condition.SATURATED)
    net = Diagnosis(findings=tuple(map(found, kinds)), growth=3.5, median=0.0, rms=1.2e4)
    assert diagnosis("B", net).startswith("B: gradient exploding (")
    assert "), saturated (30 %" in diagnosis("B", net)
    assert net.saturated_yet_growing
    assert saturated_yet_growing("B", net).startswith("B: ")
    assert "3.5 times a layer" in saturated_yet_growing("B", net)
