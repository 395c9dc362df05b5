"""The page of reuse: what a pretrained trunk is good for on a new task."""

from __future__ import annotations

from app.labs.networks.transfer_pictures import TransferPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.transfer import TransferFrame, TransferSpec
from core.parameters import Spec


class TransferPage(Page[TransferPictures]):
    """Draws the trainings; a button stops them, and starts them again."""

    key = experiment = "transfer"
    name = mark("Reuse")
    alone = True
    waits = True

    def build(self) -> TransferPictures:
        pictures = TransferPictures()
        job = self.host.jobs[self.experiment]
        pictures.set_busy(job.busy)
        job.busy_changed.connect(pictures.set_busy)
        pictures.stopped.connect(job.cancel)
        pictures.started.connect(self._on_started)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, TransferSpec)
        assert isinstance(frame, TransferFrame)
        self.widget.show_frame(spec, frame)

    def _on_started(self) -> None:
        self.host.jobs.forget(self.experiment)
        self.host.refresh()
