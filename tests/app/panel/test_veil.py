"""What no longer belongs to the controls is dimmed, and what is computed is said over it."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from app.job import Job
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.labs.panels import PANELS
from app.panel.panel import Panel
from app.panel.veil import Shows, Veil
from core.descent.heights import HeightsSpec
from core.experiment import Experiment
from core.experiments import MAIN
from core.parameters import Spec, SpecError
from core.parameters.refusal import Reason
from tests.app import frames
from tests.cases.case import case
from tests.cases.descent import descent as races
from tests.cases.normalization import normalization as norms
from tests.patience import SOON

CLASSES: dict[str, Any] = {entry.key: entry.load() for entry in PANELS}


def shows(panel: Panel) -> set[Shows]:
    """What the veils that can be seen say."""
    return {veil.shows for veil in panel.findChildren(Veil) if veil.isVisible()}


def dimmed(panel: Panel) -> set[str]:
    return {
        type(veil.parentWidget()).__name__
        for veil in panel.findChildren(Veil)
        if veil.isVisible() and veil.shows is not Shows.STOPPED
    }


@pytest.mark.parametrize("key", [entry.key for entry in PANELS])
def test_before_the_first_frame_it_is_said_that_one_is_computed(show, still, qtbot, key):
    """Not by empty axes or cubes without a number."""
    panel = show(CLASSES[key], still, case(MAIN[key]).drawn)
    (cover,) = (v for v in panel.page.room.findChildren(Veil) if v.isVisible())
    assert cover.shows is Shows.LATE
    color = cover.grab().toImage().pixelColor(3, 3)
    assert color.alpha() == 255
    for experiment, make in case(MAIN[key]).frames.items():
        frames.deliver(panel, experiment, make())
    assert shows(panel) == set()


@pytest.fixture
def drawn(show, still):
    panel = show(DescentPanel, still, races.SPEC)
    frames.deliver(panel, "heights", races.landscape())
    frames.deliver(panel, "descent", races.frame())
    panel.transport.pause()
    assert shows(panel) == set()
    return panel


def test_what_was_asked_for_before_is_dimmed_until_the_new_comes(drawn, qtbot):
    drawn.form.change(steps=77)
    assert shows(drawn) == set()  # an answer that comes at once does not flicker
    qtbot.waitUntil(lambda: shows(drawn) == {Shows.LATE}, timeout=SOON)
    assert len(dimmed(drawn)) == 2  # the pictures, and the curves and tables beside them
    frames.deliver(drawn, "descent", races.frame(), drawn.spec)
    assert shows(drawn) == set()


def test_what_is_still_true_is_not_dimmed(drawn, qtbot):
    """Another map is asked for; the race beside it is what it was."""
    drawn.show_page("basins")
    qtbot.waitUntil(lambda: bool(shows(drawn)), timeout=SOON)
    assert dimmed(drawn) == {type(drawn.page.room).__name__}
    assert drawn.page.room.findChildren(Veil)[0].isVisible()
    assert not any(veil.isVisible() for veil in drawn.tables.findChildren(Veil))


def test_paths_are_not_drawn_over_another_surface(drawn):
    """The new heights come first; the race on them takes seconds."""
    page = drawn.surface
    before = page.shown
    field = page.widget.shown
    drawn.form.change(surface="rosenbrock")
    spec = drawn.spec.like(HeightsSpec)
    frames.deliver(drawn, "heights", races.landscape(), spec)
    assert page.widget.shown is field
    assert page.shown == before
    frames.deliver(drawn, "descent", races.frame(), drawn.spec)
    assert page.widget.shown is not field
    assert page.shown[0] is drawn.spec


def test_a_hand_that_moves_is_shown_what_comes(drawn):
    """A number that moves makes the next picture nearly the same: it is not held back."""
    drawn.form.change(surface="quadratic")
    frames.deliver(drawn, "heights", races.landscape(), drawn.spec.like(HeightsSpec))
    frames.deliver(drawn, "descent", races.frame(), drawn.spec)
    spec = drawn.spec
    drawn.form.change(condition=50.0)
    newer = races.frame()
    frames.deliver(drawn, "descent", newer, spec.replace(condition=20.0))
    assert drawn.surface.shown[1] is newer


def test_what_is_refused_is_said_where_the_eye_is(show, still, qtbot):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.deliver(panel, "normalization", norms.frame())
    panel.jobs["normalization"].failed.emit(_missing())
    panel.jobs["normalization"].busy = False
    panel.refresh = lambda: None
    panel._follow_truth()
    assert shows(panel) == {Shows.REFUSED}
    assert panel.errors.isVisible()


def _missing() -> Any:
    from app.job import Failure

    return Failure(SpecError("path", Reason.MISSING_FILE, "gone.npy"), "")


@pytest.fixture
def waiting(compute, qtbot) -> Iterator[tuple[Job, Event]]:
    """A job whose runs have one frame, and then wait for ever."""
    ended = Event()

    def run(spec: Spec, device: str) -> Any:
        yield races.frame()
        while not ended.is_set():
            yield None

    job = Job(compute.worker, Experiment("", Spec, run, {}))
    yield job, ended
    job.cancel()
    ended.set()


def test_a_run_that_is_stopped_is_not_taken_for_whole(waiting, qtbot):
    job, ended = waiting
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(races.SPEC)
    assert (job.fresh, job.stopped) == (True, False)
    job.cancel()
    assert job.stopped
    ended.set()
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        job.submit(races.SPEC)
    assert not job.stopped
    qtbot.waitUntil(lambda: not job.busy, timeout=SOON)
    job.cancel()
    assert not job.stopped  # it had come to its end
