"""The keys that every panel understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.words.labels import _ as mark

if TYPE_CHECKING:
    from app.panel.pin import PinControl
    from app.panel.player import Player

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


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
