"""From a control's change to the updated picture, in the real window, warm.

The clock starts when the form is told the change and stops when the window has painted. ``first``
is the first frame of the new run, ``last`` its end; a run of one frame has only the last. A change
comes when the window has been at rest for longer than changes are taken together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from app.job import COALESCE_MS, Report
from benchmarks.drawing import paint_all
from benchmarks.stage import KEYS, PATIENCE_SECONDS, ObservedWindow, open_window, show, wait
from benchmarks.timing import Sample, Table
from core.surfaces.surfaces import SURFACES


def measure(quick: bool) -> Iterator[Table]:
    """Change each panel's main parameter, and each time wait for the picture."""
    count = 5 if quick else 30
    table = Table(
        "Control to picture", "From form.change(...) to the end of the new frame's paint."
    )
    with open_window("descent") as window:
        for key in KEYS:
            panel = show(window, key)
            spec = panel.spec
            what, change = CHANGES[key]
            taken = [_respond(window, key, change, number) for number in range(count)]
            first = Sample(tuple(first for first, _ in taken))
            last = Sample(tuple(last for _, last in taken))
            if first.median < 0.95 * last.median:
                table.add(f"{key}, first frame", first.ms(), what)
            table.add(f"{key}, last frame", last.ms(), what)
            panel.set_spec(spec)
    yield table


def _move_start(panel: Any, number: int) -> None:
    x, y = SURFACES[panel.spec.surface].start
    panel.form.change(start_x=x + 0.3 * math.cos(number + 1), start_y=y + 0.3 * math.sin(number))


def _move_std(panel: Any, number: int) -> None:
    panel.form.change(std=10 ** (-1.5 + math.sin(number + 1)))


def _move_gamma(panel: Any, number: int) -> None:
    panel.form.change(gamma=2 + math.sin(number + 1))


def _move_width(panel: Any, number: int) -> None:
    panel.form.change(width=round(96 + 80 * math.sin(number + 1)))


def _move_ridge(panel: Any, number: int) -> None:
    panel.form.change(ridge=10 ** (-2 + math.sin(number + 1)))


def _move_reach(panel: Any, number: int) -> None:
    panel.form.change(reach=10 ** (math.sin(number + 1) / 2))


CHANGES: dict[str, tuple[str, Callable[[Any, int], None]]] = {
    "descent": ("start moved, the default race", _move_start),
    "activations": ("std moved, 10 x 500 x 1000, two nets", _move_std),
    "normalization": ("gamma moved, 8 x 8 x 128 x 128", _move_gamma),
    "networks": ("width moved, ResNet-18", _move_width),
    "training": ("ridge moved, 16 sizes, three seeds", _move_ridge),
    "landscape": ("reach moved, 41 x 41 cells, three paths", _move_reach),
}


def _respond(
    window: ObservedWindow, key: str, change: Callable[[Any, int], None], number: int
) -> tuple[float, float]:
    """Seconds to the paint of the first and of the last frame."""
    wait(2 * COALESCE_MS / 1000)
    loop = QEventLoop()
    moments: list[float] = []

    def on_delivered(report: Report) -> None:
        if not moments or report.frame.step == report.frame.total:
            # It has set the pictures' data; now it is painted.
            paint_all(window)
            moments.append(window.paint_ended)
        if report.frame.step == report.frame.total:
            loop.quit()

    job = window.job(key)
    job.delivered.connect(on_delivered)
    QTimer.singleShot(round(1000 * PATIENCE_SECONDS), loop, loop.quit)
    began = perf_counter()
    change(window.docks.panel(key), number)
    loop.exec()
    job.delivered.disconnect(on_delivered)
    return moments[0] - began, moments[-1] - began
