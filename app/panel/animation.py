"""What passes in time in a panel, as whoever films it sees it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Animation:
    """Moments 0..count-1, each of which can be shown."""

    count: int
    now: Callable[[], int]
    """The moment that is shown."""
    show: Callable[[int], object]
    settled: Callable[[], bool] = lambda: True
    """Whether all that hangs on the moment is drawn: some of it may be computed first."""
