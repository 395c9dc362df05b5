"""The Job's contract, with experiments made for it and held by events. Nothing here sleeps."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from app import job as jobs
from app.job import ComputeThread, Failure, Job, Report
from core import device as devices
from core.descent.heights import HeightsSpec
from core.descent.rates import RatesSpec
from core.experiment import Experiment, Frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, Spec, SpecError, integer, number
from tests.patience import SECONDS, SOON

"""No event is waited for longer: a test that would hang fails instead."""


@dataclass(frozen=True, kw_only=True)
class FakeSpec(Spec):
    key: ClassVar[str] = "fake"

    rate: float = number(1.0, 0, 100, "Rate", "May change while it runs", live=True)
    number: int = integer(0, 0, 1_000_000, "Number", "Tells one spec from another")


@dataclass(frozen=True, kw_only=True)
class FakeFrame(Frame):
    number: int
    rate: float = 0.0


def frame(spec: FakeSpec, step: int = 1, total: int = 1, rate: float = 0.0) -> FakeFrame:
    return FakeFrame(step=step, total=total, number=spec.number, rate=rate)


def fake(run: Callable[[Any, str], Any], *, uses_torch: bool = False) -> Experiment:
    return Experiment("fake", FakeSpec, run, {}, uses_torch=uses_torch)


def one_frame(spec, device):
    yield frame(spec)


def held(gate: threading.Event):
    """Yields, so that it can be closed, until the gate opens."""
    while not gate.wait(0.001):
        yield None


class Watcher:
    """What a job told, and in which thread."""

    def __init__(self, job: Job) -> None:
        self.reports: list[Report] = []
        self.failures: list[Failure] = []
        self.busy: list[bool] = []
        self.answers: list[Any] = []
        self.threads: set[int] = set()
        job.delivered.connect(self._on_delivered)
        job.failed.connect(self.failures.append)
        job.busy_changed.connect(self.busy.append)
        job.answered.connect(self.answers.append)

    def _on_delivered(self, report):
        self.threads.add(threading.get_ident())
        self.reports.append(report)

    @property
    def frames(self) -> list[Any]:
        return [report.frame for report in self.reports]

    @property
    def numbers(self):
        return [frame.number for frame in self.frames]

    @property
    def steps(self):
        return [report.frame.step for report in self.reports]


@pytest.fixture
def make(compute: ComputeThread, qtbot, monkeypatch):
    """Makes a job of a run function, and its watcher. The job lives as long as the test."""
    kept = []

    def make_job(run, **options):
        experiment = run if isinstance(run, Experiment) else fake(run)
        job = Job(compute.worker, experiment, **options)
        kept.append(job)
        return job, Watcher(job)

    return make_job


@pytest.fixture
def idle(qtbot):
    """Waits until a job is not busy any more."""

    def wait(*found):
        qtbot.waitUntil(lambda: not any(job.busy for job in found), timeout=SOON)

    return wait


@pytest.fixture
def barrier(qtbot, qapp):
    """Comes back when the compute thread has done all that it was told before."""

    def wait(job):
        with qtbot.waitSignal(job.answered, timeout=SOON):
            job.ask(lambda: None)
        qapp.processEvents()

    return wait


@pytest.fixture
def no_coalescing(monkeypatch):
    """Every submit goes at once, as soon as the event loop has been entered."""
    monkeypatch.setattr(jobs, "COALESCE_MS", 0)


def spinning(seconds):
    """Work for longer than a slice, without a word to the operating system."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


@pytest.fixture
def one_step_a_slice(monkeypatch):
    """Slices so short that one step of a generator that calls the result fills each."""
    monkeypatch.setattr(jobs, "SLICE_SECONDS", 0.0004)
    return lambda: spinning(0.0005)


# ---- frames --------------------------------------------------------------------------------------


def test_frames_are_computed_in_one_thread_and_arrive_in_the_gui_thread(make, idle, compute):
    computed = set()

    def run(spec, device):
        computed.add(threading.get_ident())
        yield frame(spec)

    job, told = make(run)
    job.submit(FakeSpec(number=7))
    assert job.busy
    idle(job)
    assert told.numbers == [7]
    assert told.threads == {threading.get_ident()}
    assert len(computed) == 1
    assert computed.isdisjoint(told.threads)
    assert told.busy == [True, False]
    assert told.failures == []
    assert job.spec == FakeSpec(number=7)


