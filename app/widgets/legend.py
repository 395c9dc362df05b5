"""Legends as HTML: names behind a line or a dot in their color."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from app.widgets.text import unbroken

SPACES = '<span style="white-space:pre-wrap">   </span>'
"""Between a legend's entries; where a line ends with them they take no room."""


def legend_text(entries: Sequence[tuple[str, QColor, str]]) -> str:
    """Names behind a line, or a dot, in their color."""
    return SPACES.join(
        f'<span style="color:{color.name()}">{sign}</span>&nbsp;{unbroken(name)}'
        for name, color, sign in entries
    )
