"""The view of a net: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from core.layers.activations import ACTIVATIONS


@dataclass(frozen=True)
class ActivationsView:
    """The layer, and the net in training, that are drawn in detail."""

    layer: int = 0
    net: int = 0
    """The net of a training that is drawn in detail."""

    function: str = ""
    """The key of the activation function that is drawn alone; empty for all of them."""

    def __post_init__(self) -> None:
        if self.layer < 0 or self.net < 0 or self.function not in ("", *ACTIVATIONS):
            raise ValueError(str(self))
