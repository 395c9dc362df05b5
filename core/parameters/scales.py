"""The scales on which a slider moves a number: by steps, by factors, by factors of 1 - v, or from 0
and then by factors."""

from __future__ import annotations

import math
from enum import StrEnum

DECADES = 8
"""The powers of ten that a slider which begins at 0 covers."""


class Scale(StrEnum):
    """How equal parts of a slider's length change a number v in [low, high]."""

    LINEAR = "linear"
    """Equal parts add equal amounts to v."""
    LOG = "log"
    """Equal parts multiply v by equal factors; low > 0."""
    NEAR_ONE = "near_one"
    """Equal parts multiply 1 - v by equal factors, as in 0.9, 0.99, 0.999; high < 1."""
    FROM_ZERO = "from_zero"
    """The low end is 0, which switches something off; from there on equal parts multiply v by equal
    factors, over the :data:`DECADES` decades below high."""

    def part_of(self, value: float, low: float, high: float) -> float:
        """The part, in [0, 1], of the way from low to high at which a value lies."""
        if high <= low:
            return 0.0
        value = max(low, min(high, value))
        if self is Scale.LINEAR:
            return (value - low) / (high - low)
        if self is Scale.LOG:
            return math.log(value / low) / math.log(high / low)
        if self is Scale.FROM_ZERO:
            return max(0.0, 1 + math.log10(value / high) / DECADES) if value else 0.0
        return math.log((1 - low) / (1 - value)) / math.log((1 - low) / (1 - high))

    def value_at(self, part: float, low: float, high: float, parts: int) -> float:
        """The value at a part of the way from low to high, with no more digits than ``parts`` equal
        parts need; exactly low and high at its ends."""
        if part <= 0 or high <= low:
            return low
        if part >= 1:
            return high
        if self is Scale.LINEAR:
            step = (high - low) / parts
            value = round(low + part * (high - low), max(0, 1 - math.floor(math.log10(step))))
        elif self is Scale.LOG:
            value = _rounded(low * (high / low) ** part, _digits(parts))
        elif self is Scale.FROM_ZERO:
            value = _rounded(high * math.pow(10, DECADES * (part - 1)), _digits(parts))
        else:
            gap = (1 - low) * ((1 - high) / (1 - low)) ** part
            value = float(f"{1 - _rounded(gap, _digits(parts)):.12g}")
        return max(low, min(high, value))

    def stepped(self, value: float, steps: float, low: float, high: float) -> float:
        """The value a number of steps further: a hundredth of the range, or a twentieth of a power
        of ten; not held within the range."""
        digits = 3 if float(steps).is_integer() else 4
        if self is Scale.LOG:
            return _rounded(value * 10 ** (steps / 20), digits)
        if self is Scale.FROM_ZERO:
            least = high * 10.0**-DECADES
            if value <= 0:
                return steps * least
            moved = _rounded(value * 10 ** (steps / 20), digits)
            return 0.0 if moved < least and steps <= -1 else moved
        if self is Scale.NEAR_ONE:
            gap = max(1 - value, (1 - high) / 10) * 10 ** (-steps / 20)
            return float(f"{1 - _rounded(gap, digits):.12g}")
        whole = _rounded((high - low) / 100, 1)
        finest = whole if float(steps).is_integer() else whole / 10
        moved = value + steps * whole
        return float(f"{round(moved / finest) * finest:.10g}") if finest else value


def _digits(parts: int) -> int:
    return 3 if parts <= 1000 else 4


def _rounded(value: float, digits: int) -> float:
    """A value rounded to a number of significant digits."""
    return float(f"{value:.{digits}g}")
