"""About: versions, licenses that can be searched, credits, and a diagnosis without private data."""

from __future__ import annotations

import getpass
import logging
import sys
from logging import FileHandler
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from app.labs.panels import PANELS
from app.window import main_window
from app.window import problem_report as diagnosis
from app.window.about import AboutDialog
from app.window.main_window import MainWindow
from core import __version__, resources
from core.resources import shipped
from tests.app.windows import choose
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def window(qtbot, qapp, tmp_path, monkeypatch, built_when_seen):
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.started, timeout=SOON):
        window.show()
    return window


@pytest.fixture
def about(window, qtbot):
    choose(window, "Help", "About Saddlepoint")
    (dialog,) = window.findChildren(AboutDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=SOON)
    return dialog


def open_tab(dialog: AboutDialog, words: str) -> None:
    bar = dialog.tabs.tabBar()
    (index,) = (i for i in range(bar.count()) if bar.tabText(i) == words)
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(index).center())
    assert dialog.tabs.currentIndex() == index


def test_it_says_what_this_is_and_which_versions(about):
    texts = [label.text() for label in about.findChildren(QLabel)]
    assert f"Saddlepoint {__version__}" in texts
    for name, version in diagnosis.versions().items():
        assert name in texts
        assert version in texts
        assert version != "?"
    assert {"Python", "PySide6", "Qt", "torch", "numpy", "pyqtgraph"} < set(texts)
    assert any(text.startswith("cpu: ") for text in texts)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_it_is_opened_once_and_closed_by_escape(window, about, qtbot):
    choose(window, "Help", "About Saddlepoint")
    assert window.findChildren(AboutDialog) == [about]
    with qtbot.waitSignal(about.destroyed, timeout=SOON):
        QTest.keyClick(about, Qt.Key.Key_Escape)
    assert window.findChildren(AboutDialog) == []


def test_the_close_button_closes(about, qtbot):
    close = about.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    with qtbot.waitSignal(about.destroyed, timeout=SOON):
        QTest.mouseClick(close, LEFT)


def test_every_license_is_there_as_it_ships(about):
    open_tab(about, "Licenses")
    page = about.licenses
    text = page.text.toPlainText()
    assert shipped("LICENSE").read_text(encoding="utf-8").strip() in text
    assert shipped("THIRD_PARTY_LICENSES").read_text(encoding="utf-8").strip() in text
    names = [page.parts.item(row).text().split(" ")[0].lower() for row in range(page.parts.count())]
    packages = {"torch", "numpy", "scipy", "pyqtgraph", "pyside6_essentials", "contourpy", "qt"}
    assert packages < set(names)


def test_a_part_of_the_licenses_is_brought_to_the_top(about):
    open_tab(about, "Licenses")
    page = about.licenses
    for words in ("Python", "pyqtgraph"):
        (item,) = (i for i in page.parts.findItems(words, Qt.MatchFlag.MatchStartsWith))
        page.parts.scrollToItem(item)
        at = page.parts.visualItemRect(item).center()
        QTest.mouseClick(page.parts.viewport(), LEFT, pos=at)
        top = page.text.firstVisibleBlock() if hasattr(page.text, "firstVisibleBlock") else None
        line = page.text.cursorForPosition(page.text.viewport().rect().topLeft()).block().text()
        assert line == item.text(), top


def test_the_licenses_are_searched(about):
    open_tab(about, "Licenses")
    page = about.licenses
    QTest.keyClicks(page.search, "gnu lesser")
    assert page.text.textCursor().selectedText().lower() == "gnu lesser"
    first = page.text.textCursor().position()
    count = page.text.toPlainText().lower().count("gnu lesser")
    assert page.found.text() == f"{count} times"
    assert count > 2
    places = [first]
    for _ in range(count):
        QTest.keyClick(page.search, Qt.Key.Key_Return)
        places.append(page.text.textCursor().position())
    assert places[-1] == first, "after the last the first again"
    assert len(set(places)) == count
    assert about.isVisible(), "Enter searches, and closes nothing"
    assert page.go(back=True)
    assert page.text.textCursor().position() == max(places)


def test_what_is_not_in_the_licenses_is_said(about):
    open_tab(about, "Licenses")
    QTest.keyClicks(about.licenses.search, "no such words")
    assert about.licenses.found.text() == "0 times"
    assert not about.licenses.go()


