"""The lessons in the window: the pane, its numbers, and what "Show me" shows."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QStyle

from app.job import Failure, Job, Report
from app.labs.panels import PANELS, Panel
from app.lessons.pane import WIDTH, LessonPane
from app.panel.preset import Preset
from app.widgets.styled import styled
from app.words.labels import tr
from app.words.refusals import refusal
from core.experiment import Experiment
from core.lessons import lessons
from core.lessons.lessons import Lesson, Library, Show
from core.parameters import Spec, SpecError

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

log = logging.getLogger("saddlepoint")

PRIORITY = 8
"""The numbers of a lesson come after all that the panels compute."""


def _nothing(spec: Spec, device: str) -> Any:
    yield None


class Teacher(QObject):
    """Holds the pane, reads the lessons and computes the open one's checks. In the GUI thread.

    The files are read on the compute thread, when somebody first looks or when the window has
    nothing better to do.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.pane = LessonPane()
        self.pane.opened.connect(self._on_opened)
        self.pane.show_asked.connect(self.show)
        self.dock: QDockWidget = styled(QDockWidget(tr("Lesson"), window), "lessonDock")
        self.dock.setWidget(self.pane)
        self.dock.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        worker = window.thread_.worker
        self._reader = Job(worker, Experiment("", Spec, _nothing, {}), parent=self)
        self._reader.answered.connect(self._on_read)
        self._checks = Job(
            worker, Experiment("", Spec, _nothing, {}), priority=PRIORITY, parent=self
        )
        self._checks.delivered.connect(self._on_measured)
        self._checks.failed.connect(self._on_failed)
        self._asked = self._closing = False
        self._wanted = str(window.settings.value("lesson", ""))

    # What a person asks for

    def toggle(self) -> None:
        """Show the pane and give it the keyboard, or close it."""
        if self.dock.isVisible():
            self.dock.hide()
        else:
            self.show_pane()
            self.pane.focus()

    def show_pane(self) -> None:
        """Bring the pane into sight, as wide as it likes to be."""
        self.read()
        hidden = not self.dock.isVisible()
        self.dock.show()
        self.dock.raise_()
        if hidden:
            self._set_width(WIDTH)

    def open(self, claim: str) -> None:
        """Open a claim's lesson."""
        self._wanted = claim
        self.show_pane()
        self.pane.open(claim)

    def show(self, lesson: Lesson, show: Show) -> None:
        """Let the lesson's panel show it; one step to undo."""
        self._window.show_panel(lesson.panel)
        panel = self._window.panel(lesson.panel)
        try:
            panel.apply_preset(preset_of(panel, lesson, show))
        except SpecError as error:
            panel.errors.say(refusal(error))
        except KeyError:
            panel.errors.say(tr("There is no preset {name} here.", name=show.preset))

    @contextmanager
    def staying(self) -> Iterator[None]:
        """While another panel takes the place of the shown one, the pane keeps its width."""
        width = self.dock.width() if self.dock.isVisible() else 0
        yield
        if width:
            self._set_width(width)

    def read(self) -> None:
        """Read the lessons, if nobody did yet."""
        if not self._asked:
            self._asked = True
            self._reader.ask(lessons.load)

    def greet(self, panel: Panel) -> None:
        """A panel was built: it may ask for a lesson."""
        panel.why.asked.connect(self.open)
        panel.why.know(frozenset(self.pane.library.by_claim))

    def close(self) -> None:
        """Compute nothing more; keep what was open."""
        self._closing = True
        self._checks.cancel()
        if self._asked and self.pane.library.lessons:
            lesson = self.pane.lesson
            self._window.settings.setValue("lesson", lesson.claim if lesson else "")

    def _set_width(self, width: int) -> None:
        """The panels take what is left."""
        if self.dock.isFloating():
            return
        panels = [d for d in self._window.docks.values() if d.isVisible() and not d.isFloating()]
        extent = QStyle.PixelMetric.PM_DockWidgetSeparatorExtent
        separators = (len(panels) + 1) * self._window.style().pixelMetric(extent)
        room = self._window.width() - self._window.sidebar.width() - separators - width
        sizes = [room // max(1, len(panels))] * len(panels)
        docks = [*panels, self.dock]
        self._window.resizeDocks(docks, [*sizes, width], Qt.Orientation.Horizontal)

    # What happens

    @Slot(object)
    def _on_read(self, library: Library) -> None:
        for problem in library.problems:
            log.error("a lesson is left out: %s", problem)
        known = {entry.key for entry in PANELS}
        own = Library(tuple(lesson for lesson in library.lessons if lesson.panel in known))
        self.pane.set_library(own)
        for panel in self._window.panels.values():
            panel.why.know(frozenset(own.by_claim))
        if self._wanted:
            self.pane.open(self._wanted)

    @Slot()
    def _on_opened(self) -> None:
        """Compute the numbers of the lesson that is looked at, and of no other."""
        self._checks.cancel()
        lesson = self.pane.lesson
        if self._closing or not self.pane.isVisible():
            return
        self.read()
        if lesson is not None:
            self._checks.experiment = lessons.experiment(lesson)
            self._checks.submit(Spec(), "cpu")

    @Slot(object)
    def _on_measured(self, report: Report) -> None:
        assert isinstance(report.frame, lessons.MeasuredFrame)
        self.pane.view.show_measured(report.frame)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self.pane.view.show_failure(failure.report or str(failure.refusal))


def preset_of(panel: Panel, lesson: Lesson, show: Show) -> Preset:
    """What the panel must take up to show it; :class:`KeyError` for a preset that it has not."""
    base = Preset("", {})
    if show.preset:
        base = {preset.name: preset for preset in panel.presets}[show.preset]
    pages = {key: {**base.pages.get(key, {}), **changes} for key, changes in show.pages.items()}
    return dataclasses.replace(
        base,
        settings={**base.settings, **show.settings},
        page=show.page or base.page,
        pages={**base.pages, **pages},
        view={**base.view, **show.view},
        claim=lesson.claim,
    )
