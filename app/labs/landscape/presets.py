"""Presets of Landscape, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.labs.landscape import edge_presets
from app.labs.landscape.connection_presets import CONNECTION
from app.labs.landscape.flatness_presets import FLATNESS
from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of the main experiment, on a page."""
    return Preset(name, settings, page, claim=claim)


PRESETS: Sequence[Preset] = (
    _on("plane", "L1", mark("A path on its own plane")),
    _on("plane", "L1", mark("Three optimizers, three ends"), kind="through"),
    _on("plane", "L1", mark("A random plane sees a thousandth"), kind="random"),
    _on("plane", "L1", mark("The two sharpest directions"), kind="sharpest"),
    _on("plane", "L1", mark("Small batches wander: less of the path is shown"), batch=8),
    _on("plane", "L1", mark("With batch norm the picture is off"), net="conv", side=21),
    _on("plane", "L2", mark("Rescaled, the same picture"), kind="random", rescale=3.0),
    _on(
        "plane",
        "L2",
        mark("Not filter by filter: another"),
        kind="random",
        rescale=3.0,
        lengths="whole",
    ),
    *edge_presets.PRESETS,
    *FLATNESS,
    *CONNECTION,
)
