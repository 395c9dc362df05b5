"""The pages of a panel as tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget

from app.panel.page import Page
from app.widgets.tabs import Tabs


class PageTabs(Tabs):
    """A tab for each page, with room for its pictures."""

    def __init__(self, pages: Sequence[Page[Any]]) -> None:
        super().__init__(whole=True)
        self._pages = pages
        for page in pages:
            self.addTab(page.room, page.title)
        self._stack = self.findChild(QStackedWidget)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """The room that the page in front needs: those behind it need no height meanwhile."""
        size, front = super().minimumSizeHint(), self.currentWidget()
        if self._stack is None or front is None:
            return size
        spare = self._stack.minimumSizeHint().height() - front.minimumSizeHint().height()
        return QSize(size.width(), size.height() - max(0, spare))

    def heightForWidth(self, width: int) -> int:
        """The height that the page in front fills at this width; -1 if it fills any."""
        content = self.page.widget if self.page.built else None
        wanted = content.heightForWidth(width) if content is not None else -1
        if wanted < 0 or self._stack is None:
            return -1
        return wanted + self.height() - self._stack.height()

    @property
    def page(self) -> Page[Any]:
        """The page in front."""
        return self._pages[self.currentIndex()]

    def show_page(self, key: str) -> None:
        """Bring the page with that key to the front; the first one if there is none."""
        keys = [page.key for page in self._pages]
        self.setCurrentIndex(keys.index(key) if key in keys else 0)

    def enable(self, page: Page[Any], enabled: bool, why: str = "") -> None:
        """Enable or disable a page; ``why`` it is disabled goes into its tool tip."""
        index = self._pages.index(page)
        self.setTabEnabled(index, enabled)
        self.setTabToolTip(index, page.title if enabled else why)
