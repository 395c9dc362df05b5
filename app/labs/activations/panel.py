"""The panel of the Activations lab: does the signal survive the depth?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.job import Worker
from app.labs.activations.backward_page import BackwardPage
from app.labs.activations.forward_page import ForwardPage
from app.labs.activations.functions_page import FunctionsPage
from app.labs.activations.preprocessing_page import PreprocessingPage
from app.labs.activations.presets import PRESETS
from app.labs.activations.signal_page import SignalPage
from app.labs.activations.training_page import TrainingPage
from app.labs.activations.view import ActivationsView
from app.labs.activations.weights_page import WeightsPage
from app.labs.files import ROWS
from app.panel.page import Page
from app.panel.panel import Panel
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.signals.activations import ActivationsSpec
from core.signals.net import SIDES


class ActivationsPanel(Panel):
    """Compares up to four initializations on the same draws: what each layer passes on,
    both ways."""

    key = "activations"
    hidden_fields: ClassVar[Sequence[str]] = ("std",)  # each side has its own
    presets = PRESETS
    view = ActivationsView()

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._formulas = {n: FormulaView() for n in ("activation", *(f"init_{s}" for s in SIDES))}
        for name, view in self._formulas.items():
            self.form.add_note(name, view)

    def make_pages(self) -> Sequence[Page[Any]]:
        self.reading = ReadingView()
        pages = [page(self, self.reading) for page in (ForwardPage, BackwardPage, WeightsPage)]
        self.signals: Mapping[str, SignalPage] = {page.key: page for page in pages}
        self.functions = FunctionsPage(self)
        self.training = TrainingPage(self)
        self.preprocessing = PreprocessingPage(self)
        return *pages, self.functions, self.training, self.preprocessing

    def build_pictures(self) -> QWidget:
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(self.tabs)
        rows.addWidget(self.reading)
        rows.setSizes([534, 150])  # four sentences and two rows: a slider moves no picture
        return rows

    def beside(self) -> Mapping[QWidget, Collection[str]]:
        return {self.reading: (self.key,)} if self.page.experiment == self.key else {}

    def annotate(self) -> None:
        spec = self.spec
        assert isinstance(spec, ActivationsSpec)
        self._formulas["activation"].set_tex("f(z) = " + ACTIVATIONS[spec.activation].tex)
        for side in SIDES:
            key = getattr(spec, f"init_{side}")
            view = self._formulas[f"init_{side}"]
            view.setVisible(key in INITIALIZERS and f"init_{side}" in self.form.shown)
            if key in INITIALIZERS:
                view.set_tex(INITIALIZERS[key].tex)
        self.reading.setVisible(self.page.experiment == self.key)

    def open_file(self, path: str) -> bool:
        """Open rows of numbers while this panel is in front, since another panel can use them too.
        A broken file counts as rows until it is read, and its fault is reported here."""
        if not self.isVisible() or not ROWS.fits(path):
            return False
        self.jobs.forget()  # the file may have changed under the same name
        if self.preprocessing.in_front:
            self.form_of(self.preprocessing.experiment).change(source="file", path=path)
        else:
            self.form.change(input="file", path=path)
        self.refresh()
        return True

    def retheme(self) -> None:
        super().retheme()
        for view in self._formulas.values():
            view.draw()
