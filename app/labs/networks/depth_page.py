"""The page for nets of several depths that are trained side by side."""

from __future__ import annotations

from app.labs.networks.depth_pictures import DepthPictures
from app.labs.networks.view import NetworksView
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.depth import DepthFrame, DepthSpec
from core.parameters import Spec


class DepthPage(Page[DepthPictures]):
    """Draws the trainings, and what passes through the nets before them; a button stops them, and
    starts them again."""

    key = experiment = "depth"
    name = mark("Depth")
    alone = True
    waits = True

    def build(self) -> DepthPictures:
        pictures = DepthPictures()
        job = self.host.jobs[self.experiment]
        pictures.set_busy(job.busy)
        pictures.insert.setChecked(self.host.view.inserted)
        job.busy_changed.connect(pictures.set_busy)
        pictures.stopped.connect(job.cancel)
        pictures.started.connect(self._on_started)
        pictures.insert.clicked.connect(lambda on: self.host.change_view(inserted=on))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DepthSpec)
        assert isinstance(frame, DepthFrame)
        self.widget.show_frame(spec, frame)

    def look(self, before: NetworksView) -> None:
        if self.host.view.inserted != before.inserted:
            self.widget.set_inserted(self.host.view.inserted)

    def _on_started(self) -> None:
        self.host.jobs.forget(self.experiment)
        self.host.refresh()
