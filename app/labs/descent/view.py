"""What is shown of a race and not computed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from core.descent.heights import SCALES

CHARTS = ("loss", "gradient", "seen", "held_out")
TABLES = ("positions", "step", "curvature")


@dataclass(frozen=True)
class DescentView:
    """The playhead, and which of the pictures that stand behind one another is looked at."""

    playhead: int = 0
    scale: str = SCALES[0]
    marked: int | None = None
    """The step that the cursor points at, in whatever picture."""
    chart: str = "loss"
    table: str = "positions"

    def __post_init__(self) -> None:
        """:class:`ValueError` for what nothing here is called: a session may say anything."""
        known = self.scale in SCALES and self.chart in CHARTS and self.table in TABLES
        if not known or self.playhead < 0:
            raise ValueError(str(self))
