"""Methods taken whole from scipy and torch: BFGS, conjugate gradient and L-BFGS.

Each is an iterator of points (x, y, evaluations): the start first, then one for each step. It ends
where the method does. The libraries are imported when such a method takes its first step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np

from core.surfaces.function import Function

MAX_EVALUATIONS = 600
"""The evaluations after which a run of scipy, which cannot be interrupted, is ended: within about
40 ms. Only runs along a valley without a floor, or down a surface without one, get that far."""

LINE_SEARCH = 25
"""The number of evaluations that torch is granted for a line search. It subtracts them from
``max_eval``, whose default for a single iteration leaves none."""

Places = Iterator[tuple[float, float, int]]


class _SpentError(Exception):
    """Raised after :data:`MAX_EVALUATIONS` evaluations."""


def bfgs(function: Function, start: tuple[float, float], *, gtol: float) -> Places:
    """The points of ``scipy.optimize.minimize(method="BFGS")``, by its callback."""
    return _by_scipy("BFGS", function, start, gtol)


def conjugate_gradient(function: Function, start: tuple[float, float], *, gtol: float) -> Places:
    """The points of ``scipy.optimize.minimize(method="CG")``, Polak & Ribière, by its callback."""
    return _by_scipy("CG", function, start, gtol)


def _by_scipy(method: str, function: Function, start: tuple[float, float], gtol: float) -> Places:
    yield *start, 1
    from scipy.optimize import minimize

    count = 0
    places: list[tuple[float, float, int]] = []

    def evaluate(p: Any) -> tuple[float, Any]:
        nonlocal count
        if count == MAX_EVALUATIONS:
            raise _SpentError
        count += 1
        loss, gx, gy = function.at(float(p[0]), float(p[1]))
        return loss, np.array((gx, gy))

    def keep(p: Any) -> None:
        places.append((float(p[0]), float(p[1]), count))

    options = {"gtol": gtol}
    with np.errstate(all="ignore"), suppress(_SpentError):
        minimize(evaluate, start, jac=True, method=method, callback=keep, options=options)
    yield from places
    yield *(places[-1][:2] if places else start), count


def lbfgs(
    function: Function, start: tuple[float, float], *, learning_rate: float, gtol: float
) -> Places:
    """The points of ``torch.optim.LBFGS`` with its strong Wolfe line search, one iteration a step.

    Where torch evaluates one point of a step twice, the second value is looked up and not counted.
    """
    yield *start, 1
    import torch

    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [p],
        lr=learning_rate,
        max_iter=1,
        max_eval=LINE_SEARCH + 1,
        tolerance_grad=gtol,
        line_search_fn="strong_wolfe",
    )
    count = 0
    known: dict[tuple[float, float], tuple[float, float, float]] = {}

    def evaluate() -> float:
        nonlocal count
        x, y = p.tolist()
        if (x, y) not in known:
            count += 1
            known[x, y] = function.at(x, y)
        loss, gx, gy = known[x, y]
        p.grad = torch.tensor((gx, gy), dtype=torch.float64)
        return loss

    before = start
    while True:
        try:
            optimizer.step(evaluate)  # type: ignore[no-untyped-call]
        except (ZeroDivisionError, OverflowError):
            yield math.nan, math.nan, count  # its interpolation broke down
            return
        x, y = p.tolist()
        yield x, y, count
        if (x, y) == before:
            return
        known = {(x, y): known[x, y]} if (x, y) in known else {}
        before = x, y
