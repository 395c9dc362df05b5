"""The view of the nets: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.networks.shifts import FARTHEST, NETS


class Place(NamedTuple):
    """What is pointed at: a part by its number, and one of its rows counted from the part's first.
    -1 is none: no part is the whole net, no row the part as a whole."""

    part: int = -1
    row: int = -1


NOWHERE = Place()


@dataclass(frozen=True)
class NetworksView:
    """What is pointed at in a counted net, and what is shown besides."""

    part: int = -1
    """The part that was clicked; -1 if none."""
    row: int = -1
    """The row of it that was clicked; -1 if that was the part as a whole."""
    over: Place | None = None
    """What is under the pointer for a moment, in any picture."""
    inserted: bool = False
    """Whether identities are inserted, where nets differ in depth."""
    shifted: str = "conv_max"
    """The net whose maps of the dragged digit are shown."""
    down: int = 0
    """The pixels by which the digit is dragged down; negative is up."""
    right: int = 0

    def __post_init__(self) -> None:
        dragged = max(abs(self.down), abs(self.right))
        if self.part < -1 or self.row < -1 or dragged > FARTHEST or self.shifted not in NETS:
            raise ValueError(str(self))
