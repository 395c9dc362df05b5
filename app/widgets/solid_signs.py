"""What is drawn on a surface in three dimensions besides the surface: contour lines, signs for the
kinds of marked points, and the numbers at the upright axis, which is the color bar too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.widgets.field import Contours, Mark, Scale
from app.widgets.relief import HEIGHT, LIFT, Relief
from app.words.labels import number

Array = np.ndarray[Any, Any]

SIZE = 0.06
"""Half the size of a sign; the domain is 2 wide."""

APART = 0.13
"""The least distance of two numbers at the upright axis, as a part of its height."""


def _rays(count: int) -> Array:
    turns = np.linspace(0, np.pi, count, endpoint=False) + np.pi / 4
    ends = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return np.stack([ends, -ends], axis=1).reshape(-1, 2)


_CORNERS = np.array([(0.0, 1.0), (-0.9, -0.6), (0.9, -0.6)])

STROKES: Mapping[str, Array] = {
    "minimum": _rays(4),
    "goal": _rays(4),
    "saddle": _rays(2),
    "maximum": _CORNERS[[0, 1, 1, 2, 2, 0]],
}
"""Ends of strokes, two by two, by the kinds of marks: the same star, cross and triangle as from
above."""


def signs(marks: Sequence[Mark], relief: Relief) -> Array:
    """[n, 3] the ends of strokes, two by two, that lie level on the marked points."""
    pieces = [np.zeros((0, 3))]
    for one in marks:
        (place,) = relief.places(np.array([(one.x, one.y)]))
        strokes = STROKES[one.kind] * SIZE
        level = np.full((len(strokes), 1), LIFT)
        pieces.append(place + np.hstack([strokes, level]))
    found = np.concatenate(pieces)
    return np.asarray(found[np.isfinite(found).all(axis=1)])


def isolines(contours: Contours, relief: Relief) -> Array:
    """[n, 3] the ends of the pieces of all contour lines, two by two, on the surface."""
    if len(contours.points) < 2:
        return np.zeros((0, 3))
    places = relief.places(contours.points)
    first = np.flatnonzero(contours.joined[:-1])
    pairs = places[np.stack([first, first + 1], axis=1)]
    whole: Array = pairs[np.isfinite(pairs).all(axis=(1, 2))]
    return whole.reshape(-1, 3)


def ladder(scale: Scale) -> tuple[Array, Array]:
    """The upright axis as [n, 3] points, and their colors [n, 4] between 0 and 1."""
    places = np.linspace(0, 1, 33)
    points = np.stack([np.full(33, -1.0), np.full(33, -1.0), HEIGHT * places], axis=1)
    return points, scale.look_up(places).astype(np.float32) / 255


def rungs(scale: Scale, name: str) -> list[tuple[tuple[float, float, float], str]]:
    """The positions and texts of the numbers at the upright axis, the highest with the name of
    what is drawn and its scale."""
    said = f", {scale.said}" if scale.said else ""
    words: list[tuple[tuple[float, float, float], str]] = []
    last = -1.0
    ticks = sorted(scale.ticks)
    for place, value in ticks:
        if place == 1 or (place - last >= APART and place <= 1 - APART):
            last = place
            text = f"{name} = {number(value, 3)}{said}" if place == 1 else number(value, 3)
            words.append(((-1.3 if place < 1 else -1.0, -1.0, HEIGHT * place + 0.04), text))
    return words
