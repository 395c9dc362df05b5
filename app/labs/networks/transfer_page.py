"""The page of reuse: what a pretrained trunk is good for on a new task."""

from __future__ import annotations

from app.labs.networks.transfer_pictures import TransferPictures
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.transfer import TransferFrame, TransferSpec
from core.parameters import Spec


class TransferPage(AgainPage[TransferPictures]):
    """Draws the trainings; a button stops them, and starts them again."""

    key = experiment = "transfer"
    name = mark("Reuse")
    alone = True

    def build(self) -> TransferPictures:
        pictures = TransferPictures()
        self.tie(pictures.button)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, TransferSpec)
        assert isinstance(frame, TransferFrame)
        self.widget.show_frame(spec, frame)
