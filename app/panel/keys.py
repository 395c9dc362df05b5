"""The keys that every panel understands, and who hears them.

A control that was reached with Tab keeps the keys that it has a use for: arrows move a slider,
Space ticks a box. One that was clicked leaves the keyboard to its panel, so that Space still plays
after a slider was dragged. Texts keep what is typed into them either way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.panel.bars import Bars
from app.words.labels import _ as mark

if TYPE_CHECKING:
    from app.panel.pin import PinControl
    from app.panel.player import Player

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WRITTEN = (QLineEdit, QTextEdit, QPlainTextEdit, QLabel, Bars)
"""What is written, drawn or selected in: a click gives it the keyboard."""


class Played(Protocol):
    """A panel, as something that keys can control."""

    pin: PinControl

    @property
    def player(self) -> Player:
        """The player of the page in front."""


@dataclass(frozen=True)
class PanelKey:
    """A key that every panel understands: its name in the menu, and what it does."""

    key: Qt.Key
    words: str
    do: Callable[[Played], None]

    def meant_by(self, event: QKeyEvent) -> bool:
        """Whether this is the key that was pressed."""
        return event.key() == self.key and event.modifiers() in _PLAIN


KEYS = (
    PanelKey(Qt.Key.Key_Space, mark("&Play or pause"), lambda panel: panel.player.toggle()),
    PanelKey(Qt.Key.Key_Right, mark("One step &on"), lambda panel: panel.player.nudge(1)),
    PanelKey(Qt.Key.Key_Left, mark("One step &back"), lambda panel: panel.player.nudge(-1)),
    PanelKey(Qt.Key.Key_R, mark("From the &start"), lambda panel: panel.player.restart()),
    PanelKey(Qt.Key.Key_P, mark("P&in or unpin"), lambda panel: panel.pin.toggle()),
)


def is_panels(event: QKeyEvent) -> bool:
    """Whether the key is one of the panels', which a widget beside them should leave to them."""
    return any(key.meant_by(event) for key in KEYS)


def take(event: QKeyEvent, panel: Callable[[], Played]) -> bool:
    """Do what a key means that no control had a use for; False if it means nothing.

    Enter presses the button that has the keyboard; the other keys act on the ``panel``.
    """
    if event.key() in _ENTER and event.modifiers() in _PLAIN:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.isEnabled():
            focused.click()
            return True
    for key in KEYS:
        if key.meant_by(event):
            key.do(panel())
            return True
    return False


def give_back(panel: QWidget, focused: QWidget | None) -> None:
    """Give the keyboard back to a panel if a click took it to something that is no text."""
    held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    if not held or focused is None or focused is panel or isinstance(focused, _WRITTEN):
        return
    if panel.isAncestorOf(focused):
        panel.setFocus()
