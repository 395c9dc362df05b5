"""Runs experiments off the GUI thread. The only threading between core and window.

A :class:`Job` lives in the GUI thread: specs go in, frames come out. The one :class:`Worker` lives
in the :class:`ComputeThread` and pulls frames from generators in short slices, going back to its
event loop between them: so a new request or a stop is an ordinary queued slot, without locks or
shared flags.
"""

from __future__ import annotations

import gc
import itertools
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from core import device as devices
from core.experiment import Experiment, Frame, Run
from core.parameters import Spec, SpecError, parameters

log = logging.getLogger("saddlepoint")

SLICE_SECONDS = 0.016
"""How long frames are pulled before the worker returns to its event loop."""

DRAWING_SECONDS = 0.1
"""The longest time that a run waits for its frame to be drawn. If it went on, both threads would
share the interpreter, and a frame would take twice as long to draw."""

WAITING_MS = 2

COALESCE_MS = 30
"""Changes that follow one another faster than this count as one."""

PATIENCE_SECONDS = 1.0
"""While changes keep coming, a run younger than this may show its first frame before it is
replaced."""

SWITCH_SECONDS = 0.0005

GARBAGE_MS = 500
GARBAGE = (700, 10, 10)
"""Python's own thresholds: new containers, then collections of the generation before, until one is
due."""

STACK_BYTES = 16 * 1024 * 1024
"""The stack of the compute thread: BLAS has crashed on Qt's default of 512 KB on macOS."""


@dataclass(frozen=True)
class Report:
    """A frame on its way to the panel, with the device that computed it and how long that took."""

    frame: Frame
    device: str
    fallback: str
    seconds: float
    spec: Spec | None = None
    """The spec of the frame: while a control is dragged, the panel's own spec is ahead of the
    frame."""


@dataclass(frozen=True)
class Failure:
    """Why a run ended early: a refusal to be put into words, or the text of a traceback.

    It is a text, not an exception, whose live stack frames would keep tensors alive in another
    thread.
    """

    refusal: SpecError | None
    report: str

    @classmethod
    def of(cls, error: Exception) -> Failure:
        if isinstance(error, SpecError):
            return cls(SpecError(*error.args), "")
        return cls(None, "".join(traceback.format_exception(error)))


@dataclass
class _Running:
    """A run on the compute thread."""

    job: int
    id: int
    priority: int
    run: Run | None
    paused: bool = False
    steps: int = 0
    """The number of frames that are requested although the run is paused."""
    told: int = 0
    """The number of changes of live fields that the generator has received."""
    heard: int = 0
    """The number of changes that have arrived."""
    changes: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    reported: float | None = None
    """When the newest frame was sent; None once it has been drawn."""

    def waits(self) -> bool:
        """Whether the run waits for the window to draw what it sent."""
        return self.reported is not None and time.perf_counter() - self.reported < DRAWING_SECONDS


