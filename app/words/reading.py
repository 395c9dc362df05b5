"""A reading: what a result says. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.words.labels import number

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Reading:
    """Sentences first, then a table."""

    sentences: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 0
    """So many of the columns shall be seen without scrolling, at the cost of the names before them
    where there is no room."""


def value_range(values: Array) -> str:
    """The lowest and the highest of the finite values."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return number(np.nan)
    return f"{number(finite.min())} … {number(finite.max())}"
