"""Legends as HTML: names behind a line or a dot in their color."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from app.widgets.text import unbroken

SPACES = '<span style="white-space:pre-wrap">   </span>'
"""The space between a legend's entries; it takes no room at the end of a line."""


def legend_text(entries: Sequence[tuple[str, QColor, str]]) -> str:
    """A legend's HTML: names after a line, or a dot, in their color."""
    return SPACES.join(
        f'<span style="color:{color.name()}">{sign}</span>&nbsp;{unbroken(name)}'
        for name, color, sign in entries
    )
