"""The window: panels, undo, keys, files, the device, and what is remembered."""

from __future__ import annotations

import json
import shlex
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QWidget

from app import theme
from app.application import Desk
from app.entry import main
from app.job import Job
from app.labs.panels import PANELS, Entry
from app.panel.later import Later
from app.panel.number_control import NumberControl
from app.panel.panel import Panel
from app.panel.preset import Preset
from app.verbs import understood
from app.window import main_window
from app.window.main_window import MainWindow
from app.words import labels
from core import device as devices
from core.descent.descent import DescentSpec
from core.experiments import EXPERIMENTS, MAIN, experiment
from core.normalization.normalization import NormalizationSpec
from core.parameters import Spec
from core.scripts import script_of
from core.signals.activations import ActivationsSpec
from tests.app.hands import along, drag, spoken, takes_keys, type_into, wheel
from tests.cases.case import case
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYS = [entry.key for entry in PANELS]
SMALL: dict[str, Any] = {key: case(MAIN[key]).panel for key in KEYS}


@pytest.fixture
def settings(qapp, tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_window(qtbot, settings, built_when_seen):
    """Opens a window with small experiments, active, what it shows built and computed."""

    def open_one(panel: str | None = None, *, wait: bool = True) -> MainWindow:
        window = MainWindow(settings, panel)
        qtbot.addWidget(window)
        for key in window.docks.widgets:
            window.docks.panel(key).set_spec(SMALL[key])
        with qtbot.waitSignal(window.started, timeout=SOON, raising=wait):
            window.show()
            window.activateWindow()
            if not wait:
                return window
        qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        settle(qtbot, window)
        return window

    return open_one


@pytest.fixture
def window(open_window):
    return open_window("descent")


@pytest.fixture
def alone(open_window, monkeypatch):
    """A window with a single panel, Descent, for what has nothing to do with the others."""
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    return open_window("descent")


def settle(qtbot: Any, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not any(p.busy for p in window.docks.panels.values()), timeout=SOON)


def shown(window: MainWindow) -> list[str]:
    return [key for key, dock in window.docks.widgets.items() if dock.isVisible()]


def action(window: MainWindow, words: str) -> QAction:
    (found,) = (
        a for a in window.findChildren(QAction) if a.text().replace("&", "").split("\t")[0] == words
    )
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes where the keyboard is."""
    focused = QApplication.focusWidget() or QApplication.activeWindow()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def click_on(widget: QWidget, at: QPoint | None = None) -> None:
    """A click as the system reports it, which moves the keyboard too."""
    held = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, LEFT, held, at or widget.rect().center())


def rate_of(window: MainWindow) -> NumberControl:
    control = window.docks.panels["descent"].form.control("learning_rate")
    assert isinstance(control, NumberControl)
    return control


def spec_of(window: MainWindow, key: str = "descent") -> Any:
    return window.docks.panels[key].spec


# ---- panels --------------------------------------------------------------------------------------


def test_the_first_start_shows_one_panel_that_is_alive(open_window, qtbot):
    window = open_window()
    assert shown(window) == [KEYS[0]]
    assert window.docks.panels[KEYS[0]].transport.total == 60
    assert window.sidebar.currentItem().text() == labels.PANELS[KEYS[0]]
    assert window.statusBar().currentMessage() == "computed on CPU"


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_can_be_asked_for(open_window, key):
    assert shown(open_window(key)) == [key]


def test_control_and_a_number_switch_panels(window):
    for number in (2, 3, 1, 3):
        press(getattr(Qt.Key, f"Key_{number}"), CONTROL)
        assert shown(window) == [KEYS[number - 1]]
        assert window.sidebar.currentItem().text() == labels.PANELS[KEYS[number - 1]]
        assert window.docks.front().key == KEYS[number - 1]


def test_the_sidebar_switches_panels(window):
    bar = window.sidebar
    for row in range(bar.count()):
        item = bar.item(row)
        if item.data(Qt.ItemDataRole.UserRole):
            QTest.mouseClick(bar.viewport(), LEFT, pos=bar.visualItemRect(item).center())
            assert shown(window) == [item.data(Qt.ItemDataRole.UserRole)]
        else:
            before = shown(window)
            QTest.mouseClick(bar.viewport(), LEFT, pos=bar.visualItemRect(item).center())
            assert shown(window) == before  # a heading is no panel


def test_the_sidebar_names_every_panel_under_its_group(window):
    texts = [window.sidebar.item(row).text() for row in range(window.sidebar.count())]
    for entry in PANELS:
        at = texts.index(labels.PANELS[entry.key])
        assert labels.GROUPS[entry.group] in texts[:at]
        assert not window.sidebar.item(at).icon().isNull()


def test_the_menu_of_a_name_opens_its_panel_beside(window):
    (beside,) = window.sidebar.menu_of("activations").actions()
    beside.trigger()
    assert shown(window) == ["descent", "activations"]


def test_opening_beside_shows_both_and_both_compute(window, qtbot):
    menu = action(window, "Open beside").menu()
    assert isinstance(menu, QMenu)
    entries = menu.actions()
    next(a for a in entries if a.text() == labels.PANELS["normalization"]).trigger()
    assert shown(window) == ["descent", "normalization"]
    settle(qtbot, window)
    for key in ("descent", "normalization"):
        panel = window.docks.panels[key]
        assert panel.isVisible()
        panel.form.change(seed=5)
        assert panel.busy
    settle(qtbot, window)
    press(Qt.Key.Key_2, CONTROL)
    assert shown(window) == ["activations"]  # in place of those that stand docked


def test_thirty_switches_leave_no_running_job(window, qtbot):
    for key, panel in window.docks.panels.items():
        panel.form.change(**case(MAIN[key]).changed(99))
    for turn in range(30):
        key = KEYS[turn % len(KEYS)]
        press(getattr(Qt.Key, f"Key_{turn % len(KEYS) + 1}"), CONTROL)
        assert shown(window) == [key]
        assert not any(p.busy for k, p in window.docks.panels.items() if k != key)
    settle(qtbot, window)
    reports: list[Any] = []
    window.thread_.worker.reported.connect(
        lambda *parts: reports.append(parts), Qt.ConnectionType.DirectConnection
    )
    asking = Job(window.thread_.worker, EXPERIMENTS["descent"])
    for _ in range(3):
        with qtbot.waitSignal(asking.answered, timeout=SOON):
            asking.ask(lambda: None)
    assert reports == []


# ---- undo ----------------------------------------------------------------------------------------


def test_undo_and_redo_of_a_typed_number(alone, qtbot):
    type_into(rate_of(alone).edit, "5")
    assert spec_of(alone).learning_rate == 5
    alone.docks.panels["descent"].setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert spec_of(alone).learning_rate == 0.01
    assert rate_of(alone).edit.text() == "0.01"
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert spec_of(alone).learning_rate == 5
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Y, CONTROL)
    assert spec_of(alone).learning_rate == 5
    settle(qtbot, alone)
    assert not alone.docks.panels["descent"].errors.isVisible()


@pytest.mark.parametrize("how", ["arrow key", "wheel", "typed"])
def test_undo_while_the_keyboard_is_in_the_field(alone, how):
    """What a hand did in a number field is undone from there: a field's own undo of letters must
    not swallow the key."""
    edit = rate_of(alone).edit
    edit.setFocus()
    if how == "arrow key":
        QTest.keyClick(edit, Qt.Key.Key_Up)
    elif how == "wheel":
        wheel(edit, 1)
    else:
        type_into(edit, "5")
    assert spec_of(alone).learning_rate != 0.01
    press(Qt.Key.Key_Z, CONTROL)
    assert spec_of(alone).learning_rate == 0.01
    assert edit.text() == "0.01"
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert spec_of(alone).learning_rate != 0.01


def test_a_drag_is_one_step(alone):
    slider = rate_of(alone).slider
    drag(slider, along(slider, 0.5, 0.6, 0.7, 0.8, 0.9))
    assert spec_of(alone).learning_rate > 0.1
    assert alone.docks.undo.count() == 1
    alone.docks.panels["descent"].setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert spec_of(alone) == SMALL["descent"]
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert spec_of(alone).learning_rate > 0.1


def test_two_drags_are_two_steps_and_a_preset_is_one(alone):
    slider = rate_of(alone).slider
    drag(slider, along(slider, 0.5, 0.6))
    after_first = spec_of(alone)
    drag(slider, along(slider, 0.2, 0.3))
    panel = alone.docks.panels["descent"]
    panel.apply_preset(panel.presets[0])
    assert alone.docks.undo.count() == 3
    alone.docks.undo.undo()
    alone.docks.undo.undo()
    assert spec_of(alone) == after_first


def test_a_preset_that_only_turns_the_page_is_undone_too(alone):
    panel = alone.docks.panels["descent"]
    panel.apply_preset(Preset("", {}, page="rates"))
    steps = alone.docks.undo.index()
    panel.apply_preset(Preset("", {}, page="basins", view={"scale": "linear"}))
    panel.apply_preset(Preset("", {}, page="basins", view={"scale": "linear"}))
    assert alone.docks.undo.index() == steps + 1
    alone.docks.undo.undo()
    assert panel.page.key == "rates"
    assert panel.view.scale != "linear"


def test_what_changes_nothing_is_not_undone(alone):
    alone.docks.panels["descent"].form.change(learning_rate=0.5)
    alone.docks.panels["descent"].form.change(learning_rate=0.5)
    alone.docks.panels["descent"].form.change(surface="beale")
    alone.docks.undo.undo()
    assert spec_of(alone) == SMALL["descent"]


def test_undo_goes_back_through_several_panels(window, qtbot):
    window.docks.panels["descent"].form.change(steps=70)
    window.docks.show("activations")
    window.docks.panels["activations"].form.change(depth=2)
    window.docks.undo.undo()
    assert window.docks.front().key == "activations"
    window.docks.undo.undo()
    assert window.docks.front().key == "descent"  # or nothing would be seen to happen
    assert window.docks.panels["descent"].isVisible()
    assert spec_of(window) == SMALL["descent"]
    assert spec_of(window, "activations") == SMALL["activations"]
    settle(qtbot, window)


def test_a_new_change_ends_what_could_be_redone(alone):
    form = alone.docks.panels["descent"].form
    form.change(steps=70)
    alone.docks.undo.undo()
    form.change(steps=80)
    assert not alone.docks.undo.canRedo()
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert spec_of(alone).steps == 80


# ---- keys ----------------------------------------------------------------------------------------


def test_space_plays_and_arrows_step(alone):
    transport = alone.docks.panels["descent"].transport
    transport.move_to(30)
    alone.docks.panels["descent"].setFocus()
    press(Qt.Key.Key_Space)
    assert transport.playing
    press(Qt.Key.Key_Space)
    assert not transport.playing
    at = transport.step
    press(Qt.Key.Key_Right)
    assert transport.step == at + 1
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert transport.step == at - 1
    press(Qt.Key.Key_R)
    assert transport.playing
    transport.pause()


def test_space_plays_right_after_a_panel_was_shown(window):
    press(Qt.Key.Key_3, CONTROL)
    press(Qt.Key.Key_1, CONTROL)
    transport = window.docks.panels["descent"].transport
    transport.pause()
    press(Qt.Key.Key_Space)
    assert transport.playing
    transport.pause()


def test_the_menu_plays_too(alone):
    transport = alone.docks.panels["descent"].transport
    transport.move_to(0)
    action(alone, "Play or pause").trigger()
    assert transport.playing
    action(alone, "Play or pause").trigger()
    action(alone, "One step on").trigger()
    assert not transport.playing
    assert transport.step >= 1


def test_a_control_keeps_the_keys_it_has_a_use_for(window):
    """Space toggles the box that has the keyboard, and arrows move the slider that has it."""
    window.docks.show("normalization")
    box = window.docks.panels["normalization"].form.control("convolve").box
    box.setFocus()
    press(Qt.Key.Key_Space)
    assert spec_of(window, "normalization").convolve is False
    window.docks.show("descent")
    transport = window.docks.panels["descent"].transport
    transport.move_to(30)
    rate_of(window).slider.setFocus()
    press(Qt.Key.Key_Right)
    assert spec_of(window).learning_rate > 0.01
    assert transport.total == 60
    edit = rate_of(window).edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "0.2")
    press(Qt.Key.Key_Left)
    QTest.keyClicks(edit, "1")
    assert edit.text() == "0.12"


def test_after_a_click_on_a_control_the_keys_are_the_panels(window):
    """A slider that was dragged or a box that was ticked does not keep Space and the arrows."""
    panel = window.docks.panels["descent"]
    transport = panel.transport
    slider = rate_of(window).slider
    click_on(slider)
    rate = spec_of(window).learning_rate
    transport.move_to(30)
    press(Qt.Key.Key_Right)
    assert (transport.step, spec_of(window).learning_rate) == (31, rate)
    box = panel.form.control("tune").box
    click_on(box, QPoint(8, box.height() // 2))
    ticked = spec_of(window).tune
    press(Qt.Key.Key_Space)
    assert transport.playing
    assert spec_of(window).tune is ticked
    click_on(transport.back)
    assert not transport.playing
    step = transport.step
    press(Qt.Key.Key_Left)
    assert transport.step == step - 1
    edit = rate_of(window).edit
    click_on(edit)
    press(Qt.Key.Key_Space)
    assert edit.hasFocus()
    assert not transport.playing


def test_enter_presses_the_button_that_has_the_keyboard(alone):
    panel = alone.docks.panels["descent"]
    panel.transport.move_to(30)
    panel.transport.to_start.setFocus()
    press(Qt.Key.Key_Return)
    assert panel.transport.step == 0
    (button, *_) = panel.preset_bar.buttons
    button.setFocus()
    before = spec_of(alone)
    press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert spec_of(alone) != before


def test_keys_reach_the_panel_from_beside_it(window):
    transport = window.docks.panels["descent"].transport
    transport.pause()
    window.teacher.show_pane()
    window.teacher.pane.list.setFocus()
    press(Qt.Key.Key_Space)
    assert transport.playing
    window.teacher.pane.view.setFocus()
    press(Qt.Key.Key_Space)
    assert not transport.playing


def test_reset_panel_by_key(alone):
    press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert spec_of(alone) == DescentSpec()


# ---- files ---------------------------------------------------------------------------------------


@pytest.fixture
def tensor(tmp_path):
    path = tmp_path / "my 'own' tensor.npy"
    np.save(path, np.random.default_rng(0).normal(size=(2, 4, 5, 5)).astype(np.float32))
    return path


def drop(widget: QWidget, *paths: Any, text: bool = False) -> None:
    """Drag files over a widget and let them go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:  # as most file managers have it
        mime.setText("\n".join(url.toString() for url in mime.urls()))
    middle = widget.rect().center()
    copy = Qt.DropAction.CopyAction
    no_key = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(middle, copy, mime, LEFT, no_key)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(middle), copy, mime, LEFT, no_key))


