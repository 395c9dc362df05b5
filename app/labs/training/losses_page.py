"""The page of losses: a point on their curves, points that lines are fitted to, trainings."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from app.labs.training.losses_pictures import LossesPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.diagnosis.losses import REACH, LossesFrame, LossesSpec, written_points
from core.experiment import Frame
from core.parameters import Spec


class LossesPage(Page[LossesPictures]):
    """Draws values, gradients, lines and trainings; the point and the points follow the hand."""

    key = experiment = "losses"
    name = mark("Losses")
    alone = True
    waits = True

    def build(self) -> LossesPictures:
        pictures = LossesPictures()
        pictures.pointed_at.connect(self._on_pointed)
        pictures.gesture_began.connect(lambda: self.host.form_of(self.experiment).hold())
        pictures.gesture_ended.connect(lambda: self.host.form_of(self.experiment).release())
        pictures.lines.gesture_began.connect(lambda: self.host.form_of(self.experiment).hold())
        pictures.lines.gesture_ended.connect(lambda: self.host.form_of(self.experiment).release())
        pictures.lines.moved.connect(self._on_moved)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, LossesSpec)
        assert isinstance(frame, LossesFrame)
        self.widget.show_frame(spec, frame)

    def _on_pointed(self, z: float) -> None:
        self.host.form_of(self.experiment).change(z=round(max(-REACH, min(REACH, z)), 2))

    def _on_moved(self, point: int, at: QPointF) -> None:
        """Move one of the drawn points, which are a person's own from then on."""
        if self.shown is None:
            return
        spec = self.host.spec_of(self.experiment)
        _, frame = self.shown
        points = frame.points.copy()
        if isinstance(spec, LossesSpec) and len(spec.own_points) == len(points):
            points = spec.own_points
        points[point] = (round(at.x(), 3), round(max(-100.0, min(100.0, at.y())), 3))
        self.host.form_of(self.experiment).change(points=written_points(points))