def test_a_report_says_where_and_how_long(make, idle):
    def run(spec, device):
        spinning(0.002)
        yield frame(spec)

    job, told = make(run)
    job.submit(FakeSpec())
    idle(job)
    (report,) = told.reports
    assert report.device == "cpu"
    assert report.fallback == ""
    assert 0.002 <= report.seconds < SECONDS


def test_the_last_frame_is_delivered_before_busy_ends(make, qtbot):
    job, told = make(one_frame)
    at_end = []
    job.busy_changed.connect(lambda busy: at_end.extend([] if busy else [len(told.reports)]))
    job.submit(FakeSpec())
    qtbot.waitUntil(lambda: bool(at_end), timeout=SOON)
    assert at_end == [1]


def test_a_run_without_a_frame_ends_too(make, idle):
    def run(spec, device):
        yield None

    job, told = make(run)
    job.submit(FakeSpec())
    idle(job)
    assert told.reports == []
    assert told.failures == []


def test_a_slow_painter_gets_the_newest_frame_and_none_twice(
    make, idle, compute, one_step_a_slice, monkeypatch
):
    monkeypatch.setattr(jobs, "DRAWING_SECONDS", 0.0)  # the run does not wait for the painter
    painting, ended = threading.Event(), threading.Event()
    reported = []
    compute.worker.reported.connect(
        lambda job, id, report: reported.append(report), Qt.ConnectionType.DirectConnection
    )

    def run(spec, device):
        yield frame(spec, 0, 300)
        yield from held(painting)
        for step in range(1, 301):
            one_step_a_slice()
            yield frame(spec, step, 300)

    job, told = make(run)
    compute.worker.ended.connect(ended.set, Qt.ConnectionType.DirectConnection)

    def paint(report):
        painting.set()
        assert ended.wait(SECONDS)

    job.delivered.connect(paint)
    job.submit(FakeSpec())
    idle(job)
    assert len(reported) > 200  # or nothing was held back
    assert told.steps == [0, 300]


def test_a_run_waits_while_its_frame_is_drawn_but_not_for_ever(
    make, idle, compute, one_step_a_slice, monkeypatch
):
    """Else both threads would share the interpreter, and drawing would take twice as long."""
    monkeypatch.setattr(jobs, "DRAWING_SECONDS", 0.2)
    went_on = threading.Event()
    before = []

    def run(spec, device):
        one_step_a_slice()
        yield frame(spec, 1, 3)
        before.append(time.perf_counter())
        went_on.set()
        yield frame(spec, 2, 3)
        one_step_a_slice()
        yield frame(spec, 3, 3)

    job, told = make(run)
    drawing: list[float] = []

    def paint(report):
        if not drawing:
            drawing.append(time.perf_counter())
            assert went_on.wait(SECONDS)  # the painter never ends by itself

    job.delivered.connect(paint)
    job.submit(FakeSpec())
    idle(job)
    assert told.steps[-1] == 3
    assert before[0] - drawing[0] > 0.1  # it waited; the clock began when the frame was sent


def test_a_run_whose_frames_nobody_draws_does_not_wait_for_that(
    make, idle, one_step_a_slice, monkeypatch
):
    """Before there are pictures, as at the start of the window. It waits for the next painter."""
    monkeypatch.setattr(jobs, "DRAWING_SECONDS", 3600.0)
    ended = threading.Event()

    def run(spec, device):
        for step in (1, 2, 3):
            one_step_a_slice()
            yield frame(spec, step, 3)
        ended.set()

    job, told = make(run)
    first: list[int] = []

    def paint(report):
        if not first:
            first.append(report.frame.step)
            assert ended.wait(SECONDS)  # the run goes to its end within this one call

    job.delivered.connect(paint)
    job.watch(False)
    job.submit(FakeSpec())
    idle(job)
    assert told.steps[-1] == 3


# ---- the latest spec wins ------------------------------------------------------------------------


def test_a_newer_spec_closes_the_older_run(make, idle, qtbot, no_coalescing):
    closed = []

    def run(spec, device):
        try:
            yield frame(spec)
            if spec.number == 1:
                yield from held(threading.Event())
        finally:
            closed.append((spec.number, threading.get_ident()))

    job, told = make(run)
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec(number=1))
    job.submit(FakeSpec(number=2))
    idle(job)
    assert told.numbers == [1, 2]
    assert [number for number, _ in closed] == [1, 2]
    assert threading.get_ident() not in {thread for _, thread in closed}


