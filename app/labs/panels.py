"""PANELS: the one list of what is shown. It names panels and imports none. No Qt."""

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
    """A panel, the group that it stands in, and its icon in ``resources/icons``."""

    key: str
    group: str
    panel: str
    """Its module and its class, as in ``app.labs.descent.panel:DescentPanel``."""
    icon: str
    opens: Sequence[FileKind] = ()
    """What it has a use for, wherever a file is dropped."""
    opens_in_front: Sequence[FileKind] = ()
    """What it opens only while it is looked at: another panel has a use for that too."""

    def load(self) -> type[Panel]:
        """The panel's class; the first time its module is imported."""
        loaded: type[Panel] = named(self.panel)
        return loaded

    def has_use_for(self, path: str, *, in_front: bool) -> bool:
        """Whether a file is of a kind that the panel opens. Neither it nor the file is opened."""
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
)
