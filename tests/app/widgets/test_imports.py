"""What labs share knows of no lab, and of nothing that a single lab computes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.widgets

ROOM = Path(app.widgets.__file__).parent

FOREIGN = (
    "app.labs",
    "app.panel",
    "app.window",
    "core.descent",
    "core.layers",
    "core.nets",
    "core.normalization",
    "core.optimizers",
    "core.signals",
    "core.surfaces",
)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("file", sorted(ROOM.glob("*.py")), ids=lambda file: file.stem)
def test_a_widget_imports_no_lab_and_nothing_of_one(file: Path) -> None:
    found = [
        name for name in imported(file) if f"{name}.".startswith(tuple(f"{f}." for f in FOREIGN))
    ]
    assert not found
