"""A walk through all panels, pages and dialogs: every text can be read, every control has a name
and is reached by the tab key, in both languages and in larger text."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from app.window import about, looks, shortcuts
from app.window.main_window import MainWindow
from app.words import language
from tests.app import walk
from tests.patience import SOON

SIZE = (1280, 800)


@pytest.fixture
def open_window(qtbot, qapp, tmp_path):
    """A window of 1280 x 800 with quick experiments, in a language."""

    def one(key: str) -> MainWindow:
        settings = QSettings(str(tmp_path / f"{key}.ini"), QSettings.Format.IniFormat)
        settings.setValue("theme", "light")
        language.install(key)
        looks.install(settings)
        window = MainWindow(settings, "descent")
        qtbot.addWidget(window)
        for name in window.docks.widgets:
            panel = window.docks.panel(name)
            panel.set_specs(walk.small_specs(panel.specs))
        with qtbot.waitSignal(window.started, timeout=SOON):
            window.show()
            window.activateWindow()
        return window

    return one


@pytest.mark.parametrize("key", ["en", "zh_CN"])
def test_every_text_fits_and_is_in_the_language(open_window, qtbot, key):
    window = open_window(key)
    found: list[str] = []
    for larger in (False, True):
        key_of_size = "Ctrl++" if larger else "Ctrl+-"
        keys = {a.shortcut().toString(): a for a in window.findChildren(QAction)}
        keys[key_of_size].trigger()
        size = "larger" if larger else "plain"
        for place in walk.everything(window, qtbot):
            clipped = walk.clipped(window)
            if clipped:  # an answer may have come that is not laid out yet
                qtbot.wait(300)
                clipped = walk.clipped(window)
            if key == "zh_CN":
                clipped += walk.untranslated(window)
            found += [f"{size}, {place}: {words}" for words in clipped]
            if (window.width(), window.height()) != SIZE:
                found.append(f"{size}, {place}: the window grew to {window.size().toTuple()}")
                window.resize(*SIZE)
    assert list(dict.fromkeys(found)) == []


def test_every_control_has_a_name_and_is_reached_by_the_tab_key(open_window, qtbot):
    window = open_window("en")
    qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
    found = []
    for place in walk.everything(window, qtbot):
        found += [f"{place}: no name for {words}" for words in walk.nameless(window)]
        if place.count("/") == 1:
            window.sidebar.setFocus()
            found += [f"{place}: the tab key misses {words}" for words in walk.unreached(window)]
    assert found == []


@pytest.mark.parametrize("key", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", ["about", "shortcuts"])
def test_the_dialogs_too(built_when_seen, open_window, qtbot, key, kind):
    window = open_window(key)
    dialog: Any = (
        about.show(window.docks, window.settings)
        if kind == "about"
        else shortcuts.show(window.docks)
    )
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=SOON)
    tabs = getattr(dialog, "tabs", None)
    for index in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(index)
            tabs.tabBar().setFocus()
        qtbot.wait(20)
        assert walk.nameless(dialog) == []
        assert walk.clipped(dialog) == []
        assert walk.unreached(dialog) == []


def test_qts_own_words_are_chinese(qapp, qtbot):
    """Buttons of Qt's dialogs, and the menu of every field."""
    language.install("zh_CN")
    standard = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(standard.Cancel | standard.Close | standard.Save)
    qtbot.addWidget(box)
    texts = [box.button(b).text() for b in (standard.Cancel, standard.Close, standard.Save)]
    edit = QLineEdit("words")
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    texts += [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    question = QMessageBox(QMessageBox.Icon.Question, "", "?", QMessageBox.StandardButton.Yes)
    qtbot.addWidget(question)
    texts.append(question.button(QMessageBox.StandardButton.Yes).text())
    files = QFileDialog()
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(files)
    texts.append(files.windowTitle())
    texts += [label.text() for label in files.findChildren(QLabel) if label.text()]
    texts += [button.text() for button in files.findChildren(QPushButton)]
    assert len(texts) > 8
    assert [text for text in texts if not any("一" <= sign <= "鿿" for sign in text)] == []


# ---- the walk sees what it is to see -------------------------------------------------------------


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 100)
    QHBoxLayout(page)
    return page


def shown(qtbot: Any, page: QWidget, *widgets: QWidget) -> QWidget:
    layout = page.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    with qtbot.waitExposed(page, timeout=SOON):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=SOON)
    return page


def test_it_sees_a_label_that_is_too_narrow(qtbot, page):
    label = QLabel("a text that needs more than it has")
    label.setFixedWidth(60)
    shown(qtbot, page, label)
    assert len(walk.clipped(page)) == 1
    label.setToolTip(label.text())
    assert walk.clipped(page) == []


def test_it_sees_a_button_that_is_too_narrow_and_a_wrapped_label_that_is_too_low(qtbot, page):
    button, label = QPushButton("a text that needs more"), QLabel("one two three " * 20)
    button.setFixedWidth(50)
    label.setWordWrap(True)
    label.setFixedSize(100, 20)
    shown(qtbot, page, button, label)
    assert len(walk.clipped(page)) == 2


def test_it_sees_a_control_under_an_edge(qtbot, page):
    edit = QLineEdit("1", page)
    edit.setAccessibleName("number")
    shown(qtbot, page)
    edit.setGeometry(380, 10, 80, 24)
    edit.show()
    assert walk.clipped(page) == ["number: 20 of 80 pixels are seen"]


class Trap(QLineEdit):
    """A field that keeps the tab key to itself."""

    def event(self, event: QEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress or super().event(event)


def test_it_sees_what_has_no_name_and_what_no_key_reaches(qtbot, page):
    first, trap, last = QLineEdit(), Trap(), QLineEdit()
    first.setAccessibleName("first")
    last.setAccessibleName("last")
    shown(qtbot, page, first, trap, last)
    assert walk.nameless(page) == ["Trap  in QWidget"]
    first.setFocus()
    assert walk.unreached(page) == ["last"]
