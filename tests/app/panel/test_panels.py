"""What holds of every panel: looks, errors, presets, keys, what a hidden one does not do."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app import theme
from app.job import Job, Report
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.labs.panels import PANELS
from app.panel import jobs as jobs_module
from app.panel.panel import Panel
from app.widgets.picture import Picture
from core import device as devices
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS, MAIN
from tests.app import frames
from tests.app.hands import spoken, takes_keys
from tests.app.panels import choose_preset, edits, job_of, listen, pixels, press
from tests.cases.case import case
from tests.cases.descent import descent as races
from tests.cases.normalization import normalization as norms
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton


KEYS = [entry.key for entry in PANELS]


CASES = {key: case(MAIN[key]) for key in KEYS}


CLASSES: dict[str, Any] = {entry.key: entry.load() for entry in PANELS}


SMALL: dict[str, Any] = {key: CASES[key].panel for key in KEYS}


@pytest.fixture
def drawn_descent(show, still):
    panel = show(DescentPanel, still, races.SPEC)
    frames.deliver(panel, "heights", races.landscape())
    frames.deliver(panel, "descent", races.frame())
    panel.transport.pause()
    return panel


class Painted(QObject):
    """How often a widget has been painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_progress_paints_nothing_at_once(drawn_descent, qtbot):
    """Qt's bar would, and with it whatever else waits to be painted: half of a frame's time."""
    panel = drawn_descent
    panel.footer.bar.show()
    qtbot.wait(50)
    painted = Painted()
    panel.question.installEventFilter(painted)
    panel.footer.bar.installEventFilter(painted)
    panel.question.update()
    frames.deliver(panel, "descent", races.frame())
    assert panel.footer.bar.value() == panel.footer.bar.maximum()
    panel.footer.show_progress(0.5)
    assert painted.count == 0
    qtbot.waitUntil(lambda: painted.count >= 2, timeout=SOON)


@pytest.mark.parametrize("key", KEYS)
def test_pictures_follow_the_theme(show, still, qapp, qtbot, key):
    panel = show(CLASSES[key], still, CASES[key].drawn)
    for experiment, make in CASES[key].frames.items():
        frames.deliver(panel, experiment, make())
    panel.player.show_end()
    pictures = panel.findChildren(Picture)
    assert pictures
    # They are painted one after another when the panel is first shown.
    qtbot.waitUntil(lambda: all(p.updatesEnabled() for p in pictures), timeout=SOON)
    seen: dict[str, set[int]] = {}
    for name in ("light", "dark", "light"):
        now = theme.install(qapp, name)
        panel.retheme()
        assert {p.backgroundBrush().color().name() for p in pictures} == {now.picture}
        found = pixels(panel)
        assert len(found) > 8  # something is drawn
        if name in seen:
            assert found == seen[name]  # nothing is left of the other theme
        seen[name] = found
    assert seen["light"] != seen["dark"]


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_without_a_frame_can_be_drawn(show, still, qapp, key):
    panel = show(CLASSES[key], still, EXPERIMENTS[MAIN[key]].spec())
    theme.install(qapp, "dark")
    panel.retheme()
    panel.player.show_end()
    panel.player.nudge(1)
    panel.player.toggle()
    panel.player.restart()
    assert len(pixels(panel)) > 4


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_panel_has_a_name(show, still, key):
    panel = show(CLASSES[key], still, SMALL[key])
    nameless = [
        type(widget).__name__
        for widget in takes_keys(panel)
        if not spoken(widget) and not isinstance(widget, Panel)
    ]
    assert nameless == []


