"""Presets of Networks, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence

from app.panel.preset import Preset
from app.words.labels import _ as mark

PRESETS: Sequence[Preset] = (
    Preset(mark("ResNet-18: where the cost is"), {"net": "resnet18"}),
    Preset(mark("LeNet"), {"net": "lenet"}),
)
