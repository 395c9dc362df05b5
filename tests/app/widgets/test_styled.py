"""The style of a widget, where another object is remembered at its address."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyle, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.styled import style_of


def test_what_is_remembered_at_a_styles_address_is_forgotten(qtbot: QtBot) -> None:
    class Odd(QWidget):
        """Answers with an item of a layout, as long as Python knows that."""

        def style(self) -> QStyle:
            known: Any = item
            return known if shiboken6.isValid(item) else super().style()

    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    row.addWidget(QLabel("x"))
    item = row.itemAt(0)
    odd = Odd(holder)
    assert not isinstance(odd.style(), QStyle)
    assert style_of(odd) is QWidget.style(odd)
    assert style_of(holder) is holder.style()