def test_a_dropped_file_goes_to_the_panel_that_has_a_use_for_it(window, qtbot, tensor):
    drop(window, tensor)
    assert shown(window) == ["normalization"]
    assert spec_of(window, "normalization").path == str(tensor)
    settle(qtbot, window)
    panel = window.docks.panels["normalization"]
    assert not panel.errors.isVisible()
    assert "2 x 4 x 5 x 5" in panel.compare.widget.reading.sentences.text()
    window.docks.undo.undo()
    assert spec_of(window, "normalization") == SMALL["normalization"]


@pytest.mark.parametrize("over", ["a number", "a path"])
def test_a_file_dropped_over_a_field_is_opened_too(window, tensor, over):
    """A field that takes text must not take the file's address for a number or a path."""
    window.docks.show("normalization")
    form = window.docks.panels["normalization"].form
    if over == "a path":
        form.change(source="file", path="")
    field = form.control("path" if over == "a path" else "eps").findChild(QLineEdit)
    assert field is not None
    before = field.text()
    drop(field, tensor, text=True)
    assert spec_of(window, "normalization").path == str(tensor)
    assert field.text() in (before, str(tensor))


def test_a_file_that_nobody_has_a_use_for_is_said(window, tmp_path):
    drop(window, tmp_path / "holiday.mp3")
    errors = window.docks.panels["descent"].errors
    assert errors.isVisible()
    assert "holiday.mp3" in errors.label.text()
    said = errors.label.text()
    assert "accepted: a session, an array (.npy, .npz, .csv, .pt), a picture" in said
    assert said.endswith("or a folder of pictures")
    assert shown(window) == ["descent"]


