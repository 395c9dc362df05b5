"""Computes the numbers of the open lesson while it is visible."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.job import Failure, Job, Report, Worker
from app.lessons.view import LessonView
from core.lessons import measuring
from core.lessons.measuring import MeasuredFrame
from core.lessons.records import Lesson
from core.parameters import Spec

PRIORITY = 8
"""The priority of checks, after everything that the panels compute."""


class Checks(QObject):
    """Computes one lesson's checks at a time, and shows them in the view. It lives in the GUI
    thread."""

    def __init__(self, view: LessonView, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._worker = view, worker
        self._job: Job | None = None

    def compute(self, lesson: Lesson) -> None:
        """Compute the checks of this lesson from now on, and of no other."""
        self.cancel()
        experiment = measuring.experiment(lesson)
        if self._job is None:
            self._job = Job(self._worker, experiment, priority=PRIORITY, parent=self)
            self._job.delivered.connect(self._on_delivered)
            self._job.failed.connect(self._on_failed)
        self._job.experiment = experiment
        self._job.submit(Spec(), "cpu")

    def cancel(self) -> None:
        """Compute no checks any more."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_delivered(self, report: Report) -> None:
        assert isinstance(report.frame, MeasuredFrame)
        self._view.show_measured(report.frame)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self._view.show_failure(failure.report or str(failure.refusal))
