"""The page of flatness: what leads to flat minima, and do they test better?"""

from __future__ import annotations

from app.labs.landscape.flatness_pictures import FlatnessPictures
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.landscape.flatness import FlatnessFrame, FlatnessSpec
from core.parameters import Spec


class FlatnessPage(AgainPage[FlatnessPictures]):
    """Draws runs as they end, and what can be told of their differences."""

    key = experiment = "flatness"
    name = mark("Flatness")
    alone = True

    def build(self) -> FlatnessPictures:
        pictures = FlatnessPictures()
        self.tie(pictures.again)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, FlatnessSpec)
        assert isinstance(frame, FlatnessFrame)
        self.widget.show_frame(spec, frame)
