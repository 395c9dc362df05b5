"""The jobs of a panel: what each was asked for, and what each delivered last."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.job import Failure, Job, Report, Worker
from app.panel.veil import Shows
from core.experiment import Experiment, Frames
from core.experiments import EXPERIMENTS
from core.parameters import Spec


def _nothing(spec: Spec, device: str) -> Frames:
    yield None


_ONLY_QUESTIONS = Experiment("", Spec, _nothing, {})
"""The experiment of a job that never runs anything, and only answers questions."""


class Jobs(QObject):
    """A job for each experiment, by its key, and one for each kind of small question."""

    delivered = Signal(str, object, bool)
    """Emitted with the key of an experiment, its newest :class:`Report`, and whether it is the
    first."""
    failed = Signal(str, object)
    """Emitted with the key of an experiment (empty for a question), and the :class:`Failure`."""
    busy_changed = Signal()

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._jobs: dict[str, Job] = {}
        self._questions: list[Job] = []
        self._asked: dict[str, tuple[Spec, str]] = {}
        self._reports: dict[str, Report] = {}
        self._fruitless: set[str] = set()
        """The experiments that were refused or failed for what was asked last."""

    def __getitem__(self, key: str) -> Job:
        return self._jobs[key]

    def __contains__(self, key: str) -> bool:
        return key in self._jobs

    def add(self, key: str, priority: int = 0) -> Job:
        """Add a job for an experiment."""
        job = Job(self._worker, EXPERIMENTS[key], priority=priority, parent=self)
        job.delivered.connect(lambda report: self._on_delivered(key, report))
        job.failed.connect(lambda failure: self._on_failed(key, failure))
        job.busy_changed.connect(lambda busy: self.busy_changed.emit())
        self._jobs[key] = job
        return job

    def add_question(self, show: Callable[[Any], None]) -> Callable[[Callable[[], Any]], None]:
        """A function that asks tiny pure questions of core, whose answers go to ``show``. Of
        several waiting questions only the newest is answered; each kind of question has its own
        function."""
        job = Job(self._worker, _ONLY_QUESTIONS, parent=self)
        self._questions.append(job)
        job.answered.connect(show)
        job.failed.connect(lambda failure: self.failed.emit("", failure))
        return job.ask

    def submit(self, key: str, spec: Spec, device: str) -> bool:
        """Ask a job to compute this, unless it was already asked to; returns whether it was asked
        now."""
        self._fruitless.discard(key)
        if self._asked.get(key) == (spec, device):
            return False
        self._asked[key] = (spec, device)
        self._jobs[key].submit(spec, device)
        return True

    def forget(self, *keys: str) -> None:
        """Forget what these jobs were asked for, so that they are asked again; all jobs if none is
        named."""
        for key in keys or tuple(self._asked):
            self._asked.pop(key, None)

    def cancel(self) -> None:
        """Stop computing."""
        for key, job in self._jobs.items():
            if job.busy:
                job.cancel()
                self.forget(key)

    def watch(self, watched: bool) -> None:
        """Set whether frames are drawn as they come, or there are no pictures yet."""
        for job in self._jobs.values():
            job.watch(watched)

    def report(self, key: str) -> Report | None:
        """The newest frame of an experiment, which its pictures show, with the spec behind it."""
        return self._reports.get(key)

    @property
    def drawn(self) -> frozenset[str]:
        """The keys of the experiments that have delivered a frame."""
        return frozenset(self._reports)

    @property
    def busy(self) -> frozenset[str]:
        """The keys of the experiments that are being computed."""
        return frozenset(key for key, job in self._jobs.items() if job.busy)

    def shows(self, keys: Collection[str]) -> Shows:
        """What the frames of these experiments show that were delivered last: what they were asked
        for, or something else, and why."""
        jobs = [self._jobs[key] for key in keys if key in self._jobs]
        if any(job.busy and not job.fresh for job in jobs):
            return Shows.LATE
        if any(key in self._fruitless for key in keys):
            return Shows.REFUSED
        return Shows.STOPPED if any(job.stopped for job in jobs) else Shows.TRUE

    def refuse(self, *keys: str) -> None:
        """Note that there can be no frame of these experiments for what the controls say now, until
        they are asked again."""
        self._fruitless.update(keys)

    @property
    def asking(self) -> bool:
        """Whether a small question is still unanswered."""
        return any(job.asking for job in self._questions)

    def _on_delivered(self, key: str, report: Report) -> None:
        first = key not in self._reports
        self._reports[key] = report
        self.delivered.emit(key, report, first)

    def _on_failed(self, key: str, failure: Failure) -> None:
        self.forget(key)
        self._fruitless.add(key)
        self.failed.emit(key, failure)
