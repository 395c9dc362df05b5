"""Presets of Normalization, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page that has its own experiment."""
    return Preset(name, {}, page, {page: settings}, claim=claim)


PRESETS: Sequence[Preset] = (
    Preset(mark("One formula, five axes"), {}, claim="N1"),
    Preset(mark("Batch of one: BN = IN"), {"batch": 1}, claim="N1"),
    Preset(mark("GN with 1 group = LN"), {"groups": 1}, claim="N3"),
    Preset(mark("GN with C groups = IN"), {"groups": 8}, claim="N3"),
    Preset(
        mark("Offset channels"), {"source": "noise", "offsets": "-3, 0, 3", "size": 64}, claim="N1"
    ),
    Preset(
        mark("Unbiased variance does not match"),
        {"source": "digits", "batch": 2, "variant": "unbiased"},
        claim="N2",
    ),
    Preset(
        mark("A dense batch: a mean for each feature"),
        {"source": "noise", "layout": "dense", "batch": 32},
        claim="N4",
    ),
    Preset(
        mark("A dense layer's axes on maps"),
        {"source": "digits", "batch": 4, "variant": "dense_axes"},
        claim="N4",
    ),
    Preset(mark("Undo batch norm"), {"undo": "exact"}, claim="N6"),
    Preset(mark("The notes' undo misses by ε / 2σ²"), {"undo": "notes", "eps": 0.1}, claim="N6"),
    Preset(
        mark("The notes' four numbers, normalized"),
        {"source": "numbers", "eps": 1e-12},
        claim="N11",
    ),
    _on("running_statistics", "N5", mark("Moving averages converge"), batches=100),
    _on("running_statistics", "N5", mark("Momentum read the other way round"), momentum=0.9),
    _on(
        "running_statistics", "N5", mark("The data drift, prediction is off"), drift=8.0, batch=256
    ),
    _on("bn_backward", "N9", mark("The backward pass, node by node")),
    _on(
        "norm_training",
        "N7",
        mark("Larger rates train with a norm"),
        vary="learning_rate",
        norms="none, bn",
        epochs=15,
    ),
    _on(
        "norm_training",
        "N7",
        mark("Worse initializations train with a norm"),
        vary="init_scale",
        norms="none, bn",
        epochs=10,
    ),
    _on(
        "norm_training",
        "N8",
        mark("Batches of one hurt BN, not GN"),
        vary="batch",
        scale_rate=True,
        norms="bn, gn",
        epochs=6,
        samples=256,
    ),
    _on("norm_training", "N10", mark("Before or after the ReLU"), vary="placement"),
    _on("weight_scale", "N7", mark("BN(aWx) = BN(Wx)")),
    _on(
        "weight_scale", "N7", mark("Not for small a, nor for negative a"), factor=1e-4, negate=True
    ),
)
