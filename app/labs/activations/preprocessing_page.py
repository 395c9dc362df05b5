"""The page for rows on their way through preprocessing."""

from __future__ import annotations

from typing import Any

from app.labs.activations.preprocessing_pictures import PreprocessingPictures
from app.panel.page import Page
from app.widgets.jump import let_jump
from app.words.labels import _ as mark
from core.experiment import Frame
from core.parameters import Spec
from core.signals.common import SeededSpec
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec


class PreprocessingPage(Page[PreprocessingPictures]):
    """Draws the rows at every stage of preprocessing."""

    key = experiment = "preprocessing"
    name = mark("Preprocessing")
    base = SeededSpec
    alone = True

    def build(self) -> PreprocessingPictures:
        pictures = PreprocessingPictures()
        let_jump(
            [pictures.errors],
            lambda: self._form.spec.components,
            lambda k: self._form.change(components=k),
            pictures.components_at,
        )
        return pictures

    @property
    def _form(self) -> Any:
        return self.host.form_of(self.experiment)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, PreprocessingSpec)
        assert isinstance(frame, PreprocessingFrame)
        self.widget.show_frame(spec, frame)
