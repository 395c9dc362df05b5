"""Counts, shares, shapes and parts of nets in words. No Qt."""

from __future__ import annotations

import re

from app.labs.networks.words import PART_NAMES
from app.words.labels import number, percent, tr

FRACTION = 0.6
"""The factor below which a fraction says more."""
NEXT = 0.01
"""How far from 1 a factor needs another digit."""
LARGE = 0.25
"""The share of the whole from which on a number stands out."""


def share_words(share: float) -> str:
    """A share of the whole in percent, with one decimal.

    >>> share_words(0.8938), share_words(0.00031)
    ('89.4 %', '< 0.1 %')
    """
    return f"{100 * share:.1f} %" if share >= 0.0005 or not share else "< 0.1 %"


def times_words(factor: float) -> str:
    """A factor; one far below 1 as a fraction, and one next to 1 with one digit more.

    >>> times_words(1.172), times_words(1 / 20.88), times_words(0.99970)
    ('×1.17', '×1/20.9', '×0.9997')
    """
    if 0 < factor < FRACTION:
        return f"×1/{number(1 / factor)}"
    return f"×{number(factor, 4 if abs(factor - 1) < NEXT else 3)}"


def short_count(value: float) -> str:
    """A count in thousands, millions or billions, with four digits.

    >>> short_count(15_470_314_496)
    '15.47 G'
    """
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.4g} {letter}"
    return f"{value:.0f}"


def shape_words(channels: int, height: int, width: int) -> str:
    """A map's shape in a few signs: channels alone where it is a single pixel.

    >>> shape_words(64, 56, 56), shape_words(1000, 1, 1)
    ('64×56²', '1000')
    """
    if height == width == 1:
        return str(channels)
    return f"{channels}×{height}²" if height == width else f"{channels}×{height}×{width}"


def part_words(key: str) -> tuple[str, str]:
    """What a part is called, by its key: a word, and its number or an empty text.

    >>> part_words("inception4a")
    ('inception', '4a')
    """
    found = re.fullmatch(r"([a-z_]+?)(\d\w*)?", key)
    word, numeral = (found[1], found[2] or "") if found is not None else (key, "")
    return (tr(PART_NAMES[word]) if word in PART_NAMES else word), numeral


def field_words(field: float, side: int) -> str:
    """A receptive field in pixels against the input's side; an infinite one sees all of it."""
    if field == float("inf"):
        return tr("all of the input")
    size = f"{field:.0f}"
    if field > side:
        return tr("{field} px: {times} × the input", field=size, times=number(field / side, 2))
    return tr("{field} px: {share} of the side", field=size, share=percent(round(field / side, 3)))
