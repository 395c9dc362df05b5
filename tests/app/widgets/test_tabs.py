"""Titles of tabs: whole, short, or reached by arrows, but never two letters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.tabs import LITTLE, ROOM, Tabs
from tests.patience import SOON

LONG = {"Gradient norm": "Gradient", "Per sample": "Samples", "Held-out loss": "Held-out"}


def made(qtbot: QtBot) -> Tabs:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.addTab(QWidget(), "Loss")
    for title, short in LONG.items():
        tabs.shorten(tabs.addTab(QWidget(), title), short)
    tabs.addTab(QWidget(), "Data")
    tabs.show()
    return tabs


def titles(tabs: Tabs) -> list[str]:
    return [tabs.tabText(k) for k in range(tabs.count()) if tabs.isTabVisible(k)]


def is_whole(bar: QTabBar, index: int) -> bool:
    needed = bar.fontMetrics().horizontalAdvance(bar.tabText(index))
    return bar.tabRect(index).width() >= needed and bar.rect().contains(bar.tabRect(index))


def test_titles_are_as_long_as_there_is_room(qtbot: QtBot) -> None:
    tabs = made(qtbot)
    bar = tabs.tabBar()
    whole = bar.sizeHint().width()
    tabs.resize(whole + 10, 200)
    assert titles(tabs) == ["Loss", *LONG, "Data"]
    tabs.resize(whole - 10, 200)
    QApplication.processEvents()
    assert titles(tabs) == ["Loss", *LONG, "Data"]  # they stand closer
    assert all(is_whole(bar, k) for k in range(5))
    tabs.resize(whole - 5 * (ROOM - LITTLE) - 10, 200)
    QApplication.processEvents()
    assert titles(tabs) == ["Loss", *LONG.values(), "Data"]
    assert all(is_whole(bar, k) for k in range(5))
    assert [tabs.tabToolTip(k) for k in range(1, 4)] == list(LONG)
    tabs.resize(whole + 10, 200)
    assert titles(tabs) == ["Loss", *LONG, "Data"]
    assert bar.sizeHint().width() == whole


def test_where_no_titles_fit_arrows_bring_them_and_the_front_one_is_whole(qtbot: QtBot) -> None:
    tabs = made(qtbot)
    tabs.resize(150, 200)
    for index in (3, 0, 4):
        tabs.setCurrentIndex(index)
        QApplication.processEvents()
        assert tabs.usesScrollButtons()
        assert is_whole(tabs.tabBar(), index)
    tabs.resize(900, 200)
    assert not tabs.usesScrollButtons()


def test_room_that_hidden_tabs_leave_is_used(qtbot: QtBot) -> None:
    tabs = made(qtbot)
    tabs.resize(tabs.tabBar().sizeHint().width() - 10, 200)
    for k in (2, 3, 4):
        tabs.setTabVisible(k, False)
    tabs.fit_titles()
    assert titles(tabs) == ["Loss", "Gradient norm"]


def test_the_tab_key_goes_past_a_bar_that_hides_itself(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before, tabs, after = QPushButton("before"), Tabs(), QPushButton("after")
    tabs.setTabBarAutoHide(True)
    tabs.addTab(QWidget(), "Numbers")
    layout = QVBoxLayout(window)
    for widget in (before, tabs, after):
        layout.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after
    tabs.addTab(QWidget(), "Losses")
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is tabs.tabBar()
    tabs.removeTab(1)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_eight_pages_are_readable_beside_a_lesson(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    for title in ["Check", "Search", "Fit", "Diagnose", "Guess", "Plane", "Losses", "Beginnings"]:
        tabs.addTab(QWidget(), title)
    tabs.show()
    tabs.resize(512, 200)
    QApplication.processEvents()
    assert all(is_whole(tabs.tabBar(), k) for k in range(8))
