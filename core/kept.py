"""Results that are kept for the next run, which often needs them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")

_all: WeakSet[Kept[Any]] = WeakSet()


def forget() -> None:
    """Everything that is kept anywhere: the next run makes it anew."""
    for kept in _all:
        kept.forget()


class Kept(Generic[T]):
    """The last results by what they were made from; without room for all, the oldest are forgotten.

    What is kept is shared with all who ask: they leave it as it is. In the compute thread.
    """

    def __init__(self, room: int, size: Callable[[T], int] = lambda result: 1) -> None:
        self._room = room
        self._size = size
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        _all.add(self)

    def get(self, key: Hashable) -> T | None:
        """The result, or None where it is not known any more."""
        if key in self._results:
            self._results.move_to_end(key)
        return self._results.get(key)

    def put(self, key: Hashable, result: T) -> T:
        """Keep it, if there is room for it at all; it is given back."""
        if self._size(result) <= self._room:
            self._results[key] = result
            self._results.move_to_end(key)
            while sum(map(self._size, self._results.values())) > self._room:
                self._results.popitem(last=False)
        return result

    def forget(self) -> None:
        """Everything."""
        self._results.clear()
