"""The view of the nets: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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

    def __post_init__(self) -> None:
        if self.part < -1 or self.row < -1:
            raise ValueError(str(self))