def test_frames_of_an_older_spec_that_are_on_their_way_are_dropped(
    make, idle, qtbot, qapp, compute, no_coalescing
):
    gate, old = threading.Event(), threading.Event()

    def run(spec, device):
        if spec.number == 1:
            yield from held(gate)
        yield frame(spec)

    job, told = make(run)
    # After the job's own connection: what the job hears of is already queued when this one is told.
    compute.worker.ended.connect(old.set, Qt.ConnectionType.DirectConnection)
    job.submit(FakeSpec(number=1))
    qapp.processEvents()
    gate.set()
    assert old.wait(SECONDS)
    assert told.numbers == []
    job.submit(FakeSpec(number=2))
    assert job.spec == FakeSpec(number=2)
    idle(job)
    assert told.numbers == [2]
    assert told.busy == [True, False]


class Hand(QObject):
    """Moves as soon as a report has reached the job, before the event loop is free to draw it."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    @Slot()
    def move(self) -> None:
        if self.job.spec == FakeSpec(number=1):
            self.job.submit(FakeSpec(number=2))


def test_a_frame_that_waits_to_be_delivered_is_dropped_too(
    make, idle, qapp, compute, no_coalescing
):
    gate = threading.Event()

    def run(spec, device):
        yield from held(gate)
        yield frame(spec)

    job, told = make(run)
    hand = Hand(job)
    compute.worker.reported.connect(hand.move, Qt.ConnectionType.QueuedConnection)
    posted = threading.Event()
    compute.worker.reported.connect(lambda *_: posted.set(), Qt.ConnectionType.DirectConnection)
    job.submit(FakeSpec(number=1))
    while job._coalesce.isActive():  # or the second spec would have to wait
        qapp.processEvents()
    gate.set()
    assert posted.wait(SECONDS)  # or the frame might be delivered before the hand is told of it
    idle(job)
    assert told.numbers == [2]


def test_five_hundred_submits_at_once_start_two_runs(make, idle):
    started = []

    def run(spec, device):
        started.append(spec.number)
        yield frame(spec)

    job, told = make(run)
    for n in range(500):
        job.submit(FakeSpec(number=n))
    idle(job)
    assert told.numbers[-1] == 499
    assert started[-1] == 499
    assert set(started) <= {0, 499}
    assert told.busy == [True, False]


def test_five_hundred_submits_of_a_living_hand_are_coalesced(make, idle, qapp):
    started = []

    def run(spec, device):
        started.append(spec.number)
        yield frame(spec)

    job, told = make(run)
    began = time.perf_counter()
    for n in range(500):
        job.submit(FakeSpec(number=n))
        qapp.processEvents()
    most = (time.perf_counter() - began) / (jobs.COALESCE_MS / 1000) + 2
    idle(job)
    assert told.numbers[-1] == 499
    assert told.numbers == sorted(set(told.numbers))
    assert started == sorted(set(started))
    assert len(started) <= 1.2 * most  # Qt's coarse timers may come 5 % early
    assert told.failures == []


# ---- errors --------------------------------------------------------------------------------------

ERRORS = (
    ValueError("boom"),
    RuntimeError("boom"),  # torch raises it for nearly everything
    MemoryError("boom"),
    KeyError("boom"),
    AssertionError("boom"),
    StopIteration("boom"),  # inside a generator Python makes a RuntimeError of it
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("after", [0, 1], ids=["at once", "after a frame"])
def test_an_error_is_told_once_and_the_next_submit_recovers(make, idle, error, after):
    def run(spec, device):
        if spec.number == 1:
            for _ in range(after):
                yield frame(spec)
            raise error
        yield frame(spec)

    job, told = make(run)
    job.submit(FakeSpec(number=1))
    idle(job)
    (failure,) = told.failures
    assert failure.refusal is None
    assert "boom" in failure.report
    assert "in run" in failure.report  # where it happened
    job.submit(FakeSpec(number=2))
    idle(job)
    assert told.numbers[-1] == 2
    assert len(told.failures) == 1
    assert told.busy == [True, False, True, False]


def test_a_refusal_arrives_in_its_parts(make, idle):
    def run(spec, device):
        yield None
        raise SpecError("number", Reason.WRONG_SHAPE, "2x2", "[N, C, H, W]")

    job, told = make(run)
    job.submit(FakeSpec())
    idle(job)
    (failure,) = told.failures
    assert failure.report == ""
    assert failure.refusal is not None
    told_of = failure.refusal
    assert (told_of.field, told_of.reason) == ("number", Reason.WRONG_SHAPE)
    assert (told_of.given, told_of.accepted) == ("2x2", "[N, C, H, W]")
    # It is not the exception that was raised: that one holds the frames of the run.
    assert failure.refusal.__traceback__ is None
    assert failure.refusal.__context__ is None


def test_a_failure_keeps_nothing_of_the_run_alive(make, idle):
    class Tensor:
        """Stands for what a live frame would keep in memory."""

    alive = []

    def run(spec, device):
        tensor = Tensor()
        alive.append(weakref.ref(tensor))
        yield None
        raise RuntimeError("boom")

    job, told = make(run)
    job.submit(FakeSpec())
    idle(job)
    (failure,) = told.failures
    assert isinstance(failure.report, str)
    assert not any(isinstance(getattr(failure, f.name), BaseException) for f in fields(failure))
    gc.collect()
    assert alive[0]() is None


def test_a_run_that_cannot_be_made_fails_like_any_other(make, idle):
    def run(spec, device):
        raise RuntimeError("no generator at all")

    job, told = make(run)
    job.submit(FakeSpec())
    idle(job)
    assert "no generator at all" in told.failures[0].report


def test_a_device_that_is_not_there_is_refused(make, idle, monkeypatch):
    monkeypatch.setattr(devices, "available", lambda: ("cpu",))
    job, told = make(fake(one_frame))
    job.submit(FakeSpec(), "cuda")
    idle(job)
    (failure,) = told.failures
    assert failure.refusal is not None
    assert failure.refusal.reason is Reason.NOT_AVAILABLE
    job.submit(FakeSpec(), "cpu")
    idle(job)
    assert told.numbers == [0]


def test_a_failure_of_an_older_spec_is_not_told(make, idle, qapp, compute, no_coalescing):
    gate, failed = threading.Event(), threading.Event()

    def run(spec, device):
        if spec.number == 1:
            yield from held(gate)
            raise RuntimeError("boom")
        yield frame(spec)

    job, told = make(run)
    compute.worker.failed.connect(failed.set, Qt.ConnectionType.DirectConnection)
    job.submit(FakeSpec(number=1))
    qapp.processEvents()
    gate.set()
    assert failed.wait(SECONDS)
    job.submit(FakeSpec(number=2))
    idle(job)
    assert told.failures == []
    assert told.numbers == [2]


def test_a_failure_is_not_told_while_a_newer_spec_waits_to_be_sent(make, idle, qtbot, monkeypatch):
    monkeypatch.setattr("app.job.COALESCE_MS", 500)  # the second is still waiting when it fails
    gate = threading.Event()

    def run(spec, device):
        if spec.number == 1:
            yield from held(gate)
            raise RuntimeError("boom")
        yield frame(spec)

    job, told = make(run)
    job.submit(FakeSpec(number=1))
    job.submit(FakeSpec(number=2))
    gate.set()
    idle(job)
    assert told.failures == []
    assert told.numbers[-1] == 2


def test_an_error_while_a_run_is_closed_does_not_stop_the_next(
    make, idle, qtbot, no_coalescing, capsys
):
    def run(spec, device):
        try:
            yield frame(spec)
            if spec.number == 1:
                yield from held(threading.Event())
        finally:
            if spec.number == 1:
                raise RuntimeError("boom at the end")

    with qtbot.captureExceptions() as caught:
        job, told = make(run)
        with qtbot.waitSignal(job.delivered, timeout=SOON):
            job.submit(FakeSpec(number=1))
        job.submit(FakeSpec(number=2))
        idle(job)
    assert told.numbers[-1] == 2
    assert caught == []


# ---- the end -------------------------------------------------------------------------------------


def test_closing_while_runs_go_on_ends_them_on_the_compute_thread(make, qtbot, compute):
    computing, ended_in = set(), []

    def run(spec, device):
        computing.add(threading.get_ident())
        try:
            yield frame(spec)
            yield from held(threading.Event())
        finally:
            ended_in.append(threading.get_ident())

    made = [make(run) for _ in range(3)]
    for job, _ in made:
        job.submit(FakeSpec())
    qtbot.waitUntil(lambda: all(told.reports for _, told in made), timeout=SOON)
    compute.close()
    assert not compute.isRunning()
    assert len(ended_in) == 3
    assert set(ended_in) == computing
    assert threading.get_ident() not in computing


def test_closing_in_the_middle_of_a_map_after_contours(make, qtbot, idle, compute):
    """Closed after the thread's Python frame was gone, such a generator crashed the process."""
    contours, _ = make(EXPERIMENTS["heights"])
    contours.submit(HeightsSpec())
    idle(contours)
    sweep, told = make(EXPERIMENTS["rates"])
    sweep.submit(RatesSpec(resolution=512))
    qtbot.waitUntil(lambda: bool(told.frames), timeout=SOON)
    compute.close()
    assert not compute.isRunning()


