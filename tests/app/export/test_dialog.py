"""The export's dialog and its menus: by keyboard, by mouse, and for a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.export.dialog import ExportDialog
from app.export.exporter import Exporter
from app.export.orders import FORMATS
from app.job import ComputeThread
from app.labs.descent.panel import DescentPanel
from app.labs.panels import PANELS
from app.window import main_window
from app.window.main_window import MainWindow
from tests import odd_files
from tests.app import frames
from tests.app.hands import press_keys, spoken, takes_keys
from tests.cases.descent import descent as races
from tests.patience import SOON

CONTROL = Qt.KeyboardModifier.ControlModifier
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def settings(qapp, tmp_path: Path) -> QSettings:
    found = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    (tmp_path / "out").mkdir()
    found.setValue("export/folder", str(tmp_path / "out"))
    return found


@pytest.fixture
def window(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, built_when_seen: None
) -> MainWindow:
    """A window with a single panel, Descent, that has computed everything."""
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    made = MainWindow(settings, "descent")
    qtbot.addWidget(made)
    made.docks.panel("descent").set_spec(races.SPEC.replace(steps=60, learning_rate=0.01))
    with qtbot.waitSignal(made.started, timeout=SOON):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow() and not panel_of(made).busy, timeout=SOON)
    return made


def panel_of(window: MainWindow) -> DescentPanel:
    panel = window.docks.panels["descent"]
    assert isinstance(panel, DescentPanel)
    return panel


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget() or QApplication.activeWindow()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    press(Qt.Key.Key_E, CONTROL)
    return opened(qtbot, window)


def opened(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    dialog = window.exports.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow, timeout=SOON)
    return dialog


def reopened(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    """Once more; without a screen nobody makes the window the active one again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
    press(Qt.Key.Key_E, CONTROL)
    return opened(qtbot, window)


def pick(combo: QComboBox, words: str) -> None:
    combo.setCurrentIndex(combo.findText(words, Qt.MatchFlag.MatchContains))


def menu_of(panel: QWidget) -> dict[str, QAction]:
    (menu,) = (m for m in panel.findChildren(QMenu) if m.isVisible())
    return {action.text(): action for action in menu.actions()}


# ---- by keyboard ---------------------------------------------------------------------------------


def test_a_picture_is_exported_without_a_mouse(qtbot, window, dialog, tmp_path, settings):
    dialog.what.setFocus()
    press_keys(dialog.what, "lo")  # as a person types a choice
    assert dialog.what.currentText() == "loss above the minimum over step"
    press(Qt.Key.Key_Tab)
    assert dialog.format.hasFocus()
    press_keys(dialog.format, "its")
    assert dialog.chosen.key == "csv"
    press(Qt.Key.Key_Home)
    assert dialog.chosen.key == "png"
    press(Qt.Key.Key_Tab)
    assert dialog.width_.hasFocus()
    dialog.width_.selectAll()
    press_keys(dialog.width_, "800")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    path = tmp_path / "out" / "descent-loss-above-the-minimum-over-step.png"
    chart = panel_of(window).charts.loss
    with Image.open(path) as picture:
        assert picture.size == (800, round(800 * chart.height() / chart.width()))
    assert str(path) in window.statusBar().currentMessage()
    assert settings.value("export/format") == "png"
    assert settings.value("export/folder") == str(tmp_path / "out")


def test_tab_reaches_every_control_and_each_says_its_name(dialog):
    for key in FORMATS:
        row = dialog.format.findData(key)
        if not dialog.format.model().item(row).isEnabled():
            continue
        dialog.format.setCurrentIndex(row)
        wanted = set(takes_keys(dialog))
        assert all(spoken(control).strip() for control in wanted), key
        reached: list[QWidget | None] = []
        dialog.what.setFocus()
        while QApplication.focusWidget() not in reached:
            reached.append(QApplication.focusWidget())
            press(Qt.Key.Key_Tab)
        assert wanted <= set(reached), key


def test_escape_closes_the_dialog_and_writes_nothing(qtbot, window, dialog, tmp_path):
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    assert list((tmp_path / "out").iterdir()) == []


