"""A row of presets: as many buttons as fit, and the rest in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.widgets.styled import styled
from app.words.labels import tr

GAP = 6


class PresetBar(QWidget):
    """Chooses a preset with one click: ``choose`` gets its number."""

    def __init__(self, names: Sequence[str], choose: Callable[[int], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        self.buttons = []
        for index, name in enumerate(names):
            button = styled(QPushButton(name), "preset")
            button.clicked.connect(lambda _=False, index=index: choose(index))
            row.addWidget(button)
            self.buttons.append(button)
        self.more = styled(QPushButton(tr("Presets")), "preset")
        self._menu = QMenu(self.more)
        self._actions = [self._menu.addAction(name) for name in names]
        for index, action in enumerate(self._actions):
            action.triggered.connect(lambda _=False, index=index: choose(index))
        self.more.setMenu(self._menu)
        row.addWidget(self.more)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        widths = [button.sizeHint().width() for button in self.buttons]
        return QSize(sum(widths) + GAP * len(widths), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.more.sizeHint().width(), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width()
        everything = self.sizeHint().width() <= room
        room -= 0 if everything else self.more.sizeHint().width() + GAP
        for button, action in zip(self.buttons, self._actions, strict=True):
            room -= button.sizeHint().width() + GAP
            button.setVisible(everything or room >= 0)
            action.setVisible(not button.isVisibleTo(self))
        self.more.setVisible(not everything)
