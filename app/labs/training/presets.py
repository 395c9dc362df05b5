"""Presets of Training, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page."""
    return Preset(name, settings, page, claim=claim)


PRESETS: Sequence[Preset] = (
    _on("fit", "O9", mark("Double descent")),
    _on("fit", "O9", mark("A ridge removes the peak"), ridge=1.0),
    _on("fit", "O9", mark("Without wrong labels hardly a peak"), label_noise=0.0),
    _on(
        "fit",
        "O9",
        mark("A net that learns wrong labels by heart"),
        samples=100,
        label_noise=0.2,
    ),
    _on(
        "fit",
        "O9",
        mark("A weight decay answers it"),
        samples=100,
        label_noise=0.2,
        decay=0.03,
    ),
)
