"""Presets of the nets that differ in depth. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _depth(name: str, *, inserted: bool = False, **settings: Any) -> Preset:
    """A preset of the nets that differ in depth."""
    view = {"inserted": True} if inserted else {}
    return Preset(name, {}, page="depth", pages={"depth": settings}, view=view, claim="T1")


DEPTH: Sequence[Preset] = (
    _depth(mark("Deeper trains worse, but not with skips")),
    _depth(
        mark("The deep net contains the shallow one"),
        inserted=True,
        kinds="plain",
        depths="4, 8, 16, 32",
        norm="none",
    ),
    _depth(mark("Gradients explode, and skips tame them"), depths="32", epochs=3),
    _depth(mark("Without a norm inputs become alike"), norm="none"),
    _depth(mark("Branches that begin as zero need no norm"), norm="none", zero_branch=True),
    _depth(
        mark("Convolutions degrade too"),
        kinds="plain, v1",
        depths="8, 20, 32",
        form="conv",
        learning_rate=0.05,
        epochs=3,
    ),
)
