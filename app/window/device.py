"""The choice of the device on which experiments are computed, and its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QStatusBar

from app.docks import Docks
from app.widgets.styled import styled
from app.words import labels
from app.words.labels import tr


class DeviceChoice(QComboBox):
    """Offers automatic or the processor, and the other devices once they are known."""

    def __init__(self, docks: Docks) -> None:
        super().__init__()
        self._docks = docks
        self.label = styled(QLabel(), "muted")
        """The name of the fastest device that was found."""
        self.setAccessibleName(tr("Device"))
        self.setToolTip(tr("Where experiments are computed"))
        for key in ("auto", "cpu"):
            self.addItem(_words(key), key)
        self.activated.connect(self._on_chosen)

    def stand_in(self, status: QStatusBar) -> None:
        """Place the choice at the end of the status bar, no higher than its text needs."""
        self.setMaximumHeight(status.window().fontMetrics().height() + 6)
        status.addPermanentWidget(self.label)
        status.addPermanentWidget(self)

    def offer(self, found: Sequence[str], name: str) -> None:
        """Offer the devices that exist, the fastest first, and say its name."""
        for key in found:
            if self.findData(key) < 0:
                self.addItem(_words(key), key)
        self.label.setText(name)

    def _on_chosen(self) -> None:
        self._docks.set_device(self.currentData())


def _words(key: str) -> str:
    return tr("Device: automatic") if key == "auto" else labels.DEVICES[key]
