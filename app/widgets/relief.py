"""A field as a surface in a box: vertexes, faces and lit colors, and the place of points on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from app import theme
from app.widgets.field import Field, Scale

Array = np.ndarray[Any, Any]

POINTS = 121
"""The number of grid points along each side: more could not be seen, and costs time."""

HEIGHT = 0.9
"""The height of the highest place above the lowest; the domain is 2 wide and 2 deep."""

LIFT = 0.012
"""The distance of paths above the surface, which would otherwise swallow half of each line."""

LIGHT = np.array([-0.45, -0.35, 0.82])

DIMMEST = 0.55
"""The fraction of a color that is left where no light falls."""

BRIGHTER = 1.6
"""The factor on the light in the dark theme, whose field leaves room for bright paths."""


class Relief:
    """A field's scale as a relief: x and y go from -1 to 1 over the domain, and places on the scale
    are heights."""

    def __init__(self, field: Field, scale: Scale) -> None:
        self._domain = field.domain
        self._scale = scale
        rows, columns = (_some(len(axis)) for axis in (field.y, field.x))
        self._places: Array = scale.places[np.ix_(rows, columns)]

    @property
    def vertexes(self) -> Array:
        """[n, 3] float32 the grid's points, row by row."""
        rows, columns = self._places.shape
        x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
        points = np.stack([x, y, HEIGHT * np.nan_to_num(self._places)], axis=2)
        return points.reshape(-1, 3).astype(np.float32)

    @property
    def faces(self) -> Array:
        """[m, 3] two triangles for each square of the grid that has no hole at its corners."""
        finite = np.isfinite(self._places)
        first = np.arange(finite.size).reshape(finite.shape)
        a, b, c, d = first[:-1, :-1], first[:-1, 1:], first[1:, :-1], first[1:, 1:]
        whole = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, :-1] & finite[1:, 1:]
        triangles = [np.stack(t, axis=-1)[whole] for t in ((a, b, c), (b, d, c))]
        return np.concatenate(triangles).astype(np.uint32)

    @property
    def colors(self) -> Array:
        """[n, 4] float32 the scale's colors in the present theme, dimmed where no light falls."""
        filled = np.nan_to_num(self._places)
        colors = self._scale.look_up(filled).astype(np.float32) / 255
        steps = (2 / max(1, length - 1) for length in filled.shape)
        down, across = np.gradient(HEIGHT * filled, *steps)
        normal = np.stack([-across, -down, np.ones_like(filled)], axis=2)
        normal /= np.linalg.norm(normal, axis=2, keepdims=True)
        lit = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
        colors[..., :3] *= (DIMMEST + (1 - DIMMEST) * lit)[..., None]
        if theme.current().key == "dark":
            colors[..., :3] = np.minimum(1, BRIGHTER * colors[..., :3])
        return colors.reshape(-1, 4)

    def places(self, points: Array) -> Array:
        """[n, 3] the positions of points [n, 2] of the domain, just above the surface; NaN outside
        it."""
        box = np.empty((len(points), 3))
        for axis, (low, high) in enumerate(self._domain):
            box[:, axis] = 2 * (points[:, axis] - low) / (high - low) - 1
        inside = (np.abs(box[:, :2]) <= 1).all(axis=1)  # false for NaN too
        box[~inside] = np.nan
        box[:, 2] = HEIGHT * self._between(box[:, 0], box[:, 1]) + LIFT
        return box

    def _between(self, x: Array, y: Array) -> Array:
        """The surface's own heights between its grid points, so that paths lie on it."""
        s = self._places
        last_row, last_column = s.shape[0] - 1, s.shape[1] - 1
        columns = np.nan_to_num((x + 1) / 2 * last_column)
        rows = np.nan_to_num((y + 1) / 2 * last_row)
        j = np.clip(columns.astype(int), 0, last_column - 1)
        i = np.clip(rows.astype(int), 0, last_row - 1)
        dx, dy = columns - j, rows - i
        lower = s[i, j] * (1 - dx) + s[i, j + 1] * dx
        upper = s[i + 1, j] * (1 - dx) + s[i + 1, j + 1] * dx
        return np.asarray(lower * (1 - dy) + upper * dy)


def _some(count: int) -> Array:
    """The indices of the rows or columns that are drawn, including the first and the last."""
    return np.linspace(0, count - 1, min(POINTS, count)).round().astype(int)
