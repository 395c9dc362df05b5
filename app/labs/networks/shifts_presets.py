"""Presets of Convolution. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(name: str, down: int, right: int, net: str = "conv_max", **settings: Any) -> Preset:
    """A preset that shows a net's maps of the digit moved there."""
    view = {"shifted": net, "down": down, "right": right}
    return Preset(name, {}, page="shifts", pages={"shifts": settings}, view=view, claim="T11")


SHIFTS: Sequence[Preset] = (
    _on(mark("Convolution moves along, the maximum forgets where"), 2, 2),
    _on(
        mark("Strides alias: a chessboard"),
        1,
        1,
        nets="conv_flatten, conv_max",
        pooling="stride",
    ),
    _on(
        mark("No stride, no chessboard"),
        1,
        1,
        nets="dense, conv_flatten, conv_max",
        pooling="none",
    ),
    _on(mark("Flattened, a convolution forgets nothing"), 1, 1, "conv_flatten"),
    _on(mark("Trained on all shifts: sharing pays"), 3, -3, shift=4),
    _on(
        mark("Permuted pixels: only the dense net does not mind"),
        1,
        1,
        nets="dense, conv_flatten, conv_max",
        shift=4,
        permuted=True,
    ),
)
