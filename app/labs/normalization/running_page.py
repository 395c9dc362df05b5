"""The page for a batch norm's moving averages."""

from __future__ import annotations

from app.labs.normalization.running_pictures import RunningPictures
from app.panel.page import Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.running_statistics import RunningStatisticsFrame, RunningStatisticsSpec
from core.parameters import Spec


class RunningPage(Page[RunningPictures]):
    """Draws a stream of batches; the keys for single steps turn to another feature."""

    key = experiment = "running_statistics"
    name = mark("Train and predict")
    alone = True

    def build(self) -> RunningPictures:
        return RunningPictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, RunningStatisticsSpec)
        assert isinstance(frame, RunningStatisticsFrame)
        self.widget.show_frame(spec, frame)

    @property
    def player(self) -> Player:
        return Features(self.widget)


class Features(Player):
    """A player that moves from feature to feature with the keys."""

    def __init__(self, pictures: RunningPictures) -> None:
        self._pictures = pictures

    def nudge(self, by: int) -> None:
        self._pictures.turn(by)
