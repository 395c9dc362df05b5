"""The two sample photographs that ship with the application."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.resources import resource

NAMES = ("china.jpg", "flower.jpg")


@cache
def load_photos() -> tuple[NDArray[np.float32], ...]:
    """Return the photographs "china" and "flower", in that order, decoded once and then shared.

    Each is a read-only float32 array [3, 427, 640] (channel, row, column): sRGB channel values
    divided by 255, so 0 to 1, still gamma-encoded; row 0 is the top of the picture. JPEG
    decoders may differ in the last of the 256 levels, so do not expect equal bits everywhere.

    Source: Flickr, CC BY 2.0, by way of scikit-learn; see ``resources/data/README.md``.

    Raises:
        FileNotFoundError: a photograph is missing or damaged; the message names it.
    """
    return tuple(_load(resource("data", name)) for name in NAMES)


def _load(path: Path) -> NDArray[np.float32]:
    from PIL import Image

    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    except (OSError, ValueError) as error:
        raise FileNotFoundError(f"data file missing or damaged: {path} ({error})") from error
    photo = np.ascontiguousarray(pixels.transpose(2, 0, 1)) / np.float32(255)
    photo.setflags(write=False)
    return photo