def test_the_data_are_credited(about):
    open_tab(about, "Data and credits")
    text = about.credits.toPlainText()
    assert "Alpaydin" in text
    assert "danielbuechele" in text
    assert "CC BY" in text


def test_what_does_not_ship_is_named(about, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    open_tab(about, "Licenses")
    assert "could not be read" in about.licenses.text.toPlainText()
    assert str(tmp_path / "THIRD_PARTY_LICENSES") in about.licenses.text.toPlainText()


def test_a_packaged_program_finds_its_licenses(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.shipped("THIRD_PARTY_LICENSES") == tmp_path / "THIRD_PARTY_LICENSES"
    recipe = (ROOT / "packaging" / "saddlepoint.spec").read_text(encoding="utf-8")
    for name in ("LICENSE", "THIRD_PARTY_LICENSES"):
        assert f'(str(ROOT / "{name}"), ".")' in recipe
    assert "packaged" in diagnosis.versions()["Saddlepoint"]


def test_every_version_that_is_named_is_packaged_too():
    recipe = (ROOT / "packaging" / "saddlepoint.spec").read_text(encoding="utf-8")
    (line,) = (line for line in recipe.splitlines() if line.startswith("VERSIONED = "))
    assert all(f'"{name}"' in line for name in diagnosis.PACKAGES)


# ---- diagnosis -----------------------------------------------------------------------------------


def test_the_diagnosis_is_copied(about, window):
    window.docks.panel("descent").form.change(learning_rate=0.025)
    open_tab(about, "Diagnosis")
    QApplication.clipboard().clear()
    QTest.mouseClick(about.diagnosis.copy, LEFT)
    text = QApplication.clipboard().text()
    assert about.diagnosis.said.text()
    assert text == about.diagnosis.text.toPlainText()
    for version in diagnosis.versions().values():
        assert version in text
    for words in (
        f"Qt platform {QApplication.platformName()}",
        "device pixel ratio 1",
        "OpenGL: ",
        "drawn light",
        "chosen: auto",
        "descent, page surface",
        "python main.py run descent --set learning_rate=0.025",
    ):
        assert words in text


def test_what_the_panel_says_is_in_it(window):
    window.docks.panel("descent").errors.say("This went wrong.")
    assert "it says: This went wrong." in diagnosis.diagnosis(window.docks, window.settings)


def test_the_end_of_the_log_is_in_it(window, tmp_path):
    log = logging.getLogger("saddlepoint")
    handler = FileHandler(tmp_path / "saddlepoint.log", encoding="utf-8")
    log.addHandler(handler)
    try:
        for number in range(100):
            log.warning("line %d of %s", number, Path.home() / "secret" / "data.npy")
        text = diagnosis.diagnosis(window.docks, window.settings)
    finally:
        log.removeHandler(handler)
        handler.close()
    assert "line 99 of ~/secret/data.npy" in text
    assert f"line {100 - diagnosis.LOG_LINES} of" in text
    assert f"line {99 - diagnosis.LOG_LINES} of" not in text
    assert str(tmp_path / "saddlepoint.log") in text
    assert str(Path.home()) not in text


def test_without_a_log_that_is_said(window):
    assert "[Log]\nno file" in diagnosis.diagnosis(window.docks, window.settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/ada/x.npy", "~/x.npy"),
        ("at /home/ada", "at ~"),
        ("'/home/ada'", "'~'"),
        ("/home/adam/x.npy", "/home/adam/x.npy"),
        ("/home/ada.old/x", "/home/ada.old/x"),
        ("/media/ada/disk", "/media/…/disk"),
        ("ada went well", "ada went well"),
        ("/real/ada/y", "~/y"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of another system")
def test_neither_home_nor_name_is_told(monkeypatch, text, expected):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))
    monkeypatch.setattr(Path, "resolve", lambda self: Path("/real/ada"))
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert diagnosis.anonymous(text) == expected


def test_a_machine_without_names_is_no_reason_to_fail(monkeypatch):
    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert diagnosis.anonymous("/x/y") == "/x/y"
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("none")))
    assert diagnosis.anonymous("/x/y") == "/x/y"
