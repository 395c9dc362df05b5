"""Who may import whom. Imports within functions and for types alone count like all others."""

from __future__ import annotations

import sys

import pytest

from tests.imports import ROOMS, ROOT, SINGLE, circles, graph

GRAPH = graph()
EDGES = sorted((name, other) for name, others in GRAPH.items() for other in others)


def _rooms(*folders: str) -> list[str]:
    """The packages in that folder."""
    inits = ROOT.joinpath(*folders).glob("*/__init__.py")
    return sorted(path.parent.name for path in inits)


LIBRARY = {"saddlepoint", "numpy", "torch", *sys.stdlib_module_names}
OPENS_WINDOWS = {"app.application", "benchmarks.stage", "benchmarks.started"}
LABS = {
    **{f"app.labs.{name}": "app" for name in _rooms("app", "labs")},
    **{f"core.scripts.{name}": "scripts" for name in _rooms("core", "scripts")},
    **{f"core.{name}": "core" for name in _rooms("core", "scripts")},
}
"""The rooms of the labs: what is seen, the scripts, and what is computed."""
SHARED = (
    *("app.widgets", "app.panel", "core.data", "core.layers", "core.nets", "core.optimizers"),
    *("core.parameters", "core.surfaces", "core.training"),
)


def lab(module: str) -> str | None:
    """The room of a lab that a module stands in."""
    return next((room for room in LABS if f"{module}.".startswith(f"{room}.")), None)


def is_shared(module: str) -> bool:
    return module.startswith(SHARED)


def forbidden(name: str, other: str) -> str:
    """Why one module may not import the other; empty where it may."""
    here, there = lab(name), lab(other)
    if here and there and here != there and LABS[here] == LABS[there]:
        return "a lab imports another"
    if there and is_shared(name):
        return "what labs share imports a lab"
    if other == "app.window.main_window" and name not in OPENS_WINDOWS:
        return "a helper knows the window"
    if name.split(".")[0] == "core" and other.split(".")[0] in ("app", "benchmarks", "PySide6"):
        return "core imports what is seen"
    if name.split(".")[0] == "saddlepoint" and other.split(".")[0] not in LIBRARY:
        return "the library imports more than numpy and torch"
    if name.split(".")[0] == "app" and other.split(".")[0] in ("benchmarks", "setup"):
        return "the program imports its benchmarks or its set-up"
    return ""


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(GRAPH) == []


def test_every_import_is_allowed() -> None:
    found = {edge: reason for edge in EDGES if (reason := forbidden(*edge))}
    assert found == {}


def test_the_graph_is_drawn_of_all_that_there_is() -> None:
    """A rule about modules that nobody finds would hold of anything."""
    assert {name.split(".")[0] for name in GRAPH} == {*ROOMS, *SINGLE}
    assert ("app.application", "app.window.main_window") in EDGES
    assert {lab(name) for name in GRAPH} >= set(LABS)
    assert any(is_shared(name) for name in GRAPH)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("app.labs.descent.panel", "app.labs.normalization.panel"),
        ("app.labs.descent.panel", "app.labs.normalization"),
        ("app.widgets.chart", "app.labs.descent.panel"),
        ("app.panel.form", "app.labs.activations.panel"),
        ("app.tour.guide", "app.window.main_window"),
        ("core.device", "PySide6.QtCore"),
        ("core.device", "app.theme"),
        ("core.device", "app"),
        ("saddlepoint.planes", "core.device"),
        ("saddlepoint.planes", "scipy.linalg"),
        ("core.signals.training", "core.normalization.norm_training"),
        ("core.scripts.signals.training", "core.scripts.descent.paths"),
        ("core.training.trainer", "core.signals.net"),
    ],
)
def test_what_is_forbidden_is_found(name: str, other: str) -> None:
    assert forbidden(name, other)


def test_a_circle_is_found_however_long() -> None:
    edges = {"a": {"b"}, "b": {"c", "os"}, "c": {"a"}, "d": {"a"}, "e": {"e"}}
    assert circles({name: frozenset(others) for name, others in edges.items()}) == [
        ["a", "b", "c"],
        ["e"],
    ]
