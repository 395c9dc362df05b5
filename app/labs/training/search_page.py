"""The page on searching a learning rate and a weight decay."""

from __future__ import annotations

from app.labs.training.search_pictures import SearchPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.diagnosis.search import SearchFrame, SearchSpec
from core.experiment import Frame
from core.parameters import Spec


class SearchPage(Page[SearchPictures]):
    """Draws the map of the box as it is trained, the searches, and the range test."""

    key = experiment = "search"
    name = mark("Search")
    alone = True
    waits = True

    def build(self) -> SearchPictures:
        return SearchPictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, SearchSpec)
        assert isinstance(frame, SearchFrame)
        self.widget.show_frame(spec, frame)