def test_what_can_be_opened_is_offered(window, monkeypatch):
    """By the kinds that panels declare, though they are not built."""
    offered: list[str] = []

    def ask(*words: str) -> tuple[str, str]:
        offered.append(words[-1])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    action(window, "Open…").trigger()
    (words,) = offered
    assert words.startswith("Sessions, arrays and pictures (*.saddlepoint *.npy *.npz ")
    assert words.count("*.npy") == 1


def test_what_is_no_file_is_not_taken(alone):
    mime = QMimeData()
    mime.setText("hello")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    alone.dragEnterEvent(event)
    assert not event.isAccepted()


# ---- copying -------------------------------------------------------------------------------------


CHANGES: dict[str, dict[str, Any]] = {
    "descent": {
        "surface": "himmelblau",
        "optimizers": "gd,adam:learning_rate=0.1:beta1=0.5",
        "start_x": -1.25,
        "learning_rate": 1e-7,
        "steps": 30,
    },
    "activations": {"init_b": "zeros", "std": 0.02, "depth": 2},
    "normalization": {"convolve": False, "groups": 3, "beta": -0.5},
    "training": {"samples": 20, "ridge": 0.5, "seeds": 1},
    "networks": {"net": "resnet50", "blocks": "1, 2", "cardinality": 32, "width": 4},
    "landscape": {"side": 21, "samples": 50, "batch": 25, "epochs": 2, "kind": "random"},
}


