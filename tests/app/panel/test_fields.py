"""On every page of every lab: what can be changed there changes what is shown there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.labs.activations.panel import ActivationsPanel
from app.labs.panels import PANELS
from app.panel.panel import Panel
from core.experiments import EXPERIMENTS, MAIN
from core.parameters import (
    Choice,
    Divisor,
    Numeric,
    Parameter,
    Row,
    Several,
    Spec,
    SpecError,
    Subset,
    Switch,
    Text,
    parameter_of,
)

CLASSES: dict[str, Any] = {entry.key: entry.load() for entry in PANELS}


CHANGE = "1:learning_rate=0.05"


def others(parameter: Parameter, spec: Spec) -> Iterator[Any]:
    """Values that a hand may give the field instead."""
    value = getattr(spec, parameter.name)
    if isinstance(parameter, Divisor) and (rungs := parameter.rungs(spec)):
        yield from rungs
    elif isinstance(parameter, Numeric):
        low, high = parameter.range(spec)
        for part in (0.3, 0.6, 0.9, 0.99, 0.1, 0.01):
            found = parameter.scale.value_at(part, low, high, 1000)
            yield int(found) if parameter.kind == "integer" else found
    elif isinstance(parameter, Choice):
        yield from parameter.options(spec)
    elif isinstance(parameter, Switch):
        yield not value
    elif isinstance(parameter, Several):
        yield value[:-1]
    elif isinstance(parameter, Subset):
        yield from parameter.keys
    elif isinstance(parameter, Row | Text):
        yield from ("x^2 + 3*y^2", "1, 2, 3, 5", "2", "4, 6", "3 4", "0, 0; 1, 2; 2, 9", CHANGE)


def acts(panel: Panel, key: str, parameter: Parameter) -> bool:
    """Whether some other value asks for something else."""
    before, specs = list(panel.requests()), panel.book.specs
    for value in others(parameter, specs[key]):
        try:
            changed = specs[key].adapt(**{parameter.name: value})
        except SpecError:
            continue
        panel.book.specs = {**specs, key: changed}
        after = list(panel.requests())
        panel.book.specs = specs
        if after != before:
            return True
    return False


@pytest.mark.parametrize("key", list(CLASSES))
def test_what_can_be_changed_on_a_page_acts_there(show, still, key):
    panel = show(CLASSES[key], still, EXPERIMENTS[MAIN[key]].spec())
    for page in panel.pages:
        panel.show_page(page.key)
        assert panel.page is page
        for name in panel.book.keys_of(page):
            form = panel.form_of(name)
            assert form.isVisible()
            idle = [
                field
                for field in form.shown
                if parameter_of(type(form.spec), field).kind != "file"
                and not acts(panel, name, parameter_of(type(form.spec), field))
            ]
            assert idle == [], (page.key, name)


def test_a_training_shows_the_side_that_it_trains(show, still):
    panel = show(ActivationsPanel, still, EXPERIMENTS["activations"].spec())
    panel.show_page("training")
    assert {"depth", "init_b", "seed"} <= set(panel.form.shown)
    assert not {"input", "samples", "seeds", "z_range", "init_a"} & set(panel.form.shown)
    assert not panel._formulas["init_a"].isVisible()
    panel.form_of("training").change(side="a")
    assert panel._formulas["init_a"].isVisible()
    assert "init_a" in panel.form.shown
    assert "init_b" not in panel.form.shown
    panel.show_page("forward")
    assert {"input", "samples", "init_a", "init_b"} <= set(panel.form.shown)
