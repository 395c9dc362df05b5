"""What a hand can do with a widget, said by the widget: Help > Keyboard shortcuts lists it."""

from __future__ import annotations

from collections.abc import Sequence

Gestures = Sequence[tuple[str, str]]
"""Pairs of what a hand does and what that does, marked for translation."""
