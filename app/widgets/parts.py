"""Small parts that many widgets are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from app.widgets.icons import icon

W = TypeVar("W", bound=QWidget)


def styled(widget: W, name: str) -> W:
    """The widget, called by the name under which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def plain_text(text: str) -> str:
    """A menu's words without the sign of its letter, the Chinese ``(&F)`` included, and without the
    key that is named after a tab."""
    return re.sub(r"\(&\w\)|&(?=\w)", "", text.partition("\t")[0])


Gestures = Sequence[tuple[str, str]]
"""Pairs of what a hand does and what that does, marked for translation."""


def sentence(style: str) -> QLabel:
    """An empty label for sentences: it wraps, and its text can be selected."""
    label = styled(QLabel(), style)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Words(QLabel):
    """Sentences over a picture. So many lines are kept free for them, however many there are: else
    the picture would jump under the hand that drags in it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def _reserve(self) -> None:
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + 2)


def tool_button(text: str, name: str, do: Callable[[], object]) -> QToolButton:
    """A small flat button; ``name`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(lambda: do())
    return button


class MenuButton(QToolButton):
    """A small button with a choice behind it: what is looked at, not what is computed."""

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
        """Show that choice as the present one; emits nothing."""
        self._actions[key].setChecked(True)
