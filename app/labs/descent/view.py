"""The view of a race: what is shown but not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from core.descent.heights import SCALES

CHARTS = ("loss", "gradient", "seen", "held_out")
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

    def __post_init__(self) -> None:
        """Raise :class:`ValueError` for keys that do not exist: a session's file may contain
        anything."""
        known = self.scale in SCALES and self.chart in CHARTS and self.table in TABLES
        if not known or self.playhead < 0:
            raise ValueError(str(self))
