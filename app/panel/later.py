"""A placeholder for a widget that takes long to build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)


class Later(QWidget, Generic[W]):
    """Holds a widget that is built when it is first needed, and gives it its place in the tab
    order; a widget that comes late would otherwise be the last."""

    built = Signal()

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make
        self._content: W | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def ready(self) -> bool:
        """Whether the widget is built."""
        return self._content is not None

    @property
    def content(self) -> W:
        """The widget, built now if it was not yet."""
        self.build()
        assert self._content is not None
        return self._content

    def build(self) -> None:
        """Build the widget, if it is not built yet."""
        if self._content is None:
            self._content = self._make()
            self._take_in(self._content)
            self.built.emit()

    def _take_in(self, content: W) -> None:
        inside = list(_focusable(content))
        layout = self.layout()
        assert layout is not None
        layout.addWidget(content)
        self.setSizePolicy(content.sizePolicy())
        content.show()
        for one, other in pairwise([*_last_before(self), *inside]):
            QWidget.setTabOrder(one, other)


def _focusable(root: QWidget) -> Iterator[QWidget]:
    """The widgets that take the keyboard focus within a widget without a parent, in their order."""
    one: QWidget | None = root
    while one is not None:
        if one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            yield one
        one = one.nextInFocusChain()
        if one is root:
            return


def _last_before(room: QWidget) -> Sequence[QWidget]:
    """The last widget before this one that takes the keyboard focus; empty if there is none."""
    one = room.previousInFocusChain()
    while one is not None and one is not room:
        if one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            return (one,)
        one = one.previousInFocusChain()
    return ()
