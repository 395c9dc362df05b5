"""The UCI optical handwritten digits that ship with the application."""

import zipfile
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.resources import resource

COUNT = 1797
PIXELS = 64
CLASSES = 10


@dataclass(frozen=True, eq=False)
class Digits:
    """Handwritten digits, one row per image; both arrays are read-only.

    Attributes:
        images: float32 [1797, 64]; each row is an 8 x 8 image in row-major order. A value is
            the count of inked pixels in one 4 x 4 block of the 32 x 32 scan: a whole number
            from 0 (blank) to 16 (solid), not rescaled.
        labels: int64 [1797]; the digit each row shows, 0 to 9.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]


@cache
def load_digits() -> Digits:
    """Return the 1797 digits, read from disk once and then shared by all callers.

    Source: the test set of "Optical Recognition of Handwritten Digits", E. Alpaydin and
    C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0; see ``resources/data/README.md``.

    Raises:
        FileNotFoundError: the data file is missing or damaged; the message names it.
    """
    path = resource("data", "digits.npz")
    try:
        with path.open("rb") as file, np.load(file) as archive:
            images = archive["images"].reshape(COUNT, PIXELS).astype(np.float32)
            labels = archive["labels"].reshape(COUNT).astype(np.int64)
    except (OSError, EOFError, KeyError, RuntimeError, ValueError, zipfile.BadZipFile) as error:
        raise FileNotFoundError(f"data file missing or damaged: {path} ({error})") from error
    images.setflags(write=False)
    labels.setflags(write=False)
    return Digits(images, labels)
