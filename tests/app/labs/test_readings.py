"""The list of readings names one for every experiment, and imports no lab by itself."""

from __future__ import annotations

import pytest

from app.labs.readings import READINGS, reading_of
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from tests.processes import loaded


def test_every_experiment_has_a_reading():
    assert set(READINGS) == set(EXPERIMENTS)


@pytest.mark.parametrize("key", ["convexity", "functions", "weight_scale"])
def test_a_reading_is_found_by_its_name(key):
    experiment = EXPERIMENTS[key]
    spec = experiment.spec.from_json(experiment.smallest)
    reading = reading_of(key)(spec, last_frame(Run(experiment, spec, "cpu")))
    assert reading.sentences


@pytest.mark.parametrize("key", READINGS)
def test_a_reading_is_a_function_of_its_labs_readings(key):
    reading = reading_of(key)
    assert f"{reading.__module__}:{reading.__name__}" == READINGS[key]


def test_the_list_imports_no_lab():
    labs = {target.rsplit(".", 1)[0] for target in READINGS.values()}
    assert loaded(["app.labs.readings"], sorted(labs)) == []
