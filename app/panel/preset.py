"""Presets: states of a panel that a person can choose by name. They are data. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preset:
    """A state of a panel, with a name that says what it shows."""

    name: str
    settings: Mapping[str, Any]
    """The fields of the main spec that differ from the defaults."""
    page: str = ""
    """The key of the page that comes to the front; empty means the first one."""
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The fields of companions' specs that differ from the defaults, by their keys."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """The parts of the view that differ."""
    claim: str = ""
    """The claim of the lecture notes that the preset demonstrates, such as O3."""
    waits: bool = False
    """Whether playback waits at its start, because a single step is what is to be seen."""
