"""A slider under a hand: a press jumps, a drag goes on, Shift makes all of it finer."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.widgets.slide import FINER, Slide
from tests.app.hands import SHIFT, click, drag, handle, wheel


@pytest.fixture
def slide(qtbot: Any) -> Slide:
    slide = Slide()
    qtbot.addWidget(slide)
    slide.setRange(0, 1000)
    slide.resize(300, 24)
    slide.show()
    return slide


def test_a_press_jumps_to_where_it_is(slide: Slide) -> None:
    for share in (0.25, 0.75, 0.5):
        click(slide, QPoint(round(share * slide.width()), 12))
        assert slide.value() == pytest.approx(1000 * share, abs=20)
    click(slide, QPoint(0, 12))
    assert slide.value() == 0


def test_a_press_on_the_handle_moves_nothing(slide: Slide) -> None:
    slide.setValue(500)
    click(slide, handle(slide) + QPoint(2, 0))
    assert slide.value() == 500


def test_a_drag_with_shift_is_finer(slide: Slide) -> None:
    moved = []
    for held in (Qt.KeyboardModifier.NoModifier, SHIFT):
        slide.setValue(500)
        start = handle(slide)
        drag(slide, [start, start + QPoint(50, 0)], held)
        moved.append(slide.value() - 500)
    assert moved[0] == pytest.approx(FINER * moved[1], abs=FINER)
    assert moved[1] > 0


def test_keys_and_the_wheel_ask_for_steps_and_with_shift_for_tenths(slide: Slide) -> None:
    asked: list[float] = []
    slide.stepped.connect(asked.append)
    QTest.keyClick(slide, Qt.Key.Key_Right)
    QTest.keyClick(slide, Qt.Key.Key_PageDown)
    QTest.keyClick(slide, Qt.Key.Key_Left, SHIFT)
    wheel(slide, 2)
    wheel(slide, -1, SHIFT)
    assert asked == pytest.approx([1, -10, -0.1, 2, -0.1])
