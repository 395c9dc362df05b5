"""Open a person's own pictures: one file, or every picture of a folder."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data import files
from core.data.files import PICTURE_SUFFIXES
from core.parameters import Reason, SpecError

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
    """[3, height, width] float32: sRGB values divided by 255, turned upright, reduced if large.

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
            upright = ImageOps.exif_transpose(image).convert("RGB")
            small = upright.reduce(factor) if factor > 1 else upright
            pixels = np.asarray(small, dtype=np.float32)
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
    picture = np.ascontiguousarray(pixels.transpose(2, 0, 1)) / np.float32(255)
    picture.setflags(write=False)
    return picture
