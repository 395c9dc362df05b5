"""The pane beside a panel: the list of lessons, or one of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.lessons.list import LessonList
from app.lessons.view import LessonView
from app.widgets.buttons import tool_button
from app.widgets.styled import styled
from app.words.labels import tr
from core.lessons.records import Lesson, Library

WIDTH = 320


class LessonPane(QWidget):
    """Shows the list of lessons, or the one that is open; it computes nothing, and changes no
    panel."""

    opened = Signal()
    """Emitted when another lesson was opened or closed, and when the pane was shown or hidden."""
    show_asked = Signal(object, object)
    """Emitted with a lesson and the :class:`core.lessons.records.Show` of it that is asked for."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "lesson")
        self.library = Library(())
        self.lesson: Lesson | None = None
        """The lesson that is open; None while the list is shown."""
        self._panel = ""
        self._last = ""
        self.list = LessonList()
        self.view = LessonView()
        self.all = QPushButton("☰ " + tr("All lessons"))
        self.all.setFlat(True)
        self.all.clicked.connect(self.show_list)
        self.previous = tool_button("◀", tr("Previous lesson"), lambda: self.turn(-1))
        self.next = tool_button("▶", tr("Next lesson"), lambda: self.turn(1))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.view)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 4, 4, 0)
        bar.addWidget(self.all)
        bar.addStretch(1)
        bar.addWidget(self.previous)
        bar.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        self.setMinimumWidth(260)
        self.list.chosen.connect(self.open)
        self.view.show_asked.connect(self._on_show)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    def set_library(self, library: Library) -> None:
        """Offer these lessons."""
        self.library = library
        self._fill()

    def set_panel(self, key: str) -> None:
        """Set the panel in front, whose lessons come first."""
        if key != self._panel:
            self._panel = key
            self._fill()

    def open(self, claim: str) -> None:
        """Show the lesson with that claim, or the list if there is none."""
        lesson = self.library.by_claim.get(claim)
        if lesson is None:
            self.show_list()
            return
        self.lesson = lesson
        self._last = claim
        self.view.show_lesson(lesson)
        self._follow()
        self.opened.emit()

    def show_list(self) -> None:
        """Show the list of all lessons."""
        self.lesson = None
        self.list.select(self._last)
        self._follow()
        self.list.setFocus()
        self.opened.emit()

    def turn(self, by: int) -> None:
        """The lesson before or after this one."""
        near = self._neighbor(by)
        if near is not None:
            self.open(near.claim)

    def focus(self) -> None:
        """Take the keyboard focus."""
        (self.list if self.lesson is None else self.view).setFocus()

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""
        self.list.viewport().update()
        self.list.scheduleDelayedItemsLayout()
        if self.lesson is not None:
            self.open(self.lesson.claim)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.opened.emit()

    def _fill(self) -> None:
        self.list.show_lessons(self.library.lessons, self._panel)
        self.list.select(self._last)
        self._follow()

    def _follow(self) -> None:
        """Show the right page, and enable the buttons for what can be done."""
        self._pages.setCurrentWidget(self.list if self.lesson is None else self.view)
        self.all.setVisible(self.lesson is not None)
        for button, by in ((self.previous, -1), (self.next, 1)):
            near = self._neighbor(by)
            button.setVisible(self.lesson is not None)
            button.setEnabled(near is not None)

    def _neighbor(self, by: int) -> Lesson | None:
        lessons = self.library.lessons
        if self.lesson is None or self.lesson not in lessons:
            return None
        index = lessons.index(self.lesson) + by
        return lessons[index] if 0 <= index < len(lessons) else None

    def _on_show(self, index: int) -> None:
        if self.lesson is not None:
            self.show_asked.emit(self.lesson, self.lesson.shows[index])
