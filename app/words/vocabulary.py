"""The words for keys: each lab has its own, and some are shared.

A lab keeps its own in ``app/labs/<lab>/words.py`` as ``WORDS``. They are imported when the first
word is asked for, so that neither a control nor the command line has to know a lab. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, singledispatch
from importlib import import_module
from typing import Any

from app.words.labels import PANELS, number, tr
from app.words.names import SHARED
from core.parameters import Choice, Numeric, Parameter, Switch


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of a lab, in English."""

    experiments: Mapping[str, str]
    """The name of each of the lab's experiments, by key."""
    choices: Mapping[str, str]
    """The names of the keys of choices."""
    of_field: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """The names of keys that mean something else in one field, by experiment and field."""


@cache
def vocabulary(experiment: str) -> Vocabulary | None:
    """The words of an experiment's lab; None if no lab knows it.

    A lab's folder has the name of its panel, and is imported when the words of one of its
    experiments, or of a lab after it, are asked for.
    """
    labs = (import_module(f"app.labs.{lab}.words").WORDS for lab in PANELS if experiment)
    return next((words for words in labs if experiment in words.experiments), None)


def experiment_name(key: str) -> str:
    """The name of an experiment."""
    words = vocabulary(key)
    assert words is not None, key
    return tr(words.experiments[key])


def choice(experiment: str, field: str, value: object) -> str:
    """The name of a choice.

    The words of this field of this experiment come first, then those of its lab, then those that
    labs share; a hyper-parameter has no ``experiment`` ("") and so only the last. A key without
    words, such as a number, is its own name.
    """
    key, words = str(value), vocabulary(experiment)
    own = (words.of_field.get((experiment, field), {}), words.choices) if words else ()
    found = next((table[key] for table in (*own, SHARED) if key in table), None)
    return key if found is None else tr(found)


@singledispatch
def value_words(parameter: Parameter, value: Any) -> str:
    """A field's value in words, by the parameter's class. A lab registers its own kinds."""
    return str(value)


@value_words.register(Choice)
def _of_choice(parameter: Choice, value: Any) -> str:
    return choice(parameter.experiment, parameter.name, value)


@value_words.register(Switch)
def _of_switch(parameter: Switch, value: bool) -> str:
    return tr("on") if value else tr("off")


@value_words.register(Numeric)
def _of_number(parameter: Numeric, value: float) -> str:
    return number(value, 6)
