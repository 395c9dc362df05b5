"""What is imported before the first picture is painted: what it needs, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from app.labs.panels import PANELS

ROOT = Path(__file__).resolve().parents[2]

LATER = (
    "PIL",
    "contourpy",
    "scipy",
    "sympy",
    "ziamath",
    "app.export.dialog",
    "app.export.exporter",
    "app.lessons.pane",
    "app.window.about",
    "app.window.shortcuts",
    "core.lessons.lessons",
    "core.scripts",
)
"""What no window needs to be painted, whichever panel is in front."""

WORDS = {f"app.labs.{entry.key}.words" for entry in PANELS}
"""The words of all labs are one vocabulary."""


@cache
def modules(panel: str) -> frozenset[str]:
    """What is imported when the window with that panel in front has been painted."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.first_paint", panel],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return frozenset(json.loads(done.stdout))


@pytest.mark.parametrize("panel", [entry.key for entry in PANELS])
def test_the_first_paint_waits_for_no_other_panel(panel: str) -> None:
    loaded = modules(panel)
    assert f"app.labs.{panel}.panel" in loaded
    others = tuple(f"app.labs.{e.key}." for e in PANELS if e.key != panel)
    found = {name for name in loaded if name.startswith(others)}
    assert found - WORDS == set()
    assert [name for name in LATER if name in loaded] == []


def test_the_first_paint_of_a_first_start_waits_for_no_torch() -> None:
    """Panels whose experiments are torch's ask the compute thread for it as they are shown."""
    assert "torch" not in modules(PANELS[0].key)
