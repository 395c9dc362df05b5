"""The surface of a race from above, with details of a step and of curvature drawn over it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from PySide6.QtGui import QColor

from app import theme
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures
from app.widgets.overlays import Arrows, Region
from app.widgets.path_picture import PathPicture
from app.words.labels import _ as mark
from app.words.labels import tr
from core.surfaces.curvature import PointCurvature

Array = np.ndarray[Any, Any]


class SurfacePicture(PathPicture):
    """A surface with the race's paths, the arrows of one step, and the curvature at a point."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click or drag"), mark("set the start")),
        *FieldPicture.GESTURES,
        (mark("Point anywhere"), mark("x, y and height there; near a path, its step")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("The surface"))
        self.arrows = Arrows(self, 60)
        self.eigenpairs = Arrows(self, 58)
        self.curved = Region(self, 12)

    def show_eigenpairs(self, at: PointCurvature) -> None:
        """Show the Hessian's eigenvectors at a point in both directions, colored by the sign of the
        curvature along them: blue bends upwards, orange downwards."""
        pairs = []
        for value, (x, y) in zip(at.eigenvalues, at.eigenvectors, strict=True):
            color = theme.series_color(0 if value > 0 else 1) if value else QColor("gray")
            pairs += [(color, x, y), (color, -x, -y)]
        self.eigenpairs.show(at.point, pairs if np.isfinite(at.eigenvalues).all() else ())

    def show_region(self, mask: Array) -> None:
        """Shade where the Hessian has no negative eigenvalue, given as a mask over the whole
        domain."""
        if self.shown is not None:
            self.curved.show(mask, self.pixels_rect(), theme.series_color(2))

    def hide_curvature(self) -> None:
        """Hide the eigenvectors and the region."""
        self.eigenpairs.clear()
        self.curved.clear()
