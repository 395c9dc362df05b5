"""Presets of the page Edge. Data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark

_PAGE = "edge"


def _edge(claim: str, name: str, **settings: Any) -> Preset:
    return Preset(name, {}, _PAGE, {_PAGE: settings}, claim=claim)


_SMALL: Mapping[str, Any] = {"hidden": "50, 50"}

PRESETS: Sequence[Preset] = (
    _edge("L3", mark("Gradient descent at 0.1 stays at 20"), samples=500, steps=1500, **_SMALL),
    _edge("L3", mark("At 0.05 it rises to 40"), learning_rate=0.05),
    _edge(
        "L3",
        mark("Nesterov has a line of its own"),
        optimizer="nesterov",
        steps=1500,
        cadence=20,
        **_SMALL,
    ),
    _edge(
        "L3",
        mark("Heavy ball: a line at 12"),
        optimizer="momentum",
        steps=1000,
        cadence=20,
        **_SMALL,
    ),
    _edge("L3", mark("Adam, on its own scale"), optimizer="adam", steps=2000, **_SMALL),
    _edge(
        "L4",
        mark("Catapult: a larger rate, flatter ground"),
        learning_rate=0.05,
        steps=4800,
        changes="2400:learning_rate=0.1 3600:learning_rate=0.05",
    ),
    _edge("L3", mark("Why not here? ReLU stays below"), activation="relu", **_SMALL),
    _edge("L3", mark("Why not here? Cross-entropy gets flat"), loss="cross_entropy"),
    _edge("L3", mark("Small batches stay below the line"), optimizer="sgd", batch=5),
)
