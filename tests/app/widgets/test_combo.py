"""A choice is never cut: its list is wide enough, or it ends in an ellipsis."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.widgets.combo import MOST, Combo


def row(qtbot: Any, text: str) -> tuple[Combo, QWidget]:
    around = QWidget()
    qtbot.addWidget(around)
    combo = Combo()
    combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(4)
    combo.addItems([text, "no"])
    QHBoxLayout(around).addWidget(combo)
    around.resize(10, 40)
    around.show()
    return combo, around


def test_it_is_as_wide_as_what_is_chosen(qtbot: Any) -> None:
    combo, _ = row(qtbot, "η 0.000316")
    assert combo.width() >= combo.fontMetrics().horizontalAdvance("η 0.000316") + 10
    combo.setCurrentIndex(1)
    combo.updateGeometry()
    narrow = combo.minimumSizeHint().width()
    assert narrow < combo.width()


def test_what_is_too_long_ends_in_an_ellipsis(qtbot: Any) -> None:
    combo, _ = row(qtbot, "a choice of many words, more than a column of controls holds")
    assert combo.minimumSizeHint().width() == MOST
    assert not combo.grab().isNull()
