"""The page on the edge of stability."""

from __future__ import annotations

from app.labs.landscape.edge_pictures import EdgePictures
from app.panel.player import Player
from app.panel.watched import RunControls, WatchedPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.landscape.edge import EdgeFrame, EdgeSpec, with_changes
from core.parameters import Spec


class EdgePage(WatchedPage[EdgePictures]):
    """Draws a run while it is computed, with a hand on its rate, and a look back at any moment."""

    key = experiment = "edge"
    name = mark("Edge")
    alone = True

    def build(self) -> EdgePictures:
        pictures = EdgePictures()
        self.tie(pictures.run)
        self.host.form_of(self.experiment).edited.connect(self._on_edited)
        return pictures

    @property
    def run(self) -> RunControls:
        return self.widget.run

    @property
    def player(self) -> Player:
        return self.widget.transport

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec with what was changed during the run."""
        assert isinstance(spec, EdgeSpec)
        assert isinstance(frame, EdgeFrame)
        return with_changes(spec, frame)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, EdgeSpec)
        assert isinstance(frame, EdgeFrame)
        self.follow_run(frame)
        self.widget.show_frame(spec, frame)

    def _on_edited(self, spec: Spec, gesture: int) -> None:
        """Let the line follow the hand, before the run has heard of it."""
        if isinstance(spec, EdgeSpec) and self.built:
            self.widget.show_line(spec)
