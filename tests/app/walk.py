"""A walk through everything that a window shows, and what could not be read or reached there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)

from app.panel.edits import NumberEdit
from app.widgets.formula import FormulaView
from app.widgets.picture import Picture
from app.window.main_window import MainWindow
from core import device
from core.experiments import EXPERIMENTS
from core.parameters import Spec
from tests.app.english import english
from tests.app.hands import spoken, takes_keys
from tests.cases.case import case
from tests.patience import SOON

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QSlider)
SLACK = 1
"""Pixels that a text may be wider than its place: a rounding."""

AXIS, RIGHT_END = "axis ", " (its right end)"
"""What is said of a text to find it: the name of an axis, and the right end of a tab."""

HEADING_LEFT = 3
"""Pixels before a heading: the style sheet's padding. After it there need be none."""


def small_specs(keys: Any) -> dict[str, Spec]:
    """Quick to compute, and yet with as many words as there can be."""
    found = {}
    for key in keys:
        experiment = EXPERIMENTS[key]
        settings = {**experiment.smallest, **case(key).rich}
        if key == "descent":
            settings.pop("optimizers", None)
        found[key] = experiment.spec().adapt(**settings)
    return found


def everything(window: MainWindow, qtbot: Any) -> Iterator[str]:
    """Show every panel, every page, and every tab of a page, computed; yields what is shown."""
    for key in window.docks.widgets:
        window.docks.show(key)
        panel = window.docks.panel(key)
        for page in panel.pages:
            panel.show_page(page.key)
            settle(panel, qtbot)
            yield f"{key}/{page.key}"
            for tabs in panel.findChildren(QTabWidget):
                if tabs is panel.tabs or not tabs.isVisible():
                    continue
                for index in reversed(range(tabs.count())):
                    if tabs.isTabVisible(index) and index != tabs.currentIndex():
                        tabs.setCurrentIndex(index)
                        settle(panel, qtbot)
                        yield f"{key}/{page.key}/{tabs.tabText(index)}"