def test_escape_gives_a_film_up_first(qtbot, window, dialog, tmp_path):
    pick(dialog.format, "WebP")
    dialog.seconds.setValue(60)
    dialog.start.click()
    assert dialog.end.text() == "Cancel"
    assert not dialog.what.isEnabled()
    qtbot.waitUntil(lambda: dialog.bar.value() > 0, timeout=SOON)
    press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.end.text() == "Close"
    assert dialog.what.isEnabled()
    assert dialog.start.isEnabled()
    qtbot.waitUntil(lambda: list((tmp_path / "out").iterdir()) == [], timeout=SOON)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)


def test_the_window_can_be_closed_while_it_films(qtbot, window, dialog, tmp_path):
    pick(dialog.format, "GIF")
    dialog.seconds.setValue(60)
    dialog.start.click()
    qtbot.waitUntil(lambda: list((tmp_path / "out").iterdir()) != [], timeout=SOON)
    window.close()
    assert list((tmp_path / "out").iterdir()) == []


# ---- what it offers ------------------------------------------------------------------------------


def test_it_proposes_what_was_used_last_and_a_name_that_is_free(qtbot, window, dialog, tmp_path):
    assert dialog.chosen.key == "png"
    assert [dialog.what.itemText(i) for i in range(dialog.what.count())] == [
        "The surface",
        "loss above the minimum over step",
        "Table: Optimizer, Where it is, Loss",
        "The whole panel",
    ]
    pick(dialog.format, "CSV")
    assert Path(dialog.path.text()) == tmp_path / "out" / "descent-the-surface.csv"
    dialog.start.click()
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    again = reopened(qtbot, window)
    assert again.chosen.key == "csv"
    assert Path(again.path.text()) == tmp_path / "out" / "descent-the-surface-2.csv"
    again.path.setText(str(tmp_path / "out" / "descent-the-surface.csv"))
    assert again.error.text() == "This file will be replaced."
    assert again.start.isEnabled()


def test_a_name_that_was_typed_is_kept_and_gets_its_suffix(qtbot, window, dialog, tmp_path):
    dialog.path.setText(str(tmp_path / "out" / "mine"))
    pick(dialog.format, "SVG")
    assert dialog.path.text() == str(tmp_path / "out" / "mine")
    dialog.start.click()
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    assert (tmp_path / "out" / "mine.svg").read_bytes().startswith(b"<?xml")


def test_centimeters_and_dpi_become_pixels(qtbot, window, dialog, tmp_path):
    pick(dialog.unit, "centimeters")
    assert dialog.dpi.value() == 300
    dialog.width_.setValue(8.0)
    surface = panel_of(window).surface.widget
    shape = surface.height() / surface.width()
    assert dialog.height_.value() == pytest.approx(8 * shape, abs=0.05)
    assert dialog.pixels.width() == round(8 / 2.54 * 300) == 945
    assert dialog.words.text().startswith("945 × ")
    assert "8 × " in dialog.words.text()
    assert "at 300 dpi" in dialog.words.text()
    dialog.dpi.setValue(150)
    assert dialog.pixels.width() == 472
    dialog.start.click()
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    with Image.open(tmp_path / "out" / "descent-the-surface.png") as picture:
        assert picture.width == 472
        assert picture.info["dpi"] == pytest.approx((150, 150), rel=1e-3)
        assert picture.height / picture.width == pytest.approx(shape, rel=0.01)


def test_what_cannot_be_had_is_grey_and_says_why(dialog, monkeypatch, window):
    model = dialog.format.model()
    rows = {key: model.item(row) for row, key in enumerate(FORMATS)}
    monkeypatch.setattr("app.export.films.ffmpeg", lambda: None)
    pick(dialog.format, "SVG")
    pick(dialog.what, "The whole panel")
    assert {key for key, item in rows.items() if not item.isEnabled()} == {
        "svg",
        "pdf",
        "csv",
        "mp4",
    }
    assert dialog.chosen.key == "png"  # SVG does not exist for that
    assert "MP4 needs the program ffmpeg" in dialog.why.text()
    assert "MP4 needs the program ffmpeg" in rows["mp4"].toolTip()
    monkeypatch.setattr("app.export.films.ffmpeg", lambda: "/somewhere/ffmpeg")
    pick(dialog.what, "The surface")
    assert all(item.isEnabled() for item in rows.values())
    assert dialog.why.text() == ""


