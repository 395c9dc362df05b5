"""Presets of Flatness. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark

PAGE, CLAIM = "flatness", "L5"


def _alone(name: str, **settings: Any) -> Preset:
    """A preset of the page, which has its own experiment."""
    return Preset(name, {}, PAGE, {PAGE: settings}, claim=CLAIM)


FLATNESS: Sequence[Preset] = (
    _alone(mark("Small batches: flatter")),
    _alone(mark("Larger rates: flatter"), compared="learning_rate"),
    _alone(mark("SAM: flatter, and better here"), compared="rho"),
    _alone(mark("Batch: accuracy no better"), seed=100),
)
