"""The tour: over the real window, by mouse and keyboard, on the first visit alone."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import application
from app.labs.panels import PANELS
from app.tour.callout import Callout, Veil, union
from app.tour.steps import LESSONS, STEPS, Scene
from app.window import main_window
from app.window.main_window import MainWindow
from app.words import language
from core.lessons import lessons
from tests.app.hands import LEFT, NO_KEY, along, click, drag, mouse, spoken, takes_keys
from tests.cases.descent import descent as races
from tests.patience import SOON


@pytest.fixture
def settings(qapp: QApplication, tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, settings, monkeypatch, built_when_seen):
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    window.docks.panel("descent").set_spec(races.SPEC.replace(steps=60, learning_rate=0.01))
    with qtbot.waitSignal(window.started, timeout=SOON):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
    qtbot.waitUntil(lambda: not window.docks.panel("descent").busy, timeout=SOON)
    return window


def number(title: str) -> int:
    (found,) = (i for i, step in enumerate(STEPS) if step.title == title)
    return found


def go_to(window: MainWindow, title: str) -> None:
    if window.guide.index < 0:
        window.guide.start()
    while window.guide.index != number(title):
        window.guide.turn(1)
    QApplication.processEvents()


def card_of(window: MainWindow) -> Callout:
    assert window.guide.callout is not None
    return window.guide.callout


def hole_of(window: MainWindow) -> QRect:
    assert window.guide.veil is not None
    return window.guide.veil.hole


def did(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.guide.done, timeout=SOON)
    assert card_of(window).task.text().startswith("✓ ")


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


# Beginning and end


def test_a_first_visit_is_led_around_and_no_other(window, settings) -> None:
    guide = window.guide
    assert guide.index == -1  # never of its own: the application asks for it
    guide.welcome()
    assert guide.index == 0
    guide.end()
    assert settings.value("tour") is not None
    guide.welcome()
    assert guide.index == -1


def test_only_the_program_that_is_opened_by_a_person_welcomes(monkeypatch, qapp, settings) -> None:
    """Neither pictures without a screen nor a window in a test do."""
    asked = []

    class Window(MainWindow):
        def __init__(self, *arguments) -> None:
            super().__init__(settings, "descent")
            asked.append(self)

    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    monkeypatch.setattr(application, "MainWindow", Window)
    monkeypatch.setattr(application, "create", lambda: qapp)
    monkeypatch.setattr(qapp, "exec", lambda: 0)
    for name in ("_keep_log", "_keep_crash"):
        monkeypatch.setattr(application, name, lambda: None)
    monkeypatch.setattr("sys.excepthook", sys.excepthook)  # given back after
    assert application.open_window("descent", None) == 0
    (opened,) = asked
    assert opened.guide.index == -1
    opened.ready.emit()
    assert opened.guide.index == 0
    opened.close()
    opened.deleteLater()


def test_it_is_closed_with_the_window_and_then_comes_again(window, settings) -> None:
    window.guide.start()
    window.close()
    assert window.guide.callout is None
    assert settings.value("tour") is None


def test_the_menu_starts_it_again(window, settings) -> None:
    settings.setValue("tour", 1)
    (action,) = (a for a in window.findChildren(QAction) if a.text() == "&Tour")
    action.trigger()
    assert window.guide.index == 0
    window.guide.turn(1)
    action.trigger()
    assert window.guide.index == 0
    assert len(window.findChildren(Callout)) == 1


def test_escape_ends_it_wherever_the_keyboard_is(window, qtbot) -> None:
    window.guide.start()
    assert card_of(window).isVisible()
    window.docks.panel("descent").setFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.guide.index == -1
    qtbot.waitUntil(lambda: not window.findChildren(Veil), timeout=SOON)
    assert window.docks.panel("descent").hasFocus()


# Going through it


def test_it_can_be_gone_through_by_keys_alone(window) -> None:
    window.guide.start()
    seen = []
    for _ in STEPS:
        callout = card_of(window)
        seen.append(callout.title.text())
        assert callout.next.hasFocus()
        assert callout.title.text() in callout.next.accessibleDescription()
        press(window, Qt.Key.Key_Return)
    assert seen == [step.title for step in STEPS]
    assert window.guide.index == -1
    window.guide.start()
    press(window, Qt.Key.Key_Return)
    card_of(window).back.setFocus()
    press(window, Qt.Key.Key_Return)
    assert window.guide.index == 0


def test_the_keys_that_a_step_speaks_of_work_from_its_card(window) -> None:
    window.guide.start()
    transport = window.docks.panel("descent").transport
    transport.move_to(30)
    assert card_of(window).next.hasFocus()
    press(window, Qt.Key.Key_Right)
    assert transport.step == 31
    press(window, Qt.Key.Key_Space)
    assert transport.playing
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_R)
    assert transport.playing
    assert window.guide.index == 0


def test_it_can_be_gone_through_by_mouse(window) -> None:
    window.guide.start()
    callout = card_of(window)
    assert not callout.back.isVisible()
    click(callout.next, callout.next.rect().center())
    click(callout.back, callout.back.rect().center())
    assert window.guide.index == 0
    for _ in STEPS:
        assert callout.next.text() == ("Finish" if window.guide.index == len(STEPS) - 1 else "Next")
        click(callout.next, callout.next.rect().center())
    assert window.guide.index == -1
    window.guide.start()
    callout = card_of(window)
    click(callout.skip, callout.skip.rect().center())
    assert window.guide.index == -1


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1000, 700)])
@pytest.mark.parametrize("key", ["en", "zh_CN"])
def test_the_card_stands_in_the_window_beside_what_it_is_about(
    qtbot, settings, monkeypatch, built_when_seen, size, key
) -> None:
    language.install(key)
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.guide.start()
    scene = Scene(window.docks, window.teacher, window.sidebar, window.menuBar())
    for step in STEPS:
        QApplication.processEvents()
        hole, card = hole_of(window), card_of(window).geometry()
        assert window.rect().contains(card), step.title
        assert not card.intersects(hole), step.title
        assert hole.isEmpty() == (step.target(scene) == ()), step.title
        assert card.height() >= card_of(window).heightForWidth(card.width())
        for widget in takes_keys(card_of(window)):
            assert spoken(widget)
        if window.guide.index < len(STEPS) - 1:
            window.guide.turn(1)
    window.close()


def test_the_card_hides_nothing_that_is_to_be_watched(window, qtbot) -> None:
    window.guide.start()
    for step in STEPS:
        QApplication.processEvents()
        if step.task:
            assert not card_of(window).geometry().intersects(window.guide.veil.seen)
        window.guide.turn(1)


def test_resizing_the_window_moves_it(window, qtbot) -> None:
    go_to(window, "Go through time")
    before = QRect(hole_of(window))
    window.resize(window.size() + QSize(120, 90))
    qtbot.waitUntil(lambda: hole_of(window).top() >= before.top() + 60, timeout=SOON)
    assert window.guide.veil.size() == window.size()
    assert window.rect().contains(card_of(window).geometry())


def test_the_window_can_be_used_under_it(window, qtbot) -> None:
    """The veil lets the mouse through: what lies under the pointer is the panel's own."""
    go_to(window, "Take hold of the picture")
    picture = window.docks.panel("descent").surface.widget
    at = picture.mapTo(window, picture.rect().center())
    found = window.childAt(at)
    assert found is picture or picture.isAncestorOf(found)