def test_closing_while_a_run_is_paused(make, qtbot, compute, barrier):
    closed = threading.Event()

    def run(spec, device):
        try:
            while True:
                yield frame(spec)
        finally:
            closed.set()

    job, _ = make(run)
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec())
    job.pause()
    barrier(job)
    compute.close()
    assert closed.is_set()


def test_a_thread_that_never_started_can_be_closed(qapp):
    thread = ComputeThread()
    thread.close()
    assert not thread.isRunning()
    assert gc.isenabled()


def test_cancelling_delivers_nothing_more(make, qapp, compute, barrier, no_coalescing):
    gate, ended = threading.Event(), threading.Event()

    def run(spec, device):
        yield from held(gate)
        yield frame(spec)

    job, told = make(run)
    compute.worker.ended.connect(ended.set, Qt.ConnectionType.DirectConnection)
    job.submit(FakeSpec())
    qapp.processEvents()
    gate.set()
    assert ended.wait(SECONDS)  # its frame waits in the queue of this thread
    job.cancel()
    barrier(job)
    assert told.reports == []
    assert told.busy == [True, False]
    assert not job.busy


def test_cancelling_closes_the_run_and_forgets_what_was_to_come(make, qtbot, barrier, idle):
    closed = threading.Event()
    started = []

    def run(spec, device):
        started.append(spec.number)
        try:
            yield frame(spec)
            if spec.number == 1:
                yield from held(threading.Event())
        finally:
            closed.set()

    job, told = make(run)
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec(number=1))
    job.submit(FakeSpec(number=2))  # is perhaps still held back, to be one with what follows
    job.cancel()
    barrier(job)
    assert closed.is_set()
    assert told.numbers in ([1], [1, 2])
    seen = len(told.reports)
    job.submit(FakeSpec(number=1_000))
    idle(job)
    assert told.numbers[seen:] == [1_000]
    assert started[-1] == 1_000


