"""What a person has set in one panel: its specs, its page, and what is shown of them. No Qt."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.parameters import Spec

Specs = Mapping[str, Spec]
"""The specs of a panel, each by the key of its experiment."""


@dataclass(frozen=True)
class PanelState:
    """What a person has set in one panel."""

    specs: Specs
    """The spec of each experiment, by its key."""
    page: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)


def view_values(view: Any) -> dict[str, Any]:
    """The plain values of a panel's view; places that are pointed at for a moment are left out."""
    if not dataclasses.is_dataclass(view):
        return {}
    values = {f.name: getattr(view, f.name) for f in dataclasses.fields(view)}
    return {n: v for n, v in values.items() if isinstance(v, str | int | float | bool)}


def fitting(view: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that have the same type as in the view, and that it accepts."""
    own = view_values(view)
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, float) and not math.isfinite(value):
            continue
        if name in own and type(value) is type(own[name]):
            try:
                dataclasses.replace(view, **{name: value})
            except ValueError:
                continue
            kept[name] = value
    return kept
