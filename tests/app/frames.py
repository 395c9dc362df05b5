"""Frames handed to panels: no experiment runs for them."""

from __future__ import annotations

from typing import Any

from app.job import Report
from app.panel.panel import Panel
from core.descent.heights import HeightsSpec
from core.experiment import Frame
from core.parameters import Spec


def deliver(panel: Panel, experiment: str, frame: Frame, spec: Spec | None = None) -> None:
    """As if the panel's job of that experiment had computed the frame, of its present spec."""
    spec = spec or panel.specs.get(experiment) or panel.spec.like(HeightsSpec)
    panel.jobs[experiment].fresh = True
    panel.jobs[experiment].delivered.emit(Report(frame, "cpu", "", 0.012, spec))


def draw(panel: Panel, experiment: str, frame: Frame, **view: Any) -> None:
    """Let it draw a frame, and show this of it."""
    deliver(panel, experiment, frame)
    panel.change_view(**view)


def report_of(panel: Panel, experiment: str) -> Any:
    """What is drawn of an experiment. Any: what its frame has is its own."""
    report = panel.jobs.report(experiment)
    assert report is not None
    return report
