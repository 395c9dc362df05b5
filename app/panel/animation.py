"""The animation of a panel, as seen by the code that films it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Animation:
    """An animation with moments 0..count-1, each of which can be shown."""

    count: int
    now: Callable[[], int]
    """A function that returns the moment that is shown."""
    show: Callable[[int], object]
    settled: Callable[[], bool] = lambda: True
    """A function that says whether everything that depends on the moment is drawn; some of it may
    have to be computed first."""
