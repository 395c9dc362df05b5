"""The page for a chord over the surface, and what it says about convexity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.labs.descent.convexity_picture import ConvexityPicture
from app.labs.descent.fields import heights_field
from app.labs.descent.view import DescentView
from app.labs.descent.widening import widen
from app.panel.page import Page
from app.words.labels import _ as mark
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.experiment import Frame
from core.parameters import Spec, common
from core.surfaces.surfaces import SurfaceSpec


class ConvexityPage(Page[ConvexityPicture]):
    """Draws the chord, whose ends can be dragged. It has nothing to do with the race."""

    key = experiment = "convexity"
    name = mark("Convexity")
    base = SurfaceSpec
    fields = common(SurfaceSpec)
    also = ("heights",)
    one_of = SurfaceSpec
    priority = 1

    def build(self) -> ConvexityPicture:
        picture = ConvexityPicture()
        picture.moved.connect(self._on_moved)
        picture.field.widened.connect(partial(widen, self.host))
        form = partial(self.host.form_of, self.experiment)
        picture.field.gesture_began.connect(lambda: form().hold())
        picture.field.gesture_taken_back.connect(lambda: form().take_back())
        picture.field.gesture_ended.connect(lambda: form().release())
        return picture

    def show(self, spec: Spec, frame: Frame) -> None:
        if isinstance(frame, HeightsFrame):
            assert isinstance(spec, HeightsSpec)
            self.widget.set_field(heights_field(spec, frame))
        else:
            assert isinstance(spec, ConvexitySpec)
            assert isinstance(frame, ConvexityFrame)
            self.widget.show_convexity(spec, frame)

    def look(self, before: DescentView) -> None:
        self.widget.field.set_equal(self.host.view.equal_units)

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        of_surface = exhibit is self.widget.field
        return (self.experiment, *self.also) if of_surface else (self.experiment,)

    def _on_moved(self, end: int, x: float, y: float) -> None:
        names = (("a_x", "a_y"), ("b_x", "b_y"))[end]
        self.host.form_of(self.experiment).change(**dict(zip(names, (x, y), strict=True)))
