"""The list of all lessons: those of the shown panel first, those that are often taught wrongly
marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app import theme
from app.panel.keys import is_panels
from app.widgets.styled import styled
from app.words import labels, language
from app.words.labels import tr
from core.lessons.records import Lesson

CLAIM = Qt.ItemDataRole.UserRole
"""The item role of the lesson's claim; it is empty for a heading."""
WRONG = Qt.ItemDataRole.UserRole + 1

_PAD = 6
_WIDEST = "O12  "
"""The widest name of a claim, to the left of its title, with its gap."""
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

Index = QModelIndex | QPersistentModelIndex


class LessonList(QListWidget):
    """A list in which a click or the Enter key on a title asks for that lesson."""

    chosen = Signal(str)
    """Emitted with the claim of the lesson that was asked for."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "lessonList")
        self.setAccessibleName(tr("Lessons"))
        self.setItemDelegate(_Delegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._choose)

    def show_lessons(self, lessons: Sequence[Lesson], panel: str) -> None:
        """List these lessons, with those of the panel in front before the others."""
        self.clear()
        panels = sorted({lesson.panel for lesson in lessons}, key=lambda key: _place(key, panel))
        for key in panels:
            heading = QListWidgetItem(tr(labels.PANELS[key]))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setData(CLAIM, "")
            self.addItem(heading)
            for lesson in lessons:
                if lesson.panel == key:
                    self.addItem(_item(lesson))

    def select(self, claim: str) -> None:
        """Mark that lesson as the current one."""
        for row in range(self.count()):
            if claim and self.item(row).data(CLAIM) == claim:
                self.setCurrentRow(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the titles anew: a scroll bar that has come takes width from their lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
        elif is_panels(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        if item.data(CLAIM):
            self.chosen.emit(item.data(CLAIM))


def _place(key: str, front: str) -> int:
    return -1 if key == front else list(labels.PANELS).index(key)


def _item(lesson: Lesson) -> QListWidgetItem:
    title = lesson.in_language(language.current()).title
    item = QListWidgetItem(title)
    item.setData(CLAIM, lesson.claim)
    item.setData(WRONG, lesson.wrong)
    spoken = f"{lesson.claim}: {title}"
    if lesson.wrong:
        spoken = f"{spoken} ({tr('often taught wrongly')})"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


class _Delegate(QStyledItemDelegate):
    """Paints a claim's name, its title in as many lines as it needs, and the badge."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(self._view.font())
        width = self._view.viewport().width()
        if not index.data(CLAIM):
            return QSize(width, metrics.lineSpacing() + 3 * _PAD)
        height = self._title(metrics, QRect(0, 0, width, 10_000), index).height() + 2 * _PAD
        return QSize(width, height + (metrics.lineSpacing() + 2 if index.data(WRONG) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors, metrics = theme.current(), QFontMetrics(self._view.font())
        rect = QRect(option.rect)
        painter.save()
        painter.setFont(self._view.font())
        if not index.data(CLAIM):
            painter.setPen(QColor(colors.muted))
            inner = rect.adjusted(_PAD, _PAD, -_PAD, -2)
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, str(index.data()))
            painter.restore()
            return
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(rect, theme.mix(colors.panel, colors.accent, 0.14 if chosen else 0.07))
        painter.setPen(QColor(colors.muted))
        name = rect.adjusted(_PAD, _PAD, 0, 0)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft, str(index.data(CLAIM)))
        title = self._title(metrics, rect, index)
        painter.setPen(QColor(colors.text))
        painter.drawText(title, _WRAP, str(index.data()))
        if index.data(WRONG):
            painter.setPen(QColor(colors.warning))
            painter.drawText(title.left(), title.bottom() + metrics.ascent() + 3, _badge())
        painter.restore()

    def _title(self, metrics: QFontMetrics, rect: QRect, index: Index) -> QRect:
        room = rect.adjusted(_PAD + metrics.horizontalAdvance(_WIDEST), _PAD, -_PAD, 0)
        found = metrics.boundingRect(room, _WRAP, str(index.data()))
        return QRect(room.left(), room.top(), room.width(), found.height())


def _badge() -> str:
    return "⚠ " + tr("often taught wrongly")
