"""Play, pause, step, scrub, speed: with totals made by hand and a clock that the test turns."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.panel import transport as module
from app.panel.transport import SPEEDS, STEPS_A_SECOND, Transport
from tests.app.hands import along, click, drag, spoken, takes_keys
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton


class Clock:
    """Stands still until it is turned. Counts how often it was read."""

    def __init__(self) -> None:
        self.now = 128.0
        self.read = 0
        self.runs = 0.0

    def perf_counter(self) -> float:
        self.read += 1
        self.now += self.runs
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=clock.perf_counter))
    return clock


@pytest.fixture
def transport(qtbot, clock):
    transport = Transport()
    qtbot.addWidget(transport)
    transport.resize(700, 40)
    with qtbot.waitExposed(transport, timeout=SOON):
        transport.show()
    transport.set_total(1000)
    transport.move_to(0)
    return transport


@pytest.fixture
def moved(transport):
    steps: list[int] = []
    transport.moved.connect(steps.append)
    return steps


@pytest.fixture
def ticks(qtbot, clock):
    """Waits until the playing timer has looked at the clock so often."""

    def wait(count):
        target = clock.read + count
        qtbot.waitUntil(lambda: clock.read >= target, timeout=SOON)

    return wait


def test_playing_walks_with_the_clock(transport, moved, clock, ticks):
    QTest.mouseClick(transport.play_button, LEFT)
    assert transport.playing
    ticks(3)
    assert transport.step == 0  # the clock stands still
    clock.now += 0.125
    ticks(2)
    assert transport.step == int(0.125 * STEPS_A_SECOND)
    assert moved[-1] == transport.step
    assert transport.scrub.value() == transport.step
    QTest.mouseClick(transport.play_button, LEFT)
    assert not transport.playing
    at = transport.step
    clock.now += 0.1
    transport.toggle()  # on again: what passed in between is not made up for
    ticks(2)
    assert transport.step == at


@pytest.mark.parametrize("speed", SPEEDS)
def test_speed(transport, clock, ticks, speed):
    transport.speed.setCurrentIndex(transport.speed.findData(speed))
    transport.play()
    for _ in range(2):
        ticks(2)
        clock.now += 0.1
    ticks(2)
    assert transport.step == pytest.approx(0.2 * STEPS_A_SECOND * speed, abs=1)
    assert transport.speed.currentText() == f"{speed:g}x"


def test_speed_is_chosen_with_the_keyboard(transport):
    QTest.keyClick(transport.speed, Qt.Key.Key_Down)
    assert transport.speed.currentData() == 2.0
    QTest.keyClick(transport.speed, Qt.Key.Key_Up)
    assert transport.speed.currentData() == 1.0


def test_a_stall_does_not_jump_to_the_end(transport, clock, ticks):
    transport.play()
    ticks(1)
    clock.now += 3600
    ticks(2)
    assert 0 < transport.step < 20


def test_it_stops_at_the_end_and_plays_again_from_the_start(transport, moved, clock, ticks, qtbot):
    transport.set_total(3)
    transport.play()
    ticks(1)
    clock.now += 0.1
    qtbot.waitUntil(lambda: not transport.playing, timeout=SOON)
    assert transport.step == 3
    transport.toggle()
    assert transport.playing
    assert transport.step == 0
    assert moved[-2:] == [3, 0]


def test_restart_plays_from_the_start(transport, moved):
    transport.move_to(500)
    transport.restart()
    assert transport.playing
    assert transport.step == 0
    assert moved[-1] == 0


def test_restart_waits_for_the_first_steps(transport, clock, ticks):
    """A race that takes its time, or a panel that is opened later, is seen from its start."""
    transport.set_total(0)
    transport.restart()
    clock.runs = 0.05  # with every tick, so that much is missed before there is a step
    ticks(20)
    clock.runs = 0.0
    transport.set_total(500)
    assert transport.playing
    ticks(2)
    assert transport.step < 10
    clock.now += 0.1
    ticks(2)
    assert 5 <= transport.step < 16


def test_step_buttons(transport, moved):
    transport.move_to(10)
    QTest.mouseClick(transport.forward, LEFT)
    QTest.mouseClick(transport.forward, LEFT)
    QTest.mouseClick(transport.back, LEFT)
    assert moved == [10, 11, 12, 11]
    QTest.mouseClick(transport.to_end, LEFT)
    assert transport.step == 1000
    QTest.mouseClick(transport.forward, LEFT)
    assert transport.step == 1000
    QTest.mouseClick(transport.to_start, LEFT)
    QTest.mouseClick(transport.back, LEFT)
    assert transport.step == 0
    assert transport.count.text() == "0 / 1000"


@pytest.mark.parametrize("button", ["to_start", "back", "forward", "to_end"])
def test_a_step_ends_playing(transport, button):
    transport.move_to(500)
    transport.play()
    QTest.mouseClick(getattr(transport, button), LEFT)
    assert not transport.playing
    assert transport.step == {"to_start": 0, "back": 499, "forward": 501, "to_end": 1000}[button]


def test_scrubbing(transport, moved):
    transport.play()
    drag(transport.scrub, along(transport.scrub, 0.25, 0.5, 0.75))
    assert not transport.playing
    assert len(moved) >= 3
    assert moved == sorted(moved)
    assert 600 < transport.step < 900
    assert transport.count.text() == f"{transport.step} / 1000"
    at = transport.step
    QTest.keyClick(transport.scrub, Qt.Key.Key_Right)
    assert transport.step == at + 1


def test_a_click_on_the_timeline_jumps_there_and_a_drag_scrubs(transport, moved):
    slider = transport.scrub
    middle = slider.rect().center()
    click(slider, middle)
    assert transport.step == pytest.approx(transport.total / 2, abs=5)
    moved.clear()
    drag(slider, [middle, middle + QPoint(slider.width() // 8, 0), slider.rect().bottomRight()])
    assert moved[-1] == transport.total
    assert moved == sorted(moved)


def test_growing_steps_are_followed_from_the_end_only(transport):
    transport.set_total(10)
    transport.move_to(10)
    transport.set_total(20)
    assert transport.step == 20  # at the end it stays at the end
    transport.move_to(7)
    transport.set_total(30)
    assert transport.step == 7
    transport.move_to(30)
    transport.set_total(5)
    assert transport.step == 5
    assert transport.scrub.maximum() == transport.scrub.value() == 5


def test_growing_steps_tell_nothing_by_themselves(transport, moved):
    """Whoever sets the total draws afterwards; a signal in between would draw a frame too early."""
    for total in (10, 2000, 0, 50):
        transport.set_total(total)
    assert moved == []


def test_the_play_button_says_what_it_would_do(transport):
    def picture():
        return transport.play_button.icon().pixmap(32, 32).toImage()

    paused = picture()
    transport.play()
    playing = picture()
    transport.pause()
    assert paused != playing
    assert picture() == paused


def test_every_control_has_a_name(transport):
    found = takes_keys(transport)
    assert len(found) >= 7
    assert all(spoken(widget) for widget in found)
