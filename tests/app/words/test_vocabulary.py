"""Every key of every choice has its words, found with its lab, and no words are left over."""

from __future__ import annotations

from importlib import import_module

import pytest

from app.words import labels
from app.words.names import SHARED
from app.words.vocabulary import choice, experiment_name, value_words, vocabulary
from core.descent.descent import DescentSpec
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.layers.norms import NORMS
from core.normalization.normalization import NormalizationSpec
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.schedules import SCHEDULES
from core.parameters import Choice, parameter_of, parameters
from core.signals.preprocessing import STAGES
from core.surfaces.surfaces import SURFACES
from tests.processes import loaded

CHOICES = [
    pytest.param(key, p, id=f"{key}.{p.name}")
    for key, e in EXPERIMENTS.items()
    for p in parameters(e.spec)
    if isinstance(p, Choice)
]
MAP = "rates"
LABS = {lab: import_module(f"app.labs.{lab}.words").WORDS for lab in labels.PANELS}


def keys_of(words: object) -> set[str]:
    """All that the choices of a lab's experiments offer, and what else is called like a choice."""
    found = {str(key) for key in STAGES}
    for key, e in EXPERIMENTS.items():
        if vocabulary(key) is words:
            of = (p.options(e.spec()) for p in parameters(e.spec) if isinstance(p, Choice))
            found |= {str(option) for options in of for option in options}
    return found


def test_every_experiment_has_its_name_in_one_lab():
    named = [key for words in LABS.values() for key in words.experiments]
    assert sorted(named) == sorted(EXPERIMENTS)
    assert all(experiment_name(key).strip() for key in EXPERIMENTS)


@pytest.mark.parametrize(("key", "parameter"), CHOICES)
def test_every_option_has_words_of_its_own(key, parameter):
    options = parameter.options(EXPERIMENTS[key].spec())
    words = [choice(key, parameter.name, option) for option in options]
    assert len(set(words)) == len(words)
    for option, word in zip(options, words, strict=True):
        if isinstance(option, int):
            assert word == str(option)
        else:
            words_of_lab = vocabulary(key)
            assert words_of_lab is not None
            of_field = words_of_lab.of_field.get((key, parameter.name), {})
            assert option in {**SHARED, **words_of_lab.choices, **of_field}, option


@pytest.mark.parametrize("optimizer", [k for k, o in OPTIMIZERS.items() if o.rule is not None])
def test_every_axis_of_every_optimizers_map_has_words(optimizer):
    spec = EXPERIMENTS[MAP].spec().adapt(optimizer=optimizer)
    for name in ("x_parameter", "y_parameter"):
        parameter = parameter_of(type(spec), name)
        assert isinstance(parameter, Choice)
        for option in parameter.options(spec):
            axis = OPTIMIZERS[optimizer].hyper_parameter(option)
            axis = axis or parameter_of(type(spec), option)  # a coordinate of the start
            assert choice(MAP, name, option) == labels.field(axis)


@pytest.mark.parametrize(
    "registry",
    [OPTIMIZERS, SCHEDULES, ACTIVATIONS, INITIALIZERS, NORMS],
    ids=lambda r: next(iter(r)),
)
def test_every_key_of_what_labs_share_has_words(registry):
    assert [key for key in registry if key not in SHARED] == []


def test_no_words_are_left_for_what_does_not_exist():
    assert set(SURFACES) < set(LABS["descent"].choices)
    for words in LABS.values():
        assert set(words.choices) - keys_of(words) == set()
        fields = {(key, p.name) for key, e in EXPERIMENTS.items() for p in parameters(e.spec)}
        assert set(words.of_field) - fields - {("preprocessing", "stages")} == set()
    everything = set().union(*map(keys_of, LABS.values()), OPTIMIZERS, SCHEDULES)
    assert set(SHARED) - everything == set()


def test_no_words_are_empty_or_ragged():
    for words in LABS.values():
        tables = (words.experiments, words.choices, *words.of_field.values(), SHARED)
        for text in (text for table in tables for text in table.values()):
            assert text
            assert text == text.strip()
            assert "  " not in text


def test_a_key_is_called_by_its_field_then_by_its_lab_then_as_all_call_it():
    assert choice("activations", "input", "normal") == "Normal N(0, 1)"
    assert choice("activations", "init_a", "normal") == "Normal N(0, σ²)"
    assert choice("activations", "norm_place", "before") == "before the activation"
    assert choice("norm_training", "placement", "before") == "norm, then ReLU"
    assert choice("activations", "norm", "bn") == choice("weight_scale", "norm", "bn") == "BN"
    assert choice("", "schedule", "cosine") == "cosine"
    assert choice("", "schedule", "beale") == "beale", "a hyper-parameter has no lab"
    assert choice("normalization", "groups", 4) == "4"


def test_the_value_of_a_field_is_said_in_words():
    spec = DescentSpec().replace(optimizers="adam:beta1=0.5,gd", surface="beale")

    def said(name: str) -> str:
        return value_words(parameter_of(DescentSpec, name), getattr(spec, name))

    assert said("surface") == "Beale"
    assert said("tune") == "off"
    assert said("learning_rate") == "0.01"
    assert said("optimizers") == "Adam β₁=0.5 + GD"
    numbers = parameter_of(NormalizationSpec, "numbers")
    assert value_words(numbers, "x") == "x", "what was typed is no key of a choice"


def test_words_go_through_the_translator(monkeypatch):
    monkeypatch.setattr(labels, "_translate", str.upper)
    assert choice("descent", "surface", "beale") == "BEALE"
    assert experiment_name("training").startswith("A DEEP NET")


HEAVY = ["PySide6", "pyqtgraph", "torch", "scipy", "sympy", "contourpy", "matplotlib"]


def test_the_words_of_all_labs_need_neither_qt_nor_torch():
    words = [f"app.labs.{lab}.words" for lab in LABS]
    assert loaded([*words, "app.labs.readings", "app.words.vocabulary"], HEAVY) == []


def test_words_and_parameters_alone_need_no_numpy_and_no_lab():
    modules = ["labels", "names", "refusals", "vocabulary"]
    watched = ["numpy", *HEAVY, "app.labs"]
    assert loaded(["core.parameters", *(f"app.words.{m}" for m in modules)], watched) == []
