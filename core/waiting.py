"""Work in pieces, for whom waiting is no matter."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

T = TypeVar("T")


def result_of(work: Generator[Any, Any, T]) -> T:
    """What a generator returns in the end."""
    while True:
        try:
            next(work)
        except StopIteration as ended:
            result: T = ended.value
            return result