def command_of(window: MainWindow) -> list[str]:
    """The first of the two commands that are copied."""
    action(window, "Copy as command").trigger()
    return shlex.split(QApplication.clipboard().text().splitlines()[0])


@pytest.mark.parametrize("key", KEYS)
def test_copy_as_command_says_what_the_window_shows(window, qtbot, capsys, key):
    window.docks.show(key)
    panel = window.docks.panels[key]
    panel.show_page(next(p.key for p in panel.pages if p.experiment == panel.main))
    panel.form.change(**CHANGES[key])
    settle(qtbot, window)
    words = command_of(window)
    assert words[:4] == ["python", "main.py", "run", MAIN[key]]
    assert words[4::2] == ["--set"] * len(words[5::2])
    settings = dict(word.split("=", 1) for word in words[5::2])
    assert experiment(MAIN[key]).spec.from_text(settings) == panel.spec
    assert main(words[2:]) == 0
    assert capsys.readouterr().out


def test_a_second_command_draws_what_the_window_shows(window, qtbot, monkeypatch, tmp_path):
    """The picture that it makes is that of the panel, at its size and in its looks."""
    panel = window.docks.panels["descent"]
    panel.form.change(optimizers="gd,adam", steps=20, surface="saddle")
    panel.show_page("basins")
    panel.form_of("basins").change(resolution=32)
    panel.change_view(chart="gradient", hidden="1")
    settle(qtbot, window)
    panel.transport.move_to(7)
    action(window, "Copy as command").trigger()
    words = shlex.split(QApplication.clipboard().text().splitlines()[1])
    assert words[:3] == ["python", "main.py", "render"]
    request = understood(words[2:])
    assert request.size == f"{panel.width()}x{panel.height()}"
    assert (request.theme, request.language, request.larger) == ("light", "en", False)
    assert sorted(request.view) == ["chart=gradient", "hidden=1", "playhead=7"]
    assert sorted(request.set) == [
        "descent.steps=20", "optimizers=gd,adam", "resolution=32", "surface=saddle",
    ]  # fmt: skip
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.chdir(tmp_path)
    assert main(words[2:]) == 0
    with Image.open("descent.png") as picture:
        assert picture.size == (panel.width(), panel.height())
        told = json.loads(picture.text["Description"])  # type: ignore[attr-defined]
    assert (told["experiment"], told["spec"]["resolution"]) == ("basins", 32)


