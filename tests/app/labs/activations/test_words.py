"""A net's condition and what becomes of it, in words with every part given."""

from __future__ import annotations

import pytest

from app.labs.activations.words import CONDITIONS, OUTCOMES, diagnosis, saturated_yet_growing
from core.signals.diagnosis import Condition, Diagnosis, Outcome


def test_every_condition_and_outcome_has_words():
    assert set(CONDITIONS) == set(Condition)
    assert set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize("condition", Condition)
def test_a_diagnosis_fills_every_part(condition):
    found = Diagnosis(
        condition=condition,
        depth=10,
        last_std=3e-7,
        forward=1e-6,
        backward=2e-6,
        saturated=0.91,
        dead=0.25,
        growth=3.5,
        flattest=3,
        flattest_share=0.75,
        median=0.0,
        rms=1.2e4,
    )
    sentence = diagnosis(found)
    assert "3.5 times a layer" in saturated_yet_growing(found)
    assert "{" not in sentence
    assert sentence.split(":")[0] == condition.value
    if condition is Condition.VANISHING:
        assert "3e-07" in sentence
        assert "1e-06" in sentence
        assert "2e-06" in sentence
    if condition is Condition.SATURATED:
        assert "91 %" in sentence
