"""Menus without opening them: the offscreen platform warns of every pop-up."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from app.widgets.text import plain_text
from app.window.main_window import MainWindow


def choose(window: MainWindow, menu: str, words: str) -> None:
    """Choose an entry of a menu."""
    (top,) = (a for a in window.menuBar().actions() if plain_text(a.text()) == menu)
    below = top.menu()
    assert isinstance(below, QMenu)
    (action,) = (a for a in below.actions() if plain_text(a.text()) == words)
    action.trigger()
