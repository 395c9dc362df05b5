"""The window of keys lists what there is: it is made from actions and widgets themselves."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.labs.panels import PANELS
from app.panel.keys import KEYS
from app.widgets.chart import Chart
from app.widgets.text import plain_text
from app.window import shortcuts
from app.window.main_window import MainWindow
from app.window.shortcuts import ShortcutsDialog
from app.words import labels, language
from tests.app.hands import double_click
from tests.app.windows import choose
from tests.patience import SOON

NATIVE = QKeySequence.SequenceFormat.NativeText


@pytest.fixture
def whole(qtbot, qapp, tmp_path):
    """A window with all that it can have."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    for entry in PANELS:
        window.docks.panel(entry.key)
    return window


@pytest.fixture
def window(built_when_seen, whole):
    """A window with the pages in front."""
    return whole


def rows(window: MainWindow) -> dict[str, str]:
    return {
        hand: does for section in shortcuts.sections(window.docks) for hand, does in section.rows
    }


def test_every_action_with_a_key_is_listed(window):
    listed = rows(window)
    with_keys = [a for a in window.findChildren(QAction) if not a.shortcut().isEmpty()]
    assert len(with_keys) > 10
    for action in with_keys:
        keys = " / ".join(key.toString(NATIVE) for key in action.shortcuts())
        assert listed[keys] == plain_text(action.text())


def test_no_two_actions_share_a_key(window):
    used = [key.toString() for a in window.findChildren(QAction) for key in a.shortcuts()]
    assert sorted(used) == sorted(set(used))


def test_every_key_of_a_panel_is_listed_and_does_what_the_menu_does(window):
    listed = rows(window)
    for one in KEYS:
        assert listed[QKeySequence(one.key).toString(NATIVE)] == plain_text(one.words)


def test_a_new_action_is_listed_without_being_told(window):
    menu = window.menuBar().actions()[0].menu()
    action = QAction("&Brand new", window)
    action.setShortcut("Ctrl+Alt+B")
    menu.addAction(action)
    assert rows(window)["Ctrl+Alt+B"] == "Brand new"


def test_every_gesture_is_listed_under_its_panel_and_page(whole):
    found = {section.title: dict(section.rows) for section in shortcuts.sections(whole.docks)}
    for key, panel in whole.docks.panels.items():
        for widget in panel.findChildren(QWidget):
            for hand, does in getattr(type(widget), "GESTURES", ()):
                assert any(
                    pairs.get(hand) == does
                    for title, pairs in found.items()
                    if title.startswith(labels.PANELS[key]) or title == "Settings and charts"
                ), (type(widget).__name__, hand)
    assert found["Descent · Surface"]["Click or drag"] == "set the start"
    assert "Activations · Forward, Backward, Weights" in found


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_it_is_opened_from_the_menu_and_closed_by_escape(window, qtbot):
    with qtbot.waitExposed(window, timeout=SOON):
        window.show()
    choose(window, "Help", "Keyboard shortcuts")
    (dialog,) = window.findChildren(ShortcutsDialog)
    assert dialog.isVisible()
    text = dialog.text.toPlainText()
    for hand, does in rows(window).items():
        assert hand in text
        assert does in text
    choose(window, "Help", "Keyboard shortcuts")
    assert window.findChildren(ShortcutsDialog) == [dialog]
    with qtbot.waitSignal(dialog.destroyed, timeout=SOON):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    window.close()


def test_it_is_in_the_windows_language(qapp, qtbot, tmp_path):
    language.install("zh_CN")
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    for _, does in (row for section in shortcuts.sections(window.docks) for row in section.rows):
        assert "(" not in does, "the letter of a menu is left out"
        assert "&" not in does
    words = [does for s in shortcuts.sections(window.docks) for _, does in s.rows]
    assert any("一" <= sign <= "鿿" for text in words for sign in text)


def test_a_double_click_shows_all_of_a_chart_again(qtbot):
    chart = Chart("x", "y")
    qtbot.addWidget(chart)
    chart.resize(400, 300)
    chart.set_series(["a"], [pg.mkPen("#0072b2")])
    chart.set_data(0, np.arange(5.0), np.arange(5.0))
    chart.picture.show_range(x=(0, 4), padding=0)
    chart.picture.auto_range(y=True)
    with qtbot.waitExposed(chart, timeout=SOON):
        chart.show()
    view = chart.plot.getViewBox()
    view.setRange(xRange=(1, 2), yRange=(1, 2), padding=0)
    at = chart.picture.mapFromScene(view.mapViewToScene(QPointF(1.5, 1.5)))
    double_click(chart.picture.viewport(), QPoint(at))

    def whole() -> bool:
        (left, right), (low, high) = chart.plot.viewRange()
        return (left, right) == (0, 4) and low <= 0 < 4 <= high < 5

    qtbot.waitUntil(whole, timeout=SOON)