# ---- pause, step, live changes -------------------------------------------------------------------


@pytest.fixture
def counting(make):
    """A job whose run counts, a frame each, without end; and the count so far."""
    count = [0]

    def run(spec, device):
        while True:
            count[0] += 1
            yield None
            yield frame(spec, count[0], 10**9)

    job, told = make(run)
    return job, told, count


def test_pause_step_and_resume(counting, qtbot, barrier):
    job, told, count = counting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec())
    job.pause()
    barrier(job)
    at = count[0]
    for _ in range(3):
        barrier(job)
    assert count[0] == at
    assert job.busy
    for n in range(1, 4):
        with qtbot.waitSignal(job.delivered, timeout=SOON) as blocker:
            job.step()
        barrier(job)
        (report,) = blocker.args
        # At most one count was begun when the pause came, and its frame still owed.
        assert count[0] - at in (n - 1, n)
        assert report.frame.step == count[0]
    shown = told.steps[-3:]
    assert shown == [shown[0], shown[0] + 1, shown[0] + 2]
    job.resume()
    qtbot.waitUntil(lambda: told.steps[-1] > count[0] or count[0] > at + 10, timeout=SOON)


def test_steps_asked_for_before_a_pause_leave_nothing_over(counting, qtbot, barrier):
    """One step on is for a paused run: a running one goes on anyway, and a later pause holds."""
    job, _, count = counting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec())
    for _ in range(50):
        job.step()
    job.pause()
    with qtbot.waitSignal(job.answered, timeout=SOON) as blocker:
        job.ask(lambda: count[0])  # stands right behind the pause in the thread's queue
    for _ in range(3):
        barrier(job)
    assert count[0] - blocker.args[0] <= 1  # the frame of the count that was begun


def test_a_new_spec_is_not_paused(counting, qtbot, barrier):
    job, told, _ = counting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec(number=1))
    job.pause()
    barrier(job)
    job.submit(FakeSpec(number=2))
    qtbot.waitUntil(lambda: told.numbers[-1] == 2, timeout=SOON)


@pytest.fixture
def living(make):
    """A job whose run listens to changed live fields, and the numbers of the runs begun."""
    started = []

    def run(spec, device):
        started.append(spec.number)
        rate = spec.rate
        while True:
            changed = yield frame(spec, 1, 2, rate)
            if changed is not None:
                rate = changed["rate"]

    job, told = make(run)
    return job, told, started


