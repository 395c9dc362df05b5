"""A change in a panel as an undo step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from app.panel.panel import Panel
from app.panel.state import PanelState, Specs


class SpecChange(QUndoCommand):
    """One change of a panel's controls; the changes of one gesture are one step. A preset also
    changes the page and the view, and so do its undo and redo."""

    def __init__(
        self,
        panel: Panel,
        before: Specs | PanelState,
        after: Specs | PanelState,
        gesture: int,
        show: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.panel, self.before, self.after, self.gesture = panel, before, after, gesture
        self._show = show
        self._first = True

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SpecChange) or other.panel is not self.panel:
            return False
        if other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)  # a gesture that was taken back is no step
        return True

    def redo(self) -> None:
        if self._first:  # the hand has made it already
            self._first = False
            return
        self._take(self.after)

    def undo(self) -> None:
        self._take(self.before)

    def _take(self, state: Specs | PanelState) -> None:
        if not self.panel.isVisible():
            self._show(self.panel.key)  # or nothing would be seen to happen
        if isinstance(state, PanelState):
            self.panel.restore(state)
        else:
            self.panel.set_specs(state)
