"""A state of a panel that a person can choose by its name. Presets are data. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preset:
    """A state of a panel, named after what it shows."""

    name: str
    settings: Mapping[str, Any]
    """What differs from the defaults of the main spec."""
    page: str = ""
    """The key of the page that comes to the front; the first one by default."""
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What differs from the defaults of a companion's spec."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """What differs in what is shown."""
    claim: str = ""
    """The claim of the lecture notes that it lets a person see, such as O3."""
    waits: bool = False
    """Whether what passes in time waits at its start, where it is a single step that is seen."""
