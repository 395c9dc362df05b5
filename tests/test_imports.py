"""Who may import whom. Imports within functions and for types alone count like all others."""

from __future__ import annotations

import pytest

from tests.imports import ROOMS, ROOT, circles, graph

GRAPH = graph()
EDGES = sorted((name, other) for name, others in GRAPH.items() for other in others)

OPENS_WINDOWS = {"app.application", "benchmarks.stage"}
LABS = {path.name for path in (ROOT / "app" / "labs").iterdir() if (path / "__init__.py").is_file()}


def lab(module: str) -> str | None:
    """The lab in whose room a module stands."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["app", "labs"] and parts[2:3] and parts[2] in LABS else None


def is_shared(module: str) -> bool:
    return module.startswith(("app.widgets", "app.panel"))


def forbidden(name: str, other: str) -> str:
    """Why one module may not import the other; empty where it may."""
    if lab(other) is not None and lab(name) not in (None, lab(other)):
        return "a lab imports another"
    if lab(other) is not None and is_shared(name):
        return "what labs share imports a lab"
    if other == "app.window.main_window" and name not in OPENS_WINDOWS:
        return "a helper knows the window"
    if name.split(".")[0] == "core" and other.split(".")[0] in ("app", "benchmarks", "PySide6"):
        return "core imports what is seen"
    if name.split(".")[0] == "app" and other.split(".")[0] == "benchmarks":
        return "the program imports its benchmarks"
    return ""


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(GRAPH) == []


def test_every_import_is_allowed() -> None:
    assert {edge: reason for edge in EDGES if (reason := forbidden(*edge))} == {}


def test_the_graph_is_drawn_of_all_that_there_is() -> None:
    """A rule about modules that nobody finds would hold of anything."""
    assert {name.split(".")[0] for name in GRAPH} == {*ROOMS, "main"}
    assert ("app.application", "app.window.main_window") in EDGES
    assert {lab(name) for name in GRAPH} >= {"descent", "activations", "normalization"}
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