@pytest.mark.parametrize(
    ("key", "page"), [("descent", ""), ("descent", "tangent"), ("normalization", "")]
)
def test_copy_as_pytorch_takes_what_the_page_in_front_shows(window, qtbot, key, page):
    window.docks.show(key)
    panel = window.docks.panels[key]
    panel.form.change(**CHANGES[key])
    panel.show_page(page)
    settle(qtbot, window)
    panel.player.show_end()  # a race that still plays would move the point of the 1-D page
    settle(qtbot, window)
    said = window.statusBar().messageChanged
    with qtbot.waitSignal(
        said, timeout=SOON, check_params_cb=lambda words: "lines of plain torch" in words
    ):
        action(window, "Copy as PyTorch").trigger()
    shown = panel.shown_spec()
    assert isinstance(shown, Spec)
    assert shown.key == (page or key)
    assert QApplication.clipboard().text() == script_of(shown)


def test_what_cannot_be_a_script_is_said(window, qtbot):
    window.docks.show("activations")
    panel = window.docks.panels["activations"]
    panel.form.change(input="file")
    settle(qtbot, window)
    QApplication.clipboard().setText("before")
    said = window.statusBar().messageChanged
    with qtbot.waitSignal(
        said, timeout=SOON, check_params_cb=lambda words: "no file is chosen" in words
    ):
        action(window, "Copy as PyTorch").trigger()
    assert QApplication.clipboard().text() == "before"


