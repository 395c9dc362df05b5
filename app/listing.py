"""``main.py list``: the experiments as a page, or one of them with its parameters and arrays. No
Qt."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from app.command_line import known
from app.words import labels
from app.words.vocabulary import experiment_name
from core.array_docs import about, array_docs
from core.experiment import Experiment
from core.experiments import EXPERIMENTS, MAIN
from core.parameters import Choice, Parameter, Spec, parameters, plain

NARROWEST = 40
"""The width of a page in columns if a terminal has fewer, or does not say."""
WIDEST_NAME = 24
"""The width of the column for names; what stands beside a longer one begins on the next line."""


def print_list(options: argparse.Namespace) -> int:
    """``list``: print all experiments, or the one that is named."""
    chosen = known(options.key) if options.key else None
    if options.json:
        asked = EXPERIMENTS.values() if chosen is None else [chosen]
        print(json.dumps({e.key: _as_json(e) for e in asked}, indent=2, ensure_ascii=False))
        return 0
    width = max(NARROWEST, shutil.get_terminal_size().columns)
    for line in all_experiments(width) if chosen is None else one_experiment(chosen, width):
        print(line)
    return 0


def all_experiments(width: int) -> Iterator[str]:
    """The page that lists every experiment and what it is, by panel."""
    labs: dict[str, list[Experiment]] = {}
    for experiment in EXPERIMENTS.values():
        labs.setdefault(experiment.lab, []).append(experiment)
    column = max(map(len, EXPERIMENTS))
    for experiments in labs.values():
        keys = {experiment.key for experiment in experiments}
        yield from (labels.PANELS[panel] for panel, main in MAIN.items() if main in keys)
        for experiment in experiments:
            words = experiment_name(experiment.key)
            yield from _beside(experiment.key, [words], column, width)
        yield ""
    yield from textwrap.wrap("list KEY names an experiment's parameters and arrays.", width)


def one_experiment(experiment: Experiment, width: int) -> Iterator[str]:
    """The page of one experiment: its parameters, and the arrays of its frames."""
    yield from textwrap.wrap(f"{experiment.key}: {experiment_name(experiment.key)}", width)
    yield from ("", "Parameters, given as --set NAME=VALUE")
    spec = experiment.spec()
    declared = parameters(experiment.spec)
    column = _column(p.name for p in declared)
    for parameter in declared:
        yield from _beside(parameter.name, _told(parameter, spec), column, width)
    yield from ("", "Arrays, written by --out FILE")
    for paragraph in about(experiment.frame).splitlines():
        yield from _wrapped(paragraph, width, "  ")
    yield ""
    arrays = array_docs(experiment.frame)
    column = _column(array.name for array in arrays)
    for array in arrays:
        yield from _beside(array.name, [array.words], column, width)


def _told(parameter: Parameter, spec: Spec) -> list[str]:
    """Paragraphs about a parameter: what it means, its default, and what it accepts."""
    described = describe(parameter, spec)
    kind = [described["type"]]
    if described["default_text"]:
        kind.append(f"{described['default_text']} by default")
    accepted = _range_text(described)
    if isinstance(parameter, Choice):
        return [parameter.help, ", ".join(kind), accepted]
    return [parameter.help, ", ".join((*kind, accepted) if accepted else kind)]


def _column(names: Iterable[str]) -> int:
    return min(WIDEST_NAME, max(map(len, names)))


def _beside(name: str, paragraphs: list[str], column: int, width: int) -> Iterator[str]:
    """A name, with paragraphs beside it that keep to their own column."""
    margin = " " * (column + 4)
    lines = [line for words in paragraphs for line in _wrapped(words, width, margin)]
    if len(name) > column or not lines:
        yield f"  {name}"
    else:
        yield f"  {name.ljust(column)}  {lines.pop(0).strip()}"
    yield from lines


def _wrapped(words: str, width: int, margin: str) -> list[str]:
    """A text wrapped to that width; a list without spaces is broken after its commas."""
    room = width - len(margin)
    parts = [part for word in words.split() for part in _broken(word, room)]
    return textwrap.wrap(" ".join(parts), width, initial_indent=margin, subsequent_indent=margin)


def _broken(word: str, room: int) -> Iterator[str]:
    """The parts of a word that fit into a line, each as long as possible."""
    part = ""
    for item in re.findall(r"[^,]*,|[^,]+$", word):
        if part and len(part + item) > room:
            yield part
            part = ""
        part += item
    yield part


def _as_json(experiment: Experiment) -> dict[str, Any]:
    spec = experiment.spec()
    return {
        "name": experiment_name(experiment.key),
        "parameters": [describe(p, spec) for p in parameters(experiment.spec)],
    }


def describe(parameter: Parameter, spec: Spec) -> dict[str, Any]:
    """A parameter as plain values, given the other fields of ``spec``."""
    default = parameter.default_for(spec)
    described: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.kind,
        "default": parameter.to_json(default),
        "default_text": parameter.print(default),
        "unit": parameter.unit,
        "help": parameter.help,
        **parameter.limits(spec),
    }
    if parameter.depends:
        described["depends"] = True
    return described


def _range_text(described: dict[str, Any]) -> str:
    unit = f" {described['unit']}" if described["unit"] else ""
    if "range" in described:
        low, high = described["range"]
        log = ", log" if described["scale"] == "log" else ""
        return f"{plain(low)} … {plain(high)}{unit}{log}"
    if "count" in described:
        low, high = described["count"]
        return f"{plain(low)} … {plain(high)} of them"
    return ", ".join(map(str, described.get("choices", ())))
