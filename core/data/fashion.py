"""The part of Fashion-MNIST that ships with the application."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from core.resources import resource

Array = np.ndarray[Any, Any]

TRAINED = 5000
"""The images of the published training set, which come first."""
HELD_OUT = 1000
"""The images of the published test set, which come last."""
SIDE = 28
CLASSES = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)
PIECE = 2**18
"""Bytes that are unpacked at once: some 7 ms."""


def read_fashion() -> Generator[None, None, tuple[Array, Array]]:
    """Read ``images`` uint8 [6000, 28, 28], 0 (blank) to 255, and ``labels`` uint8 [6000]: 500
    training and 100 test images a class. Yields after each piece of work, as unpacking all of it
    takes a tenth of a second.

    Source: Fashion-MNIST, H. Xiao, K. Rasul, R. Vollgraf, 2017, arXiv:1708.07747, MIT, copyright
    2017 Zalando SE; see ``resources/data/README.md``.

    Raises:
        FileNotFoundError: the data file is missing or damaged; the message names it.
    """
    path = resource("data", "fashion.npz")
    try:
        with zipfile.ZipFile(path) as archive:
            images = yield from _array(archive, "images.npy")
            labels = yield from _array(archive, "labels.npy")
        many = TRAINED + HELD_OUT
        return images.reshape(many, SIDE, SIDE), labels.reshape(many)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> FileNotFoundError:
    """What is raised for a file of the application that cannot be read."""
    return FileNotFoundError(f"data file missing or damaged: {path} ({error})")


def _array(archive: zipfile.ZipFile, name: str) -> Generator[None, None, Array]:
    pieces = []
    with archive.open(name) as entry:
        while piece := entry.read(PIECE):
            pieces.append(piece)
            yield None
    whole: Array = np.lib.format.read_array(io.BytesIO(b"".join(pieces)), allow_pickle=False)
    return whole
