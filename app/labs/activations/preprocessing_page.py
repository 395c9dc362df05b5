"""The page for rows on their way through preprocessing."""

from __future__ import annotations

from app.labs.activations.preprocessing_pictures import PreprocessingPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.parameters import Spec
from core.signals.common import SeededSpec
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec


class PreprocessingPage(Page[PreprocessingPictures]):
    """Draws the rows at every stage of preprocessing."""

    key = experiment = "preprocessing"
    name = mark("Preprocessing")
    base = SeededSpec
    alone = True

    def build(self) -> PreprocessingPictures:
        return PreprocessingPictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, PreprocessingSpec)
        assert isinstance(frame, PreprocessingFrame)
        self.widget.show_frame(spec, frame)
