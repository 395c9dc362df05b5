"""PANELS: the one list of what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.panel.panel import Panel


@dataclass(frozen=True)
class Entry:
    """A panel, the group that it stands in, and its icon in ``resources/icons``."""

    key: str
    group: str
    panel: type[Panel]
    icon: str


PANELS: tuple[Entry, ...] = (
    Entry("descent", "optimization", DescentPanel, "descent.svg"),
    Entry("activations", "signals", ActivationsPanel, "activations.svg"),
    Entry("normalization", "signals", NormalizationPanel, "normalization.svg"),
)

__all__ = ["PANELS", "Entry", "Panel"]
