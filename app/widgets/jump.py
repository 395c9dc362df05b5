"""A click on a chart goes to where it is, and a double-click, which shows the whole, goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.widgets.chart import Chart


def let_jump(
    charts: Iterable[Chart],
    where: Callable[[], Any],
    go: Callable[[Any], Any],
    to: Callable[[float], Any] = round,
) -> None:
    """Let clicks on charts move what their playhead shows.

    ``where`` says where that is, ``go`` moves it, and ``to`` makes a place of an x of the charts,
    which is a logarithm where the axis is logarithmic. A chart that has no playhead moves nothing.
    """
    left: list[Any] = []

    def jump(x: float) -> None:
        left[:] = [where()]
        go(to(x))

    def back() -> None:
        if left:
            go(left.pop())

    for chart in charts:
        chart.clicked.connect(jump)
        chart.taken_back.connect(back)
