"""Results that are kept for the next run, which often needs them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")

_all: WeakSet[Kept[Any]] = WeakSet()


def forget() -> None:
    """Forget every result that is kept anywhere, so that the next run computes it anew."""
    for kept in _all:
        kept.forget()


class Kept(Generic[T]):
    """Holds the most recent results by what they were made from; when it is full, the oldest are
    dropped.

    What is kept is shared with everyone who asks for it and must not be changed. It is used in the
    compute thread.
    """

    def __init__(self, room: int, size: Callable[[T], int] = lambda result: 1) -> None:
        self._room = room
        self._size = size
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        _all.add(self)

    def get(self, key: Hashable) -> T | None:
        """The kept result, or None if there is none any more."""
        if key in self._results:
            self._results.move_to_end(key)
        return self._results.get(key)

    def put(self, key: Hashable, result: T) -> T:
        """Keep the result, if there is room for it at all, and return it."""
        if self._size(result) <= self._room:
            self._results[key] = result
            self._results.move_to_end(key)
            while sum(map(self._size, self._results.values())) > self._room:
                self._results.popitem(last=False)
        return result

    def forget(self) -> None:
        """Forget all results of this store."""
        self._results.clear()
