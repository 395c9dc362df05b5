"""Styles of widgets, and the names by which the style sheet knows widgets."""

from __future__ import annotations

from typing import Any, TypeVar

import shiboken6
from PySide6.QtWidgets import QStyle, QWidget

W = TypeVar("W", bound=QWidget)


def styled(widget: W, name: str) -> W:
    """The widget, after giving it the name by which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def style_of(widget: QWidget) -> QStyle:
    """The style that a widget is drawn in.

    PySide finds Python's object for a C++ one by its address. Qt deletes a layout's items without a
    word to Python, and a theme's new style may get the address of one: then ``widget.style()`` is
    that item. Forgotten, it makes room for the style.
    """
    found: Any = widget.style()
    if not isinstance(found, QStyle):
        shiboken6.invalidate(found)
        found = widget.style()
    assert isinstance(found, QStyle)
    return found
