"""The page of checks before a training is trusted."""

from __future__ import annotations

from app.labs.training.sanity_pictures import SanityPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.diagnosis.sanity import SanityFrame, SanitySpec
from core.experiment import Frame
from core.parameters import Spec


class SanityPage(Page[SanityPictures]):
    """Draws the five lights, the curve of one, and the lights of all faults; a click there plants
    the fault."""

    key = experiment = "sanity"
    name = mark("Check")
    alone = True

    def build(self) -> SanityPictures:
        pictures = SanityPictures()
        pictures.planted.connect(lambda bug: self.host.form_of(self.experiment).change(bug=bug))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, SanitySpec)
        assert isinstance(frame, SanityFrame)
        self.widget.show_frame(spec, frame)
