"""Presets of Training, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page."""
    return Preset(name, settings, page, claim=claim)


def _alone(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page that has its own experiment."""
    return Preset(name, {}, page, {page: settings}, claim=claim)


PRESETS: Sequence[Preset] = (
    _alone("search", "T8", mark("Random beats a grid, three times of four")),
    _alone("search", "T8", mark("On a linear scale nothing small is tried"), ways="random, linear"),
    _alone("search", "T8", mark("More trainings: all ways meet"), budget=64, repetitions=12),
    _alone(
        "search",
        "T8",
        mark("In a small box a grid is as good"),
        rate_low=0.03,
        rate_high=0.3,
        decay_low=1e-4,
    ),
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
