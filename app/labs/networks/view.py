"""The view of the nets: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NetworksView:
    """The row of the net that is pointed at."""

    row: int = 0

    def __post_init__(self) -> None:
        if self.row < 0:
            raise ValueError(str(self))
