"""Things named by text, ``module:name``, so that a list imports nothing of what it names."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def named(place: str) -> Any:
    """What stands at ``module:name``; the module is imported."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