def test_a_legend_is_offered_where_the_screen_names_the_series_beside(window, dialog):
    dialog.choose(panel_of(window).surface.widget)
    assert dialog.legend.isVisible()
    assert dialog.order().legend
    dialog.legend.setChecked(False)
    assert not dialog.order().legend
    dialog.choose(panel_of(window).charts.loss)
    assert not dialog.legend.isVisible()


def test_mistakes_are_told_before_anything_is_done(dialog, tmp_path):
    for text, said in (
        ("", "A file name is missing."),
        (str(tmp_path), "A file name is missing."),
        (str(tmp_path / "gone" / "a.png"), f"There is no folder {tmp_path / 'gone'}."),
    ):
        dialog.path.setText(text)
        assert dialog.error.text() == said
        assert not dialog.start.isEnabled()
    dialog.path.setText(str(tmp_path / "a.png"))
    assert dialog.error.text() == ""
    dialog.width_.setValue(20_000)
    assert dialog.error.text() == "That is more than 100 million pixels."


def test_a_name_that_gets_its_suffix_does_not_replace_a_file_unsaid(dialog, tmp_path):
    (tmp_path / "mine.png").write_text("an older one")
    dialog.path.setText(str(tmp_path / "mine"))
    assert dialog.error.text() == "This file will be replaced."
    dialog.path.setText(str(tmp_path / "mine.PNG"))
    assert dialog.target == tmp_path / "mine.PNG"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("folder", "folder.png is a folder."),
        ("odd", "odd.png is not a file that can be opened."),
        ("x" * 300, "File name too long"),
        ("plain.png/a", "There is no folder"),
    ],
    ids=["folder", "device", "long", "below a file"],
)
def test_what_no_file_can_be_called_is_told_at_once(dialog, tmp_path, name, said):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "plain.png").touch()
    with odd_files.odd(tmp_path / "odd.png", odd_files.KINDS[-1]):
        dialog.path.setText(str(tmp_path / name))
        assert said in dialog.error.text()
        assert not dialog.start.isEnabled()


def test_a_folder_that_may_not_be_written_is_told_at_once(dialog, tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    dialog.path.setText(str(tmp_path / "a.png"))
    assert dialog.error.text() == f"Nothing can be written into the folder {tmp_path}."
    assert not dialog.start.isEnabled()


def test_a_failure_stands_in_the_panels_strip_too(qtbot, window, dialog, tmp_path, monkeypatch):
    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.results.settle", full)
    path = dialog.path.text()
    dialog.start.click()
    strip = panel_of(window).errors
    qtbot.waitUntil(strip.isVisible, timeout=SOON)
    assert strip.label.text() == f"{path} could not be written: No space left on device"
    assert dialog.error.text() == strip.label.text()
    assert dialog.isVisible()
    assert dialog.start.isEnabled()


def test_the_data_of_either_frame_can_be_chosen(qtbot, window, dialog, tmp_path):
    pick(dialog.format, "NPZ")
    assert dialog.source.isVisible()
    race = panel_of(window).jobs.report("descent")
    assert race is not None
    assert f"{len(race.frame.arrays())} arrays" in dialog.words.text()
    pick(dialog.source, "heights")
    surface = panel_of(window).jobs.report("heights")
    assert surface is not None
    assert f"{len(surface.frame.arrays())} arrays" in dialog.words.text()
    dialog.start.click()
    qtbot.waitUntil(lambda: window.exports.dialog is None, timeout=SOON)
    with np.load(tmp_path / "out" / "descent-the-surface.npz") as stored:
        report = panel_of(window).jobs.report("heights")
        assert report is not None
        np.testing.assert_array_equal(stored["heights"], report.frame.arrays()["heights"])


def test_light_is_offered_in_the_dark(qtbot, window, dialog, qapp):
    assert not dialog.light.isEnabled()
    dialog.close()
    theme.install(qapp, "dark")
    again = reopened(qtbot, window)
    assert again.light.isEnabled()
    again.light.setChecked(True)
    assert again.order().light


def test_sentences_are_never_cut_off(dialog, qapp):
    for key in FORMATS:
        dialog.format.setCurrentIndex(dialog.format.findData(key))
        qapp.processEvents()
        for label in (dialog.words, dialog.why, dialog.error):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width()), (key, label.text())


