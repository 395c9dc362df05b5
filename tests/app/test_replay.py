"""A session that is opened again computes the same numbers, in every panel and on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app import session
from app.job import Job, Report
from app.window.main_window import MainWindow
from core import kept as memory
from core.experiments import EXPERIMENTS
from core.parameters import Spec
from core.signals.training import TrainingSpec
from tests.app.frames import report_of
from tests.cases.case import case
from tests.patience import SOON

Frames = dict[tuple[str, int], dict[str, np.ndarray[Any, Any]]]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str], MainWindow]]:
    made: list[MainWindow] = []

    def open_one(name: str) -> MainWindow:
        options = QSettings(str(tmp_path / f"{name}.ini"), QSettings.Format.IniFormat)
        window = MainWindow(options, "descent")
        made.append(window)
        qtbot.addWidget(window)
        for key in window.docks.widgets:
            panel = window.docks.panel(key)
            panel.set_specs({name: smallest(name) for name in panel.specs})
        with qtbot.waitSignal(window.started, timeout=SOON):
            window.show()
        return window

    yield open_one
    for window in made:
        window.close()


def smallest(key: str) -> Spec:
    return EXPERIMENTS[key].spec(**EXPERIMENTS[key].smallest)


def chosen(key: str) -> Spec:
    """As a person has set it; what its case says nothing of is moved by its seed, if it has one."""
    spec = smallest(key)
    given = {n: str(v) for n, v in case(key).played.items()}
    if not given and hasattr(spec, "seed"):
        given = {"seed": "11"}
    kept = {n: t for n, t in smallest(key).settings().items() if n not in given}
    return type(spec).from_text({**kept, **given})


def shown(qtbot: QtBot, window: MainWindow) -> Frames:
    """Every frame of every job, while each page of each panel is looked at to its end."""
    frames: Frames = {}

    def keep(job: Job) -> Callable[[Report], None]:
        def delivered(report: Report) -> None:
            frames[job.experiment.key, report.frame.step] = report.frame.arrays()

        return delivered

    for key in window.docks.widgets:
        panel = window.docks.panel(key)
        for job in panel.findChildren(Job):
            job.delivered.connect(keep(job))
        window.docks.show(key)
        panel.jobs.forget()
        panel.refresh()
        for page in panel.pages:
            panel.show_page(page.key)
            qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)  # noqa: B023 (waits here)
        assert not panel.errors.isVisible(), panel.errors.label.text()
    return frames


def last(frames: Frames) -> dict[str, int]:
    """The last step of each experiment."""
    return {key: max(s for k, s in frames if k == key) for key, _ in frames}


def assert_same(first: Frames, second: Frames) -> None:
    assert last(first) == last(second)
    assert set(last(first)) >= set(EXPERIMENTS), "something was never looked at"
    common = first.keys() & second.keys()
    assert common >= set(last(first).items())
    for which in common:
        assert first[which].keys() == second[which].keys()
        for name, array in first[which].items():
            np.testing.assert_array_equal(array, second[which][name], err_msg=f"{which} {name}")


def test_every_panel_replays_to_the_same_numbers(qtbot: QtBot, opened: Any, tmp_path: Path) -> None:
    window = opened("one")
    for panel in window.docks.panels.values():
        panel.set_specs({name: chosen(name) for name in panel.specs})
    window.docks.panel("descent").change_view(scale="linear", chart="gradient")
    first = shown(qtbot, window)
    states = {key: panel.state() for key, panel in window.docks.panels.items()}
    path = tmp_path / "all.saddlepoint"
    assert window.keeper.save_to(path)
    window.close()

    assert session.read(path).problems == ()
    memory.forget()  # or it would look up what the first window has computed
    other = opened("two")
    assert {key: panel.state() for key, panel in other.docks.panels.items()} != states
    assert other.keeper.open(path)
    assert {key: panel.state() for key, panel in other.docks.panels.items()} == states
    assert_same(first, shown(qtbot, other))


def test_a_rate_that_was_changed_on_the_way_is_replayed(
    qtbot: QtBot, opened: Any, tmp_path: Path
) -> None:
    window = opened("one")
    window.docks.show("activations")
    panel = window.docks.panel("activations")
    main = panel.spec.replace(std_a=0.5)  # of a side that is not trained
    specs = {panel.key: main, "training": smallest("training").replace(steps=300)}
    panel.set_specs({**panel.specs, **specs})
    panel.show_page("training")
    qtbot.waitUntil(lambda: panel.jobs.report("training") is not None, timeout=SOON)
    before = panel.specs["training"].learning_rate
    panel.forms["training"].change(learning_rate=before / 2)
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    frame = report_of(panel, "training").frame
    assert frame is not None
    assert set(frame.rates[0]) == {before, before / 2}, "it ended before it heard of the change"
    path = tmp_path / "live.saddlepoint"
    assert window.keeper.save_to(path)
    window.close()

    spec = session.read(path).panels["activations"].specs["training"]
    assert isinstance(spec, TrainingSpec)
    assert spec.rate_changes
    other = opened("two")
    other.keeper.open(path)
    again = other.docks.panel("activations")
    assert again.page.key == "training"
    qtbot.waitUntil(lambda: "training" in again.jobs.drawn and not again.busy, timeout=SOON)
    for name, array in frame.arrays().items():
        replayed = report_of(again, "training").frame.arrays()[name]
        np.testing.assert_array_equal(array, replayed, err_msg=name)
