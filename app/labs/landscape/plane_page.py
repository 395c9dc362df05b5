"""The page on a plane through trained weights."""

from __future__ import annotations

from app.labs.landscape.plane_pictures import PlanePictures
from app.panel.page import Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.experiment import Frame
from core.landscape.plane import PlaneFrame, PlaneSpec
from core.parameters import Spec


class PlanePage(Page[PlanePictures]):
    """Draws the loss over the plane as it is surveyed, and the paths with what it hides of them."""

    key = experiment = "plane"
    name = mark("Path")
    waits = True

    def build(self) -> PlanePictures:
        return PlanePictures()

    @property
    def player(self) -> Player:
        return self.widget.transport

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, PlaneSpec)
        assert isinstance(frame, PlaneFrame)
        self.widget.show_frame(spec, frame)

    def retheme(self) -> None:
        self.widget.retheme()
