"""Look up things named by text, ``module:name``, so that a list need not import what it names."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def named(place: str) -> Any:
    """The object at ``module:name``; its module is imported."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
