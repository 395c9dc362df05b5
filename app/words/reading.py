"""A reading: what a result says, in sentences and a table. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.words.labels import number

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Reading:
    """Sentences, followed by a table."""

    sentences: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int = 0
    """The number of columns that are to be visible without scrolling, if necessary at the cost of
    the names in the first one."""


def value_range(values: Array) -> str:
    """The lowest and the highest of the finite values."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return number(np.nan)
    return f"{number(finite.min())} … {number(finite.max())}"
