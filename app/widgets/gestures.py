"""Gestures that a widget declares for itself; Help > Keyboard shortcuts lists them."""

from __future__ import annotations

from collections.abc import Sequence

Gestures = Sequence[tuple[str, str]]
"""Pairs of a gesture and its effect, marked for translation."""
