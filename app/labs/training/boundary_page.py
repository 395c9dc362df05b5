"""The page of the plane: points that are told apart by a net, drawn or placed by hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from app.labs.training.boundary_pictures import BoundaryPictures
from app.panel.page import Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.diagnosis.boundary import (
    MOST_POINTS,
    OWN,
    BoundaryFrame,
    BoundarySpec,
    written_points,
)
from core.experiment import Frame
from core.parameters import Spec

Point = tuple[float, float, int]


class BoundaryPage(Page[BoundaryPictures]):
    """Draws the training at the playhead; own points are added, moved and taken away by hand."""

    key = experiment = "boundary"
    name = mark("Plane")
    alone = True
    waits = True

    def build(self) -> BoundaryPictures:
        self._held: int | None = None
        pictures = BoundaryPictures()
        pictures.began.connect(self._on_began)
        pictures.placed.connect(self._on_placed)
        pictures.ended.connect(self._on_ended)
        pictures.taken_over.connect(self._take_over)
        return pictures

    @property
    def player(self) -> Player:
        return self.widget.transport

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, BoundarySpec)
        assert isinstance(frame, BoundaryFrame)
        self.widget.show_frame(spec, frame)

    def _spec(self) -> BoundarySpec | None:
        spec = self.host.spec_of(self.experiment)
        return spec if isinstance(spec, BoundarySpec) else None

    def _change(self, points: list[Point]) -> None:
        self.host.form_of(self.experiment).change(points=written_points(points))

    def _on_began(self, held: int | None) -> None:
        """Take hold of a point, add one, or take one away."""
        spec = self._spec()
        if spec is None or spec.data != OWN:
            return
        self.host.form_of(self.experiment).hold()
        points, label = list(spec.own_points), self.widget.label
        if held is not None and held < len(points) and label is None:
            del points[held]
            self._held = None
            self._change(points)
        elif held is not None:
            self._held = held
        elif label is not None and len(points) < MOST_POINTS:
            self._held = len(points)
        else:
            self._held = None

    def _on_placed(self, at: QPointF) -> None:
        spec = self._spec()
        if spec is None or spec.data != OWN or self._held is None:
            return
        points = list(spec.own_points)
        place = (round(at.x(), 2), round(at.y(), 2))
        if self._held < len(points):
            points[self._held] = (*place, points[self._held][2])
        else:
            points.append((*place, self.widget.label or 0))
        self._change(points)

    def _on_ended(self) -> None:
        spec = self._spec()
        self._held = None
        if spec is not None and spec.data == OWN:
            self.host.form_of(self.experiment).release()

    def _take_over(self) -> None:
        """Make the drawn points a person's own, as many as may be placed."""
        if self.shown is None:
            return
        _, frame = self.shown
        rows = zip(frame.points.round(2).tolist(), frame.labels.tolist(), strict=True)
        points = [(x, y, int(label)) for (x, y), label in rows][:MOST_POINTS]
        self.host.form_of(self.experiment).change(data=OWN, points=written_points(points))
