"""A window fits the free part of the screen, frame included, at any scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QMainWindow

from app.window import room

FRAME = QSize(2, 37)


@pytest.mark.parametrize(
    ("free", "size"),
    [
        (QRect(0, 0, 1920, 1040), QSize(1280, 800)),  # 1920 x 1080
        (QRect(0, 0, 1280, 680), QSize(1278, 643)),  # the same at 150 %
        (QRect(0, 0, 1280, 760), QSize(1278, 723)),
        (QRect(72, 27, 1208, 773), QSize(1206, 736)),  # a bar at the left
    ],
)
def test_it_is_never_larger_than_what_is_free(free: QRect, size: QSize) -> None:
    outer = room.fitted(QRect(free.topLeft(), QSize(1280, 800)), FRAME, free)
    assert free.contains(outer)
    assert outer.size() - FRAME == size


def test_one_that_hangs_out_comes_in() -> None:
    free = QRect(0, 0, 1280, 760)
    outer = room.fitted(QRect(900, 500, 800, 600), FRAME, free)
    assert free.contains(outer)
    assert outer.size() - FRAME == QSize(800, 600)


def test_a_window_is_made_to_fit(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(3000, 2000)
    room.fit(window)
    free = window.screen().availableGeometry()
    assert window.width() <= free.width()
    assert window.height() <= free.height()
