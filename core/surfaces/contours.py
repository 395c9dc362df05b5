"""Contour lines of numbers on a grid."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class ContourLines:
    """Lines along which the value is constant."""

    points: Array
    """[points, 2] (x, y) of all lines, one line after another."""
    breaks: Array
    """[lines] index in ``points`` at which each line begins."""
    levels: Array
    """[lines] the value along each line."""


def contour_lines(
    x: Array, y: Array, values: Array, levels: Array
) -> Generator[None, Any, ContourLines]:
    """The lines of all levels through the values [y, x]; what is not finite is a hole. Yields after
    each level."""
    pieces: list[Array] = []
    of_lines: list[float] = []
    if len(levels):
        from contourpy import contour_generator

        generator = contour_generator(x, y, np.ma.masked_invalid(values))
        for level in levels:
            found = [np.asarray(piece) for piece in generator.lines(level)]
            pieces += found
            of_lines += [float(level)] * len(found)
            yield None
    points = np.concatenate(pieces) if pieces else np.empty((0, 2))
    lengths = [0, *(len(piece) for piece in pieces[:-1])]
    breaks = np.cumsum(lengths) if pieces else np.empty(0, int)
    return ContourLines(points, breaks, np.array(of_lines, float))
