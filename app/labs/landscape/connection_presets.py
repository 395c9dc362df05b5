"""Presets of Two solutions. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark

PAGE, CLAIM = "connection", "L6"


def _alone(name: str, **settings: Any) -> Preset:
    """A preset of the page, which has its own experiment."""
    return Preset(name, {}, PAGE, {PAGE: settings}, claim=CLAIM)


CONNECTION: Sequence[Preset] = (
    _alone(mark("A wall between two nets"), epochs=1),
    _alone(mark("A bend leads around it")),
    _alone(
        mark("With batch norm most of the wall is statistics"), net="cnn", trained=10, epochs=20
    ),
    _alone(mark("A rate too small finds no way"), rate=0.02),
)
