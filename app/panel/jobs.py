"""The jobs of a panel: what was asked of each, and what each drew last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.job import Failure, Job, Report, Worker
from core.experiment import Experiment, Frames
from core.experiments import EXPERIMENTS
from core.parameters import Spec


def _nothing(spec: Spec, device: str) -> Frames:
    yield None


_ONLY_QUESTIONS = Experiment("", Spec, _nothing, {})
"""Of a job that never runs anything."""


class Jobs(QObject):
    """A job for each experiment, by its key, and one for each kind of small question."""

    delivered = Signal(str, object, bool)
    """The key of an experiment, its newest :class:`Report`, and whether it is the first one."""
    failed = Signal(str, object)
    """The key of an experiment (of a question, none), and the :class:`Failure`."""
    busy_changed = Signal()

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._jobs: dict[str, Job] = {}
        self._questions: list[Job] = []
        self._asked: dict[str, tuple[Spec, str]] = {}
        self._reports: dict[str, Report] = {}

    def __getitem__(self, key: str) -> Job:
        return self._jobs[key]

    def __contains__(self, key: str) -> bool:
        return key in self._jobs

    def add(self, key: str, priority: int = 0) -> Job:
        """A job for an experiment."""
        job = Job(self._worker, EXPERIMENTS[key], priority=priority, parent=self)
        job.delivered.connect(lambda report: self._on_delivered(key, report))
        job.failed.connect(lambda failure: self._on_failed(key, failure))
        job.busy_changed.connect(lambda busy: self.busy_changed.emit())
        self._jobs[key] = job
        return job

    def add_question(self, show: Callable[[Any], None]) -> Callable[[Callable[[], Any]], None]:
        """Asks tiny pure questions of core; of those that are waiting the newest is answered, and
        ``show`` gets the answer. Each kind of question is one of its own."""
        job = Job(self._worker, _ONLY_QUESTIONS, parent=self)
        self._questions.append(job)
        job.answered.connect(show)
        job.failed.connect(lambda failure: self.failed.emit("", failure))
        return job.ask

    def submit(self, key: str, spec: Spec, device: str) -> bool:
        """Ask a job for this, if it was not asked for it already; whether it was asked now."""
        if self._asked.get(key) == (spec, device):
            return False
        self._asked[key] = (spec, device)
        self._jobs[key].submit(spec, device)
        return True

    def forget(self, *keys: str) -> None:
        """What these were asked is asked anew the next time; all, if none are named."""
        for key in keys or tuple(self._asked):
            self._asked.pop(key, None)

    def cancel(self) -> None:
        """Compute nothing any more."""
        for key, job in self._jobs.items():
            if job.busy:
                job.cancel()
                self.forget(key)

    def watch(self, watched: bool) -> None:
        """Whether frames are drawn as they come, or there are no pictures yet."""
        for job in self._jobs.values():
            job.watch(watched)

    def report(self, key: str) -> Report | None:
        """What an experiment's pictures show: its newest frame, with the spec behind it."""
        return self._reports.get(key)

    @property
    def drawn(self) -> frozenset[str]:
        """The keys of the experiments of which a frame has come."""
        return frozenset(self._reports)

    @property
    def busy(self) -> frozenset[str]:
        """The keys of the experiments that are being computed."""
        return frozenset(key for key, job in self._jobs.items() if job.busy)

    @property
    def asking(self) -> bool:
        """Whether a small question has not been answered yet."""
        return any(job.asking for job in self._questions)

    def _on_delivered(self, key: str, report: Report) -> None:
        first = key not in self._reports
        self._reports[key] = report
        self.delivered.emit(key, report, first)

    def _on_failed(self, key: str, failure: Failure) -> None:
        self.forget(key)
        self.failed.emit(key, failure)