def test_live_changes_are_sent_into_the_run(living, qtbot):
    job, told, started = living
    job.submit(FakeSpec(rate=1))
    qtbot.waitUntil(lambda: bool(told.reports), timeout=SOON)
    for rate in (2.0, 3.0):
        job.submit(FakeSpec(rate=rate))
        qtbot.waitUntil(lambda rate=rate: told.frames[-1].rate == rate, timeout=SOON)
    assert started == [0]
    assert job.spec == FakeSpec(rate=3)
    assert job.busy


def test_a_change_of_anything_else_starts_anew(living, qtbot):
    job, told, started = living
    job.submit(FakeSpec(number=1, rate=1))
    qtbot.waitUntil(lambda: bool(told.reports), timeout=SOON)
    job.submit(FakeSpec(number=2, rate=5))
    qtbot.waitUntil(lambda: told.numbers[-1] == 2, timeout=SOON)
    assert started == [1, 2]
    assert told.frames[-1].rate == 5


def test_another_device_starts_anew_although_only_live_fields_change(living, qtbot, monkeypatch):
    monkeypatch.setattr(devices, "available", lambda: ("cpu",))
    job, told, started = living
    job.submit(FakeSpec(rate=1), "auto")
    qtbot.waitUntil(lambda: bool(told.reports), timeout=SOON)
    job.submit(FakeSpec(rate=2), "cpu")
    qtbot.waitUntil(lambda: told.frames[-1].rate == 2, timeout=SOON)
    assert started == [0, 0]


def test_a_live_change_before_the_first_frame_is_not_lost(make, qtbot, qapp, no_coalescing):
    gate, begun = threading.Event(), threading.Event()

    def run(spec, device):
        begun.set()
        rate = spec.rate
        while not gate.wait(0.001):
            changed = yield None
            rate = changed["rate"] if changed else rate
        while True:
            changed = yield frame(spec, rate=rate)
            rate = changed["rate"] if changed else rate

    job, told = make(run)
    job.submit(FakeSpec(rate=1))
    assert begun.wait(SECONDS)
    qapp.processEvents()
    job.submit(FakeSpec(rate=2))
    gate.set()
    qtbot.waitUntil(lambda: bool(told.reports) and told.frames[-1].rate == 2, timeout=SOON)


def test_a_live_change_after_the_end_starts_anew(make, idle):
    started = []

    def run(spec, device):
        started.append(spec.rate)
        yield frame(spec, rate=spec.rate)

    job, told = make(run)
    for rate in (1.0, 2.0):
        job.submit(FakeSpec(rate=rate))
        idle(job)
    assert started == [1, 2]
    assert told.frames[-1].rate == 2


def test_a_live_change_that_meets_the_end_on_its_way_is_not_lost(
    make, idle, qapp, compute, no_coalescing
):
    gate, ended = threading.Event(), threading.Event()

    def run(spec, device):
        if spec.rate == 1:
            yield from held(gate)
        yield frame(spec, rate=spec.rate)

    job, told = make(run)
    compute.worker.ended.connect(ended.set, Qt.ConnectionType.DirectConnection)
    job.submit(FakeSpec(rate=1))
    qapp.processEvents()
    gate.set()
    assert ended.wait(SECONDS)  # but the job has not heard of it
    job.submit(FakeSpec(rate=2))
    idle(job)
    assert told.frames[-1].rate == 2


# ---- several jobs --------------------------------------------------------------------------------


def test_two_jobs_share_the_thread_and_both_finish(make, idle, one_step_a_slice):
    def run(spec, device):
        for step in range(1, 21):
            one_step_a_slice()
            yield frame(spec, step, 20)

    (one, told_one), (other, told_other) = make(run), make(run)
    one.submit(FakeSpec(number=1))
    other.submit(FakeSpec(number=2))
    idle(one, other)
    assert set(told_one.numbers) == {1}
    assert set(told_other.numbers) == {2}
    assert told_one.steps[-1] == told_other.steps[-1] == 20


def test_the_lower_priority_number_goes_first_but_nobody_starves(
    make, idle, one_step_a_slice, barrier, monkeypatch
):
    monkeypatch.setattr(jobs, "DRAWING_SECONDS", 0.0)  # or one goes on while the other draws
    order = []

    def run(spec, device):
        for step in range(1, 13):
            order.append(spec.number)
            one_step_a_slice()
            yield frame(spec, step, 12)

    gate = threading.Event()
    asking, _ = make(one_frame)
    late, _ = make(run, priority=1)
    early, _ = make(run, priority=0)
    asking.ask(lambda: gate.wait(SECONDS))  # holds the thread until both are queued
    late.submit(FakeSpec(number=1))
    early.submit(FakeSpec(number=0))
    gate.set()
    idle(late, early)
    assert order.count(0) == order.count(1) == 12
    assert order[0] == 0
    until_early_ends = order[: len(order) - order[::-1].index(0)]
    assert 1 <= until_early_ends.count(1) <= len(until_early_ends) // 3


