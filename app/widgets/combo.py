"""A list to choose from that never cuts what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from app.widgets.styled import style_of

MOST = 190
"""The width in pixels of a choice that its list asks for at most; a longer one ends in an ellipsis
where there is no more."""

_BOX = QStyle.ContentsType.CT_ComboBox


class Combo(QComboBox):
    """A combo box that is as wide as its choice needs at least, up to :data:`MOST`, and that shows
    a longer choice with an ellipsis, never cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        text = QSize(self.fontMetrics().horizontalAdvance(self.currentText()), 1)
        needed = style_of(self).sizeFromContents(_BOX, option, text, self).width()
        least = super().minimumSizeHint()
        return QSize(max(least.width(), min(MOST, needed)), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = style_of(self).subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        taken = option.iconSize.width() + 4 if not option.currentIcon.isNull() else 0
        room = field.width() - taken - 2
        words, right = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = option.fontMetrics.elidedText(words, right, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
