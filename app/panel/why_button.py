"""A button that leads from what a panel shows to the lesson about it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from app.widgets.styled import styled
from app.words.labels import tr


class WhyButton(QPushButton):
    """A button that is visible while the panel shows the subject of a claim that has a lesson."""

    asked = Signal(str)
    """Emitted with the claim whose lesson explains it."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "why")
        self._claim = ""
        self._claims: Collection[str] = frozenset()
        self.clicked.connect(lambda: self.asked.emit(self._claim))
        self.hide()

    @property
    def claim(self) -> str:
        """The claim that the panel shows; empty if there is none, or no lesson about it."""
        return self._claim if self._claim in self._claims else ""

    def offer(self, claim: str) -> None:
        """Offer the lesson of this claim, which the panel now shows; an empty claim offers none."""
        self._claim = claim
        self.setText(tr("{claim}: why?", claim=claim))
        self.setToolTip(tr("The lesson about it"))
        self.setVisible(claim in self._claims)

    def know(self, claims: Collection[str]) -> None:
        """Set the claims that have a lesson; what is shown may be one of them."""
        self._claims = claims
        self.setVisible(self._claim in claims)