def test_a_command_with_a_path_survives_the_shell(window, qtbot, tensor):
    window.files.open(str(tensor))
    settle(qtbot, window)
    words = command_of(window)
    assert f"path={tensor}" in words
    settings = dict(word.split("=", 1) for word in words[5::2])
    read = NormalizationSpec.from_text(settings)
    assert read.settings() == spec_of(window, "normalization").settings() == settings


def test_copy_picture(alone):
    action(alone, "Copy picture").trigger()
    image = QApplication.clipboard().image()
    assert image.width() == alone.docks.panels["descent"].width() * alone.devicePixelRatio()


# ---- device --------------------------------------------------------------------------------------


def test_the_device_is_chosen_and_said(alone, qtbot):
    assert [alone.device.itemData(i) for i in range(alone.device.count())][:2] == ["auto", "cpu"]
    assert spoken(alone.device) == "Device"
    assert alone.device.label.text() == devices.name(devices.available()[0])
    alone.statusBar().clearMessage()
    QTest.keyClick(alone.device, Qt.Key.Key_Down)
    assert {panel.device for panel in alone.docks.panels.values()} == {"cpu"}
    assert alone.docks.panels["descent"].busy
    settle(qtbot, alone)
    assert alone.statusBar().currentMessage() == "computed on CPU"


