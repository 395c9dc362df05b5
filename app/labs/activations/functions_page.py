"""The page for the activation functions by themselves."""

from __future__ import annotations

from app.labs.activations.functions_pictures import FunctionsPictures
from app.labs.activations.view import ActivationsView
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.parameters import Spec
from core.signals.common import SeededSpec
from core.signals.functions import FunctionsFrame, FunctionsSpec


class FunctionsPage(Page[FunctionsPictures]):
    """Draws all activation functions, the net's own as a thick line."""

    key = experiment = "functions"
    name = mark("Functions")
    base = SeededSpec
    alone = True

    def build(self) -> FunctionsPictures:
        pictures = FunctionsPictures()
        pictures.show_alone(self.host.view.function)
        pictures.alone_chosen.connect(lambda key: self.host.change_view(function=key))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, FunctionsSpec)
        assert isinstance(frame, FunctionsFrame)
        self.widget.show_frame(spec, frame, self.host.spec.activation)

    def look(self, before: ActivationsView) -> None:
        self.widget.show_alone(self.host.view.function)

    def follow(self) -> None:
        self.widget.choose(self.host.spec.activation)
