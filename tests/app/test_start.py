"""What is imported before the window is painted, and before its first picture is: what they need,
and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from app.labs.panels import PANELS

ROOT = Path(__file__).resolve().parents[2]

FRAME = (
    *("numpy", "pyqtgraph", "torch", "scipy", "sympy", "PIL", "ziamath", "contourpy"),
    *("app.job", "app.session", "app.panel.panel", "app.lessons.teacher", "app.export.exports"),
    *("app.tour.guide", "app.window.keeping", "core.experiment"),
)
"""What the window's frame is painted without."""

LATER = (
    *("scipy", "sympy", "ziamath", "app.export.dialog", "app.export.exporter"),
    *("app.lessons.pane", "app.window.about", "app.window.shortcuts", "core.lessons.lessons"),
    "core.scripts",
)
"""What no first picture needs, whichever panel is in front."""


@cache
def modules(panel: str) -> dict[str, frozenset[str]]:
    """What is imported at each moment of a start with that panel in front."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.first_paint", panel],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    return {moment: frozenset(names) for moment, names in json.loads(done.stdout).items()}


@pytest.mark.parametrize("panel", [entry.key for entry in PANELS])
def test_the_frame_is_painted_before_anything_is_imported(panel: str) -> None:
    loaded = modules(panel)["painted"]
    assert "app.window.main_window" in loaded
    assert [name for name in FRAME if name in loaded] == []
    assert {name for name in loaded if name.startswith("app.labs.")} == {
        "app.labs.files",
        "app.labs.panels",
    }


@pytest.mark.parametrize("panel", [entry.key for entry in PANELS])
def test_the_first_picture_waits_for_no_other_panel(panel: str) -> None:
    loaded = modules(panel)["drawn"]
    assert f"app.labs.{panel}.panel" in loaded
    others = tuple(f"app.labs.{e.key}." for e in PANELS if e.key != panel)
    # A lab's words may be looked at for those of an experiment that is of a lab behind it.
    strange = {name for name in loaded if name.startswith(others)}
    assert {name for name in strange if name.endswith((".panel", "_page", "_pictures"))} == set()
    assert [name for name in LATER if name in loaded] == []


def test_the_first_picture_of_a_first_start_waits_for_no_torch_and_no_other_lab() -> None:
    """Panels whose experiments are torch's ask the compute thread for it as they are shown."""
    first, *others = PANELS
    loaded = modules(first.key)["drawn"]
    assert "torch" not in loaded
    rooms = tuple(f"app.labs.{entry.key}" for entry in others)
    assert {name for name in loaded if name.startswith((*rooms, "core.signals"))} == set()
    assert {name for name in loaded if name.startswith("core.normalization")} == set()