def test_one_job_fails_and_the_other_goes_on(make, idle, one_step_a_slice):
    def run(spec, device):
        for step in range(1, 21):
            one_step_a_slice()
            yield frame(spec, step, 20)

    def fail(spec, device):
        yield None
        raise RuntimeError("boom")

    (one, told_one), (other, told_other) = make(run), make(fail)
    one.submit(FakeSpec())
    other.submit(FakeSpec())
    idle(one, other)
    assert told_one.steps[-1] == 20
    assert told_one.failures == []
    assert len(told_other.failures) == 1


# ---- questions -----------------------------------------------------------------------------------


def test_the_newest_question_wins(make, qtbot, barrier):
    gate = threading.Event()
    asked = []

    def question(n):
        asked.append(n)
        return n

    job, told = make(one_frame)
    job.ask(lambda: gate.wait(SECONDS))
    for n in range(100):
        job.ask(lambda n=n: question(n))
    gate.set()
    qtbot.waitUntil(lambda: bool(told.answers), timeout=SOON)
    barrier(job)
    assert told.answers == [99, None]
    assert asked == [99]


def test_a_question_is_answered_on_the_compute_thread_while_a_run_goes_on(counting, qtbot):
    job, told, count = counting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec())
    with qtbot.waitSignal(job.answered, timeout=SOON) as blocker:
        job.ask(threading.get_ident)
    assert blocker.args[0] != threading.get_ident()
    at = count[0]
    qtbot.waitUntil(lambda: count[0] > at, timeout=SOON)
    assert job.busy
    assert told.failures == []


def test_a_question_that_fails_jams_nothing(make, idle, qtbot):
    def fail():
        raise RuntimeError("boom")

    job, told = make(one_frame)
    job.ask(fail)
    job.ask(fail)
    with qtbot.waitSignal(job.answered, timeout=SOON) as blocker:
        job.ask(lambda: 42)
    assert blocker.args == [42]
    assert told.failures == []
    job.submit(FakeSpec(number=3))
    idle(job)
    assert told.numbers == [3]


def test_a_question_that_fails_while_a_run_goes_on_does_not_end_it(counting, qtbot, barrier):
    job, told, count = counting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(FakeSpec())
    job.ask(lambda: 1 / 0)
    barrier(job)
    at = count[0]
    qtbot.waitUntil(lambda: count[0] > at, timeout=SOON)
    assert told.failures == []
    assert job.busy


def test_each_job_hears_its_own_answers(make, qtbot):
    (one, told_one), (other, told_other) = make(one_frame), make(one_frame)
    one.ask(lambda: "one")
    other.ask(lambda: "other")
    qtbot.waitUntil(lambda: bool(told_one.answers and told_other.answers), timeout=SOON)
    assert told_one.answers == ["one"]
    assert told_other.answers == ["other"]


# ---- devices -------------------------------------------------------------------------------------


@pytest.fixture
def cuda(monkeypatch):
    """A machine that says it has a GPU; torch stays out of it."""
    released: list[str] = []
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(devices, "limit_threads", lambda: None)
    monkeypatch.setattr(devices, "release", released.append)
    return released


def test_a_gpu_is_used_where_there_is_one(make, idle, cuda):
    job, told = make(fake(one_frame, uses_torch=True))
    job.submit(FakeSpec())
    idle(job)
    assert told.reports[-1].device == "cuda"
    assert told.reports[-1].fallback == ""


@pytest.mark.parametrize("frames", [0, 1], ids=["at once", "after a frame"])
def test_what_fails_on_the_gpu_is_done_on_the_cpu(make, idle, cuda, frames):
    def run(spec, device):
        for _ in range(frames):
            yield frame(spec, 1, 2)
        if device == "cuda":
            raise RuntimeError("CUDA out of memory.\nTried to allocate 2 EiB")
        yield frame(spec, 2, 2)

    job, told = make(fake(run, uses_torch=True))
    job.submit(FakeSpec(number=5))
    idle(job)
    assert told.failures == []
    last = told.reports[-1]
    assert last.frame == FakeFrame(step=2, total=2, number=5)
    assert last.device == "cpu"
    assert last.fallback == "RuntimeError: CUDA out of memory."
    assert cuda == ["cuda"]


