"""How long the event loop is held while a panel computes, and while it plays.

The real window, warm. A timer of 5 ms ticks in its thread; a gap between two ticks is how long a
key or a mouse would have waited. What happened within the longest gap is told apart:

- ``frame``: a new frame taken in and drawn (``Job.delivered``), or the playhead moved
  (``Panel.draw``); the calls that set the pictures' data, not the paint;
- ``paint``: the window painting itself;
- ``change``: the form taking a change in, the request to the compute thread included;
- ``garbage``: Python's collector;
- ``CPU``: what the thread itself computed in that gap. Much less than the gap: it waited for the
  interpreter's lock, or for a core that another process had.
"""

from __future__ import annotations

import gc
import itertools
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer

from app.job import Job
from app.panel.transport import Transport
from benchmarks.stage import KEYS, ObservedWindow, open_window, restore, settle, show, wait
from benchmarks.timing import Sample, Table, short
from core.surfaces.surfaces import SURFACES

TICK_MS = 5
HAND_MS = 16
LONG_MS = 50
KINDS = ("frame", "paint", "change", "garbage")
COLUMNS = ("median", "p99", "longest", f"> {LONG_MS} ms", "frames/s", *KINDS, "CPU")

Change = Callable[[Any, int], None]


@dataclass(frozen=True)
class Span:
    """Something that held the event loop."""

    kind: str
    begin: float
    end: float

    def within(self, begin: float, end: float) -> float:
        """How much of it lies between two moments."""
        return max(0.0, min(end, self.end) - max(begin, self.begin))


class Recorder:
    """Notes ticks, and what lies between them."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.ticks: list[tuple[float, float]] = []
        self._nested = 0
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(
            lambda: self.ticks.append((time.perf_counter(), time.thread_time()))
        )

    @contextmanager
    def span(self, kind: str) -> Iterator[None]:
        """Note what happens here; within another span it belongs to that one."""
        self._nested += 1
        began = time.perf_counter()
        try:
            yield
        finally:
            self._nested -= 1
            if not self._nested:
                self.spans.append(Span(kind, began, time.perf_counter()))

    def wrap(self, kind: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """``call``, noted."""

        def noted(*arguments: Any, **named: Any) -> Any:
            with self.span(kind):
                return call(*arguments, **named)

        return noted

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Take ticks and spans anew."""
        self.ticks.clear()
        self.spans.clear()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()

    def gaps(self) -> tuple[float, ...]:
        """The milliseconds between two ticks."""
        return tuple(1000 * (b[0] - a[0]) for a, b in itertools.pairwise(self.ticks))

    def longest(self) -> list[str]:
        """How much of the longest gap was what, in ms, and what the thread itself computed."""
        begin, end = max(itertools.pairwise(self.ticks), key=lambda pair: pair[1][0] - pair[0][0])
        parts = [
            sum(s.within(begin[0], end[0]) for s in self.spans if s.kind == kind) for kind in KINDS
        ]
        return [f"{1000 * part:.0f}" for part in (*parts, end[1] - begin[1])]

    def cells(self) -> list[str]:
        """The gaps, and what was in the longest."""
        gaps = Sample(self.gaps())
        frames = sum(span.kind == "frame" for span in self.spans)
        return [
            *(f"{short(gap)} ms" for gap in (gaps.median, gaps.percentile(99), max(gaps.values))),
            str(sum(gap > LONG_MS for gap in gaps.values)),
            short(frames / (self.ticks[-1][0] - self.ticks[0][0])),
            *self.longest(),
        ]


class _Noted:
    """A signal whose emission is noted."""

    def __init__(self, signal: Any, recorder: Recorder) -> None:
        self.connect, self.disconnect = signal.connect, signal.disconnect
        self.emit = recorder.wrap("frame", signal.emit)


@contextmanager
def recorded(window: ObservedWindow) -> Iterator[Recorder]:
    """Note every frame, paint and collection of a window."""
    recorder = Recorder()

    def on_painted() -> None:
        recorder.spans.append(Span("paint", window.paint_began, window.paint_ended))

    began = 0.0

    def on_garbage(phase: str, details: Mapping[str, int]) -> None:
        nonlocal began
        now = time.perf_counter()
        if phase == "start":
            began = now
        else:
            recorder.spans.append(Span("garbage", began, now))

    window.painted.connect(on_painted)
    gc.callbacks.append(on_garbage)
    for key in KEYS:
        panel: Any = window.docks.panel(key)
        panel.change_view = recorder.wrap("frame", panel.change_view)
        for job in panel.findChildren(Job):
            job.delivered = _Noted(job.delivered, recorder)
    try:
        yield recorder
    finally:
        gc.callbacks.remove(on_garbage)


def _move_start(panel: Any, number: int) -> None:
    """Round and round the surface's own start, as a dragging hand would."""
    x, y = SURFACES[panel.spec.surface].start
    angle = number / 9
    panel.form.change(start_x=x + 0.4 * math.cos(angle), start_y=y + 0.4 * math.sin(angle))


def _move_std(panel: Any, number: int) -> None:
    panel.form.change(std=10 ** (-1.5 + math.sin(number / 15)))


def _move_eps_and_gamma(panel: Any, number: int) -> None:
    wave = math.sin(number / 15)
    panel.form.change(**({"eps": 10 ** (-3 + 2 * wave)} if number % 2 else {"gamma": 1 + wave / 2}))


