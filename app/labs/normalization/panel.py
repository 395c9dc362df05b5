"""The panel of the Normalization lab: which numbers share a mean?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.job import Worker
from app.labs.files import FOLDERS, PICTURES, TENSORS
from app.labs.normalization.backward_page import BackwardPage
from app.labs.normalization.compare_page import ComparePage
from app.labs.normalization.presets import PRESETS
from app.labs.normalization.running_page import RunningPage
from app.labs.normalization.scale_page import WeightScalePage
from app.labs.normalization.training_page import TrainingPage
from app.labs.normalization.view import SCALINGS, NormalizationView
from app.panel.page import Page
from app.panel.panel import Panel
from app.widgets.buttons import MenuButton
from app.widgets.formula import FormulaView
from app.words.labels import tr
from core.layers.norms import TEX


class NormalizationPanel(Panel):
    """Shows norms side by side, training and prediction, the backward pass, and what a norm is good
    for."""

    key = "normalization"
    presets = PRESETS
    view = NormalizationView()

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._formula = FormulaView()
        self.form.add_note("source", self._formula)

    def make_pages(self) -> Sequence[Page[Any]]:
        self.compare = ComparePage(self)
        self.running = RunningPage(self)
        self.backward = BackwardPage(self)
        self.training = TrainingPage(self)
        self.weights = WeightScalePage(self)
        return self.compare, self.running, self.backward, self.training, self.weights

    def build_pictures(self) -> QWidget:
        words = {key: tr(words) for key, words in SCALINGS.items()}
        self.scaling = MenuButton("scale.svg", tr("Color scale"), words)
        self.scaling.choose(self.view.scaling)
        self.scaling.chosen.connect(lambda key: self.change_view(scaling=key))
        self.tabs.setCornerWidget(self.scaling)
        QWidget.setTabOrder(self.tabs.tabBar(), self.scaling)
        return self.tabs

    def annotate(self) -> None:
        self._formula.set_tex(TEX)

    def follow(self) -> None:
        super().follow()
        self.scaling.setVisible(self.compare.in_front)

    def look(self, before: NormalizationView) -> None:
        self.scaling.choose(self.view.scaling)
        super().look(before)

    def open_file(self, path: str) -> bool:
        if TENSORS.fits(path):
            changes = {"source": "file", "path": path}
        elif PICTURES.fits(path) or FOLDERS.fits(path):
            changes = {"source": "images", "images": path}
        else:
            return False
        self.jobs.forget()  # the file may have changed under the same name
        self.show_page(self.compare.key)
        self.form.change(**changes)
        self.refresh()
        return True

    def retheme(self) -> None:
        super().retheme()
        self._formula.draw()
