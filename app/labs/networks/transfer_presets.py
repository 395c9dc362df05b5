"""Presets of Reuse. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _reuse(name: str, **settings: Any) -> Preset:
    """A preset of what a pretrained trunk is good for."""
    return Preset(name, {}, page="transfer", pages={"transfer": settings}, claim="T9")


_LEARNED = "scratch, head, fine_tune"

TRANSFER: Sequence[Preset] = (
    _reuse(mark("Few examples: reuse pays"), ways=_LEARNED, samples_per_class="1, 2, 5", seeds=5),
    _reuse(
        mark("A hundred examples: it does not"),
        ways=_LEARNED,
        samples_per_class="30, 100",
        seeds=4,
    ),
    _reuse(
        mark("Frozen is not frozen: BN goes on"),
        ways="head",
        samples_per_class="5, 30",
        brightness=4.0,
        bn_mode="train",
    ),
    _reuse(
        mark("With eval() frozen is frozen"),
        ways="head",
        samples_per_class="5, 30",
        brightness=4.0,
    ),
    _reuse(
        mark("Plain digits: nothing to reuse"),
        data="digits",
        ways=_LEARNED,
        samples_per_class="1, 5, 30",
        seeds=5,
    ),
    _reuse(mark("A random trunk is no trunk"), ways="random, head"),
)
