"""Pictures that paint themselves, and can keep what they show as a ghost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.widgets.exhibit import Exhibit


class Painted(Exhibit, QWidget):
    """A picture that a subclass paints. What it shows is ``shown``, and its ghost what that was
    when it was pinned."""

    ghost_changed = Signal()
    """Emitted when a ghost becomes visible or invisible."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Any = None
        """What is drawn: a value that nobody changes; None while there is nothing."""
        self.ghost: Any = None
        """What was drawn when the picture was pinned; None while there is no pin."""

    def pin(self) -> bool:
        """Keep what is shown as a ghost; False if there is nothing to keep."""
        self.ghost = self.shown
        self.update()
        return self.ghost is not None

    def unpin(self) -> None:
        """Remove the ghost."""
        self.ghost = None
        self.update()

    @property
    def ghost_shown(self) -> bool:
        """Whether there is a ghost."""
        return self.ghost is not None

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.update()