class Worker(QObject):
    """Pulls frames from the runs of all jobs. Lives in the compute thread; all its slots run there.

    The run with the lowest priority number goes first, the newest among equals; every fourth slice
    goes to one of the others, so that none waits forever.
    """

    reported = Signal(int, int, object)
    ended = Signal(int, int, int)
    """Emitted with the job, the id, and how many changes of live fields the run received."""
    failed = Signal(int, int, object)
    answered = Signal(int, int, object)

    def __init__(self) -> None:
        super().__init__()
        self._running: list[_Running] = []
        self._slices = 0
        self._unwatched: set[int] = set()
        """The jobs whose frames nobody draws now."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)

    @Slot(int, int, int, object, object, str)
    def start(
        self, job: int, id: int, priority: int, experiment: Experiment, spec: Spec, device: str
    ) -> None:
        """Begin a run; the job's earlier one is closed first."""
        self.cancel(job)
        running = _Running(job, id, priority, None)
        try:
            running.run = Run(experiment, spec, device)
        except Exception as error:
            self.failed.emit(job, id, Failure.of(error))
            return
        self._running.insert(0, running)
        self._running.sort(key=lambda r: r.priority)
        self._timer.start(0)

    @Slot(int)
    def cancel(self, job: int) -> None:
        """Close the job's run, if it has one."""
        for running in [r for r in self._running if r.job == job]:
            self._close(running)

    @Slot(int, bool)
    def pause(self, job: int, paused: bool) -> None:
        """Pause the job's run, or let it go on."""
        for running in self._of(job):
            running.paused = paused
            running.steps = 0
        self._timer.start(0)

    @Slot(int, bool)
    def watch(self, job: int, watched: bool) -> None:
        """Set whether the job's frames are drawn: if so, its run waits for that, and otherwise it
        does not."""
        if watched:
            self._unwatched.discard(job)
        else:
            self._unwatched.add(job)

    @Slot(int)
    def step(self, job: int) -> None:
        """Let a paused run go on for one frame."""
        for running in self._of(job):
            running.steps += running.paused
        self._timer.start(0)

    @Slot(int, object)
    def change(self, job: int, changes: dict[str, Any]) -> None:
        """Send changed live fields into the job's run."""
        for running in self._of(job):
            running.changes.update(changes)
            running.heard += 1

    @Slot(int, int, object)
    def ask(self, job: int, id: int, question: Callable[[], Any]) -> None:
        """Answer a tiny question between slices."""
        try:
            answer = question()
        except Exception as error:
            self.failed.emit(job, id, Failure.of(error))
            return
        self.answered.emit(job, id, answer)

    @Slot()
    def stop(self) -> None:
        """Close every run. The timer must be stopped on its own thread."""
        self._timer.stop()
        for running in list(self._running):
            self._close(running)

    def _of(self, job: int) -> list[_Running]:
        return [r for r in self._running if r.job == job]

    @Slot(int)
    def drawn(self, job: int) -> None:
        """Go on: the job's newest frame is on the screen."""
        for running in self._of(job):
            running.reported = None
        self._timer.start(0)

    def _next(self) -> _Running | None:
        able = [r for r in self._running if not r.paused or r.steps]
        ready = [r for r in able if r.job in self._unwatched or not r.waits()]
        if not ready:
            if able:
                self._timer.start(WAITING_MS)  # until it is drawn, or takes too long
            else:
                self._timer.stop()
            return None
        self._timer.setInterval(0)
        self._slices += 1
        if self._slices % 4 == 0:
            return ready[self._slices // 4 % len(ready)]
        return ready[0]

    @Slot()
    def _slice(self) -> None:
        """Pull frames from one run for a short while, and report the newest."""
        running = self._next()
        if running is None:
            return
        assert running.run is not None
        newest: Frame | None = None
        done = False
        began = time.perf_counter()
        try:
            while time.perf_counter() - began < SLICE_SECONDS:
                changes, running.changes = running.changes or None, {}
                running.told = running.heard
                frame = running.run.send(changes)
                if frame is not None:
                    newest = frame
                    if running.paused:
                        running.steps -= 1
                        if not running.steps:
                            break
        except StopIteration:
            done = True
        except Exception as error:
            self._close(running)
            self.failed.emit(running.job, running.id, Failure.of(error))
            return
        running.seconds += time.perf_counter() - began
        if newest is not None:
            run = running.run
            report = Report(newest, run.device, run.fallback, running.seconds, run.spec)
            running.reported = time.perf_counter()
            self.reported.emit(running.job, running.id, report)
        if done:
            self._close(running)
            self.ended.emit(running.job, running.id, running.told)

    def _close(self, running: _Running) -> None:
        self._running.remove(running)
        try:
            if running.run is not None:
                running.run.close()
        except Exception:  # what a run does while it is thrown away must not stop the next
            log.exception("a run could not be closed")


class GarbageCollector(QObject):
    """Collects Python's garbage in the GUI thread only, as long as a compute thread runs.

    Widgets and graphics items are often parts of reference cycles. If the collector ran in the
    compute thread, as it may at any allocation, it would delete them there, and Qt would crash.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=GARBAGE_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def settle(self) -> None:
        """Treat what is loaded now (torch has a million objects) as permanent.

        That includes the few thousand that are garbage now: looking for them would block the window
        for .2 s.
        """
        gc.freeze()

    def close(self) -> None:
        """Give the collector back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > GARBAGE[generation]:
                gc.collect(generation)
                return


class ComputeThread(QThread):
    """The thread on which everything is computed, with the worker that lives there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compute")
        self.setStackSize(STACK_BYTES)
        self.worker = Worker()
        self.worker.moveToThread(self)
        # A race is pure Python here, and every call of Qt in the GUI thread gives the interpreter
        # away and waits this long to get it back. The longest stall fell from 68 to 32 ms.
        self._switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        self.garbage = GarbageCollector(self)

    def run(self) -> None:
        """Run the event loop inside a Python frame.

        Without this override the thread would get a new Python thread state at every slot and lose
        it afterwards: pybind11 libraries keep a pointer to the first and crash (contourpy did, with
        "double free or corruption").
        """
        self.exec()
        # Not by the signal `finished`: its slots come after this frame, when the thread state is
        # gone, and a generator of torch's that was closed there crashed.
        self.worker.stop()

    def close(self) -> None:
        """Let the present slice end, close every run, and wait for the thread."""
        self.quit()
        self.wait()
        self.garbage.close()
        sys.setswitchinterval(self._switch_interval)


class Job(QObject):
    """One computation with inputs of its own: the latest spec wins, and the newest frame is shown.

    Lives in the GUI thread. ``delivered`` comes when the event loop is free, never twice for one
    frame, and never for a spec that is no longer the current one.
    """

    delivered = Signal(object)
    """Emitted with a :class:`Report`."""
    failed = Signal(object)
    """Emitted with a :class:`Failure`."""
    busy_changed = Signal(bool)
    answered = Signal(object)
    """Emitted with the answer to the newest question."""

    _start = Signal(int, int, int, object, object, str)
    _cancel = Signal(int)
    _pause = Signal(int, bool)
    _watch = Signal(int, bool)
    _step = Signal(int)
    _change = Signal(int, object)  # counted in _changes
    _ask = Signal(int, int, object)
    _drawn = Signal(int)

    _numbers = itertools.count(1)

    def __init__(
        self,
        worker: Worker,
        experiment: Experiment,
        *,
        priority: int = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.busy = False
        self.spec: Spec | None = None
        """The spec that is being computed, or was computed last."""
        self.fresh = False
        """Whether the frame that was delivered last belongs to the newest spec."""
        self.stopped = False
        """Whether the run was ended before its last frame, and nothing was asked for since."""
        self._number = next(Job._numbers)
        self._priority = priority
        self._id = 0
        self._device = self._running_device = "auto"
        self._changes = 0
        self._newest: Report | None = None
        self._ended = False
        self._shown = True
        self._began = 0.0
        self._drag = False
        self._question: Callable[[], Any] | None = None
        self._asked = False
        queued = Qt.ConnectionType.QueuedConnection
        for signal, slot in (
            (self._start, worker.start),
            (self._cancel, worker.cancel),
            (self._pause, worker.pause),
            (self._watch, worker.watch),
            (self._step, worker.step),
            (self._change, worker.change),
            (self._ask, worker.ask),
            (self._drawn, worker.drawn),
        ):
            signal.connect(slot, queued)
        worker.reported.connect(self._on_reported, queued)
        worker.ended.connect(self._on_ended, queued)
        worker.failed.connect(self._on_failed, queued)
        worker.answered.connect(self._on_answered, queued)
        self._coalesce = QTimer(self, singleShot=True, interval=COALESCE_MS)
        self._coalesce.timeout.connect(self._send)
        self._deliver_soon = QTimer(self, singleShot=True, interval=0)
        self._deliver_soon.timeout.connect(self._deliver)
        self._waiting: Spec | None = None

    def submit(self, spec: Spec, device: str = "auto") -> None:
        """Compute this instead of whatever is computed now.

        The first change is submitted at once; those that follow within 30 ms count as one. While
        changes keep coming, the current run may deliver its first frame before the newest spec
        replaces it; otherwise a dragged slider would show nothing of a run that takes longer than
        its steps. If only live fields differ, the run goes on and receives the change.
        """
        self._drag = self._coalesce.isActive()
        self._waiting = spec
        self._device = device
        self.fresh = self.stopped = False
        self._set_busy(True)
        if not self._drag:
            self._send()

    def watch(self, watched: bool) -> None:
        """Set whether frames are drawn as they come; otherwise, as before there are pictures, the
        run need not wait for that."""
        self._watch.emit(self._number, watched)

    def cancel(self) -> None:
        """Stop computing; nothing more is delivered."""
        self._waiting = None
        self._coalesce.stop()
        self._id += 1
        self._newest = None
        self._deliver_soon.stop()
        self._shown = True
        self.spec = None
        self.stopped = self.busy
        self._cancel.emit(self._number)
        self._set_busy(False)

    def pause(self) -> None:
        """Pause the run where it is."""
        self._pause.emit(self._number, True)

    def resume(self) -> None:
        """Let a paused run go on."""
        self._pause.emit(self._number, False)

    def step(self) -> None:
        """Let a paused run go on for one frame."""
        self._step.emit(self._number)

    @property
    def asking(self) -> bool:
        """Whether a question is still unanswered."""
        return self._asked

    def ask(self, question: Callable[[], Any]) -> None:
        """Ask a tiny question of core, a pure function; only the newest is answered."""
        if self._asked:
            self._question = question
        else:
            self._asked = True
            self._ask.emit(self._number, -1, question)

    def _send(self) -> None:
        if self._waiting is None:
            return
        self._coalesce.start()
        if self._drag and not self._shown and time.perf_counter() - self._began < PATIENCE_SECONDS:
            return  # asked again in 30 ms, and when the first frame has come
        spec, self._waiting = self._waiting, None
        live = self._live_changes(spec)
        if live:
            self.fresh = self._shown  # what is drawn goes on under the changed value
            self._changes += 1
            self._change.emit(self._number, live)
        else:
            self._begin(spec)
        self.spec = spec

    def _begin(self, spec: Spec) -> None:
        self._id += 1
        self._changes = 0
        self._newest = None
        self._ended = False
        self._shown = False
        self._began = time.perf_counter()
        self._running_device = self._device
        self._start.emit(
            self._number, self._id, self._priority, self.experiment, spec, self._device
        )

    def _live_changes(self, spec: Spec) -> dict[str, Any] | None:
        """The fields that differ from the running spec, if all of them are live; None otherwise."""
        if self.spec is None or not self.busy or self._ended or type(spec) is not type(self.spec):
            return None
        if self._device != self._running_device:
            return None
        changes = {}
        for parameter in parameters(type(spec)):
            value = getattr(spec, parameter.name)
            if value != getattr(self.spec, parameter.name):
                if not parameter.live:
                    return None
                changes[parameter.name] = value
        return changes or None

    @Slot(int, int, object)
    def _on_reported(self, job: int, id: int, report: Report) -> None:
        if job == self._number and id == self._id:
            self._newest = report
            self._shown = True
            self._deliver_soon.start()

    @Slot(int, int, int)
    def _on_ended(self, job: int, id: int, told: int) -> None:
        if job != self._number or id != self._id:
            return
        if told < self._changes:  # the end and a live change met on their way
            assert self.spec is not None
            self._begin(self.spec)
            return
        self._ended = True
        self._deliver_soon.start()

    @Slot(int, int, object)
    def _on_failed(self, job: int, id: int, failure: Failure) -> None:
        if job != self._number:
            return
        if id == -1:
            self._next_question()
        elif id == self._id:
            self._newest = None
            self._shown = True
            self._deliver_soon.stop()
            self.spec = None
            self._set_busy(self._waiting is not None)
            if self._waiting is None:  # or a newer spec is on its way, and this is past
                self.failed.emit(failure)

    @Slot(int, int, object)
    def _on_answered(self, job: int, id: int, answer: Any) -> None:
        if job == self._number:
            if self._question is None:
                self.answered.emit(answer)
            self._next_question()

    def _next_question(self) -> None:
        question, self._question = self._question, None
        self._asked = question is not None
        if question is not None:
            self._ask.emit(self._number, -1, question)

    @Slot()
    def _deliver(self) -> None:
        """Deliver the newest frame, now that everything else that was waiting has been done."""
        report, self._newest = self._newest, None
        ended = self._ended
        if report is not None:
            self.fresh = self._waiting is None
            self.delivered.emit(report)
            # After the paint that the delivery asked for: a zero timer comes when that is done.
            QTimer.singleShot(0, self, lambda: self._drawn.emit(self._number))
        if ended and self._waiting is None and self._newest is None:
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)


def warm_up(errands: Iterable[Callable[[], object]] = ()) -> Experiment:
    """An experiment that pays one-time costs at the lowest priority, after the first panel:
    importing torch, and ``errands``."""

    def run(spec: Spec, device: str) -> Any:
        yield None
        devices.prepare()
        for errand in errands:
            yield None
            errand()

    return Experiment("warm_up", Spec, run, {})
