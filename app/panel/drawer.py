"""Folds a panel's controls away: where its pictures need the room, and when a person wants it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app import theme
from app.panel.cover import BESIDE
from app.panel.form_column import FormColumn
from app.widgets.buttons import IconButton
from app.words.labels import tr

LEAST = 480
"""The width in pixels that pictures have beside the controls at least, in the usual text."""


class Drawer(QObject):
    """The column of controls: beside the pictures while these keep enough room, else folded away.
    Opened there, it lies over them until it is folded again."""

    def __init__(
        self, panel: QWidget, body: QHBoxLayout, column: FormColumn, pictures: QWidget
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._body, self._column, self._pictures = body, column, pictures
        self.wanted: bool | None = None
        """What a person has said: open, folded, or (None) as there is room."""
        self.button = IconButton("controls.svg", tr("Fold the controls away"), self.toggle)
        self.button.setCheckable(True)
        self.button.setFixedSize(BESIDE, BESIDE)
        self._body.insertWidget(0, column)

    @property
    def open(self) -> bool:
        """Whether the controls can be seen."""
        return self._column.isVisibleTo(self._panel)

    def toggle(self) -> None:
        """Fold the controls away, or open them."""
        wanted = not self.open
        self.wanted = None if wanted == self._fits() else wanted
        self.follow()

    def follow(self) -> None:
        """Place the controls as there is room now."""
        self._column.offer(self._panel.contentsRect().width())
        beside = self._fits()
        shown = beside if self.wanted is None else self.wanted
        if beside and self._body.indexOf(self._column) < 0:
            self._body.insertWidget(0, self._column)
        elif shown and not beside:
            self._body.removeWidget(self._column)
            room = self._pictures.geometry()
            width = min(self._column.sizeHint().width(), room.width())
            self._column.setGeometry(QRect(room.topLeft(), QSize(width, room.height())))
            self._column.raise_()
        focused = QApplication.focusWidget()
        if not shown and focused is not None and self._column.isAncestorOf(focused):
            self._panel.setFocus()
        self._column.setVisible(shown)
        self.button.setChecked(not shown)

    def _fits(self) -> bool:
        """Whether the pictures keep enough room beside the controls."""
        needed = max(LEAST * theme.text_scale(), self._pictures.minimumSizeHint().width())
        taken = self._column.sizeHint().width() + self._body.spacing()
        return self._panel.contentsRect().width() - taken >= needed
