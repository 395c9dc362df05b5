"""Help > Keyboard shortcuts: every key and every gesture, taken from the code that handles it.

There is no separate list: keys come from the actions of the menus and from the panels' KEYS,
gestures from the ``GESTURES`` that a widget's class declares next to the code that handles them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMenu,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.docks import Docks
from app.panel.control import FieldLabel
from app.panel.edits import NumberEdit
from app.panel.panel import Panel
from app.widgets.chart import Chart
from app.widgets.slide import Slide
from app.widgets.text import plain_text
from app.words import labels
from app.words.labels import tr

EVERYWHERE = (Slide, NumberEdit, FieldLabel, Chart)
"""The widget classes that respond in the same way everywhere."""
SIZE = QSize(640, 680)
Rows = tuple[tuple[str, str], ...]
NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True)
class Section:
    """A heading, with pairs of a gesture and its effect."""

    title: str
    rows: Rows


def show(docks: Docks) -> ShortcutsDialog:
    """Open the dialog beside the window, so that the keys can be tried while it is read."""
    for dialog in docks.window.findChildren(ShortcutsDialog):
        dialog.raise_()
        dialog.activateWindow()
        return dialog
    dialog = ShortcutsDialog(docks)
    dialog.show()
    return dialog


class ShortcutsDialog(QDialog):
    """All shortcuts in one text, which can be scrolled by keys and selected."""

    def __init__(self, docks: Docks) -> None:
        super().__init__(docks.window)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(SIZE)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Keyboard shortcuts"))
        self.text.setHtml(html(sections(docks)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)


def sections(docks: Docks) -> list[Section]:
    """The menus in their order, then the mouse: in all panels, and in each."""
    found = []
    for top in docks.window.menuBar().actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            found.append(Section(plain_text(top.text()), tuple(_keys(menu))))
    found.append(Section(tr("Settings and charts"), tuple(_everywhere(docks.window))))
    for key, panel in docks.panels.items():
        found += _gestures(tr(labels.PANELS[key]), panel)
    return [section for section in found if section.rows]


def html(found: Sequence[Section]) -> str:
    """The sections as tables of equal width."""
    muted = theme.current().muted
    parts = []
    for section in found:
        rows = "".join(
            f'<tr><td width="210"><b>{escape(hand)}</b></td><td>{escape(does)}</td></tr>'
            for hand, does in section.rows
        )
        heading = f'<p style="color:{muted};margin-bottom:2px">{escape(section.title)}</p>'
        parts.append(f'{heading}<table width="100%" cellpadding="2">{rows}</table>')
    return "".join(parts)


def _keys(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _keys(below)
        elif keys := _of(action):
            yield keys, plain_text(action.text())


def _of(action: QAction) -> str:
    """The keys of an action; those after a tab belong to the panel, and the menu only
    names them."""
    named = action.text().partition("\t")[2]
    return " / ".join([key.toString(NATIVE) for key in action.shortcuts()] or [named])


def _everywhere(window: QWidget) -> Iterator[tuple[str, str]]:
    """The gestures for controls and charts, and for the window itself."""
    for owner in (*EVERYWHERE, type(window)):
        yield from _declared(owner)


def _gestures(name: str, panel: Panel) -> Iterator[Section]:
    """The gestures for pictures, page by page; pages with the same gestures are named together."""
    inside = {page.widget: _of_widget(page.widget) for page in panel.pages}
    pages: dict[Rows, list[str]] = {}
    for page in panel.pages:
        pages.setdefault(inside[page.widget], []).append(page.title)
    for rows, titles in pages.items():
        yield Section(f"{name} · {', '.join(titles)}", rows)
    of_pages = [row for rows in pages for row in rows]
    yield Section(name, tuple(row for row in _of_widget(panel) if row not in of_pages))


def _of_widget(root: QWidget) -> Rows:
    """The gestures for a widget and everything in it, each once."""
    widgets = [root, *root.findChildren(QWidget)]
    rows = [
        row
        for widget in widgets
        if not isinstance(widget, EVERYWHERE)
        for row in _declared(type(widget))
    ]
    return tuple(dict.fromkeys(rows))


def _declared(kind: type[QWidget]) -> Rows:
    """The gestures that a class declares for its widgets."""
    return tuple((tr(hand), tr(does)) for hand, does in getattr(kind, "GESTURES", ()))
