"""What competitors and points are called."""

from __future__ import annotations

import pytest

from app.labs.descent.words import DEFINITENESS, QUANTITIES, VERDICTS, competitor, hyper
from app.words import labels
from app.words.names import OPTIMIZERS as NAMES
from app.words.vocabulary import choice
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import Choice, Numeric, Switch
from core.surfaces.curvature import Definiteness
from core.surfaces.verdicts import Verdict


def test_every_verdict_has_words():
    assert set(VERDICTS) == set(Verdict)
    assert set(DEFINITENESS) == set(Definiteness)
    for text in (*VERDICTS.values(), *DEFINITENESS.values(), *QUANTITIES.values()):
        assert text
        assert text == text.strip()


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_hyper_parameter_has_a_sign(key):
    assert competitor(key) == NAMES[key]
    for parameter in OPTIMIZERS[key].parameters:
        if isinstance(parameter, Choice):
            value = parameter.options(None)[-1]
        elif isinstance(parameter, Switch):
            on = competitor(Competitor.of(key, {parameter.name: True}).text)
            assert on == f"{NAMES[key]} {labels.field(parameter)}"  # that it is on needs no sign
            continue
        else:
            assert isinstance(parameter, Numeric)
            value = (parameter.default + parameter.range(None)[1]) / 2
        text = Competitor.of(key, {parameter.name: value}).text
        words = competitor(text)
        assert words.startswith(NAMES[key])
        sign = " " if isinstance(parameter, Choice) else "="
        assert words.endswith(sign + choice("", parameter.name, text.split("=")[1]))
        assert f"{parameter.name}=" not in words  # a sign or a word, not the code's name


def test_hyper_parameters_of_one_name_have_one_label():
    """Axes, and what is refused, are called by the name alone."""
    for optimizer in OPTIMIZERS.values():
        for parameter in optimizer.parameters:
            assert hyper(parameter.name) == labels.field(parameter)
    assert hyper("width") is None


def test_a_tuned_competitor_is_not_called_by_a_rate_that_does_not_hold():
    text = "adagrad:learning_rate=0.5:eps=0.1"
    assert competitor(text) == "Adagrad η=0.5 ε=0.1"
    assert competitor(text, tuned=True) == "Adagrad ε=0.1"
