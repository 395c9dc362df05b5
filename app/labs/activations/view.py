"""The view of a net: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivationsView:
    """The layer that is drawn in detail."""

    layer: int = 0

    def __post_init__(self) -> None:
        if self.layer < 0:
            raise ValueError(str(self))
