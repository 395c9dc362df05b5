"""What tests must be told of an experiment, and cannot ask it: a file for each.

An experiment of ``core/<lab>`` has a file ``tests/cases/<lab>/<key>.py`` with a CASE. Tests that
hold something of every experiment, or of every panel, find it by the experiment's key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from core.experiment import Frame
from core.experiments import EXPERIMENTS
from core.parameters import Spec

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]
Settings = Mapping[str, str]
"""As text, as the command line has them."""


@dataclass(frozen=True)
class Loose:
    """Some of a script's arrays that are held less tightly, and why."""

    names: str
    """A regular expression."""
    part: float
    """How far they may be off, as part of the largest value. 1: what is there is rounding alone,
    and is held to 1e-5."""
    why: str
    share: float = 0.0
    """Of the values, those that may be off by more."""
    when: Callable[[Any], bool] = lambda spec: True
    """For which specs."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is special about one experiment."""

    arrays: Collection[str]
    """The arrays of the smallest run's last frame."""
    small: Sequence[Spec]
    """Runs of a blink, for what is held of every run."""
    without_chance: Collection[Spec] = ()
    """Those of them that are the same whatever the seed."""
    closed: Spec | None = None
    """Stands in for them where a spec is run as often as it has pieces."""

    # Its script
    scripts: Mapping[str, Settings]
    """Settings, by what they are named, whose scripts are run and held to the run's numbers."""
    left_out: str = "-"
    """The arrays that a script need not have, as a regular expression: it is held to all others."""
    rounded: float = 1e-9
    """How far a script may be off, as part of the largest value."""
    loose: Sequence[Loose] = ()
    """What is held less tightly; the first that fits counts."""
    empty: Callable[[str, Array], bool] = lambda name, array: False
    """Whether there is nothing in an array that a script could say."""
    held: Callable[[Any, Arrays], Arrays] = lambda spec, arrays: arrays
    """What of a frame a script is compared with."""

    # On its page
    shared: Collection[str] = ()
    """The fields that it takes from the panel's main experiment."""
    played: Mapping[str, Any] = field(default_factory=dict)
    """What a person sets, beside the smallest settings, in a session that is to replay."""
    rich: Mapping[str, Any] = field(default_factory=dict)
    """What gives its page many words, beside the smallest settings."""

    # Of a panel's main experiment
    panel: Spec | None = None
    """A spec that the panel computes in a moment."""
    changed: Callable[[int], Mapping[str, Any]] = lambda number: {"seed": number}
    """A change of its spec that asks for another run, for each number."""
    drawn: Spec | None = None
    """The spec that the frames made by hand are of."""
    frames: Mapping[str, Callable[[], Frame]] = field(default_factory=dict)
    """Frames made by hand that fill the page in front, by experiments, in the order they come."""


@cache
def case(key: str) -> Case:
    """The case of that experiment; a LookupError says which file is missing."""
    name = f"tests.cases.{EXPERIMENTS[key].lab}.{key}"
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise LookupError(f"{name.replace('.', '/')}.py is missing: the case of {key}") from None
    found: Case = module.CASE
    return found


def small_specs() -> list[Spec]:
    """The small specs of all experiments."""
    return [spec for key in EXPERIMENTS for spec in case(key).small]
