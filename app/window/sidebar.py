"""The sidebar, which lists every panel by name, under its group."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QToolBar

from app.docks import Docks
from app.widgets.icons import icon
from app.widgets.styled import styled
from app.words import labels
from app.words.labels import tr

KEY = Qt.ItemDataRole.UserRole
"""The item role of the panel's key; it is empty for a heading."""
NARROWEST = 136


class Sidebar(QListWidget):
    """A list in which a click shows a panel in place of the others; a name's menu shows it beside
    them."""

    def __init__(self, docks: Docks) -> None:
        super().__init__()
        styled(self, "sidebar")
        self._docks = docks
        self.setIconSize(QSize(24, 24))
        self.setAccessibleName(tr("Panels"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill()
        self._fit()
        self.customContextMenuRequested.connect(self._on_menu)
        self.currentItemChanged.connect(self._on_chosen)
        self.itemClicked.connect(self._on_chosen)  # its dock may have been closed
        docks.front_changed.connect(self._select)

    def bar(self) -> QToolBar:
        """The tool bar that contains the sidebar."""
        bar = styled(QToolBar(tr("Panels")), "panels")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setEnabled(False)
        bar.addWidget(self)
        bar.setStyleSheet("QToolBar { padding: 0; border: none; spacing: 0; }")
        return bar

    def retheme(self) -> None:
        """Draw the icons anew in the present theme, and adapt to the text size."""
        self._fit()
        for row in range(self.count()):
            entry = self._docks.entries.get(self.item(row).data(KEY))
            if entry is not None:
                self.item(row).setIcon(icon(entry.icon))

    def _fill(self) -> None:
        group = ""
        for entry in self._docks.entries.values():
            if entry.group != group:
                group = entry.group
                heading = QListWidgetItem(tr(labels.GROUPS[group]))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setData(KEY, "")
                self.addItem(heading)
            item = QListWidgetItem(icon(entry.icon), tr(labels.PANELS[entry.key]))
            item.setData(KEY, entry.key)
            item.setToolTip(tr(labels.QUESTIONS[entry.key]))
            self.addItem(item)

    def _fit(self) -> None:
        """Make the list as wide as its longest name, in the present text size."""
        self.setFixedWidth(max(NARROWEST, self.sizeHintForColumn(0) + 2))

    def _select(self, key: str) -> None:
        for row in range(self.count()):
            if self.item(row).data(KEY) == key:
                with QSignalBlocker(self):
                    self.setCurrentRow(row)

    def _on_chosen(self, item: QListWidgetItem | None, before: object = None) -> None:
        key = item.data(KEY) if item is not None else ""
        if key:
            self._docks.show(key)

    def menu_of(self, key: str) -> QMenu:
        """The menu of a panel's name."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        beside = menu.addAction(tr("Open beside"))
        beside.triggered.connect(lambda: self._docks.show(key, beside=True))
        return menu

    def _on_menu(self, position: QPoint) -> None:
        item = self.itemAt(position)
        key = item.data(KEY) if item is not None else ""
        if key:
            self.menu_of(key).popup(self.viewport().mapToGlobal(position))
