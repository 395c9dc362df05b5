"""Names for widgets, by which the style sheet knows them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def styled(widget: W, name: str) -> W:
    """The widget, after giving it the name by which the style sheet knows it."""
    widget.setObjectName(name)
    return widget
