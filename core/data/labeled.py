"""Sets of labeled pictures by key, for whatever is trained to tell classes apart.

``digits`` are the UCI digits of 8 x 8 pixels; ``placed`` and ``centered`` the same digits on a
canvas of 16 x 16, each at a spot of its own or all in the middle; ``fashion`` are clothes of
28 x 28 pixels. What a set holds is known before it is read (:data:`LABELED`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import fashion
from core.data.canvas import CANVAS, center, place, spots
from core.data.digits import CLASSES, COUNT, load_digits
from core.waiting import result_of

Array = np.ndarray[Any, Any]

DIGITS_SIDE = 8
SOLID = 16
"""The value of a solid pixel of the digits."""
PLACED_SEED = 0
"""The seed of the spots at which ``placed`` has its digits: the set is the same for everybody."""


@dataclass(frozen=True, eq=False)
class Labeled:
    """A set of labeled pictures; its arrays are read-only.

    Attributes:
        images: float32 [N, 1, H, W] in 0 (blank) … 1.
        labels: int64 [N] the class of each picture, counted from 0.
        classes: the classes' names.
        held_out: how many pictures at the end its authors keep for testing; 0 where they leave
            that to whoever trains.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    held_out: int = 0


@dataclass(frozen=True)
class Source:
    """What is known of a set before it is read."""

    count: int
    side: int
    """Pixels along each side of a picture."""
    classes: tuple[str, ...]
    read: Callable[[], Generator[None, None, tuple[Array, Array]]]
    """Reads images [N, side, side] in 0 … 1 and labels [N], with a breath after each piece."""
    levels: int = SOLID
    """The levels of gray above blank in which its pixels were stored."""
    held_out: int = 0

    @property
    def trained(self) -> int:
        """The most pictures that may be trained on."""
        return self.count - self.held_out


def _digits() -> Generator[None, None, tuple[Array, Array]]:
    yield None
    read = load_digits()
    pictures = read.images.reshape(-1, 1, DIGITS_SIDE, DIGITS_SIDE) / np.float32(SOLID)
    return pictures, read.labels


def _placed() -> Generator[None, None, tuple[Array, Array]]:
    pictures, labels = yield from _digits()
    corners = spots(COUNT, PLACED_SEED, CANVAS - DIGITS_SIDE)
    return place(pictures, corners, CANVAS), labels


def _centered() -> Generator[None, None, tuple[Array, Array]]:
    pictures, labels = yield from _digits()
    return center(pictures, CANVAS), labels


def _fashion() -> Generator[None, None, tuple[Array, Array]]:
    images, labels = yield from fashion.read_fashion()
    return images[:, np.newaxis] / np.float32(255), labels


_NUMERALS = tuple(map(str, range(CLASSES)))

LABELED: Mapping[str, Source] = MappingProxyType(
    {
        "digits": Source(COUNT, DIGITS_SIDE, _NUMERALS, _digits),
        "placed": Source(COUNT, CANVAS, _NUMERALS, _placed),
        "centered": Source(COUNT, CANVAS, _NUMERALS, _centered),
        "fashion": Source(
            fashion.TRAINED + fashion.HELD_OUT,
            fashion.SIDE,
            fashion.CLASSES,
            _fashion,
            255,
            fashion.HELD_OUT,
        ),
    }
)
"""The sets by key."""

_read: dict[str, Labeled] = {}


def loading(key: str) -> Generator[None, None, Labeled]:
    """The set of that key, read when it is first wanted and shared from then on; yields after each
    piece of work.

    Raises:
        FileNotFoundError: its data file is missing or damaged; the message names it.
    """
    if key not in _read:
        source = LABELED[key]
        images, labels = yield from source.read()
        images, labels = np.asarray(images, np.float32), np.asarray(labels, np.int64)
        images.setflags(write=False)
        labels.setflags(write=False)
        _read[key] = Labeled(images, labels, source.classes, source.held_out)
    return _read[key]


def labeled(key: str) -> Labeled:
    """The set of that key, as :func:`loading` gives it, for whom waiting is no matter."""
    return result_of(loading(key))


def divided(order: Array, source: Source, trained: int) -> tuple[Array, Array]:
    """The places of the pictures to train on and of those to test with.

    ``order`` [source.trained] is a permutation, whose first ones are trained on. Tested are those
    that the set's authors held out, or, where they held out none, the rest.
    """
    if source.held_out:
        return order[:trained], np.arange(source.trained, source.count)
    return order[:trained], order[trained:]
