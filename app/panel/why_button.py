"""A button that leads from what a panel shows to the lesson about it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.widgets.styled import styled
from app.words.labels import tr


class WhyButton(QPushButton):
    """Is seen while the panel shows what a claim is about, and the claim has a lesson."""

    asked = Signal(str)
    """The claim whose lesson says why."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "why")
        self._claim = ""
        self._claims: Collection[str] = frozenset()
        self.clicked.connect(lambda: self.asked.emit(self._claim))
        self.hide()

    def offer(self, claim: str) -> None:
        """The panel shows what this claim is about; nothing of the kind, for an empty one."""
        self._claim = claim
        self.setText(tr("{claim}: why?", claim=claim))
        self.setToolTip(tr("The lesson about it"))
        self.setVisible(claim in self._claims)

    def know(self, claims: Collection[str]) -> None:
        """These claims have a lesson; what is shown may be about one of them."""
        self._claims = claims
        self.setVisible(self._claim in claims)
