"""The bottom line of a panel: its playback controls, and whether it computes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.widgets.sentences import Steady
from app.widgets.styled import styled
from app.words import labels


class Footer(QHBoxLayout):
    """Shows the playback controls, a bar while something is computed, and how long that took."""

    def __init__(self, left: QWidget | None, notice: QWidget) -> None:
        super().__init__()
        if left is not None:
            self.addWidget(left, 1)
        else:
            self.addWidget(notice, 1)
            self.addStretch(1)  # the notice is hidden as a rule
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedSize(60, 8)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.timing = styled(Steady("0.00 ms"), "muted")
        self.timing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self.bar)
        self.addWidget(self.timing)

    def show_progress(self, share: float) -> None:
        """Show progress without the bar's repaint at once, which would paint all that waits too."""
        self.bar.setUpdatesEnabled(False)
        self.bar.setValue(round(1000 * share))
        self.bar.setUpdatesEnabled(True)

    def show_busy(self, busy: bool) -> None:
        """Show whether something is being computed or waits to be painted."""
        self.bar.setVisible(busy)

    def show_seconds(self, seconds: float) -> None:
        """Show how long the page in front took to compute."""
        self.timing.setText(labels.duration(seconds))