# ---- each picture's own menu ---------------------------------------------------------------------


@pytest.mark.qt_log_ignore("does not support", extend=True)  # of menus without a screen
def test_a_right_click_on_a_picture_exports_that_picture(qtbot, window):
    panel = panel_of(window)
    start = (panel.spec.start_x, panel.spec.start_y)
    QTest.mouseClick(
        panel.surface.widget.viewport(), RIGHT, pos=panel.surface.widget.rect().center()
    )
    qtbot.waitUntil(lambda: any(m.isVisible() for m in panel.findChildren(QMenu)), timeout=SOON)
    actions = menu_of(panel)
    assert list(actions) == ["Export this picture…", "Copy picture"]
    actions["Copy picture"].trigger()
    assert QApplication.clipboard().pixmap().size() == panel.surface.widget.size()
    actions["Export this picture…"].trigger()
    assert window.exports.dialog is not None
    assert window.exports.dialog.widget is panel.surface.widget
    assert (panel.spec.start_x, panel.spec.start_y) == start
    for menu in panel.findChildren(QMenu):
        menu.close()


def test_a_right_drag_still_zooms_and_opens_no_menu(qtbot, window):
    panel = panel_of(window)
    chart = panel.charts.loss.picture
    before = chart.plot.getViewBox().viewRange()
    view = chart.viewport()
    middle = chart.rect().center()
    QApplication.sendEvent(
        view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, view.mapToGlobal(middle))
    )
    QTest.mousePress(view, RIGHT, pos=middle)
    for k in range(1, 6):
        QTest.mouseMove(view, middle + QPoint(6 * k, 0))
        qtbot.wait(15)
    QTest.mouseRelease(view, RIGHT, pos=middle + QPoint(30, 0))
    qtbot.wait(20)
    assert not any(m.isVisible() for m in panel.findChildren(QMenu))
    assert chart.plot.getViewBox().viewRange() != before


@pytest.mark.qt_log_ignore("does not support", extend=True)  # of menus without a screen
def test_tables_and_legends_have_the_menu_and_controls_have_none(qtbot, window):
    panel = panel_of(window)
    for widget, wanted in (
        (panel.tables.reading.table.viewport(), panel.tables.reading),
        (panel.charts.loss.legend, panel.charts.loss),
        (panel.transport.scrub, None),
    ):
        asked: list[QWidget] = []
        panel.export_wanted.connect(asked.append)
        at = widget.rect().center()
        QApplication.sendEvent(
            widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
        )
        menus = [m for m in panel.findChildren(QMenu) if m.isVisible()]
        assert bool(menus) == (wanted is not None)
        for menu in menus:
            menu.actions()[0].trigger()
            menu.close()
        assert asked == ([wanted] if wanted is not None else [])
        panel.export_wanted.disconnect(asked.append)
        if window.exports.dialog is not None:
            window.exports.dialog.close()


def test_what_comes_after_the_dialog_was_opened_can_be_exported(
    show: Any, still: ComputeThread, settings: QSettings, qtbot: QtBot
) -> None:
    panel = show(DescentPanel, still, races.SPEC)
    dialog = ExportDialog(panel, Exporter(still.worker, panel), settings)
    qtbot.addWidget(dialog)
    assert "Nothing has been computed yet." in dialog.why.text()
    frames.deliver(panel, "heights", races.landscape())
    frames.deliver(panel, "descent", races.frame())
    assert "Nothing has been computed yet." not in dialog.why.text()
