"""Who imports whom, read off the sources: nothing is imported for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "core", "saddlepoint", "benchmarks", "setup")
SINGLE = ("main", "dev", "oldest_python")

Graph = Mapping[str, frozenset[str]]
"""Of each module the modules that it imports: at its head, within functions, for types alone."""


def modules() -> dict[str, Path]:
    """The project's own modules, packages by their ``__init__``."""
    single = (ROOT / f"{name}.py" for name in SINGLE)
    files = [*single, *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return {_name(path): path for path in files}


def graph() -> Graph:
    """All imports, those of other packages too."""
    own = modules()
    return {
        name: frozenset(_imports(ast.parse(path.read_text("utf-8")), own))
        for name, path in own.items()
    }


def circles(graph: Graph) -> list[list[str]]:
    """The groups of modules of which each leads to every other, each group in order."""
    reached = {name: _reached(graph, name) for name in graph}
    found = {
        tuple(sorted(other for other in reached[name] if name in reached.get(other, ())))
        for name in graph
        if name in reached[name]
    }
    return sorted(map(list, found))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module, own: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in own else node.module


def _reached(graph: Graph, start: str) -> set[str]:
    """Where imports lead from a module, itself only if they lead back."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for name in graph.get(ahead.pop(), ()):
            if name not in found:
                found.add(name)
                ahead.append(name)
    return found
