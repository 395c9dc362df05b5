"""The page of beginnings: a perceptron's line, many starts of a small net, ten sigmoid layers."""

from __future__ import annotations

from app.labs.training.beginnings_pictures import BeginningsPictures
from app.panel.page import Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.diagnosis.beginnings import BeginningsFrame, BeginningsSpec
from core.experiment import Frame
from core.parameters import Spec


class BeginningsPage(Page[BeginningsPictures]):
    """Draws the part that is chosen; a click on a start's picture shows its net."""

    key = experiment = "beginnings"
    name = mark("Beginnings")
    alone = True
    waits = True

    def build(self) -> BeginningsPictures:
        return BeginningsPictures()

    @property
    def player(self) -> Player:
        return self.widget.transport

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, BeginningsSpec)
        assert isinstance(frame, BeginningsFrame)
        self.widget.show_frame(spec, frame)
