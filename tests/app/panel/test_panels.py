"""The panels: drawn from frames made by hand, and used as a person would, one by one."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QToolButton, QWidget

from app import theme
from app.job import ComputeThread, Job, Report
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.labs.normalization.view import NormalizationView
from app.labs.panels import PANELS
from app.panel import jobs as jobs_module
from app.panel.number_control import NumberControl
from app.panel.panel import Panel
from app.panel.preset_bar import PresetBar
from app.widgets.picture import Picture
from app.widgets.reading import ReadingView
from app.words import labels
from app.words.names import INITIALIZERS
from core import device as devices
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.parameters import Spec
from core.signals.training import TrainingSpec
from tests.app import frames
from tests.app.hands import (
    along,
    click,
    double_click,
    drag,
    point_at,
    spoken,
    takes_keys,
    toggle,
    type_into,
    wheel,
)
from tests.cases.case import case
from tests.cases.descent import descent as races
from tests.cases.normalization import normalization as norms
from tests.cases.signals import activations as signals
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
KEYS = [entry.key for entry in PANELS]
CLASSES: dict[str, Any] = {entry.key: entry.load() for entry in PANELS}

SMALL: dict[str, Any] = {key: case(key).panel for key in KEYS}


@pytest.fixture
def still(qapp):
    """A compute thread that was never started: what is asked of it is never done."""
    thread = ComputeThread()
    yield thread
    thread.close()


@pytest.fixture
def show(qtbot):
    """Builds a panel and shows it, with a spec of its own."""

    def show_panel(panel_class: Any, thread: ComputeThread, spec: Spec) -> Any:
        panel = panel_class(thread.worker)
        qtbot.addWidget(panel)
        panel.heard = {job.experiment.key: listen(job) for job in panel.findChildren(Job)}
        panel.set_spec(spec)
        panel.resize(1280, 800)
        with qtbot.waitExposed(panel, timeout=SOON):
            panel.show()
        return panel

    return show_panel


@pytest.fixture
def every_move(qapp):
    """pyqtgraph leaves out movements that follow one another too fast; here none is."""
    before = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    yield
    pg.setConfigOption("mouseRateLimit", before)


@pytest.fixture
def settled(qtbot):
    """Waits until a panel computes nothing more."""

    def wait(panel: Panel) -> None:
        qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)

    return wait


def job_of(panel: Panel, experiment: str) -> Job:
    (job,) = (j for j in panel.findChildren(Job) if j.experiment.key == experiment)
    return job


def listen(job: Job) -> list[Any]:
    """Every frame that a job delivers from now on."""
    found: list[Any] = []
    job.delivered.connect(lambda report: found.append(report.frame))
    return found


def edits(panel: Panel) -> list[tuple[Any, Any, int]]:
    """Every change that undo hears of from now on: before, after, gesture."""
    found: list[tuple[Any, Any, int]] = []
    panel.spec_edited.connect(lambda *parts: found.append(parts))
    return found


def table(reading: ReadingView) -> list[list[str]]:
    rows = reading.table
    model = rows.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def on_screen(picture: Any, x: float, y: float) -> QPoint:
    """Where a point of a picture lies in its viewport."""
    scene = picture.plot.getViewBox().mapViewToScene(QPointF(x, y))
    return QPoint(picture.mapFromScene(scene))


def pixels(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }


def press(panel: Panel, words: str) -> None:
    (button,) = (b for b in panel.findChildren(QPushButton) if b.text() == words and b.isVisible())
    QTest.mouseClick(button, LEFT)


def choose_preset(panel: Panel, name: str) -> None:
    """By its button, or by the menu that holds those for which there is no room."""
    bar = panel.findChild(PresetBar)
    assert bar is not None
    if any(b.text() == name and b.isVisible() for b in bar.buttons):
        press(panel, name)
    else:
        (action,) = (a for a in bar.more.menu().actions() if a.text() == name)
        assert action.isVisible()
        action.trigger()


# ---- drawn from frames made by hand --------------------------------------------------------------


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


def test_descent_draws_up_to_the_playhead(drawn_descent):
    panel, frame = drawn_descent, races.frame()
    for step in (50, 10, 0):
        frames.draw(panel, "descent", frame, playhead=step)
        for k, path in enumerate(panel.surface.widget.paths):
            x, y = path.getData()
            assert (x[0], y[0]) == (1, 1.5)
            assert (x[-1], y[-1]) == pytest.approx(tuple(frame.positions[k, step]))
        assert panel.charts.loss.playhead.value() == step
        rows = table(panel.tables.reading)
        assert [row[0] for row in rows] == ["GD", "Adam"]
        assert labels.number(frame.losses[0, step], 4) in rows[0]
        assert rows[0][1] == ("minimum" if step == 50 else "moving")


def test_descent_draws_a_frame_it_was_never_told_of(show, still):
    """draw(frame, view) needs nothing but the frame and the view."""
    panel = show(DescentPanel, still, races.SPEC)
    frames.draw(panel, "descent", races.frame(), playhead=50)
    assert len(panel.surface.widget.paths) == 2
    assert len(table(panel.tables.reading)) == 2


def test_descent_legend_and_losses(drawn_descent):
    panel = drawn_descent
    assert "GD" in panel.charts.loss.legend.text()
    assert "Adam" in panel.charts.loss.legend.text()
    x, y = panel.charts.loss.curves[1].getOriginalDataset()
    assert x[0] == 0
    assert x[-1] == 50
    assert np.isfinite(y).all()
    assert panel.transport.total == 50


def test_descent_that_diverged_is_a_gap_and_a_sentence(drawn_descent):
    panel, frame = drawn_descent, races.frame(diverged_at=20)
    frames.deliver(panel, "descent", frame)
    frames.draw(panel, "descent", frame, playhead=50)
    x, _ = panel.surface.widget.paths[0].getData()
    assert np.isfinite(x).all()
    assert x[-1] == pytest.approx(frame.positions[0, 19, 0])  # where it last was a number
    _, y = panel.charts.loss.curves[0].getOriginalDataset()
    assert np.isnan(y[20:]).all()
    verdict = table(panel.tables.reading)[0][1]
    assert "diverged" in verdict
    panel.grab()
    frames.draw(panel, "descent", frame, playhead=5)  # before it happened
    assert table(panel.tables.reading)[0][1] == "moving"


def test_descent_where_nothing_is_a_number_after_the_start(drawn_descent):
    frame = races.frame(diverged_at=1)
    losses = frame.losses.copy()
    losses[0, 0] = 1e300
    losses[1, 1:] = np.nan
    positions = frame.positions.copy()
    positions[1, 1:] = np.nan
    frame = dataclasses.replace(frame, losses=losses, positions=positions)
    frames.deliver(drawn_descent, "descent", frame)
    drawn_descent.player.show_end()
    drawn_descent.grab()
    assert len(table(drawn_descent.tables.reading)) == 2


def test_descent_far_outside(drawn_descent):
    """A path that runs away is drawn where it is, without a warning, however far that is."""
    frame = races.frame()
    positions = frame.positions.copy()
    positions[0] *= np.geomspace(1, 1e300, len(positions[0]))[:, None]
    frame = dataclasses.replace(frame, positions=positions)
    frames.deliver(drawn_descent, "descent", frame)
    drawn_descent.player.show_end()
    drawn_descent.grab()
    (left, right), _ = drawn_descent.surface.widget.plot.getViewBox().viewRange()
    assert -5 < left < right < 5  # nobody zooms out for it


def test_a_landscape_with_a_hole(drawn_descent):
    frames.deliver(drawn_descent, "heights", races.landscape(hole=True))
    drawn_descent.grab()
    assert (drawn_descent.surface.widget.image.image[..., 3] == 0).sum() == 16


def test_a_playing_panel_draws_steps_without_computing(drawn_descent, qtbot):
    drawn_descent.transport.play()
    with qtbot.waitSignal(drawn_descent.transport.moved, timeout=SOON):
        pass
    assert drawn_descent.view.playhead == drawn_descent.transport.step
    drawn_descent.transport.pause()


def test_activations_draws_both_sides(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frame = signals.frame()
    frames.deliver(panel, "activations", frame)
    page = panel.signals["forward"].widget
    _, y = page.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == frame.a.std.tolist()
    _, y = page.against_depth.curves[1].getOriginalDataset()
    assert np.isnan(y[2:]).all()  # zero has no place on a logarithmic axis
    assert "vanishing" in panel.reading.sentences.text()
    assert len(table(panel.reading)) == 4
    assert "A" in page.titles[0].text()
    assert INITIALIZERS["normal"] in page.titles[0].text()
    assert "0.01" in page.titles[0].text()
    assert INITIALIZERS["zeros"] in page.titles[1].text()
    assert not page.ridges[2].isVisible()
    panel.show_page("backward")
    back = panel.signals["backward"].widget
    _, y = back.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == frame.a.z_gradient.rms.tolist()
    panel.grab()


@pytest.mark.parametrize("form", range(3))
@pytest.mark.parametrize("page", ["forward", "backward", "weights"])
def test_every_form_of_every_quantity_is_drawn(show, still, page, form):
    panel = show(ActivationsPanel, still, signals.SPEC)
    panel.show_page(page)
    frames.draw(panel, "activations", signals.frame(), layer=2)
    drawn = panel.signals[page].widget
    drawn.form.setCurrentIndex(form)
    pictures = set()
    for quantity in range(drawn.quantity.count()):
        drawn.quantity.setCurrentIndex(quantity)
        for scale in range(drawn.scale.count() if page == "forward" else 1):
            drawn.scale.setCurrentIndex(scale)
            for curve in range(drawn.curve.count()):
                drawn.curve.setCurrentIndex(curve)
                pictures.add(drawn.grab().toImage().cacheKey())
    assert len(pictures) >= 3
    assert "3" in drawn.layer.picture.title


def test_a_click_on_a_layer_or_an_arrow_key_chooses_it(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frames.deliver(panel, "activations", signals.frame())
    ridges = panel.signals["forward"].widget.ridges[0]
    panel.grab()  # the ranges are applied
    click(ridges.viewport(), on_screen(ridges, 0.0, 1.4))  # the second row from below, of four
    assert panel.view.layer == 2
    assert "3" in panel.signals["forward"].widget.layer.picture.title
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert panel.view.layer == 1
    for _ in range(5):
        QTest.keyClick(panel, Qt.Key.Key_Right)
    assert panel.view.layer == 3


def test_activations_that_broke_are_gaps_and_a_sentence(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frames.draw(panel, "activations", signals.frame(broken=True))
    panel.grab()
    _, y = panel.signals["forward"].widget.against_depth.curves[1].getOriginalDataset()
    assert np.isnan(y[2:]).all()
    assert "B: broken" in panel.reading.sentences.text()
    assert any("–" in cell for cell in table(panel.reading)[-1])


@pytest.mark.parametrize("layers", [1, 100])
def test_activations_of_any_depth(show, still, layers):
    spec = signals.SPEC.replace(depth=layers)
    panel = show(ActivationsPanel, still, spec)
    side = signals.side(std=np.geomspace(1, 1e-9, layers))
    frame = dataclasses.replace(signals.frame(), a=side, b=side)
    frames.draw(panel, "activations", frame, layer=50)
    panel.grab()
    assert len(table(panel.reading)) == layers


def test_normalization_draws_every_norm(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frame = norms.frame()
    frames.draw(panel, "normalization", frame, sample=1, channel=5)
    assert set(panel.compare.widget.mosaics) == {"input", "bn", "ln", "in", "gn", "rms"}
    rows = table(panel.compare.widget.reading)
    assert [row[1] for row in rows] == ["8", "3", "24", "12", "3"]  # C, N, N·C, N·G, N groups
    assert rows[2][-2] == "3e-07"
    assert "3 x 8 x 8 x 8" in panel.compare.widget.reading.sentences.text()
    text = panel.compare.widget.pointer.text()
    assert "Sample 2, channel 6" in text
    # Of the numbered groups these are the ones that map (1, 5) belongs to.
    for name, mean in (("BN", "5"), ("LN", "1"), ("IN", "13"), ("GN", "6"), ("RMS", "1")):
        assert f"{name} μ {mean}," in text
    panel.grab()


@pytest.mark.parametrize(
    ("key", "rect"),
    [
        ("input", (5, 1, 1, 1)),
        ("bn", (5, 0, 1, 3)),
        ("ln", (0, 1, 8, 1)),
        ("in", (5, 1, 1, 1)),
        ("gn", (4, 1, 2, 1)),
        ("rms", (0, 1, 8, 1)),
    ],
)
def test_what_shares_a_mean_is_lit(show, still, key, rect):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(), sample=1, channel=5)
    lit = panel.compare.widget.mosaics[key].lit.rect()
    assert (lit.x(), lit.y(), lit.width(), lit.height()) == rect


def test_normalization_holes_are_drawn_and_said(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(hole=True))
    panel.grab()
    said = panel.compare.widget.reading.sentences.text()
    assert "2 values of the input are NaN or infinite" in said
    assert "Instance norm [H, W] is a hole" in said
    assert "100 %" in panel.compare.widget.histograms["in"].note.text()
    assert panel.compare.widget.histograms["ln"].note.text()
    assert not panel.compare.widget.histograms["gn"].note.text()
    assert table(panel.compare.widget.reading)[2][-2:] == ["–", "–"]


def test_a_view_beyond_a_smaller_batch_is_brought_back(show, still):
    panel = show(NormalizationPanel, still, norms.SPEC)
    frames.draw(panel, "normalization", norms.frame(), sample=60, channel=60)
    assert "Sample 3, channel 8" in panel.compare.widget.pointer.text()
    with pytest.raises(ValueError, match="sample=-5"):
        NormalizationView(sample=-5)


@pytest.mark.parametrize("key", KEYS)
def test_pictures_follow_the_theme(show, still, qapp, qtbot, key):
    panel = show(CLASSES[key], still, case(key).drawn)
    for experiment, make in case(key).frames.items():
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
    panel = show(CLASSES[key], still, EXPERIMENTS[key].spec())
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


# ---- what panels share, with a thread that computes ----------------------------------------------


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
    panel.form.change(seed=1)
    panel.set_device("cpu")
    assert started == []
    assert not panel.busy
    panel.show()
    assert panel.busy
    panel.hide()
    assert not panel.busy
    heard = [listen(job) for job in panel.findChildren(Job)]
    other = Job(compute.worker, EXPERIMENTS[key])
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
    panel.form.change(seed=2)
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
        assert panel.form.spec == panel.spec == told[0][1].specs[key]
        expected = default.adapt(**preset.settings)
        assert panel.spec == expected
        told.clear()
    (reset,) = (b for b in panel.findChildren(QToolButton) if spoken(b) == "Reset panel")
    QTest.mouseClick(reset, LEFT)
    assert panel.spec == default
    settled(panel)
    assert not panel.errors.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_a_run_that_fails_is_told_with_a_report_and_the_next_change_recovers(
    show, compute, settled, monkeypatch, key
):
    real = EXPERIMENTS[key]

    def run(spec: Any, device: str) -> Any:
        if spec.seed == 13:
            raise RuntimeError("boom")
        yield from real.frames(spec, device)

    failing = {**EXPERIMENTS, key: dataclasses.replace(real, run=run)}
    monkeypatch.setattr(jobs_module, "EXPERIMENTS", failing)
    panel = show(CLASSES[key], compute, SMALL[key].replace(seed=13))
    settled(panel)
    assert panel.errors.isVisible()
    assert "boom" in panel.errors.label.text()
    assert "Traceback" not in panel.errors.label.text()
    press(panel, "Copy report")
    assert "Traceback" in QApplication.clipboard().text()
    assert "RuntimeError: boom" in QApplication.clipboard().text()
    panel.heard[key].clear()
    panel.form.change(seed=14)
    assert not panel.errors.isVisible()
    settled(panel)
    assert panel.heard[key]
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


# ---- one end to end for each panel ---------------------------------------------------------------


def test_descent_as_a_person_uses_it(show, compute, settled, qtbot, every_move):
    panel = show(DescentPanel, compute, SMALL["descent"])
    races = panel.heard["descent"]
    told = edits(panel)
    settled(panel)
    assert panel.surface.widget.image.image is not None
    assert len(panel.surface.widget.paths) == 2
    assert races[-1].step == 60

    # The pointer says what lies under it.
    viewport = panel.surface.widget.viewport()
    point_at(viewport, on_screen(panel.surface.widget, 3.0, 0.5))
    qtbot.waitUntil(lambda: "f = " in panel.surface.widget.hover.text, timeout=SOON)

    # A click puts the start there, and the paths begin where the ring is.
    click(viewport, on_screen(panel.surface.widget, -2.0, 2.0))
    assert len(told) == 1
    assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((-2, 2), abs=0.05)
    settled(panel)
    start = (panel.spec.start_x, panel.spec.start_y)
    assert tuple(races[-1].positions[0, 0]) == tuple(races[-1].positions[1, 0]) == start
    assert tuple(np.ravel(panel.surface.widget.start.getData())) == start
    for path in panel.surface.widget.paths:
        x, y = path.getData()
        assert (x[0], y[0]) == start

    # A drag moves it on; it is one gesture, and the hand is held inside the domain.
    told.clear()
    places = [(-2.0, 2.0), (-1.0, 1.0), (0.5, 0.5), (2.0, -1.0), (9.0, -1.0)]
    drag(viewport, [on_screen(panel.surface.widget, *place) for place in places])
    assert len(told) >= 3
    assert len({gesture for _, _, gesture in told}) == 1
    assert panel.spec.start_x == 4.5
    assert panel.spec.start_y == pytest.approx(-1, abs=0.05)
    settled(panel)
    assert tuple(races[-1].positions[0, 0]) == (panel.spec.start_x, panel.spec.start_y)
    assert not panel.errors.isVisible()

    # Typing a rate races anew.
    control = panel.form.control("learning_rate")
    assert isinstance(control, NumberControl)
    before = races[-1].losses[:, -1].copy()
    type_into(control.edit, "1e-4")
    settled(panel)
    assert panel.spec.learning_rate == 1e-4
    assert (races[-1].losses[:, -1] != before).all()

    # A preset shows another surface, whole, with its own start.
    choose_preset(panel, panel.presets[0].name)
    settled(panel)
    assert panel.spec.surface == panel.presets[0].settings["surface"]
    assert len(panel.surface.widget.paths) == len(panel.spec.optimizers)
    assert panel.transport.playing  # a preset is seen from its start

    # Play, pause, scrub: the picture follows the playhead, and nothing is computed.
    races.clear()
    with qtbot.waitSignal(panel.transport.moved, timeout=SOON):
        pass
    QTest.mouseClick(panel.transport.play_button, LEFT)
    assert not panel.transport.playing
    drag(panel.transport.scrub, along(panel.transport.scrub, 0.9, 0.5))
    step = panel.transport.step
    assert panel.view.playhead == step
    assert 0 < step < panel.transport.total
    assert panel.charts.loss.playhead.value() == step
    frame = last_frame(Run(EXPERIMENTS["descent"], panel.spec, "cpu"))
    assert isinstance(frame.arrays()["positions"], np.ndarray)
    positions = frame.arrays()["positions"]
    for k, path in enumerate(panel.surface.widget.paths):
        x, y = path.getData()
        assert (x[-1], y[-1]) == pytest.approx(tuple(positions[k, step]))
    assert races == []
    assert not panel.busy


def test_a_double_click_shows_the_whole_and_the_wheel_zooms(
    show, compute, settled, qtbot, every_move
):
    panel = show(DescentPanel, compute, SMALL["descent"])
    settled(panel)
    box = panel.surface.widget.plot.getViewBox()
    whole = box.viewRange()
    viewport = panel.surface.widget.viewport()
    wheel(viewport, 3)
    (left, right), _ = box.viewRange()
    assert right - left < 0.6 * (whole[0][1] - whole[0][0])
    QApplication.processEvents()
    double_click(viewport, on_screen(panel.surface.widget, 0.1, 0.1))
    assert np.allclose(box.viewRange(), whole)


def test_a_click_on_a_mark_sets_the_start_too(show, compute, settled, every_move):
    panel = show(DescentPanel, compute, SMALL["descent"])
    settled(panel)
    for _ in range(2):  # the second time the ring lies there, too
        click(panel.surface.widget.viewport(), on_screen(panel.surface.widget, 3.0, 0.5))
        assert (panel.spec.start_x, panel.spec.start_y) == pytest.approx((3, 0.5), abs=0.05)
        panel.set_spec(SMALL["descent"])
    settled(panel)


def test_a_formula_of_ones_own(show, compute, settled):
    panel = show(DescentPanel, compute, SMALL["descent"].replace(surface="formula"))
    races, maps = panel.heard["descent"], panel.heard["heights"]
    settled(panel)
    edit = panel.form.control("formula").edit
    type_into(edit, "(x-1)^2 + 2*y^2")
    settled(panel)
    start = panel.spec.start_x, panel.spec.start_y
    assert races[-1].losses[0, 0] == pytest.approx((start[0] - 1) ** 2 + 2 * start[1] ** 2)
    assert np.nanmin(maps[-1].heights) == pytest.approx(0, abs=0.01)

    # What no grammar forbids but makes no surface is said, and the next letter recovers.
    type_into(edit, "log(-1 - x^2)")
    settled(panel)
    assert panel.errors.isVisible()
    assert "finite" in panel.errors.label.text()
    type_into(edit, "x^2 + y^2")
    settled(panel)
    assert not panel.errors.isVisible()
    assert races[-1].losses[0, 0] == pytest.approx(start[0] ** 2 + start[1] ** 2)


def test_activations_as_a_person_uses_it(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    shown = panel.heard["activations"]
    told = edits(panel)
    settled(panel)
    before = shown[-1]

    # Dragging σ moves side A alone: B is drawn by Xavier's rule, from the same draws.
    control = panel.form.control("std_a")
    assert isinstance(control, NumberControl)
    drag(control.slider, along(control.slider, 0.6, 0.7, 0.75))
    settled(panel)
    assert len({gesture for _, _, gesture in told}) == 1
    assert panel.spec.std_a > 0.1
    after = shown[-1]
    assert (after.a.std > before.a.std).all()
    assert after.b.std.tolist() == before.b.std.tolist()
    expected = last_frame(Run(EXPERIMENTS["activations"], panel.spec, "cpu")).arrays()
    assert after.a.std.tolist() == expected["a_std"].tolist()
    _, y = panel.signals["forward"].widget.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == after.a.std.tolist()

    # Another activation by the keyboard; its words and its table follow.
    QTest.keyClick(panel.form.control("activation").combo, Qt.Key.Key_Down)
    settled(panel)
    assert panel.spec.activation == "relu"
    assert shown[-1].edges[0] == 0

    # A depth that makes no sense is said under its field; what is drawn stays; then it recovers.
    count = len(shown)
    depth = panel.form.control("depth")
    type_into(depth.edit, "1000")
    assert "out of range" in panel.form.error("depth")
    settled(panel)
    type_into(depth.edit, "5")
    settled(panel)
    assert panel.form.error("depth") == ""
    assert len(shown) > count
    assert len(shown[-1].a.std) == 5
    assert len(table(panel.reading)) == 5


def open_page(panel: Panel, title: str) -> None:
    """Click on a tab."""
    bars = {
        bar: [bar.tabText(i) for i in range(bar.count())] for bar in panel.findChildren(QTabBar)
    }
    (bar,) = (bar for bar, titles in bars.items() if title in titles)
    index = bars[bar].index(title)
    QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(index).center())


def test_a_net_is_trained_paused_stepped_and_its_rate_changed(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    settled(panel)
    panel.book.specs = {
        **panel.specs,
        "training": TrainingSpec(depth=3, width=32, steps=4000, batch=16, cadence=50),
    }
    shown = panel.heard["training"]
    open_page(panel, "Training")
    qtbot.waitUntil(lambda: len(shown) > 2, timeout=SOON)
    press(panel, "Pause")
    qtbot.wait(150)
    at = shown[-1].step
    qtbot.wait(150)
    assert shown[-1].step == at < 4000
    # What the trained side does not use begins no other run.
    type_into(panel.form.control("std_a").edit, "0.5")
    panel.form.change(init_c="kaiming_normal")
    assert (panel.spec.std_a, panel.spec.init_c) == (0.5, "kaiming_normal")
    assert "c" in panel.forms["training"].spec.sides  # though it can be chosen there now
    press(panel, "One step")
    qtbot.waitUntil(lambda: shown[-1].step == at + 1, timeout=SOON)

    # The rate changes the run that is under way, and does not begin another.
    type_into(panel.forms["training"].control("learning_rate").edit, "0.05")
    press(panel, "Go on")
    qtbot.waitUntil(lambda: shown[-1].rates[0, -1] == 0.05, timeout=SOON)
    rates = shown[-1].rates[0]
    assert rates[0] == 0.01
    assert (np.diff(rates) != 0).sum() == 1
    assert shown[-1].step > at

    replayed = panel.shown_spec()
    assert replayed.learning_rate == 0.01
    assert replayed.rate_changes.endswith("=0.05")

    # Another net is another run.
    type_into(panel.forms["training"].control("steps").edit, "30")
    settled(panel)
    assert shown[-1].step == shown[-1].total == 30
    assert (shown[-1].rates == 0.05).all()
    assert "ln 10" in panel.training.widget.reading.sentences.text()
    assert len(table(panel.training.widget.reading)) == 1
    expected = last_frame(Run(EXPERIMENTS["training"], panel.spec_of("training"), "cpu")).arrays()
    assert shown[-1].losses.tolist() == expected["losses"].tolist()

    # Nothing is left to be paused, nor by its key.
    assert not panel.training.widget.pause.isEnabled()
    panel.player.toggle()
    assert panel.training.widget.pause.text() == "Pause"

    # The cadence is proposed by what looking costs, and is then a field of the run.
    press(panel, "Propose cadence")
    qtbot.waitUntil(lambda: panel.specs["training"].cadence != 50, timeout=SOON)
    settled(panel)
    assert shown[-1].measured_at.size == -(-30 // panel.specs["training"].cadence)

    # Histograms over time: the scrubber goes back to the start.
    type_into(panel.forms["training"].control("cadence").edit, "5")
    settled(panel)
    slider = panel.training.widget.scrub
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert "1" in panel.training.widget.at.text()


def test_a_training_that_was_paused_is_over_with_its_last_frame(show, still):
    panel = show(ActivationsPanel, still, SMALL["activations"])
    spec = TrainingSpec(depth=1, width=4, steps=3)
    frames = [f for f in Run(EXPERIMENTS["training"], spec, "cpu") if f is not None]
    buttons = panel.training.widget.pause, panel.training.widget.step
    assert [button.isEnabled() for button in buttons] == [False, False]
    open_page(panel, "Training")
    press(panel, "Pause")
    for frame in frames:
        assert [button.isEnabled() for button in buttons] == [True, True]
        job_of(panel, "training").delivered.emit(Report(frame, "cpu", "", 0.0, spec))
    assert [button.isEnabled() for button in buttons] == [False, False]
    assert panel.training.widget.pause.text() == "Pause"


def test_every_page_of_activations_answers(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    settled(panel)
    open_page(panel, "Functions")
    settled(panel)
    assert len(table(panel.functions.widget.reading)) == len(ACTIVATIONS)
    assert "100 %" in panel.functions.widget.reading.sentences.text()
    assert not panel.form.isVisible()
    toggle(panel.forms["functions"].control("measure_cost").box)
    settled(panel)
    assert all(row[-1] == "–" for row in table(panel.functions.widget.reading))
    open_page(panel, "Preprocessing")
    settled(panel)
    assert not panel.preprocessing.widget.digits.isVisible()
    QTest.keyClick(panel.forms["preprocessing"].control("source").combo, Qt.Key.Key_Down)
    settled(panel)
    assert panel.preprocessing.widget.digits.isVisible()
    assert panel.heard["preprocessing"][-1].images.size
    open_page(panel, "Weights")
    settled(panel)
    assert panel.form.isVisible()
    assert panel.reading.isVisible()
    panel.grab()


def test_rows_of_a_file_go_into_the_net_or_are_prepared(show, compute, settled, tmp_path):
    rows = tmp_path / "rows.npy"
    np.save(rows, np.random.default_rng(0).normal(size=(40, 6)))
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    assert panel.open_file(str(rows))
    settled(panel)
    assert (panel.spec.input, panel.spec.path) == ("file", str(rows))
    assert panel.heard["activations"][-1].a.octaves[0].sum() == 40 * 32
    open_page(panel, "Preprocessing")
    assert panel.open_file(str(rows))
    settled(panel)
    assert panel.heard["preprocessing"][-1].covariances.shape == (6, 6, 6)
    np.save(rows, np.full((40, 6), np.nan))
    assert panel.open_file(str(rows))
    settled(panel)
    assert "240 values are NaN" in panel.errors.label.text()
    np.save(tmp_path / "pictures.npy", np.zeros((2, 3, 4, 4)))
    assert not panel.open_file(str(tmp_path / "pictures.npy"))
    assert not panel.open_file(str(tmp_path / "photo.png"))
    (tmp_path / "broken.npy").write_bytes(b"\x93NUMPY not really")
    assert panel.open_file(str(tmp_path / "broken.npy"))
    settled(panel)
    assert "broken" in panel.errors.label.text()
    panel.hide()
    assert not panel.open_file(str(rows))


@pytest.mark.parametrize("index", range(len(ActivationsPanel.presets)))
def test_every_preset_of_activations_shows_what_it_is_named_after(show, compute, settled, index):
    panel = show(ActivationsPanel, compute, SMALL["activations"])
    preset = panel.presets[index]
    panel.apply_preset(preset)
    settled(panel)
    assert panel.page.key == (preset.page or "forward")
    assert not panel.errors.isVisible()
    said = panel.reading.sentences.text()
    match preset.name.split(":")[0].split(",")[0]:
        case "0.01 vanishes":
            assert "A: vanishing" in said
            assert "B: exploding" in said
            assert "C: healthy" in said
        case "ReLU":
            assert "A: vanishing" in said
            assert "B: healthy" in said
        case "Saturated":
            assert "times a layer" in said
            assert "the median of |dL/dz| is 0," in said
        case "torch's default is not He":
            assert "A: vanishing" in said
            assert "B: healthy" in said
        case "Too high a rate kills ReLUs":
            dead = panel.heard["training"][-1].dead[:, -1].mean(axis=1)
            assert dead[0] < 0.1
            assert dead[-1] > 0.5
        case "Raw digits saturate layer 1":
            assert panel.heard["activations"][-1].a.saturated[0] > 0.5
        case "Batch norm rescues a bad start":
            assert "A: healthy" in said
            assert "B: healthy" in said


def test_more_than_memory_is_refused_in_words(show, still):
    panel = show(ActivationsPanel, still, SMALL["activations"].replace(depth=100))
    type_into(panel.form.control("width").edit, "2048")
    type_into(panel.form.control("samples").edit, "20000")
    assert "memory" in panel.form.error("samples")
    assert panel.spec.samples < 20000


@pytest.fixture
def tensor(tmp_path):
    path = tmp_path / "a tensor.npy"
    np.save(path, np.random.default_rng(0).normal(3, 2, (4, 6, 5, 5)).astype(np.float32))
    return path


def test_normalization_as_a_person_uses_it(show, compute, settled, tmp_path, tensor):
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    shown = panel.heard["normalization"]
    settled(panel)
    assert shown[-1].gn_group.mean.shape == (2, 4)

    # Groups are chosen from the divisors of the channels.
    groups = panel.form.control("groups").combo
    QTest.keyClick(groups, Qt.Key.Key_Down)
    settled(panel)
    assert panel.spec.groups == 8
    assert shown[-1].gn_group.mean.shape == (2, 8)
    toggle(panel.form.control("convolve").box)
    settled(panel)
    assert [groups.itemData(i) for i in range(groups.count())] == [1, 3]
    assert shown[-1].input.shape == (2, 3, 16, 16)

    # Pointing at a map lights what shares its mean, and says which mean that is.
    count = len(shown)
    mosaic = panel.compare.widget.mosaics["ln"]
    point_at(mosaic.viewport(), on_screen(mosaic, 2.5, 1.5))
    assert panel.view == NormalizationView(sample=1, channel=2)
    assert "Sample 2, channel 3" in panel.compare.widget.pointer.text()
    mean = shown[-1].ln_group.mean[1]
    assert f"LN μ {labels.number(mean)}" in panel.compare.widget.pointer.text()
    assert panel.compare.widget.mosaics["bn"].lit.rect().x() == 2
    assert len(shown) == count  # nothing was computed for it

    # A file of one's own is taken whole.
    assert panel.open_file(str(tensor))
    settled(panel)
    assert np.array_equal(shown[-1].input, np.load(tensor))
    assert panel.spec.groups in (1, 2, 3)
    assert [groups.itemData(i) for i in range(groups.count())] == [1, 2, 3, 6]
    assert float(shown[-1].difference.max()) < 1e-5

    # A broken one is said in words, in the strip and under the field; what was there stays.
    broken = tmp_path / "broken.npy"
    broken.write_bytes(b"\x93NUMPY not really")
    count = len(shown)
    assert panel.open_file(str(broken))
    settled(panel)
    assert panel.errors.isVisible()
    assert "broken" in panel.errors.label.text()
    assert str(broken) in panel.form.error("path")
    assert len(shown) == count
    assert pixels(panel.compare.widget.mosaics["bn"]) != set()

    # The next change recovers.
    panel.form.change(source="digits")
    settled(panel)
    assert not panel.errors.isVisible()
    assert panel.form.error("path") == ""
    assert shown[-1].input.shape[1] == 1
    assert not panel.open_file("song.mp3")


BAD_FILES = {
    "missing": (None, "does not exist"),
    "objects": (np.array([{}, []], dtype=object), "Python objects"),
    "text": (np.array(["a", "b"]), "not real numbers"),
    "complex": (np.zeros((1, 1, 2, 2), complex), "not real numbers"),
    "cube": (np.zeros((3, 3, 3)), "3x3x3"),
    "empty": (np.zeros((2, 0, 3, 3)), "2x0x3x3"),
    "one value": (np.zeros((1, 2, 1, 1)), "one value a channel"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_makes_no_sense_gets_its_sentence(
    show, compute, settled, tmp_path, tensor, case
):
    array, words = BAD_FILES[case]
    path = tmp_path / f"{case}.npy"
    if array is not None:
        np.save(path, array, allow_pickle=True)
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    shown = panel.heard["normalization"]
    settled(panel)
    assert panel.open_file(str(path))
    settled(panel)
    assert words in panel.errors.label.text()
    assert words in panel.form.error("path")
    count = len(shown)
    assert panel.open_file(str(tensor))
    settled(panel)
    assert len(shown) > count
    assert not panel.errors.isVisible()


def test_single_pixels_leave_instance_norm_a_hole(show, compute, settled, tmp_path):
    path = tmp_path / "pixels.npy"
    np.save(path, np.random.default_rng(0).normal(size=(8, 4, 1, 1)))
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    settled(panel)
    panel.open_file(str(path))
    settled(panel)
    assert not panel.errors.isVisible()
    assert "Instance norm [H, W] is a hole" in panel.compare.widget.reading.sentences.text()
    panel.grab()


def test_a_tensor_of_nan_and_infinity_is_drawn(show, compute, settled, tmp_path):
    values = np.random.default_rng(0).normal(size=(2, 4, 6, 6))
    values[0, 0, 0, 0], values[1, 2, 3, 3] = np.nan, np.inf
    path = tmp_path / "nan.npy"
    np.save(path, values)
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    settled(panel)
    panel.open_file(str(path))
    settled(panel)
    panel.grab()
    assert not panel.errors.isVisible()
    said = panel.compare.widget.reading.sentences.text()
    assert "2 values of the input are NaN or infinite" in said


def test_a_file_that_was_changed_and_is_opened_again_is_read_again(show, compute, settled, tensor):
    panel = show(NormalizationPanel, compute, SMALL["normalization"])
    shown = panel.heard["normalization"]
    panel.open_file(str(tensor))
    settled(panel)
    np.save(tensor, np.zeros((4, 6, 5, 5), np.float32))
    panel.open_file(str(tensor))
    settled(panel)
    assert not shown[-1].input.any()


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
