"""Tabs that are all visible."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabWidget

WHOLE_TABS = 320
"""The most width that tabs may take from what stands beside, since a lesson beside the panel needs
it more."""


class Tabs(QTabWidget):
    """Tabs that are all visible: where there is little room their titles are shortened, with the
    whole in the tool tips; ``whole`` titles take the room from what stands beside."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self.setTabToolTip(index, self.tabText(index))

    def minimumSizeHint(self) -> QSize:
        size, corner = super().minimumSizeHint(), self.cornerWidget()
        if not self._whole:
            return size
        beside = corner.sizeHint().width() if corner is not None and not corner.isHidden() else 0
        whole = min(WHOLE_TABS, self.tabBar().sizeHint().width() + beside)
        return QSize(max(size.width(), whole), size.height())
