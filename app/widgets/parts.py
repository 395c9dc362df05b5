"""Small parts that many widgets are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

W = TypeVar("W", bound=QWidget)


def styled(widget: W, name: str) -> W:
    """The widget, called by the name under which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def sentence(style: str) -> QLabel:
    """An empty label for sentences: it wraps, and its text can be selected."""
    label = styled(QLabel(), style)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def tool_button(text: str, name: str, do: Callable[[], object]) -> QToolButton:
    """A small flat button; ``name`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(lambda: do())
    return button
