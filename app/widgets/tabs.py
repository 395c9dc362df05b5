"""Tabs that are all readable."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QTabWidget, QWidget

WHOLE_TABS = 320
"""The most width that tabs may take from what stands beside, since a lesson beside the panel needs
it more."""


ROOM, LITTLE = 24, 8
"""The pixels beside a title, on both sides together: as Fusion has them, and where room is
scarce."""


class _Close(QProxyStyle):
    """Fusion with tabs that are hardly wider than their titles."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric == QStyle.PixelMetric.PM_TabBarTabHSpace:
            return LITTLE
        return super().pixelMetric(metric, option, widget)


@cache
def _close() -> QStyle:
    """The style that close tabs share: a bar does not own its style."""
    return _Close()


class Tabs(QTabWidget):
    """Tabs that are all visible: where there is little room they stand closer, and then their
    titles are shortened, with the whole in the tool tips; ``whole`` titles take the room from what
    stands beside.

    Those with :meth:`shorten` have a short title for that case. Where even these have no room,
    arrows bring the other tabs, since two letters of a title are no title.
    """

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self._is_close = False
        self._titles: dict[int, tuple[str, str]] = {}
        """The long title and the short one of tabs that have both."""
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        # The bar takes the keyboard itself: where it is hidden, the tab key would get no further.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def shorten(self, index: int, short: str) -> None:
        """Let a tab have a short title where there is little room."""
        self._titles[index] = self.tabText(index), short

    def fit_titles(self) -> None:
        """Show the longest titles that have room; needed after tabs were shown or hidden."""
        self._stand_close()
        if not self._titles:
            return
        for which in (0, 1):
            for index, titles in self._titles.items():
                if self.tabText(index) != titles[which]:
                    self.setTabText(index, titles[which])
            fits = self.tabBar().sizeHint().width() <= self.width()
            if fits:
                break
        if self.usesScrollButtons() == fits:
            self.setUsesScrollButtons(not fits)
            mode = Qt.TextElideMode.ElideRight if fits else Qt.TextElideMode.ElideNone
            self.setElideMode(mode)

    def _stand_close(self) -> None:
        """Let tabs stand close where they have no room to stand apart."""
        bar, corner = self.tabBar(), self.cornerWidget()
        beside = corner.width() if corner is not None and corner.isVisible() else 0
        spared = (ROOM - LITTLE) * self.count() if self._is_close else 0
        close = bar.sizeHint().width() + spared > self.width() - beside
        if close != self._is_close:
            self._is_close = close
            # None gives back the application's style, which another theme replaces.
            bar.setStyle(_close() if close else None)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_titles()

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self.setTabToolTip(index, self.tabText(index))
        self._take_focus()

    def tabRemoved(self, index: int) -> None:
        super().tabRemoved(index)
        self._take_focus()

    def _take_focus(self) -> None:
        """Take the tab key only while there is a bar to take it: it would not go on from a bar that
        hides itself."""
        hidden = self.tabBarAutoHide() and self.count() < 2
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if hidden else Qt.FocusPolicy.TabFocus)

    def minimumSizeHint(self) -> QSize:
        size, corner = super().minimumSizeHint(), self.cornerWidget()
        if not self._whole:
            return size
        beside = corner.sizeHint().width() if corner is not None and not corner.isHidden() else 0
        whole = min(WHOLE_TABS, self.tabBar().sizeHint().width() + beside)
        return QSize(max(size.width(), whole), size.height())
