"""The fields by which a spec says what of a file is meant: which of its arrays, and its axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from core.data.arrays import names_of, shape_of
from core.parameters import choice

PICTURE_CHANNELS = (1, 3, 4)
"""The lengths of a last axis that are likely to be a picture's colors."""

DENSE, TOKENS, SEQUENCES, MAPS, CHANNELS_LAST = "nd", "ntd", "ncl", "nchw", "nhwc"


def array_field(dimensions: Sequence[int], applies: Callable[[Any], bool]) -> Any:
    """A field ``array`` beside a field ``path``; a form shows it where there is something to
    choose."""

    def names(spec: Any) -> tuple[str, ...]:
        return names_of(spec.path, dimensions)

    return choice(
        None,
        names,
        "Array",
        "Which of the file's arrays",
        auto=lambda spec: next(iter(names(spec)), ""),
        applies=applies,
        matters=lambda spec: applies(spec) and len(names(spec)) > 1,
    )


def axes_field(applies: Callable[[Any], bool]) -> Any:
    """A field ``axes`` beside ``path`` and ``array``: what the axes of the file's array are."""

    def orders(spec: Any) -> tuple[str, ...]:
        return orders_of(shape_of(spec.path, spec.array or ""))

    return choice(
        None,
        orders,
        "Axes",
        "What the array's axes are",
        auto=lambda spec: next(iter(orders(spec)), ""),
        applies=applies,
        matters=lambda spec: applies(spec) and len(orders(spec)) > 1,
    )


def orders_of(shape: tuple[int, ...]) -> tuple[str, ...]:
    """What the axes of an array can be, the likeliest first; () for a shape that cannot be read."""
    match len(shape):
        case 2:
            return (DENSE,)
        case 3:
            return (TOKENS, SEQUENCES)
        case 4:
            _, first, second, last = shape
            colors = last in PICTURE_CHANNELS and first == second > last
            return (CHANNELS_LAST, MAPS) if colors else (MAPS, CHANNELS_LAST)
    return ()


def batch_shape(shape: tuple[int, ...], axes: str) -> tuple[int, ...]:
    """The shape of the batch, [N, D] or [N, C, H, W], that an array with these axes is.

    Each token of [N, T, D] is a row: all norms but BN treat it by itself, and BN takes its
    statistics over N and T. A sequence [N, C, L] is one row of pixels, [N, C, 1, L].
    """
    match axes:
        case "ntd":
            return shape[0] * shape[1], shape[2]
        case "ncl":
            return shape[0], shape[1], 1, shape[2]
        case "nhwc":
            return shape[0], shape[3], shape[1], shape[2]
    return shape
