"""Open a person's own pictures: one file, or every picture of a folder."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.data import files
from core.data.arrays import stamp
from core.data.files import PICTURE_SUFFIXES
from core.parameters import Reason, SpecError

if TYPE_CHECKING:
    from PIL import Image

MAX_SIDE = 8192
"""The most pixels that the longer side of a decoded picture may have."""
KEPT_SIDE = 1024
"""Pixels of the shorter side to which larger pictures are reduced, approximately."""

Picture = NDArray[np.float32]


def find_pictures(path: str, most: int) -> list[Path]:
    """The file itself, or the first ``most`` pictures of a folder, by name.

    Raises :class:`SpecError` for the field ``images`` if nothing is chosen, if the path is missing
    or no plain file, or if there is no picture.
    """
    accepted = ", ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
    if not path:
        raise SpecError("images", Reason.NO_FILE, path, accepted)
    try:
        place = Path(path)
        reason = files.fault(place)
        if reason is None:
            return [place]
        if reason is Reason.MISSING_FILE or not place.is_dir():
            raise SpecError("images", reason, path, accepted)
        named = (one for one in place.iterdir() if one.suffix.lower() in PICTURE_SUFFIXES)
        found = sorted(one for one in named if files.fault(one) is None)
    except OSError:
        raise SpecError("images", Reason.NOT_A_FILE, path, accepted) from None
    if not found:
        raise SpecError("images", Reason.NO_PICTURE, path, accepted)
    return found[:most]


def load_picture(path: Path) -> Picture:
    """[3, height, width] float32 in 0..1, turned upright, reduced if large: sRGB values divided by
    255, those of 16 bits by 65535; floats as they are, or stretched to 0..1 if they are not in it.
    What is transparent lies over white.

    The size stated in the header is checked before anything is decoded. Raises :class:`SpecError`
    for the field ``images`` if the file is no picture, is broken, or is too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    accepted = ", ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it warns of is refused below
            opened = Image.open(path)
        with opened as image:
            width, height = image.size
            if max(width, height) > MAX_SIDE:
                given = f"{path.name}, {width}x{height}"
                raise SpecError("images", Reason.PICTURE_TOO_LARGE, given, f"1 … {MAX_SIDE} px")
            # A JPEG is decoded at a half, a quarter or an eighth for much less work.
            image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            factor = min(image.size) // KEPT_SIDE
            pixels = _in_unit_range(ImageOps.exif_transpose(image), factor)
    except SpecError:
        raise
    except Image.DecompressionBombError:
        raise SpecError(
            "images", Reason.PICTURE_TOO_LARGE, path.name, f"1 … {MAX_SIDE} px"
        ) from None
    except UnidentifiedImageError:
        raise SpecError("images", Reason.BROKEN_FILE, str(path), accepted) from None
    except Exception:  # a hostile file may raise anything in a decoder; each means the same
        raise SpecError("images", Reason.BROKEN_FILE, str(path), accepted) from None
    picture = np.ascontiguousarray(pixels.transpose(2, 0, 1))
    picture.setflags(write=False)
    return picture


def _in_unit_range(image: Image.Image, factor: int) -> Picture:
    """[height, width, 3] in 0..1 of a decoded picture, reduced by a whole factor."""
    treated = _treatment(image)
    if treated in (DEEP, FLOATS):
        gray = np.asarray(image).astype(np.float64)
        if treated == DEEP:
            gray /= 65535
        else:
            gray = _into_unit(gray)
        reduced = _reduced(gray, factor).astype(np.float32)
        return np.repeat(reduced[..., None], 3, axis=2)
    if treated == ALPHA:
        from PIL import Image

        over = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(over, image.convert("RGBA"))
    plain = image.convert("RGB")
    small = plain.reduce(factor) if factor > 1 else plain
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _into_unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers as they are if they lie in 0..1, else stretched to it; what is not finite is 0."""
    finite = np.isfinite(values)
    known = values[finite]
    low, high = (known.min(), known.max()) if known.size else (0.0, 1.0)
    if low < 0 or high > 1:
        values = (values - low) / ((high - low) or 1.0)
    return np.where(finite, values, 0.0)


def _reduced(values: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    if factor <= 1:
        return values
    height, width = (side // factor * factor for side in values.shape)
    blocks = values[:height, :width].reshape(height // factor, factor, width // factor, factor)
    return np.asarray(blocks.mean(axis=(1, 3)))


ALPHA, DEEP, FLOATS = "alpha", "deep", "floats"
"""What is done to a picture that is not plain: laid over white, divided by 65535, stretched."""


def _treatment(image: Image.Image) -> str | None:
    if image.mode.startswith("I"):
        return DEEP
    if image.mode == "F":
        return FLOATS
    return ALPHA if "A" in image.getbands() or "transparency" in image.info else None


def treatments(paths: Sequence[Path]) -> frozenset[str]:
    """What is done to these pictures, by their headers alone; nothing for one that is broken."""
    found = (_treatment_of(str(path), stamp(str(path))) for path in paths)
    return frozenset(one for one in found if one is not None)


@lru_cache(maxsize=256)
def _treatment_of(path: str, stamp: tuple[object, ...]) -> str | None:
    from PIL import Image

    try:
        with Image.open(path) as image:
            return _treatment(image)
    except Exception:  # it is reported when it is loaded
        return None
