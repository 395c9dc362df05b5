"""The words that every part of the window needs, numbers as text, and the way to the translator."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.labs.panels import PANELS
from app.words import labels
from core.experiments import EXPERIMENTS, MAIN
from core.normalization.running_statistics import RunningStatisticsSpec
from core.optimizers.optimizers import OPTIMIZERS
from core.parameters import parameter_of, parameters

SPECS = [(key, p) for key, e in EXPERIMENTS.items() for p in parameters(e.spec)]


def test_every_panel_and_group_is_named():
    keys = {entry.key for entry in PANELS}
    assert set(labels.PANELS) == keys
    assert set(labels.QUESTIONS) == keys
    assert set(MAIN) == keys
    assert {entry.group for entry in PANELS} == set(labels.GROUPS)


@pytest.mark.parametrize(("key", "parameter"), SPECS, ids=lambda x: getattr(x, "name", x))
def test_every_field_has_a_label_and_a_help(key, parameter):
    for text in (parameter.label, parameter.help):
        assert text
        assert text == text.strip()
        assert "  " not in text
    assert parameter.experiment == key
    assert labels.field_of(EXPERIMENTS[key].spec, parameter.name) == labels.field(parameter)


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_two_fields_of_one_experiment_are_never_called_the_same(key):
    names = [parameter.label for parameter in parameters(EXPERIMENTS[key].spec)]
    assert len(set(names)) == len(names)


def test_what_is_no_field_has_no_label_and_the_device_has_one():
    assert labels.field_of(RunningStatisticsSpec, "beta1") is None
    assert labels.field_of(RunningStatisticsSpec, "device") == "Device"


def test_a_field_is_called_by_the_experiment_that_it_belongs_to():
    """In Normalization μ is the mean."""
    momentum = OPTIMIZERS["momentum"].hyper_parameter("momentum")
    assert momentum is not None
    assert labels.field(momentum) == "Momentum μ"
    assert labels.field(parameter_of(RunningStatisticsSpec, "momentum")) == "Momentum m"


def test_every_device_has_a_name():
    from core.device import CHOICES

    assert set(labels.DEVICES) == set(CHOICES) - {"auto"}


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


def test_percent():
    assert labels.percent(0.123456) == "12.3 %"
    assert labels.percent(1) == "100 %"


def test_labels_go_through_the_translator(monkeypatch):
    monkeypatch.setattr(labels, "_translate", str.upper)
    assert labels.field(parameter_of(RunningStatisticsSpec, "drift")) == "DRIFT"
    assert labels.field_of(RunningStatisticsSpec, "drift") == "DRIFT"
