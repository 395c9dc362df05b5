"""Small flat buttons with a text, an icon, or a menu of choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from app.widgets.icons import icon


def tool_button(text: str, name: str, do: Callable[[], object]) -> QToolButton:
    """A small flat button; ``name`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(lambda: do())
    return button


class IconButton(QToolButton):
    """A small flat button with an icon that follows the theme; ``name`` is its tool tip and what a
    screen reader says."""

    def __init__(self, file: str, name: str, do: Callable[[], object]) -> None:
        super().__init__()
        self._file = file
        self.setAutoRaise(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setIcon(icon(file))
        self.clicked.connect(lambda: do())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.setIcon(icon(self._file))


class MenuButton(QToolButton):
    """A small button with a menu of choices that change the view, and not what is computed."""

    chosen = Signal(str)

    def __init__(self, file: str, name: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._file = file
        self.setIcon(icon(file))
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        group = QActionGroup(self)
        self._actions = {key: self._menu.addAction(words) for key, words in choices.items()}
        for key, action in self._actions.items():
            action.setCheckable(True)
            action.triggered.connect(partial(self.chosen.emit, key))
            group.addAction(action)
        self._menu.actions()[0].setChecked(True)
        self.setMenu(self._menu)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.setIcon(icon(self._file))

    def choose(self, key: str) -> None:
        """Show that choice as the current one; emits nothing."""
        self._actions[key].setChecked(True)
