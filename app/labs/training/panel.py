"""The panel of the Training lab: is this run healthy, and what would make it better?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.labs.training.beginnings_page import BeginningsPage
from app.labs.training.boundary_page import BoundaryPage
from app.labs.training.diagnosis_page import DiagnosisPage
from app.labs.training.fit_page import FitPage
from app.labs.training.guess_page import GuessPage
from app.labs.training.losses_page import LossesPage
from app.labs.training.presets import PRESETS
from app.labs.training.sanity_page import SanityPage
from app.labs.training.search_page import SearchPage
from app.panel.page import Page
from app.panel.panel import Panel


class TrainingPanel(Panel):
    """Says what ails a training, by what measurement, and what would cure it."""

    key = "training"
    presets = PRESETS

    def make_pages(self) -> Sequence[Page[Any]]:
        self.check = SanityPage(self)
        self.diagnosis = DiagnosisPage(self)
        self.guess = GuessPage(self)
        self.fit = FitPage(self)
        self.search = SearchPage(self)
        self.losses = LossesPage(self)
        self.plane = BoundaryPage(self)
        self.beginnings = BeginningsPage(self)
        return (
            self.check,
            self.diagnosis,
            self.guess,
            self.search,
            self.losses,
            self.fit,
            self.plane,
            self.beginnings,
        )
