"""The page for nets that are trained with each norm."""

from __future__ import annotations

from app.labs.normalization.training_pictures import TrainingPictures
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.norm_training import NormTrainingFrame, NormTrainingSpec
from core.parameters import Spec


class TrainingPage(AgainPage[TrainingPictures]):
    """Draws the trainings; a button stops them, and starts them again."""

    key = experiment = "norm_training"
    name = mark("Does it help?")
    alone = True

    def build(self) -> TrainingPictures:
        pictures = TrainingPictures()
        self.tie(pictures.button)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, NormTrainingSpec)
        assert isinstance(frame, NormTrainingFrame)
        self.widget.show_frame(spec, frame)