# What it asks for


def test_a_preset_is_noticed(window, qtbot) -> None:
    go_to(window, "A question, and ways to see its answer")
    assert card_of(window).task.text() == "→ Choose a preset."
    button = window.docks.panel("descent").preset_bar.buttons[0]
    click(button, button.rect().center())
    did(qtbot, window)
    assert window.guide.index == number("A question, and ways to see its answer")


def test_a_moved_control_is_noticed(window, qtbot) -> None:
    go_to(window, "Move one thing")
    slider = window.docks.panel("descent").form.control("learning_rate").slider
    drag(slider, along(slider, 0.7))
    did(qtbot, window)


def test_a_dragged_start_is_noticed(window, qtbot) -> None:
    go_to(window, "Take hold of the picture")
    port = window.docks.panel("descent").surface.widget.viewport()
    at = QPoint(port.width() // 3, port.height() // 3)
    qtbot.wait(20)  # pyqtgraph takes no two movements within 10 ms
    mouse(port, QEvent.Type.MouseMove, at)
    mouse(port, QEvent.Type.MouseButtonPress, at, LEFT)
    mouse(port, QEvent.Type.MouseButtonRelease, at, LEFT)
    did(qtbot, window)


def test_time_is_noticed_when_a_person_moves_it(window, qtbot) -> None:
    window.docks.panel("descent").player.toggle()
    go_to(window, "Go through time")
    transport = window.docks.panel("descent").transport
    assert not transport.playing  # or it would be done by nobody
    # Not looked at before.
    qtbot.waitUntil(lambda: not window.docks.panel("descent").busy, timeout=SOON)
    qtbot.wait(300)
    assert not window.guide.done
    click(transport.to_start, transport.to_start.rect().center())
    click(transport.forward, transport.forward.rect().center())
    did(qtbot, window)


def test_an_undone_change_is_noticed(window, qtbot) -> None:
    window.docks.panel("descent").form.change(learning_rate=0.02)
    go_to(window, "Nothing can break")
    assert "Ctrl+Z" in card_of(window).task.text()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    did(qtbot, window)
    assert window.docks.panel("descent").spec.learning_rate == 0.01


def test_it_shows_a_lesson_and_takes_it_away_again(window, qtbot) -> None:
    assert not window.teacher.dock.isVisible()
    go_to(window, "And why is that so?")
    assert window.teacher.dock.isVisible()
    assert hole_of(window).intersects(window.teacher.dock.geometry())
    window.guide.end()
    assert not window.teacher.dock.isVisible()
    window.teacher.toggle()
    go_to(window, "And why is that so?")
    window.guide.end()
    assert window.teacher.dock.isVisible()


def test_it_brings_back_what_it_is_about(window) -> None:
    panel = window.docks.panel("descent")
    panel.show_page("basins")
    go_to(window, "Take hold of the picture")
    assert panel.page.key == "surface"
    assert not hole_of(window).isEmpty()


def test_the_lesson_that_it_opens_is_of_descent(window, qtbot) -> None:
    qtbot.waitUntil(lambda: bool(window.teacher.pane.library.lessons), timeout=SOON)
    found = [lessons.load().by_claim.get(claim) for claim in LESSONS]
    there = [lesson for lesson in found if lesson is not None]
    go_to(window, "And why is that so?")
    assert window.teacher.pane.lesson == there[0]
    assert there[0].panel == "descent"


# Where things are


def test_a_part_that_is_not_seen_has_no_place(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(200, 100)
    part, hidden = QWidget(parent), QWidget(parent)
    part.setGeometry(20, 30, 40, 10)
    parent.show()
    hidden.hide()
    assert union(parent, [hidden]) == QRect()
    assert union(parent, [part, hidden]) == QRect(15, 25, 50, 20)
    assert union(parent, []).isEmpty()
