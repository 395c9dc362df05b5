"""Widgets called by the names under which the style sheet knows them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def styled(widget: W, name: str) -> W:
    """The widget, called by the name under which the style sheet knows it."""
    widget.setObjectName(name)
    return widget
