"""Menus as data: each action is named once, with its key and its effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

Key = QKeySequence.StandardKey | str
Do = Callable[[], object]


@dataclass(frozen=True)
class Item:
    """A menu entry that does something."""

    words: str
    do: Do
    keys: Sequence[Key] = ()


@dataclass(frozen=True)
class Choice:
    """A menu of which one entry is chosen: the words for each, by its key. Without words of its own
    its entries stand in the menu that it belongs to."""

    words: str
    do: Callable[[str], object]
    entries: Mapping[str, str]
    chosen: str
    keys: Mapping[str, Sequence[Key]] = field(default_factory=dict)


@dataclass(frozen=True)
class Menu:
    """A menu, in the bar or in another menu."""

    words: str
    entries: Sequence[Entry]


SEPARATOR = None
Entry = Item | Choice | Menu | QAction | QMenu | None
"""An entry of a menu: data, an action or a menu that was made elsewhere, or :data:`SEPARATOR`."""


def fill(bar: QMenuBar, menus: Sequence[Menu]) -> None:
    """Fill the menu bar of a window."""
    for menu in menus:
        _fill(bar.addMenu(menu.words), menu.entries)


def _fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    for entry in entries:
        match entry:
            case None:
                menu.addSeparator()
            case Item():
                _add(menu, entry.words, entry.do, entry.keys)
            case Choice():
                _add_choice(menu.addMenu(entry.words) if entry.words else menu, entry)
            case Menu():
                _fill(menu.addMenu(entry.words), entry.entries)
            case QMenu():
                menu.addMenu(entry)
            case QAction():
                menu.addAction(entry)


def _add(menu: QMenu, words: str, do: Do | None, keys: Sequence[Key] = ()) -> QAction:
    action = QAction(words, menu)
    action.setShortcuts([QKeySequence(key) for key in keys])
    if do is not None:
        action.triggered.connect(lambda: do())
    menu.addAction(action)
    return action


def _add_choice(menu: QMenu, choice: Choice) -> None:
    group = QActionGroup(menu)
    for key, words in choice.entries.items():
        action = _add(menu, words, partial(choice.do, key), choice.keys.get(key, ()))
        action.setCheckable(True)
        action.setChecked(key == choice.chosen)
        group.addAction(action)
