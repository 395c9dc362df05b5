"""The page for nets of several depths that are trained side by side."""

from __future__ import annotations

from app.labs.networks.depth_pictures import DepthPictures
from app.labs.networks.view import NetworksView
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.depth import DepthFrame, DepthSpec
from core.parameters import Spec


class DepthPage(AgainPage[DepthPictures]):
    """Draws the trainings, and what passes through the nets before them; a button stops them, and
    starts them again."""

    key = experiment = "depth"
    name = mark("Depth")
    alone = True

    def build(self) -> DepthPictures:
        pictures = DepthPictures()
        pictures.insert.setChecked(self.host.view.inserted)
        self.tie(pictures.button)
        pictures.insert.clicked.connect(lambda on: self.host.change_view(inserted=on))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DepthSpec)
        assert isinstance(frame, DepthFrame)
        self.widget.show_frame(spec, frame)

    def look(self, before: NetworksView) -> None:
        if self.host.view.inserted != before.inserted:
            self.widget.set_inserted(self.host.view.inserted)
