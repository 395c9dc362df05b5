"""Small pictures on a larger canvas: placed at a spot, and shifted there. What is left is blank."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = np.ndarray[Any, Any]

CANVAS = 16
"""Pixels along each side of the canvas on which digits are placed."""


def spots(many: int, seed: int, room: int) -> NDArray[np.int64]:
    """[many, 2] the row and the column of each picture's upper left corner, drawn evenly from
    0 … ``room``. The stream is numpy's ``RandomState``, which is frozen."""
    return np.random.RandomState(seed).randint(0, room + 1, (many, 2))


def place(pictures: Array, corners: Array, side: int) -> Array:
    """[N, 1, side, side] pictures [N, 1, h, w], each with its upper left corner at its row and
    column, which ``corners`` [N, 2] gives, on a blank canvas."""
    many, _, height, width = pictures.shape
    canvas = np.zeros((many, 1, side, side), pictures.dtype)
    rows = corners[:, 0, None] + np.arange(height)
    columns = corners[:, 1, None] + np.arange(width)
    canvas[np.arange(many)[:, None, None], 0, rows[:, :, None], columns[:, None, :]] = pictures[
        :, 0
    ]
    return canvas


def center(pictures: Array, side: int) -> Array:
    """[N, 1, side, side] pictures [N, 1, h, w] in the middle of a blank canvas."""
    many, _, height, width = pictures.shape
    return place(pictures, np.tile([(side - height) // 2, (side - width) // 2], (many, 1)), side)


def shift(pictures: Array, down: int, right: int) -> Array:
    """Pictures [..., h, w] moved by whole pixels, up and left if negative. What leaves the picture
    is lost, what enters is blank."""
    moved = np.zeros_like(pictures)
    height, width = pictures.shape[-2:]
    (to_y, from_y), (to_x, from_x) = _overlap(down, height), _overlap(right, width)
    moved[..., to_y, to_x] = pictures[..., from_y, from_x]
    return moved


def _overlap(by: int, length: int) -> tuple[slice, slice]:
    """Where what stays goes to, and where it came from."""
    stays = max(0, length - abs(by))
    to, begin = (length - stays, 0) if by > 0 else (0, length - stays)
    return slice(to, to + stays), slice(begin, begin + stays)