def test_a_gpu_that_is_found_is_offered(open_window, monkeypatch):
    monkeypatch.setattr(devices, "available", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(devices, "name", lambda device: f"a fine {device}")
    monkeypatch.setattr(devices, "release", lambda device: None)
    window = open_window("descent")
    keys = [window.device.itemData(i) for i in range(window.device.count())]
    assert keys == ["auto", "cpu", "cuda"]
    assert window.device.label.text() == "a fine cuda"


# ---- what is remembered --------------------------------------------------------------------------


def test_the_window_comes_back_as_it_was_left(open_window, qtbot, settings):
    window = open_window("activations")
    window.docks.show("descent", beside=True)
    window.close()
    assert not window.thread_.isRunning()
    again = open_window()
    assert shown(again) == ["descent", "activations"]
    assert again.sidebar.currentItem() is not None
    assert again.docks.front().key == "descent"
    press(Qt.Key.Key_Space)
    again.close()
    assert not again.isVisible()


def test_broken_settings_do_not_stop_a_start(open_window, settings):
    for key in ("geometry", "layout", "panel", "theme", "language", "larger", "font_size"):
        settings.setValue(key, "nonsense")
    window = open_window()
    assert len(shown(window)) == 1


def test_a_closed_dock_leaves_a_window_that_can_be_used_and_closed(window, qtbot):
    """All panels may be closed by their own crosses."""
    for dock in window.docks.widgets.values():
        dock.close()
    assert shown(window) == []
    press(Qt.Key.Key_Space)
    assert not any(panel.busy for panel in window.docks.panels.values())
    press(Qt.Key.Key_1, CONTROL)
    assert shown(window) == ["descent"]


def test_the_sidebar_brings_back_a_panel_whose_dock_was_closed(window):
    window.docks.widgets["descent"].close()
    bar = window.sidebar
    (item,) = bar.findItems(labels.PANELS["descent"], Qt.MatchFlag.MatchExactly)
    QTest.mouseClick(bar.viewport(), LEFT, pos=bar.visualItemRect(item).center())
    assert shown(window) == ["descent"]


def test_closing_while_everything_computes(open_window, qtbot):
    window = open_window("activations", wait=False)
    window.docks.show("descent", beside=True)
    window.docks.show("normalization", beside=True)
    window.docks.panels["activations"].set_spec(ActivationsSpec(depth=100, width=512, samples=500))
    window.docks.panels["descent"].set_spec(DescentSpec(steps=20_000))
    shown = ("activations", "descent", "normalization")
    assert all(window.docks.panels[key].busy for key in shown)
    window.close()
    assert not window.thread_.isRunning()
    assert not any(panel.busy for panel in window.docks.panels.values())


def test_closing_before_anything_is_computed(qtbot, settings):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window, timeout=SOON):
        window.show()
    window.close()
    with pytest.raises(RuntimeError, match="closed"):
        window.docks.panel("descent")  # would begin a thread that nobody ends


def test_closing_before_torch_is_loaded(qtbot, settings):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window, timeout=SOON):
        window.show()
    qtbot.waitUntil(lambda: "descent" in window.docks.panels, timeout=SOON)
    window.close()
    assert not window.thread_.isRunning()


# ---- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Dark", "Light"])
def test_the_theme_is_chosen_and_remembered(alone, settings, name):
    action(alone, name).trigger()
    assert theme.current().key == name.lower()
    assert settings.value("theme") == name.lower()


def test_larger_text_is_larger_and_remembered(alone, settings, open_window):
    before = QApplication.font().pointSizeF()
    action(alone, "Larger text").trigger()
    assert QApplication.font().pointSizeF() > 1.2 * before
    assert str(settings.value("larger")) == "1"
    action(alone, "Larger text").trigger()
    assert QApplication.font().pointSizeF() > 1.2 * before
    action(alone, "Usual text").trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(before)


@pytest.mark.parametrize("larger", [Qt.Key.Key_Plus, Qt.Key.Key_Equal])
@pytest.mark.parametrize("usual", [Qt.Key.Key_Minus, Qt.Key.Key_0])
def test_the_size_of_text_is_changed_by_the_keys_of_every_browser(alone, settings, larger, usual):
    press(larger, CONTROL)
    assert str(settings.value("larger")) == "1"
    press(larger, CONTROL)
    assert str(settings.value("larger")) == "1"
    press(usual, CONTROL)
    assert str(settings.value("larger")) == "0"


