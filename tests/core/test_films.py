"""Films: opened again by Pillow, frame by frame."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageSequence

from core.films import GifWriter, WebpWriter, durations, moments, palette_of

SIZE = (61, 43)
"""Odd, as windows are."""


def pictures(count: int) -> list[Image.Image]:
    """A disk on its way over a line; the last two are the same."""
    made = []
    for k in [*range(count - 1), count - 2]:
        picture = Image.new("RGB", SIZE, (20, 30, 40))
        draw = ImageDraw.Draw(picture)
        draw.line((0, 0, *SIZE), fill=(86, 180, 233))
        draw.ellipse((3 + 5 * k, 7, 12 + 5 * k, 16), fill=(255, 138, 61))
        made.append(picture)
    return made


def film(kind: str, frames: Sequence[Image.Image], lasts: Sequence[int]) -> Image.Image:
    file = io.BytesIO()
    writer = GifWriter(file, palette_of(frames)) if kind == "gif" else WebpWriter(file)
    for picture, milliseconds in zip(frames, lasts, strict=True):
        writer.add(picture, milliseconds)
    writer.close()
    return Image.open(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_every_frame_comes_back_with_its_time(kind: str) -> None:
    frames = pictures(8)
    lasts = [40, 40, 50, 40, 40, 40, 50, 200]
    opened = film(kind, frames, lasts)
    assert (opened.format, opened.size, opened.n_frames) == (kind.upper(), SIZE, 8)  # type: ignore[attr-defined]
    assert opened.info["loop"] == 0
    for again, picture, last in zip(ImageSequence.Iterator(opened), frames, lasts, strict=True):
        assert again.convert("RGB").tobytes() == picture.tobytes()
        assert again.info["duration"] == last


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_of_one_frame_is_one(kind: str) -> None:
    (picture,) = pictures(2)[:1]
    opened = film(kind, [picture], [1000])
    assert opened.convert("RGB").tobytes() == picture.tobytes()


def test_what_stays_is_not_written_again() -> None:
    picture = pictures(2)[0]
    sizes = []
    for count in (1, 21):
        file = io.BytesIO()
        writer = WebpWriter(file)
        for _ in range(count):
            writer.add(picture, 50)
        writer.close()
        sizes.append(len(file.getvalue()))
    assert sizes[1] - sizes[0] < 20 * 80


def test_what_stays_beside_what_moves_is_not_written_again() -> None:
    """Two corners change; between them is a picture that packs badly."""
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    frames = []
    for color in ((255, 0, 0), (0, 0, 255)):
        frame = noise.copy()
        for corner in ((0, 0), (199, 199)):
            frame.putpixel(corner, color)
        frames.append(frame)
    kept = [(255, 0, 0), (0, 0, 255)]
    files = [io.BytesIO(), io.BytesIO()]
    for count, file in enumerate(files, 1):
        writer = GifWriter(file, palette_of([noise], kept))
        for frame in frames[:count]:
            writer.add(frame, 100)
        writer.close()
    first, both = (len(file.getvalue()) for file in files)
    assert both - first < 0.1 * first
    opened = Image.open(io.BytesIO(files[1].getvalue()))
    seen = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened)]
    assert [frame.getpixel((199, 199)) for frame in seen] == kept
    assert seen[0].getpixel((100, 100)) == seen[1].getpixel((100, 100))


def test_a_palette_keeps_the_colors_that_mean_something() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    kept = [(204, 121, 167), (230, 159, 0)]
    for at, color in enumerate(kept):
        picture.putpixel((at, 0), color)  # one pixel of 65,536
    opened = film_of_palette(picture, kept)
    assert [opened.getpixel((at, 0)) for at in range(2)] == kept


def film_of_palette(picture: Image.Image, kept: list[tuple[int, int, int]]) -> Image.Image:
    file = io.BytesIO()
    writer = GifWriter(file, palette_of([picture], kept))
    writer.add(picture, 100)
    writer.close()
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


@given(st.integers(1, 600), st.floats(0.1, 60), st.sampled_from([1, 10]))
def test_durations_are_whole_units_and_add_up(frames: int, seconds: float, unit: int) -> None:
    lasts = durations(frames, seconds, unit)
    assert len(lasts) == frames
    assert all(last > 0 and last % unit == 0 for last in lasts)
    if 1000 * seconds / frames >= 2 * unit:
        assert abs(sum(lasts) - 1000 * seconds) <= unit
        assert max(lasts) - min(lasts) <= unit


@given(st.integers(1, 5000), st.integers(1, 600))
def test_moments_go_from_the_first_to_the_last(count: int, frames: int) -> None:
    found = moments(count, frames)
    assert len(found) == frames
    assert found == sorted(found)
    assert found[0] == 0
    if frames > 1:
        assert found[-1] == count - 1
