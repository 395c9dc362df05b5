"""The tensor that is normalized: photos, digits, noise, typed numbers, own pictures, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from core.data.arrays import shape_of
from core.data.choosing import array_field, axes_field, batch_shape, orders_of
from core.data.files import ARRAY_SUFFIXES, PICTURE_SUFFIXES
from core.number_lists import GRAMMAR, ROWS_GRAMMAR, read_numbers, read_rows
from core.parameters import (
    Reason,
    Spec,
    SpecError,
    choice,
    file,
    integer,
    parameter_of,
    seed,
    switch,
    text,
)

SOURCES = ("photos", "digits", "noise", "numbers", "images", "file")
LAYOUTS = ("maps", "dense")
MAX_BATCH = 64
DIGIT_PIXELS = 64
MAX_VALUES = 2**25
"""The most values a drawn batch may have: 128 MiB in float32, and every norm has an output of that
size."""


def has_layout(spec: Any) -> bool:
    """Whether the source can be maps or dense; a file's own shape says which it is."""
    return spec.source in ("digits", "noise", "numbers")


def from_file(spec: Any) -> bool:
    """Whether the batch is an array of a file."""
    return bool(spec.source == "file")


def shape_in_file(spec: Any) -> tuple[int, ...]:
    """The shape [N, D] or [N, C, H, W] of the batch in the file; () while it cannot be read."""
    shape = shape_of(spec.path, spec.array or "")
    orders = orders_of(shape)
    if not orders:
        return ()
    return batch_shape(shape, spec.axes if spec.axes in orders else orders[0])


def is_dense(spec: Any) -> bool:
    """Whether the batch is [N, D]."""
    if spec.source == "file":
        return len(shape_in_file(spec)) == 2
    return has_layout(spec) and spec.layout == "dense"


def may_convolve(spec: Any) -> bool:
    """Whether the source is maps for which a convolution makes sense."""
    return spec.source in ("photos", "images") or (spec.source == "digits" and not is_dense(spec))


def channels_of(spec: Any) -> int | None:
    """The channels C (or features D); None if they are unknown because the file has no
    valid shape."""
    if spec.source == "file":
        shape = shape_in_file(spec)
        return shape[1] if shape else None
    if spec.source == "noise" or (may_convolve(spec) and spec.convolve):
        return int(spec.channels)
    if spec.source == "numbers":
        return len(spec.numbers.split(";")[0].split(",")) if is_dense(spec) else 1
    if is_dense(spec):
        return DIGIT_PIXELS
    return 1 if spec.source == "digits" else 3


@dataclass(frozen=True, kw_only=True)
class InputSpec(Spec):
    """The batch that is normalized, [N, C, H, W] or [N, D]."""

    source: str = choice(
        "photos",
        SOURCES,
        "Source",
        "The batch: crops of photos, digits, noise, typed numbers, your pictures, or a file",
    )
    path: str = file(
        ARRAY_SUFFIXES,
        "File",
        "Numbers [N, C, H, W], [N, C, L], [N, T, D] or [N, D]",
        applies=from_file,
    )
    array: str = array_field((2, 3, 4), from_file)
    axes: str = axes_field(from_file)
    images: str = file(
        PICTURE_SUFFIXES,
        "Pictures",
        "A picture, or a folder of pictures",
        applies=lambda s: s.source == "images",
    )
    numbers: str = text(
        "3, 5, 7, 2",
        read_rows,
        ROWS_GRAMMAR,
        "Numbers x",
        "A row of values for each sample; rows are divided by semicolons",
        applies=lambda s: s.source == "numbers",
    )
    layout: str = choice(
        "maps", LAYOUTS, "Layout", "Maps [N, C, H, W], or dense features [N, D]", applies=has_layout
    )
    batch: int = integer(
        8,
        1,
        MAX_BATCH,
        "Batch N",
        "Samples N in the batch",
        applies=lambda s: s.source not in ("file", "numbers"),
    )
    size: int = integer(
        128,
        8,
        256,
        "Size",
        "Height and width of each sample in pixels",
        unit="px",
        applies=lambda s: (
            s.source in ("photos", "images") or (s.source == "noise" and not is_dense(s))
        ),
    )
    convolve: bool = switch(
        True,
        "Convolve",
        "A seeded random 3x3 convolution first, as inside a net",
        applies=may_convolve,
    )
    channels: int = integer(
        8,
        1,
        64,
        "Channels C",
        "Channels C (or features D) of the noise, or after the convolution",
        applies=lambda s: s.source == "noise" or (may_convolve(s) and s.convolve),
    )
    offsets: str = text(
        "",
        read_numbers,
        GRAMMAR,
        "Offsets μ",
        "Mean of each channel of the noise, in turn; empty: drawn",
        applies=lambda s: s.source == "noise",
    )
    scales: str = text(
        "",
        read_numbers,
        GRAMMAR,
        "Scales σ",
        "Std of each channel of the noise, in turn; empty: drawn",
        applies=lambda s: s.source == "noise",
    )
    seed: int = seed(applies=lambda s: s.source not in ("file", "numbers"))

    def __post_init__(self) -> None:
        super().__post_init__()
        if not parameter_of(type(self), "size").applies_to(self):
            return
        channels = channels_of(self)
        assert channels is not None
        if self.batch * channels * self.size**2 > MAX_VALUES:
            given = f"{self.batch}x{channels}x{self.size}x{self.size}"
            raise SpecError("size", Reason.TOO_LARGE, given, f"1 … {MAX_VALUES}")


def in_turn(spec: Spec, name: str, count: int) -> tuple[float, ...]:
    """The numbers of a typed list, repeated until there are ``count``; empty if none are typed."""
    typed = read_numbers(parameter_of(type(spec), name), getattr(spec, name))
    return tuple(islice(cycle(typed), count))