def settle(panel: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    qtbot.wait(30)


def clipped(root: QWidget) -> list[str]:
    """Every text that does not fit into its widget, unless all of it stands in the tool tip; and
    every control that reaches over the right edge of what holds it."""
    found = []
    for widget in _visible(root):
        seen = _seen(widget)
        if seen.isEmpty():
            continue
        for text, wanted, given in _texts(widget):
            if wanted > given + SLACK and text not in widget.toolTip():
                found.append(f"{type(widget).__name__} “{text}”: {wanted} in {given}")
        if isinstance(widget, CONTROLS) and seen.width() < widget.width() - SLACK:
            found.append(f"{spoken(widget)}: {seen.width()} of {widget.width()} pixels are seen")
    return found


def untranslated(root: QWidget) -> list[str]:
    """Every text, tool tip and name for a screen reader that holds an English word, in Chinese."""
    found = []
    for widget in _visible(root):
        if isinstance(widget, FormulaView):  # its texts are TeX
            continue
        own = () if isinstance(widget, QListWidget) else _texts(widget)
        texts = [text.removeprefix(AXIS).removesuffix(RIGHT_END) for text, _, _ in own]
        texts += [widget.toolTip(), widget.accessibleName(), *_cells(widget)]
        texts = [text.replace(device.name("cpu"), "") for text in texts]
        found += [f"{type(widget).__name__} “{text}”" for text in texts if english(text)]
    return found


def _cells(widget: QWidget) -> Iterator[str]:
    """The texts of a table's cells, a list's rows, and what a combo box offers."""
    if isinstance(widget, QAbstractItemView | QComboBox):
        model = widget.model()
        columns = model.columnCount() if isinstance(widget, QTableView) else 1
        for row in range(model.rowCount()):
            for column in range(columns):
                yield str(model.index(row, column).data() or "")


def _visible(root: QWidget) -> Iterator[QWidget]:
    """What is not hidden, outermost first. Most of a window lies on pages behind."""
    if root.isVisible():
        yield root
        for child in root.children():
            if isinstance(child, QWidget):
                yield from _visible(child)


def _seen(widget: QWidget) -> QRect:
    """What is seen of a widget within all that it lies in, in its own coordinates."""
    rect, outer = widget.rect(), widget.parentWidget()
    while outer is not None and not widget.isWindow():
        rect &= QRect(widget.mapFrom(outer, QPoint(0, 0)), outer.size())
        if outer.isWindow():
            break
        outer = outer.parentWidget()
    return rect


def _texts(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    """Each text of a widget, the pixels it needs, and those it has."""
    match widget:
        case QLabel():
            yield from _of_label(widget)
        case QPushButton() | QToolButton() | QAbstractButton():
            if widget.text():
                yield widget.text(), widget.sizeHint().width(), widget.width()
                yield widget.text(), widget.fontMetrics().height(), widget.height()
        case QComboBox():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            place = widget.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                widget,
            )
            yield widget.currentText(), _width(widget, widget.currentText()), place.width()
            yield widget.currentText(), widget.fontMetrics().height(), widget.height()
        case QTabBar():
            for index in range(widget.count()):
                if widget.isTabVisible(index):
                    text, rect = widget.tabText(index), widget.tabRect(index)
                    if text not in widget.tabToolTip(index):
                        yield text, _width(widget, text), rect.width()
                    yield f"{text}{RIGHT_END}", rect.right(), widget.width()
        case QHeaderView():
            yield from _of_header(widget)
        case QListWidget():
            wanted, given = widget.sizeHintForColumn(0), widget.viewport().width()
            yield widget.objectName() or "list", wanted, given
        case NumberEdit():
            margins = 8
            shown = widget.text() or widget.placeholderText()
            yield shown, _width(widget, shown), widget.width() - margins
        case QLineEdit():
            yield widget.placeholderText(), _width(widget, widget.placeholderText()), widget.width()
        case Picture():
            yield from _of_axes(widget)


def _of_label(label: QLabel) -> Iterator[tuple[str, int, int]]:
    text, room = label.text(), label.contentsRect()
    if not text or label.pixmap().width():
        return
    if label.wordWrap():
        yield text, label.heightForWidth(label.width()), label.height()
        if not _is_rich(text):  # Chinese may be broken between any two signs
            longest = max(re.findall(r"[^\s\u3000-\uffef]+", text), key=len, default="")
            yield longest, _width(label, longest), room.width()
        return
    if _is_rich(text):
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setHtml(text)
        yield text, round(document.idealWidth()), room.width()
    else:
        for line in text.splitlines():
            yield line, _width(label, line), room.width()
    yield text, QFontMetrics(label.font()).height(), label.height()


def _of_header(header: QHeaderView) -> Iterator[tuple[str, int, int]]:
    model = header.model()
    if header.orientation() == Qt.Orientation.Horizontal and model is not None:
        for section in range(header.count()):
            if header.isSectionHidden(section):
                continue
            text = str(model.headerData(section, header.orientation()) or "")
            wanted = max(_width(header, line) for line in text.split("\n"))
            yield text, wanted, header.sectionSize(section) - HEADING_LEFT


def _of_axes(picture: Picture) -> Iterator[tuple[str, int, int]]:
    for name in ("bottom", "left"):
        axis = picture.plot.getAxis(name)
        shown = axis.label.toPlainText().strip()
        if axis.isVisible() and axis.label.isVisible() and shown:
            if shown != axis.labelText and axis.labelText in axis.label.toolTip():
                continue  # shortened on purpose
            length = axis.size().width() if name == "bottom" else axis.size().height()
            yield f"{AXIS}{shown}", round(axis.label.boundingRect().width()), round(length) + 4
    title = picture.plot.titleLabel
    if title.isVisible() and picture.title and picture.title not in title.toolTip():
        yield picture.title, round(title.item.boundingRect().width()), picture.width()


def _width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _is_rich(text: str) -> bool:
    return "<" in text and ">" in text.partition("<")[2]


def nameless(root: QWidget) -> list[str]:
    """Every part that takes the keyboard and that a screen reader has no name for."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in takes_keys(root)
        if not spoken(widget)
    ]


def unreached(window: QWidget) -> list[str]:
    """Every part that takes the keyboard and that the tab key, pressed on and on, never comes to.

    Of buttons in one group the tab key comes to one; a tab bar's own keys are the arrows."""
    wanted = takes_keys(window)
    seen: list[QWidget] = []
    for _ in range(3 * len(wanted) + 10):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen[:-1]:
            break
        if focused not in seen:  # in a text with links, the key goes from link to link
            seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return [f"{spoken(widget) or type(widget).__name__}" for widget in wanted if widget not in seen]
