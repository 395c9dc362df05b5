"""PANELS: the one list of the panels. It names them without importing any. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.labs.files import FOLDERS, PICTURES, ROWS, TENSORS, FileKind
from core.naming import named

if TYPE_CHECKING:
    from app.panel.panel import Panel


@dataclass(frozen=True)
class Entry:
    """The record of a panel: its group, and its icon in ``resources/icons``."""

    key: str
    group: str
    panel: str
    """The panel's module and class, as in ``app.labs.descent.panel:DescentPanel``."""
    icon: str
    opens: Sequence[FileKind] = ()
    """The kinds of files that the panel can use, wherever they are dropped."""
    opens_in_front: Sequence[FileKind] = ()
    """The kinds that it opens only while it is in front, since another panel can use them too."""

    def load(self) -> type[Panel]:
        """The panel's class, whose module is imported the first time."""
        loaded: type[Panel] = named(self.panel)
        return loaded

    def has_use_for(self, path: str, *, in_front: bool) -> bool:
        """Whether a file is of a kind that the panel opens. Neither the panel nor the file is
        opened for that."""
        kinds = (*self.opens_in_front, *self.opens) if in_front else self.opens
        return any(kind.fits(path) for kind in kinds)


PANELS: tuple[Entry, ...] = (
    Entry(
        "descent",
        "optimization",
        "app.labs.descent.panel:DescentPanel",
        "descent.svg",
    ),
    Entry(
        "activations",
        "signals",
        "app.labs.activations.panel:ActivationsPanel",
        "activations.svg",
        opens_in_front=(ROWS,),
    ),
    Entry(
        "normalization",
        "signals",
        "app.labs.normalization.panel:NormalizationPanel",
        "normalization.svg",
        opens=(TENSORS, PICTURES, FOLDERS),
    ),
    Entry(
        "networks",
        "nets",
        "app.labs.networks.panel:NetworksPanel",
        "networks.svg",
    ),
    Entry(
        "training",
        "nets",
        "app.labs.training.panel:TrainingPanel",
        "training.svg",
    ),
    Entry(
        "landscape",
        "nets",
        "app.labs.landscape.panel:LandscapePanel",
        "landscape.svg",
    ),
)
