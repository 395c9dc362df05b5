"""The page that compares the norms on one batch."""

from __future__ import annotations

from app.labs.normalization.compare_pictures import ComparePictures
from app.labs.normalization.view import NormalizationView
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.sharing import Cell
from core.parameters import Spec


class ComparePage(Page[ComparePictures]):
    """Draws the panel's main experiment, and lights what shares a mean with the element under the
    pointer."""

    key = "compare"
    name = mark("Compare")
    experiment = "normalization"

    def build(self) -> ComparePictures:
        pictures = ComparePictures()
        pictures.pointed_at.connect(self._on_pointed)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, NormalizationSpec)
        assert isinstance(frame, NormalizationFrame)
        view = self._view
        self.widget.show_frame(spec, frame, view.scaling)
        self.widget.show_pointer(spec, frame, _cell(view))

    def look(self, before: NormalizationView) -> None:
        shown = self.shown
        if shown is None:
            return
        if self._view.scaling != before.scaling:
            self.show(*shown)
        else:
            self.widget.show_pointer(*shown, _cell(self._view))

    def retheme(self) -> None:
        self.widget.retheme()
        if self.shown is not None:
            self.show(*self.shown)

    @property
    def _view(self) -> NormalizationView:
        view = self.host.view
        assert isinstance(view, NormalizationView)
        return view

    def _on_pointed(self, sample: int, channel: int, pixel: int) -> None:
        if self.shown is not None:
            self.host.change_view(sample=sample, channel=channel, pixel=pixel)


def _cell(view: NormalizationView) -> Cell:
    return Cell(view.sample, view.channel, view.pixel)
