"""Threads beside the compute thread, which count its values without holding it up.

torch and numpy release the interpreter while they work, so the counting runs on another core.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import Any, Concatenate, ParamSpec, TypeVar

import torch
from torch import Tensor

P = ParamSpec("P")
T = TypeVar("T")

MAX_THREADS = 6
PATIENCE_SECONDS = 30.0

MAX_WAITING = 2**24
"""How many values may wait to be counted, 64 MiB of float32: they cannot be freed before."""


class Beside:
    """Looks at values in other threads, in the order in which it is asked.

    Where no core is to spare it looks at once, and on a GPU too, which works beside the CPU anyway.
    It is used in the compute thread, which must leave the values as they are.
    """

    def __init__(self, device: str) -> None:
        self._pool = _pool() if device == "cpu" else None
        self._asked: deque[tuple[Future[Any], int]] = deque()
        self._waiting = 0

    def ask(
        self, look: Callable[Concatenate[Tensor, P], T], values: Tensor, *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:  # fmt: skip
        """Begin to look at ``values``; while too many values are waiting, wait for the first of
        them."""
        if self._pool is None:
            seen: Future[T] = Future()
            seen.set_result(look(values, *args, **kwargs))
            return seen
        asked = self._pool.submit(look, values, *args, **kwargs)
        self._asked.append((asked, values.numel()))
        self._waiting += values.numel()
        while self._waiting > MAX_WAITING:
            oldest, size = self._asked.popleft()
            oldest.exception()  # only wait: an error is raised for whoever wants the result
            self._waiting -= size
        return asked

    def close(self) -> None:
        """Cancel every look that has not begun."""
        for asked, _ in self._asked:
            asked.cancel()


def threads() -> int:
    """The number of threads to count with: half of the cores, since torch has threads
    of its own and the window needs one. More than a few would only wait for Python's
    lock between two calls."""
    return min(MAX_THREADS, (os.cpu_count() or 1) // 2)


@cache
def _pool() -> ThreadPoolExecutor | None:
    """The pool of counting threads; torch uses one core in each, where it would use all of them."""
    many = threads()
    if not many:
        return None
    pool = ThreadPoolExecutor(many, "beside")
    everyone = Barrier(many)

    def settle() -> None:
        everyone.wait(PATIENCE_SECONDS)  # or one thread might do it for all
        torch.get_num_threads()  # the first call in a thread sets what others set last
        torch.set_num_threads(1)

    usual = torch.get_num_threads()
    for settled in [pool.submit(settle) for _ in range(many)]:
        settled.result()
    torch.set_num_threads(usual)  # it also is what threads begin with that start later
    return pool
