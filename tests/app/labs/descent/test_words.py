"""What competitors and points are called."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.labs.descent import point_readings, readings
from app.labs.descent.words import DEFINITENESS, QUANTITIES, VERDICTS, competitor, hyper
from app.words import labels
from app.words.names import OPTIMIZERS as NAMES
from app.words.vocabulary import choice
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import Choice, Numeric, Switch
from core.surfaces.curvature import Definiteness, curvature_at
from core.surfaces.surfaces import SURFACES
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


def test_a_definite_hessian_on_the_way_to_a_flat_point_is_not_called_zero():
    surface = SURFACES["quartic"]
    at = curvature_at(surface.function(), surface, 0.003, 0.0)
    assert (at.definiteness, at.verdict) == (Definiteness.POSITIVE_DEFINITE, Verdict.UNDECIDED)
    told = " ".join(point_readings.curvature(at).sentences)
    assert "Newton's steps lead on to where the curvature is 0" in told
    assert "nearly" not in told


def test_who_diverges_at_every_rate_has_no_best():
    spec = DescentSpec(surface="sphere", optimizers=(Competitor("gd"),), tune=True, steps=20)
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    verdicts = np.full_like(frame.verdicts, Verdict.DIVERGED)
    (told,) = readings.descent(spec, dataclasses.replace(frame, verdicts=verdicts)).sentences
    assert told.startswith("Lost at every rate")
    assert "best" not in told
