"""The view of a race: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from core.descent.heights import SCALES

UNITS = ("own", "equal", "free")
"""How long a unit of x is against one of y: as the surface has it, equal, or as the room has it."""

CHARTS = ("loss", "gradient", "seen", "held_out", "data")
TABLES = ("positions", "step", "curvature")


@dataclass(frozen=True)
class DescentView:
    """The playhead, and which of the pictures on tabs are in front."""

    playhead: int = 0
    scale: str = SCALES[0]
    marked: int | None = None
    """The step that the cursor points at, in any picture."""
    chart: str = "loss"
    table: str = "positions"
    units: str = UNITS[0]
    hidden: str = ""
    """The numbers of the competitors that are not drawn, with commas between."""

    @property
    def equal_units(self) -> bool | None:
        """Whether x and y have equal units; None leaves it to the surface."""
        return {"equal": True, "free": False}.get(self.units)

    @property
    def hidden_rows(self) -> frozenset[int]:
        """The numbers of the competitors that are not drawn."""
        return frozenset(int(one) for one in self.hidden.split(",") if one)

    def __post_init__(self) -> None:
        """Raise :class:`ValueError` for keys that do not exist: a session's file may contain
        anything."""
        known = self.scale in SCALES and self.chart in CHARTS and self.table in TABLES
        numbered = all(one.isascii() and one.isdigit() for one in self.hidden.split(",") if one)
        if not (known and numbered and self.units in UNITS) or self.playhead < 0:
            raise ValueError(str(self))
