"""The page for nets that are trained with each norm."""

from __future__ import annotations

from app.labs.normalization.training_pictures import TrainingPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.norm_training import NormTrainingFrame, NormTrainingSpec
from core.parameters import Spec


class TrainingPage(Page[TrainingPictures]):
    """Draws the trainings; a button stops them, and starts them again."""

    key = experiment = "norm_training"
    name = mark("Does it help?")
    alone = True
    waits = True

    def build(self) -> TrainingPictures:
        pictures = TrainingPictures()
        job = self.host.jobs[self.experiment]
        pictures.set_busy(job.busy)
        job.busy_changed.connect(pictures.set_busy)
        pictures.stopped.connect(job.cancel)
        pictures.started.connect(self._on_started)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, NormTrainingSpec)
        assert isinstance(frame, NormTrainingFrame)
        self.widget.show_frame(spec, frame)

    def _on_started(self) -> None:
        self.host.jobs.forget(self.experiment)
        self.host.refresh()
