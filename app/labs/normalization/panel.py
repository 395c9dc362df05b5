"""Normalization: which numbers share a mean?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.job import Job, Worker
from app.labs.normalization.backward_pictures import BackwardPictures
from app.labs.normalization.compare_pictures import ComparePictures
from app.labs.normalization.presets import PRESETS
from app.labs.normalization.running_pictures import RunningPictures
from app.labs.normalization.scale_pictures import WeightScalePictures
from app.labs.normalization.training_pictures import TrainingPictures
from app.panel.animation import Animation
from app.panel.panel import Page, Panel
from app.widgets.buttons import MenuButton
from app.widgets.formula import FormulaView
from app.words.labels import _ as mark
from app.words.labels import tr
from core.data.images import SUFFIXES
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.sharing import Cell
from core.parameters import Spec, SpecError

RUNNING, BACKWARD, TRAINING, SCALE = COMPANIONS = (
    *("running_statistics", "bn_backward", "norm_training", "weight_scale"),
)

SCALINGS: Mapping[str, str] = {
    "common": mark("One color scale for all outputs"),
    "own": mark("Each picture its own color scale"),
}


@dataclass(frozen=True)
class NormalizationView:
    """What is shown but not computed: the element that is pointed at, and the color scale."""

    sample: int = 0
    channel: int = 0
    pixel: int = 0
    scaling: str = "common"

    def __post_init__(self) -> None:
        if self.scaling not in SCALINGS or min(self.sample, self.channel, self.pixel) < 0:
            raise ValueError(str(self))


class NormalizationPanel(Panel):
    """Norms side by side; training and prediction; the backward pass; what a norm is good for."""

    key = "normalization"
    companions = COMPANIONS
    own_fields: ClassVar[Mapping[str, Collection[str]]] = {
        RUNNING: ("batch", "eps", "seed"),
        BACKWARD: ("gamma", "beta", "eps"),
        TRAINING: ("batch", "groups", "seed"),
        SCALE: ("batch", "eps", "seed"),
    }
    presets = PRESETS
    parts: ClassVar[Mapping[str, Callable[[], QWidget]]] = {
        "compare": ComparePictures,
        RUNNING: RunningPictures,
        BACKWARD: BackwardPictures,
        TRAINING: TrainingPictures,
        SCALE: WeightScalePictures,
    }

    def __init__(self, worker: Worker, made: Mapping[str, QWidget] | None = None) -> None:
        self.view = NormalizationView()
        self._frame: NormalizationFrame | None = None
        super().__init__(worker, made)
        self.add_job("normalization", self._on_frame)
        for key in COMPANIONS:
            self.add_job(key, partial(self._on_page_frame, key))
        training = self.jobs[TRAINING]
        training.busy_changed.connect(lambda: self.training.set_busy(training.busy))
        self.training.stopped.connect(training.cancel)
        self.training.started.connect(self._train_again)
        self._formula = FormulaView()
        self.form.add_note("source", self._formula)

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        self._formula.set_tex(r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta")
        return ((self.jobs[self.front], self.spec_of(self.front)),)

    def build_pictures(self) -> QWidget:
        self.compare: ComparePictures = self.part("compare")
        self.reading = self.compare.reading
        self.running: RunningPictures = self.part(RUNNING)
        self.backward: BackwardPictures = self.part(BACKWARD)
        self.training: TrainingPictures = self.part(TRAINING)
        self.weights: WeightScalePictures = self.part(SCALE)
        self.compare.pointed_at.connect(self._on_pointed)
        self._by_experiment: dict[str, Any] = {
            RUNNING: self.running,
            BACKWARD: self.backward,
            TRAINING: self.training,
            SCALE: self.weights,
        }
        titles = {
            RUNNING: tr("Train and predict"),
            BACKWARD: tr("Backward"),
            TRAINING: tr("Does it help?"),
            SCALE: tr("Scaled weights"),
        }
        pages = [Page("compare", tr("Compare"), self.compare)]
        for key, page in self._by_experiment.items():
            pages.append(Page(key, titles[key], page, key, alone=True))
        tabs = self.build_pages(pages)
        words = {key: tr(words) for key, words in SCALINGS.items()}
        self.scaling = MenuButton("scale.svg", tr("Color scale"), words)
        self.scaling.chosen.connect(lambda key: self.change_view(scaling=key))
        tabs.setCornerWidget(self.scaling)
        QWidget.setTabOrder(tabs.tabBar(), self.scaling)
        return tabs

    def open_file(self, path: str) -> bool:
        if path.endswith(".npy"):
            changes = {"source": "file", "path": path}
        elif path.lower().endswith(SUFFIXES) or Path(path).is_dir():
            changes = {"source": "images", "images": path}
        else:
            return False
        self._asked.clear()  # the file may have changed under the same name
        self.show_page("compare")
        self.form.change(**changes)
        self.refresh()
        return True

    def restart(self) -> None:
        if self.front == BACKWARD:
            self.backward.transport.restart()

    def show_end(self) -> None:
        self.backward.transport.move_to(self.backward.transport.total)

    def animation(self) -> Animation | None:
        return self.backward.transport.animation() if self.front == BACKWARD else None

    def toggle_play(self) -> None:
        if self.front == BACKWARD:
            self.backward.transport.toggle()

    def step(self, by: int) -> None:
        if self.front == BACKWARD:
            self.backward.transport.nudge(by)
        elif self.front == RUNNING:
            self.running.turn(by)

    def retheme(self) -> None:
        for page in (self.compare, *self._by_experiment.values()):
            page.retheme()
        self._formula.draw()
        if self._frame is not None:
            self.draw(self._frame, self.view)

    def draw(self, frame: NormalizationFrame, view: NormalizationView) -> None:
        """Draw the pictures, the histograms and the table."""
        spec = self.drawn_spec(self.jobs[self.key])
        assert isinstance(spec, NormalizationSpec)
        self.scaling.choose(view.scaling)
        self.compare.show_frame(spec, frame, view.scaling)
        self._draw_pointer(frame, view)

    def follow(self) -> None:
        super().follow()
        self.scaling.setVisible(self.front == self.key)

    def _draw_pointer(self, frame: NormalizationFrame, view: NormalizationView) -> None:
        spec = self.drawn_spec(self.jobs[self.key])
        assert isinstance(spec, NormalizationSpec)
        self.compare.show_pointer(spec, frame, Cell(view.sample, view.channel, view.pixel))

    def _on_frame(self, frame: NormalizationFrame) -> None:
        self._frame = frame
        self.draw(frame, self.view)

    def _on_page_frame(self, key: str, frame: Any) -> None:
        self._by_experiment[key].show_frame(self.drawn_spec(self.jobs[key]), frame)

    def _on_pointed(self, sample: int, channel: int, pixel: int) -> None:
        view = replace(self.view, sample=sample, channel=channel, pixel=pixel)
        if self._frame is not None and view != self.view:
            self.view = view
            self._draw_pointer(self._frame, view)

    def _train_again(self) -> None:
        self._asked.pop(self.jobs[TRAINING], None)
        self.refresh()
