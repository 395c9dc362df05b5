"""Words for every key that core speaks in, and every part of every sentence given."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from app.labs.panels import PANELS
from app.words import labels
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.layers.norms import NORMS
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import Kind, Reason, SpecError, parameters
from core.signals.diagnosis import Condition, Diagnosis
from core.surfaces.curvature import Definiteness, Verdict
from core.surfaces.formula import Fault, FormulaError
from core.surfaces.surfaces import SURFACES

SPECS = [(key, p) for key, e in EXPERIMENTS.items() for p in parameters(e.spec)]


def named(text: str) -> set[str]:
    """The parts that a sentence asks for."""
    return {part for _, part, _, _ in string.Formatter().parse(text) if part is not None}


def tables() -> Iterator[tuple[str, Mapping[object, str]]]:
    for name, table in vars(labels).items():
        if name.isupper() and isinstance(table, Mapping):
            parts = [of if isinstance(of, Mapping) else {key: of} for key, of in table.items()]
            flat = {key: text for part in parts for key, text in part.items()}
            if all(isinstance(text, str) for text in flat.values()):
                yield name, flat


def test_every_experiment_panel_and_group_is_named():
    assert set(labels.EXPERIMENTS) == set(EXPERIMENTS)
    keys = {entry.key for entry in PANELS}
    assert set(labels.PANELS) == keys
    assert set(labels.QUESTIONS) == keys
    assert {entry.group for entry in PANELS} == set(labels.GROUPS)


@pytest.mark.parametrize(("key", "parameter"), SPECS, ids=lambda x: getattr(x, "name", x))
def test_every_field_has_a_label(key, parameter):
    assert labels.field(parameter.name).strip()
    assert parameter.help.strip()


@pytest.mark.parametrize(("key", "parameter"), SPECS, ids=lambda x: getattr(x, "name", x))
def test_every_choice_has_words(key, parameter):
    if parameter.kind is not Kind.CHOICE:
        return
    for option in parameter.options(EXPERIMENTS[key].spec()):
        known = {**labels.CHOICES, **labels.CHOICES_OF_FIELD.get(parameter.name, {})}
        words = str(option) if isinstance(option, int) else known[option]
        assert labels.choice(parameter.name, option) == words


@pytest.mark.parametrize(
    "registry", [SURFACES, OPTIMIZERS, ACTIVATIONS, INITIALIZERS], ids=lambda r: next(iter(r))
)
def test_every_key_of_every_registry_has_words(registry):
    assert [key for key in registry if key not in labels.CHOICES] == []


def test_no_words_are_left_for_what_does_not_exist():
    options = {
        str(option)
        for key, p in SPECS
        if p.kind is Kind.CHOICE
        for option in p.options(EXPERIMENTS[key].spec())
    }
    of_optimizers = {
        str(option)
        for optimizer in OPTIMIZERS.values()
        for p in optimizer.parameters
        if p.kind is Kind.CHOICE
        for option in p.options(None)
    }
    assert set(labels.CHOICES) - options - of_optimizers - set(OPTIMIZERS) == set()


def test_two_choices_of_one_field_are_never_called_the_same():
    for key, parameter in SPECS:
        if parameter.kind is Kind.CHOICE:
            options = parameter.options(EXPERIMENTS[key].spec())
            words = [labels.choice(parameter.name, option) for option in options]
            assert len(set(words)) == len(words), parameter.name


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_hyper_parameter_has_a_name(key):
    assert labels.competitor(key) == labels.CHOICES[key]
    for hyper in OPTIMIZERS[key].parameters:
        if hyper.kind is Kind.CHOICE:
            value = hyper.options(None)[-1]
        else:
            value = (hyper.default + hyper.range(None)[1]) / 2
        text = Competitor.of(key, {hyper.name: value}).text
        words = labels.competitor(text)
        assert words.startswith(labels.CHOICES[key])
        assert words.endswith("=" + labels.choice(hyper.name, text.split("=")[1]))
        assert f"{hyper.name}=" not in words  # a sign or a word, not the code's name


def test_every_verdict_reason_condition_and_fault_has_words():
    assert set(labels.VERDICTS) == set(Verdict)
    assert set(labels.DEFINITENESS) == set(Definiteness)
    assert set(labels.REASONS) == set(Reason)
    assert set(labels.CONDITIONS) == set(Condition)
    assert set(labels.FAULTS) == set(Fault)
    assert set(labels.NORM_NAMES) == set(NORMS)


def test_no_words_are_empty_or_ragged():
    assert len(list(tables())) >= 12
    for name, table in tables():
        for key, text in table.items():
            assert text, (name, key)
            assert text == text.strip(), (name, key)
            assert "  " not in text, (name, key)


def test_every_device_has_a_name():
    from core.device import CHOICES

    assert set(labels.DEVICES) == set(CHOICES) - {"auto"}


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_names_the_field_what_was_given_and_what_is_accepted(reason):
    error = SpecError("width", reason, "this value", "1 … 9")
    sentence = labels.refusal(error)
    assert sentence.startswith("width: ")
    assert named(labels.REASONS[reason]) <= {"given", "accepted", "detail"}
    assert "{" not in sentence
    if "given" in named(labels.REASONS[reason]):
        assert "this value" in sentence
    if "accepted" in named(labels.REASONS[reason]):
        assert "1 … 9" in sentence
    assert labels.refusal(error, "Width").startswith("Width: ")


def test_a_refusal_says_what_was_given():
    silent = {reason for reason in Reason if "given" not in named(labels.REASONS[reason])}
    assert silent == {Reason.UNKNOWN, Reason.NO_FILE}  # the field is what was given; nothing was


@pytest.mark.parametrize("given", [0.1, 3.0, math.nan, math.inf, 12, "{braces}", None, "a%sb"])
def test_whatever_was_given_a_refusal_can_be_said(given):
    sentence = labels.refusal(SpecError("width", Reason.OUT_OF_RANGE, given, "{1} … {9}"))
    assert "{1} … {9}" in sentence
    if given == 3.0:
        assert "3.0" not in sentence


@pytest.mark.parametrize("fault", Fault)
def test_a_refused_formula_says_where_its_fault_stands(fault):
    detail = FormulaError(fault, 6, "this part")
    sentence = labels.refusal(SpecError("formula", Reason.NOT_A_FORMULA, "x + 1 $", "x, y", detail))
    assert "x + 1 $" in sentence
    assert "{" not in sentence
    if "position" in named(labels.FAULTS[fault]):
        assert "position 7" in sentence  # people count from 1
    if "part" in named(labels.FAULTS[fault]):
        assert "this part" in sentence


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
    sentence = labels.diagnosis(found)
    assert "3.5 times a layer" in labels.saturated_yet_growing(found)
    assert "{" not in sentence
    assert sentence.split(":")[0] == condition.value
    if condition is Condition.VANISHING:
        assert "3e-07" in sentence
        assert "1e-06" in sentence
        assert "2e-06" in sentence
    if condition is Condition.SATURATED:
        assert "91 %" in sentence


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_asks_only_for_what_it_has(fault):
    assert named(labels.FAULTS[fault]) <= {"part", "position"}


@pytest.mark.parametrize("key", NORMS)
def test_a_norm_says_what_shares_a_mean(key):
    assert labels.norm(key) == f"{labels.NORM_NAMES[key]} [{NORMS[key].sharing}]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (np.float32(0.1), "0.1"),
        (np.float64("nan"), "–"),
        (123456.0, "1.23e+05"),
        (0, "0"),
        (-1e-7, "-1e-07"),
    ],
)
def test_numbers_have_as_many_digits_as_mean_something(value, text):
    assert labels.number(value) == text


def test_a_tuned_competitor_is_not_called_by_a_rate_that_does_not_hold():
    text = "adagrad:learning_rate=0.5:eps=0.1"
    assert labels.competitor(text) == "Adagrad η=0.5 ε=0.1"
    assert labels.competitor(text, tuned=True) == "Adagrad ε=0.1"


def test_percent():
    assert labels.percent(0.123456) == "12.3 %"
    assert labels.percent(1) == "100 %"


def test_words_go_through_the_translator(monkeypatch):
    monkeypatch.setattr(labels, "_translate", str.upper)
    assert labels.choice("surface", "beale") == "BEALE"
    assert labels.field("steps") == "STEPS"
    assert labels.norm("bn").startswith("BATCH NORM")


def test_a_momentum_is_mu_for_an_optimizer_and_m_for_a_moving_average() -> None:
    """In Normalization μ is the mean."""
    assert labels.field("momentum") == "Momentum m"
    assert labels.hyper("momentum") == "Momentum μ"
    assert labels.choice("x_parameter", "momentum") == "Momentum μ"
    assert labels.choice("y_parameter", "momentum") == "Momentum μ"
