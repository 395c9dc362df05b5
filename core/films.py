"""Moving pictures, written frame by frame: GIF and animated WebP. Only one frame is kept.

Pillow encodes the pictures. Its own way of writing an animation needs all of them at once. Here the
file grows, so that a long film takes no more memory than a short one and can be abandoned between
two frames. Of each frame, only the rectangle that differs from the previous one is written; what
stays within it is transparent in a GIF, which packs to almost nothing.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import IO

from PIL import Image, ImageChops
from PIL.GifImagePlugin import getdata

GIF_UNIT = 10
"""Milliseconds in a GIF's unit of time, a hundredth of a second."""

COLORS = 255
"""The number of colors of a palette. One of a GIF's 256 is none: what was there before stays."""

STAYS = 255
"""The index of the color that is none."""

Color = tuple[int, int, int]

PALETTE_PIXELS = 150_000
"""About how many pixels are looked at to choose a palette, evenly spread over the pictures: Pillow
holds the interpreter while it counts them."""


def durations(frames: int, seconds: float, unit: int = 1) -> list[int]:
    """The duration of each frame in milliseconds, in whole units; their sum is the
    film's length."""
    ends = [round(1000 * seconds * (k + 1) / frames / unit) * unit for k in range(frames)]
    return [max(unit, end - start) for start, end in zip([0, *ends], ends, strict=False)]


def moments(count: int, frames: int) -> list[int]:
    """The moment, out of ``count``, that each frame shows; the first frame shows the first, the
    last the last."""
    return [round(k * (count - 1) / max(1, frames - 1)) for k in range(frames)]


def palette_of(pictures: Sequence[Image.Image], kept: Sequence[Color] = ()) -> Image.Image:
    """One palette for a film that holds these pictures; if it were chosen anew for each frame, what
    does not move would shimmer. The colors ``kept`` are in it unchanged: a thin line's color means
    something, and the line has too few pixels to be found."""
    pixels = sum(picture.width * picture.height for picture in pictures)
    scale = min(1.0, (PALETTE_PIXELS / pixels) ** 0.5)
    some = [
        picture.resize(
            (max(1, round(scale * picture.width)), max(1, round(scale * picture.height))),
            Image.Resampling.NEAREST,
        )
        for picture in pictures
    ]
    sheet = Image.new("RGB", (max(p.width for p in some), sum(p.height for p in some)))
    top = 0
    for picture in some:
        sheet.paste(picture, (0, top))
        top += picture.height
    counted = COLORS - len(kept)
    found = sheet.quantize(counted, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colors = [value for color in kept for value in color] + (found.getpalette("RGB") or [])
    palette = Image.new("P", (1, 1))
    palette.putpalette(colors[: 3 * COLORS])
    return palette


class GifWriter:
    """Writes frames into a GIF that plays forever. :class:`OSError` if the file cannot
    be written."""

    def __init__(self, file: IO[bytes], palette: Image.Image) -> None:
        self._file = file
        self._palette = palette
        self._before: Image.Image | None = None

    def add(self, picture: Image.Image, milliseconds: int) -> None:
        """Append an RGB picture that is shown for that long."""
        if self._before is None:
            self._begin(picture.size)
        box = _changed(self._before, picture)
        # Without dithering, so that an area of one color stays one and shrinks to nothing.
        part = picture.crop(box).quantize(palette=self._palette, dither=Image.Dither.NONE)
        if self._before is not None:
            part.paste(STAYS, mask=_same(self._before.crop(box), picture.crop(box)))
        looks = {"duration": milliseconds, "transparency": STAYS, "disposal": 1}
        for piece in getdata(part, offset=box[:2], include_color_table=True, **looks):
            self._file.write(piece)
        self._before = picture

    def close(self) -> None:
        """End the film."""
        self._file.write(b";")

    def _begin(self, size: tuple[int, int]) -> None:
        self._file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0x70, 0, 0))
        self._file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # forever


class WebpWriter:
    """Writes frames into an animated WebP, every pixel exact. The container follows Google's "WebP
    Container Specification": VP8X, ANIM, and an ANMF around each lossless picture."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._before: Image.Image | None = None

    def add(self, picture: Image.Image, milliseconds: int) -> None:
        """Append an RGB picture that is shown for that long."""
        if self._before is None:
            self._begin(picture.size)
        left, top, right, bottom = _changed(self._before, picture)
        left, top = left - left % 2, top - top % 2  # offsets are in units of two pixels
        part = io.BytesIO()
        picture.crop((left, top, right, bottom)).save(
            part, "WEBP", lossless=True, method=0, quality=30
        )
        place = (left // 2, top // 2, right - left - 1, bottom - top - 1, milliseconds)
        head = b"".join(_uint24(number) for number in place) + b"\x02"  # not blended, kept
        _write_chunk(self._file, b"ANMF", head + _lossless(part.getvalue()))
        self._before = picture

    def close(self) -> None:
        """End the film: only now is its length known."""
        length = self._file.seek(0, io.SEEK_END)
        self._file.seek(4)
        self._file.write(struct.pack("<I", length - 8))

    def _begin(self, size: tuple[int, int]) -> None:
        width, height = size
        self._file.write(b"RIFF\0\0\0\0WEBP")
        canvas = b"\x02\0\0\0" + _uint24(width - 1) + _uint24(height - 1)
        _write_chunk(self._file, b"VP8X", canvas)
        _write_chunk(self._file, b"ANIM", struct.pack("<IH", 0xFFFFFFFF, 0))


def _changed(before: Image.Image | None, picture: Image.Image) -> tuple[int, int, int, int]:
    """The bounding box of what differs; a single pixel if nothing does, so that there
    is a frame."""
    if before is None:
        return (0, 0, *picture.size)
    return ImageChops.difference(before, picture).getbbox() or (0, 0, 1, 1)


def _same(before: Image.Image, picture: Image.Image) -> Image.Image:
    """The mask of the pixels that are of the same color in both."""
    red, green, blue = ImageChops.difference(before, picture).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return apart.point([255] + [0] * 255)


def _lossless(still: bytes) -> bytes:
    """The chunk of a WebP file that holds the picture itself, including the chunk's header."""
    for name, begin, end in _chunks(still):
        if name == b"VP8L":
            return still[begin:end]
    raise ValueError("the picture was not written without loss")


def _chunks(riff: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at < len(riff):
        (size,) = struct.unpack_from("<I", riff, at + 4)
        end = at + 8 + size + size % 2
        yield riff[at : at + 4], at, end
        at = end


def _write_chunk(file: IO[bytes], name: bytes, data: bytes) -> None:
    file.write(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))


def _uint24(number: int) -> bytes:
    return struct.pack("<I", number)[:3]