def _move_width(panel: Any, number: int) -> None:
    panel.form.change(width=round(96 + 80 * math.sin(number / 15)))


def _move_ridge(panel: Any, number: int) -> None:
    panel.form.change(ridge=10 ** (-2 + math.sin(number / 15)))


def _move_reach(panel: Any, number: int) -> None:
    panel.form.change(reach=10 ** (math.sin(number / 15) / 2))


def _choose(name: str, choices: Sequence[Any], panel: Any, number: int) -> None:
    panel.form.change(**{name: choices[number % len(choices)]})


MOVES: Mapping[str, tuple[str, Change]] = {
    "descent": ("start", _move_start),
    "activations": ("std", _move_std),
    "normalization": ("eps, gamma", _move_eps_and_gamma),
    "networks": ("width", _move_width),
    "training": ("ridge", _move_ridge),
    "landscape": ("reach", _move_reach),
}
CHOICES: Mapping[str, tuple[str, Sequence[Any]]] = {
    "descent": ("surface", ("rosenbrock", "himmelblau", "rastrigin", "saddle", "plateau")),
    "activations": ("init_b", ("kaiming_normal", "xavier_uniform", "torch_default", "zeros")),
    "normalization": ("source", ("digits", "noise", "photos")),
    "networks": ("net", ("lenet", "resnet152", "densenet201", "vgg16", "googlenet")),
    "training": ("label_noise", (0.0, 0.2, 0.1)),
    "landscape": ("kind", ("random", "through", "sharpest", "pca")),
}
LARGE_BATCH = {"source": "photos", "batch": 8, "size": 256, "convolve": False, "groups": 3}
LONG_RACE = {
    "optimizers": "gd,momentum,nesterov,adagrad,adadelta,rmsprop,adam,nadam,"
    "momentum:momentum=0.5,nesterov:momentum=0.5,rmsprop:alpha=0.9,adam:beta1=0.5",
    "steps": 20_000,
    "learning_rate": 1e-4,
}


def measure(quick: bool) -> Iterator[Table]:
    """Move, choose, wait and play, in each panel."""
    table = Table(
        "Stalls of the event loop",
        f"Gaps between the ticks of a {TICK_MS} ms timer in the window's thread, and the frames "
        "that were drawn; then\nhow much of the longest gap was what, in ms. Idle is the machine's "
        "own noise.",
        COLUMNS,
        "what was done",
    )
    seconds = 0.7 if quick else 3.0
    with open_window("descent") as window, recorded(window) as recorder:
        with recorder.ticking():
            wait(seconds)
        table.add("idle", recorder.cells(), "nothing")
        for key in KEYS:
            if key != KEYS[0]:
                with recorder.ticking():
                    show(window, key)
                table.add(f"{key}, first shown", recorder.cells(), "until its picture is there")
            _measure_panel(window, key, seconds, recorder, table)
    yield table


def _measure_panel(
    window: ObservedWindow, key: str, seconds: float, recorder: Recorder, table: Table
) -> None:
    panel: Any = window.docks.panel(key)
    spec = panel.spec
    field, move = MOVES[key]
    panel.form.hold()
    _act(recorder, panel, move, HAND_MS, seconds)
    panel.form.release()
    table.add(f"{key}, a hand moves", recorder.cells(), f"{field}, a change every {HAND_MS} ms")
    settle(window)
    _act(recorder, panel, move, HAND_MS, seconds, patient=True)
    table.add(f"{key}, run after run", recorder.cells(), f"{field}, when the last run has ended")
    settle(window)
    if key == "normalization":
        panel.form.change(**LARGE_BATCH)
        settle(window)
        _act(recorder, panel, move, HAND_MS, seconds)
        table.add(f"{key}, a large batch", recorder.cells(), f"{field}, on 8 x 3 x 256 x 256")
        restore(window, key, spec)
    name, choices = CHOICES[key]
    _act(recorder, panel, partial(_choose, name, choices), 250, seconds)
    table.add(f"{key}, another choice", recorder.cells(), f"{name}, every 250 ms")
    restore(window, key, spec)
    transport = panel.findChild(Transport)
    if transport is not None and key == "descent":
        _act(recorder, panel, _play, 100, seconds)
        table.add(f"{key}, plays", recorder.cells(), "the default race, again and again")
        transport.pause()
        _act(recorder, panel, lambda p, number: p.form.change(**LONG_RACE), 10 * 1000, seconds)
        table.add(f"{key}, a long race", recorder.cells(), "12 competitors, 20 000 steps, computed")
        _act(recorder, panel, _play, 100, seconds)
        table.add(f"{key}, a long race plays", recorder.cells(), "the same while it is played")
        transport.pause()
        restore(window, key, spec)


def _play(panel: Any, number: int) -> None:
    if not panel.findChild(Transport).playing:
        panel.player.toggle()


def _act(
    recorder: Recorder,
    panel: Any,
    change: Change,
    every_ms: int,
    seconds: float,
    *,
    patient: bool = False,
) -> None:
    """Make changes for so many seconds; a patient hand waits until nothing is computed."""
    numbers = itertools.count()
    act = recorder.wrap("change", change)

    def make() -> None:
        if not (patient and panel.busy):
            act(panel, next(numbers))

    hand = QTimer(interval=every_ms, timerType=Qt.TimerType.PreciseTimer)
    hand.timeout.connect(make)
    with recorder.ticking():
        QTimer.singleShot(0, make)
        hand.start()
        wait(seconds)
        hand.stop()
