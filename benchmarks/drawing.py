"""The draw time of a frame, in the real window at 1280 x 800.

Frames are computed beforehand and drawn in turn, so that the data change with each. ``frame`` is a
new frame as the panel takes it in (all its pictures' data set); ``playhead`` is another view of the
same frame, as while playing. The paint is what follows in the event loop until
nothing is left to paint; Qt paints each picture that changed by itself, so a frame has several.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from PySide6.QtWidgets import QApplication

from app.job import Report
from app.panel.transport import Transport
from benchmarks.stage import KEYS, ObservedWindow, open_window, restore, settle, show
from benchmarks.timing import Sample, Table
from core.experiment import Frame, Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Spec
from core.surfaces.surfaces import SURFACES

DIFFERENT = 6
RACE = (
    "gd,momentum,nesterov,adagrad,adadelta,rmsprop,adam,nadam,"
    "momentum:momentum=0.5,nesterov:momentum=0.5,rmsprop:alpha=0.9,adam:beta1=0.5"
)
RACES = {"rosenbrock": 1e-3, "himmelblau": 0.01, "rastrigin": 0.01}
"""A surface, and a rate at which most of its paths go on to the end."""


@dataclass(frozen=True)
class Drawn:
    """A frame that was drawn: seconds, and into how many paints Qt divided it."""

    setting: float
    painting: float
    paints: int
    both: float


def measure(quick: bool) -> Iterator[Table]:
    """Draw frames of each panel, and the playhead's way through races."""
    count = 12 if quick else 50
    table = Table("Drawing a frame", "Setting the pictures' data, painting, and both together.")
    with open_window("descent") as window:
        for key in KEYS:
            panel = show(window, key)
            frames = [
                last_frame(Run(EXPERIMENTS[panel.main], spec)) for spec in _specs(key, panel.spec)
            ]
            _add(table, f"{key}, a new frame", _draw_frames(window, key, frames, count))
        panel = show(window, "descent")
        spec = panel.spec
        for surface, rate in RACES.items():
            panel.form.change(surface=surface)
            panel.form.change(optimizers=RACE, learning_rate=rate, steps=1000)
            settle(window)
            total = panel.transport.total
            heads = [round((k + 1) * total / count) for k in range(count)]
            draws = [partial(panel.change_view, playhead=head) for head in heads]
            name = f"descent, the playhead over {surface}"
            _add(table, name, _taken(window, draws), "12 competitors x 1000 steps")
        restore(window, "descent", spec)
    yield table


def _add(table: Table, name: str, taken: Sequence[Drawn], note: str = "") -> None:
    table.add(name, Sample(tuple(one.both for one in taken)).ms(), note)
    table.add("    setting data", Sample(tuple(one.setting for one in taken)).ms())
    paints = sorted(one.paints for one in taken)[len(taken) // 2]
    table.add(
        "    painting", Sample(tuple(one.painting for one in taken)).ms(), f"in {paints} paints"
    )


def _specs(key: str, spec: Spec) -> list[Spec]:
    """The panel's own spec, its main parameter moved a little."""
    waves = [math.sin(k) for k in range(DIFFERENT)]
    if key == "descent":
        x, y = SURFACES["beale"].start
        return [spec.adapt(start_x=x + 0.3 * wave, start_y=y) for wave in waves]
    if key == "activations":
        return [spec.adapt(std=10 ** (-1.5 + wave)) for wave in waves]
    if key == "networks":
        return [spec.adapt(width=round(96 + 80 * wave)) for wave in waves]
    if key == "landscape":
        return [spec.adapt(reach=10 ** (wave / 2)) for wave in waves]
    if key == "training":
        return [spec.adapt(ridge=10 ** (wave - 2)) for wave in waves]
    return [spec.adapt(gamma=1 + wave / 2) for wave in waves]


def _draw_frames(
    window: ObservedWindow, key: str, frames: Sequence[Frame], count: int
) -> list[Drawn]:
    """Hand frames to the panel as its job does."""
    job = window.job(key)
    transport = window.docks.panel(key).findChild(Transport)
    if transport is not None:
        transport.move_to(transport.total)
    spec = window.docks.panel(key).spec
    reports = [Report(frame, "cpu", "", 0.0, spec) for frame in frames]
    return _taken(
        window, [partial(job.delivered.emit, reports[k % len(reports)]) for k in range(count)]
    )


def _taken(window: ObservedWindow, draws: Sequence[Callable[[], object]]) -> list[Drawn]:
    """Draw and paint each; three before are not counted."""
    return [_draw(window, draw) for draw in (*draws[:3], *draws)][3:]


def _draw(window: ObservedWindow, draw: Callable[[], object]) -> Drawn:
    seconds, paints = window.paint_seconds, window.paints
    began = perf_counter()
    draw()
    drawn = perf_counter()
    paint_all(window)
    return Drawn(
        setting=drawn - began,
        painting=window.paint_seconds - seconds,
        paints=window.paints - paints,
        both=window.paint_ended - began,
    )


def paint_all(window: ObservedWindow) -> None:
    """Go through the event loop until it paints nothing more."""
    paints = -1
    while paints != window.paints:
        paints = window.paints
        QApplication.processEvents()
