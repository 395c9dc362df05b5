"""What a person's hands do: type, wheel, click, drag. And what a screen reader says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def type_into(edit: QLineEdit, text: str, *, enter: bool = True) -> None:
    """Replace what stands in the field, key by key."""
    edit.setFocus()
    edit.selectAll()
    press_keys(edit, text or "\b")
    if enter:
        QTest.keyClick(edit, Qt.Key.Key_Return)


def press_keys(widget: QWidget, text: str) -> None:
    """Type on without replacing; signs that are on no keyboard too, which QTest refuses."""
    for sign in text:
        if sign == "\b":
            QTest.keyClick(widget, Qt.Key.Key_Backspace)
        elif sign.isascii():
            QTest.keyClicks(widget, sign)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, NO_KEY, sign))


def wheel(widget: QWidget, notches: int, held: Qt.KeyboardModifier = NO_KEY) -> None:
    """Turn the wheel over the middle of a widget."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        NO_BUTTON,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def mouse(
    widget: QWidget,
    kind: QEvent.Type,
    at: QPoint,
    button: Qt.MouseButton = NO_BUTTON,
    keys: Qt.KeyboardModifier = NO_KEY,
) -> None:
    """One mouse event; while ``button`` is given it is held, except at its release."""
    held = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else button
    caused = NO_BUTTON if kind == QEvent.Type.MouseMove else button
    event = QMouseEvent(kind, QPointF(at), QPointF(widget.mapToGlobal(at)), caused, held, keys)
    QApplication.sendEvent(widget, event)


def point_at(widget: QWidget, at: QPoint) -> None:
    """Move the pointer there, no button held."""
    mouse(widget, QEvent.Type.MouseMove, at)


def click(widget: QWidget, at: QPoint) -> None:
    """Press and release in one place."""
    mouse(widget, QEvent.Type.MouseMove, at)
    mouse(widget, QEvent.Type.MouseButtonPress, at, LEFT)
    mouse(widget, QEvent.Type.MouseButtonRelease, at, LEFT)


def double_click(widget: QWidget, at: QPoint) -> None:
    """A click and another one; QTest.mouseDClick would send the second alone."""
    click(widget, at)
    mouse(widget, QEvent.Type.MouseButtonDblClick, at, LEFT)
    mouse(widget, QEvent.Type.MouseButtonRelease, at, LEFT)


def toggle(box: QCheckBox) -> None:
    """Click on a check box's mark: the rest of its width is empty."""
    QTest.mouseClick(box, LEFT, NO_KEY, QPoint(8, box.height() // 2))


def drag(widget: QWidget, path: Sequence[QPoint], keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press at the first point, move through all, release at the last."""
    for _ in dragging(widget, path, keys):
        pass


def dragging(
    widget: QWidget, path: Sequence[QPoint], keys: Qt.KeyboardModifier = NO_KEY
) -> Iterator[QPoint]:
    """The same, giving back control after every movement."""
    mouse(widget, QEvent.Type.MouseButtonPress, path[0], LEFT, keys)
    for at in path[1:]:
        mouse(widget, QEvent.Type.MouseMove, at, LEFT, keys)
        yield at
    mouse(widget, QEvent.Type.MouseButtonRelease, path[-1], LEFT)


def handle(slider: QSlider) -> QPoint:
    """The middle of a slider's handle."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    return part.center()


def along(slider: QSlider, *shares: float) -> list[QPoint]:
    """From the handle to these shares of the slider's width."""
    start = handle(slider)
    return [start, *(QPoint(round(share * slider.width()), start.y()) for share in shares)]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    if widget.accessibleName() or isinstance(widget, QComboBox):
        return widget.accessibleName()  # on Linux Qt gives a combo box's choice for its name
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def takes_keys(root: QWidget) -> list[QWidget]:
    """Every visible part that the tab key can reach."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisibleTo(root)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.focusProxy()
        and not isinstance(widget.parent(), QLineEdit)
    ]
