"""EXPERIMENTS: the one list of what can be run, lab by lab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from core.experiment import Experiment
from core.parameters import Reason, SpecError

LABS = ("descent", "signals", "normalization", "networks", "diagnosis", "landscape")
"""Packages of core that hold a lab; each lists its records in ``experiments.py``."""

MAIN: Mapping[str, str] = {
    "descent": "descent",
    "activations": "activations",
    "normalization": "normalization",
    "networks": "architecture",
    "training": "fit",
    "landscape": "plane",
}
"""The main experiment of each panel, from whose spec its other pages may take fields."""


class _Experiments(Mapping[str, Experiment]):
    """Experiments by key. A lab is imported when one of its experiments, or one of a lab after it,
    is looked up: a window waits for the lab that it shows, and for no other."""

    def __getitem__(self, key: str) -> Experiment:
        for lab in LABS:
            if key in _of(lab):
                return _of(lab)[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        for lab in LABS:
            yield from _of(lab)

    def __len__(self) -> int:
        return sum(len(_of(lab)) for lab in LABS)


@cache
def _of(lab: str) -> Mapping[str, Experiment]:
    records: tuple[Experiment, ...] = import_module(f"core.{lab}.experiments").EXPERIMENTS
    return {record.key: record for record in records}


EXPERIMENTS: Mapping[str, Experiment] = _Experiments()


def experiment(key: str) -> Experiment:
    """The experiment with that key; otherwise a :class:`SpecError` lists the keys."""
    if key not in EXPERIMENTS:
        raise SpecError("experiment", Reason.NOT_A_CHOICE, key, ", ".join(EXPERIMENTS))
    return EXPERIMENTS[key]