def test_a_report_of_a_fall_back_is_a_notice_and_not_an_error(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    job = job_of(panel, "normalization")
    fallen = Report(norms.frame(), "cpu", "RuntimeError: out of memory", 0.1, panel.spec)
    job.delivered.emit(fallen)
    assert panel.notice.isVisible()
    assert "RuntimeError: out of memory" in panel.notice.text()
    assert not panel.errors.isVisible()
    job.delivered.emit(Report(norms.frame(), "cuda", "", 0.1, panel.spec))
    assert not panel.notice.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_a_hidden_panel_computes_nothing(show, compute, settled, qtbot, key):
    started: list[str] = []
    panel = CLASSES[key](compute.worker)
    qtbot.addWidget(panel)
    for job in panel.findChildren(Job):
        job.busy_changed.connect(
            lambda busy, key=job.experiment.key: started.extend([key] if busy else [])
        )
    panel.set_spec(SMALL[key])
    panel.show_page(next(p.key for p in panel.pages if p.experiment == panel.main))
    panel.form.change(**CASES[key].changed(1))
    panel.set_device("cpu")
    assert started == []
    assert not panel.busy
    panel.show()
    assert panel.busy
    panel.hide()
    assert not panel.busy
    heard = [listen(job) for job in panel.findChildren(Job)]
    other = Job(compute.worker, EXPERIMENTS[MAIN[key]])
    with qtbot.waitSignal(other.answered, timeout=SOON):
        other.ask(lambda: None)
    QApplication.processEvents()
    assert not any(heard)  # nor does anything arrive that was on its way
    panel.show()
    assert panel.busy  # what was broken off is done now
    settled(panel)
    count = len(started)
    panel.hide()
    panel.show()
    assert len(started) == count  # what is there is not computed again
    panel.hide()
    panel.form.change(**CASES[key].changed(2))
    assert not panel.busy
    panel.show()
    settled(panel)
    assert len(started) == count + 1


@pytest.mark.parametrize("key", KEYS)
def test_presets_and_reset_are_one_step_each(show, compute, settled, key):
    panel = show(CLASSES[key], compute, SMALL[key])
    told = edits(panel)
    default = type(panel.spec)()
    for preset in panel.presets:
        choose_preset(panel, preset.name)
        assert len({gesture for _, _, gesture in told}) == len(told) == 1
        assert panel.form.spec == panel.spec == told[0][1].specs[MAIN[key]]
        expected = default.adapt(**preset.settings)
        assert panel.spec == expected
        told.clear()
    panel.show_page(panel.pages[0].key)  # the last preset's may train for many seconds
    (reset,) = (b for b in panel.findChildren(QToolButton) if spoken(b) == "Reset panel")
    QTest.mouseClick(reset, LEFT)
    assert panel.spec == default
    settled(panel)
    assert not panel.errors.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_a_run_that_fails_is_told_with_a_report_and_the_next_change_recovers(
    show, compute, settled, monkeypatch, key
):
    main = MAIN[key]
    real = EXPERIMENTS[main]
    changes = CASES[key].changed(13)
    wrong = SMALL[key].replace(**changes)

    def run(spec: Any, device: str) -> Any:
        if all(getattr(spec, name) == value for name, value in changes.items()):
            raise RuntimeError("boom")
        yield from real.frames(spec, device)

    failing = {**EXPERIMENTS, main: dataclasses.replace(real, run=run)}
    monkeypatch.setattr(jobs_module, "EXPERIMENTS", failing)
    panel = show(CLASSES[key], compute, wrong)
    settled(panel)
    assert panel.errors.isVisible()
    assert "boom" in panel.errors.label.text()
    assert "Traceback" not in panel.errors.label.text()
    press(panel, "Copy report")
    assert "Traceback" in QApplication.clipboard().text()
    assert "RuntimeError: boom" in QApplication.clipboard().text()
    panel.heard[main].clear()
    panel.form.change(**CASES[key].changed(14))
    assert not panel.errors.isVisible()
    settled(panel)
    assert panel.heard[main]
    assert not panel.errors.isVisible()


def test_a_gpu_that_fails_is_said_and_the_work_is_done(show, compute, settled, monkeypatch):
    real = EXPERIMENTS["normalization"]

    def run(spec: Any, device: str) -> Any:
        if device == "cuda":
            raise RuntimeError("CUDA out of memory")
        yield from real.frames(spec, device)

    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(devices, "release", lambda device: None)
    failing = {**EXPERIMENTS, "normalization": dataclasses.replace(real, run=run)}
    monkeypatch.setattr(jobs_module, "EXPERIMENTS", failing)
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    shown = panel.heard["normalization"]
    settled(panel)
    assert shown
    assert "CUDA out of memory" in panel.notice.text()
    assert panel.notice.isVisible()
    assert not panel.errors.isVisible()


def test_keys_of_time(show, still, qtbot):
    panel = show(DescentPanel, still, races.SPEC)
    frames.deliver(panel, "descent", races.frame())
    transport = panel.transport
    transport.move_to(10)
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Right)
    QTest.keyClick(panel, Qt.Key.Key_Right)
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert transport.step == 11
    QTest.keyClick(panel, Qt.Key.Key_Space)
    assert transport.playing
    QTest.keyClick(panel, Qt.Key.Key_Space)
    assert not transport.playing
    QTest.keyClick(panel, Qt.Key.Key_R)
    assert transport.playing
    assert transport.step == 0
    transport.pause()


def test_a_preset_that_is_chosen_in_three_dimensions_stays_there(show, still):
    panel = show(DescentPanel, still, races.SPEC)
    panel.show_page("solid")
    chosen = [preset for preset in panel.presets if not preset.page]
    choose_preset(panel, chosen[0].name)
    assert panel.page.key == "solid"
    panel.show_page("basins")
    choose_preset(panel, chosen[1].name)
    assert panel.page.key == "surface"


class Shown(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("key", KEYS)
def test_building_a_panel_opens_no_window(compute, qapp, qtbot, key):
    """A part that is shown before it has a parent flashes up, and takes the keyboard away."""
    shown = Shown()
    qapp.installEventFilter(shown)
    try:
        qtbot.addWidget(CLASSES[key](compute.worker))
    finally:
        qapp.removeEventFilter(shown)
    assert shown.windows == []


def test_fifty_changes_in_a_row_end_with_the_last(show, compute, settled):
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    shown = panel.heard["activations"]
    for seed in range(50):
        panel.form.change(seed=seed)
    settled(panel)
    expected = last_frame(Run(EXPERIMENTS["activations"], panel.spec, "cpu")).arrays()
    assert panel.spec.seed == 49
    assert shown[-1].a.std.tolist() == expected["a_std"].tolist()
    assert threading.current_thread() is threading.main_thread()


def test_no_picture_is_left_waiting_for_its_turn_behind_another_page(show, still, qtbot):
    panel = show(NormalizationPanel, still, norms.SPEC)
    qtbot.waitUntil(lambda: all(p.updatesEnabled() for p in panel.pictures), timeout=SOON)
    panel.paint_in_turn()
    waiting = [p for p in panel.pictures if not p.updatesEnabled()]
    assert len(waiting) > 3
    panel.show_page("bn_backward")
    assert not any(p.isVisible() for p in waiting)
    panel.paint_in_turn()
    qtbot.waitUntil(lambda: all(p.updatesEnabled() for p in panel.pictures), timeout=SOON)


@pytest.mark.parametrize("key", KEYS)
def test_all_that_a_page_builds_has_its_place_before_it_is_shown(compute, qtbot, key):
    """What waits for its place until it is first resized would be a window of its own."""
    panel = CLASSES[key](compute.worker)
    qtbot.addWidget(panel)
    for room in panel.rooms:
        room.build()
    alone = [w for w in QApplication.topLevelWidgets() if w.parent() is None and w is not panel]
    assert [type(w).__name__ for w in alone if type(w).__module__.startswith("app.")] == []