def test_another_language_takes_the_place_of_the_window(qapp, qtbot, settings):
    desk = Desk(settings)
    desk.open("activations")
    first = desk.window
    try:
        qtbot.waitSignal(first.started, timeout=SOON).wait()
        first.docks.panel("activations").set_spec(SMALL["activations"])
        action(first, "简体中文").trigger()
        assert desk.window is not first
        assert not first.isVisible()
        assert not first.thread_.isRunning()
        assert shown(desk.window) == ["activations"]
        assert desk.window.docks.panel("activations").spec == SMALL["activations"]
        assert settings.value("language") == "zh_CN"
        assert desk.window.sidebar.item(1).text() != labels.PANELS[KEYS[0]]
        settle(qtbot, desk.window)
        assert QApplication.quitOnLastWindowClosed()
    finally:
        desk.window.close()
        desk.window.deleteLater()


def test_every_part_of_the_window_has_a_name(window):
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in takes_keys(window)
        if not spoken(widget) and widget not in window.docks.panels.values()
    ]
    assert nameless == []


def noted(monkeypatch: pytest.MonkeyPatch) -> list[Later[Any]]:
    """What is built late from now on, in that order."""
    made: list[Later[Any]] = []
    build = Later.build

    def noting(room: Later[Any]) -> None:
        made.extend([] if room.ready else [room])
        build(room)

    monkeypatch.setattr(Later, "build", noting)
    return made


def test_a_panel_that_is_not_shown_is_built_one_piece_a_turn(qtbot, settings, monkeypatch):
    """All at once its pages would hold the window for half a second. Its import is a piece too."""
    made = noted(monkeypatch)
    loaded: list[Entry] = []
    load = Entry.load

    def loading(entry: Entry) -> type[Panel]:
        loaded.append(entry)
        return load(entry)

    monkeypatch.setattr(Entry, "load", loading)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    assert not window.docks.panels, "a window is painted before its panels are there"
    while True:
        before = len(made) + len(loaded)
        if not window.docks.build_next():
            break
        assert len(made) + len(loaded) - before <= 1
    assert made[0] is window.docks.panels["descent"].page.room, "what is in front comes first"
    assert loaded == list(PANELS)
    assert {room for panel in window.docks.panels.values() for room in panel.rooms} == set(made)
    assert len(made) == len(set(made)) > 15


def test_a_panel_that_is_asked_for_while_it_is_built_is_finished(qtbot, settings, monkeypatch):
    window = MainWindow(settings, "activations")
    qtbot.addWidget(window)
    made = noted(monkeypatch)
    while not made:
        window.docks.build_next()
    begun = window.docks.panels["activations"]
    assert not all(room.ready for room in begun.rooms)
    assert window.docks.panel("activations") is begun, "what was begun is not thrown away"
    assert made[0] in begun.rooms
    assert all(room.ready for room in begun.rooms)


def test_what_is_seen_of_a_panel_is_built_before_its_other_pages(qtbot, settings):
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    window.show()
    while window.docks.build_next(shown=True):
        pass
    panel = window.docks.panels["descent"]
    assert panel.seen_whole
    assert [page.built for page in panel.pages].count(True) == 1
    assert set(window.docks.panels) == {"descent"}


def test_until_a_panel_is_there_its_question_stands_in_its_place(qtbot, settings):
    window = MainWindow(settings, "normalization")
    qtbot.addWidget(window)
    cover = window.docks.widgets["normalization"].widget()
    assert labels.QUESTIONS["normalization"] in [one.text() for one in cover.findChildren(QLabel)]
    assert window.docks.front_key() == "normalization"
    window.docks.panel("normalization")
    assert window.docks.widgets["normalization"].widget() is not cover


def test_the_device_that_is_chosen_holds_for_a_panel_that_is_built_later(qtbot, settings):
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    window.device.setCurrentIndex(window.device.findData("cpu"))
    window.device.activated.emit(window.device.currentIndex())
    assert window.docks.panel("normalization").device == "cpu"


def test_panels_tell_the_compute_thread_nothing_before_the_window_is_shown(qtbot, settings):
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    assert not any(panel.busy for panel in window.docks.panels.values())
    QApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
    assert not any(panel.busy for panel in window.docks.panels.values())
