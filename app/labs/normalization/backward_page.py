"""The page for a batch norm's backward pass, node by node."""

from __future__ import annotations

from app.labs.normalization.backward_pictures import BackwardPictures
from app.panel.page import Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.bn_backward import BnBackwardFrame, BnBackwardSpec
from core.parameters import Spec


class BackwardPage(Page[BackwardPictures]):
    """Draws the graph as far as the page's own playhead has come."""

    key = experiment = "bn_backward"
    name = mark("Backward")
    alone = True

    def build(self) -> BackwardPictures:
        return BackwardPictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, BnBackwardSpec)
        assert isinstance(frame, BnBackwardFrame)
        self.widget.show_frame(spec, frame)

    @property
    def player(self) -> Player:
        return self.widget.transport
