"""The page on training and test error."""

from __future__ import annotations

from app.labs.training.fit_pictures import FitPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.diagnosis.fit import FitFrame, FitSpec
from core.experiment import Frame
from core.parameters import Spec


class FitPage(Page[FitPictures]):
    """Draws errors over the size of a model and losses over the steps of a net; a click chooses a
    size."""

    key = experiment = "fit"
    name = mark("Fit")
    alone = True
    waits = True

    def build(self) -> FitPictures:
        pictures = FitPictures()
        pictures.chosen.connect(self._choose)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, FitSpec)
        assert isinstance(frame, FitFrame)
        self.widget.show_frame(spec, frame)

    def _choose(self, features: int) -> None:
        form = self.host.form_of(self.experiment)
        spec = self.host.spec_of(self.experiment)
        if isinstance(spec, FitSpec):
            form.change(features=max(1, min(features, 10 * spec.samples)))
