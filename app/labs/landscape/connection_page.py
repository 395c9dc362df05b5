"""The page of two solutions: is there a way of low loss between them?"""

from __future__ import annotations

from app.labs.landscape.connection_pictures import ConnectionPictures
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.landscape.connection import ConnectionFrame, ConnectionSpec
from core.parameters import Spec


class ConnectionPage(AgainPage[ConnectionPictures]):
    """Draws the line, the curve as its bend is trained, and the plane that holds both."""

    key = experiment = "connection"
    name = mark("Two solutions")
    alone = True

    def build(self) -> ConnectionPictures:
        pictures = ConnectionPictures()
        self.tie(pictures.again)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, ConnectionSpec)
        assert isinstance(frame, ConnectionFrame)
        self.widget.show_frame(spec, frame)