def test_what_fails_on_the_cpu_too_is_told(make, idle, cuda):
    def run(spec, device):
        yield None
        raise RuntimeError(f"boom on {device}")

    job, told = make(fake(run, uses_torch=True))
    job.submit(FakeSpec())
    idle(job)
    (failure,) = told.failures
    assert "boom on cpu" in failure.report


def test_a_refusal_on_the_gpu_is_not_tried_again(make, idle, cuda):
    tried = []

    def run(spec, device):
        tried.append(device)
        yield None
        raise SpecError("number", Reason.WRONG_SHAPE, "2x2")

    job, told = make(fake(run, uses_torch=True))
    job.submit(FakeSpec())
    idle(job)
    assert told.failures[0].refusal is not None
    assert tried == ["cuda"]


def test_a_live_change_survives_the_fall_back_to_the_cpu(make, qtbot, qapp, cuda, no_coalescing):
    gate, on_gpu = threading.Event(), threading.Event()

    def run(spec, device):
        rate = spec.rate
        if device == "cuda":
            yield None
            on_gpu.set()
            # Longer than a slice: the change is there when the new run is about to begin.
            assert gate.wait(SECONDS)
            spinning(2 * jobs.SLICE_SECONDS)
            raise RuntimeError("CUDA out of memory")
        while True:
            changed = yield frame(spec, rate=rate)
            rate = changed["rate"] if changed else rate

    job, told = make(fake(run, uses_torch=True))
    job.submit(FakeSpec(rate=1))
    assert on_gpu.wait(SECONDS)
    qapp.processEvents()
    job.submit(FakeSpec(rate=2))
    gate.set()
    qtbot.waitUntil(
        lambda: bool(told.failures) or (bool(told.reports) and told.frames[-1].rate == 2),
        timeout=SOON,
    )
    assert told.failures == []
    assert told.reports[-1].device == "cpu"


# ---- what keeps Python and Qt alive beside each other --------------------------------------------


def test_the_compute_thread_keeps_one_python_thread_state(make, qtbot, idle):
    """Without it pybind11 libraries, which remember the first one, crash the process."""
    own = threading.local()
    job, _ = make(one_frame)

    def remember():
        own.value = "still here"
        return threading.get_ident()

    with qtbot.waitSignal(job.answered, timeout=SOON) as first:
        job.ask(remember)
    job.submit(FakeSpec())  # slices of the timer, between two queued slots
    idle(job)
    with qtbot.waitSignal(job.answered, timeout=SOON) as second:
        job.ask(lambda: (threading.get_ident(), getattr(own, "value", "lost")))
    assert second.args[0] == (first.args[0], "still here")


class Cycle(QObject):
    """A Qt object that only the garbage collector can free; says in which thread that happened."""

    def __init__(self, freed):
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: freed.append(threading.get_ident())).atexit = False


def test_garbage_is_not_collected_in_the_compute_thread(make, qtbot, compute):
    assert not gc.isenabled()
    freed: list[int] = []
    Cycle(freed)

    def allocate():
        return len([[n] for n in range(200_000)])  # any of them may start the collector

    job, _ = make(one_frame)
    with qtbot.waitSignal(job.answered, timeout=SOON):
        job.ask(allocate)
    assert set(freed) <= {threading.get_ident()}
    many = [[n] for n in range(2_000)]
    qtbot.waitUntil(lambda: bool(freed), timeout=SOON)
    assert freed == [threading.get_ident()]
    assert len(many) == 2_000


def test_the_collector_looks_now_and_then_and_lets_the_window_rest(compute, qtbot):
    (clock,) = compute.garbage.findChildren(QTimer)
    looks: list[float] = []
    clock.timeout.connect(lambda: looks.append(time.monotonic()))
    qtbot.wait(4 * jobs.GARBAGE_MS)
    assert 1 <= len(looks) <= 4


def test_the_collector_is_given_back(compute):
    compute.garbage.settle()
    assert gc.get_freeze_count() > 0
    assert not gc.isenabled()
    compute.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_warming_up_loads_torch_and_ends(compute, idle):
    import sys

    warm = Job(compute.worker, jobs.warm_up(), priority=9)
    told = Watcher(warm)
    warm.submit(Spec())
    idle(warm)
    assert told.failures == []
    assert "torch" in sys.modules
