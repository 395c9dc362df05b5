"""The lessons in a window: the pane, its numbers, and what "Show me" shows."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QDockWidget

from app.docks import Docks
from app.job import Job, Worker
from app.panel.panel import Panel
from app.panel.preset import Preset
from app.words.labels import tr
from app.words.refusals import refusal
from core.experiment import Experiment
from core.parameters import Spec, SpecError

if TYPE_CHECKING:
    from app.lessons.checks import Checks
    from app.lessons.pane import LessonPane
    from core.lessons.records import Lesson, Library, Show

log = logging.getLogger("saddlepoint")


def _nothing(spec: Spec, device: str) -> Any:
    yield None


class Teacher(QObject):
    """Holds the pane, reads the lessons, and lets the panels show them. It lives in the GUI thread.

    The pane is made when it is first visible or filled. The files are read on the compute thread,
    when somebody first looks or when the window is idle.
    """

    def __init__(
        self, docks: Docks, dock: QDockWidget, settings: QSettings, worker: Worker
    ) -> None:
        """Make the teacher. ``dock`` stands beside the panels, and holds the pane."""
        super().__init__(docks)
        self._docks, self._settings, self._worker = docks, settings, worker
        self._pane: LessonPane | None = None
        self._checks: Checks | None = None
        self.dock = dock
        self.dock.visibilityChanged.connect(self._on_dock_shown)
        self._reader = Job(worker, Experiment("", Spec, _nothing, {}), parent=self)
        self._reader.answered.connect(self._on_read)
        self._claims: frozenset[str] = frozenset()
        self._front = docks.front_key()
        self._asked = self._closing = False
        self._wanted = str(settings.value("lesson", ""))
        docks.meet(self._on_built)
        docks.front_changed.connect(self._on_front)
        self._on_dock_shown(dock.isVisible())

    @property
    def pane(self) -> LessonPane:
        """The pane in the dock, made when it is first needed."""
        return self._pane or self._make_pane()

    # What a person asks for

    def toggle(self) -> None:
        """Show the lesson about what the panel in front shows, with the keyboard focus, or close
        the pane."""
        if self.dock.isVisible():
            self.dock.hide()
            return
        claim = self._claim_of(self._docks.front())
        if claim:
            self.open(claim)
        else:
            self.show_pane()
        self.pane.focus()

    def _claim_of(self, panel: Panel) -> str:
        """The claim that a panel shows: its preset's, or one about its page if another lesson was
        read last; empty if what the pane has is fine."""
        last, page = self.pane.lesson, panel.page.key
        if panel.why.claim or last is None:
            return panel.why.claim
        about = [one for one in self.pane.library.lessons if _pages_of(panel, one) & {page}]
        return "" if last in about or not about else about[0].claim

    def show_pane(self) -> None:
        """Make the pane visible at its preferred width."""
        self.read()
        hidden = not self.dock.isVisible()
        self.dock.show()
        self.dock.raise_()
        if hidden:
            self._docks.widen_aside(self.pane.sizeHint().width())

    def open(self, claim: str) -> None:
        """Open the lesson with that claim."""
        self._wanted = claim
        self.show_pane()
        self.pane.open(claim)

    def show(self, lesson: Lesson, show: Show) -> None:
        """Let a panel show one of the lesson's states, as one undo step."""
        self._docks.show(show.panel)
        panel = self._docks.panel(show.panel)
        try:
            panel.apply_preset(preset_of(panel, lesson, show))
        except SpecError as error:
            panel.errors.say(refusal(error))
        except KeyError:
            panel.errors.say(tr("There is no preset {name} here.", name=show.preset))

    def read(self) -> None:
        """Read the lessons, if that has not been asked for yet."""
        if not self._asked:
            from core.lessons import lessons

            self._asked = True
            self._reader.ask(lessons.load)

    def retheme(self) -> None:
        """Draw the pane anew in the present theme."""
        if self._pane is not None:
            self._pane.retheme()

    def close(self) -> None:
        """Stop computing, and save which lesson was open."""
        self._closing = True
        if self._checks is not None:
            self._checks.cancel()
        if self._claims:
            lesson = self.pane.lesson
            self._settings.setValue("lesson", lesson.claim if lesson else "")

    # What happens

    def _make_pane(self) -> LessonPane:
        from app.lessons.checks import Checks
        from app.lessons.pane import LessonPane

        pane = self._pane = LessonPane()
        self._checks = Checks(pane.view, self._worker, self)
        pane.set_panel(self._front)
        pane.opened.connect(self._on_opened)
        pane.show_asked.connect(self.show)
        self.dock.setWidget(pane)
        return pane

    @Slot(bool)
    def _on_dock_shown(self, visible: bool) -> None:
        if visible and self._pane is None and not self._closing:
            self._make_pane()

    @Slot(object)
    def _on_built(self, panel: Panel) -> None:
        """Connect a new panel, which may ask for a lesson."""
        panel.why.asked.connect(self.open)
        panel.why.know(self._claims)

    @Slot(str)
    def _on_front(self, key: str) -> None:
        """Tell the pane which panel is in front, whose lessons come first."""
        self._front = key
        if self._pane is not None:
            self._pane.set_panel(key)

    @Slot(object)
    def _on_read(self, library: Library) -> None:
        for problem in library.problems:
            log.error("a lesson is left out: %s", problem)
        known = self._docks.entries
        own = tuple(_within(one, known) for one in library.lessons if one.panel in known)
        self.pane.set_library(dataclasses.replace(library, lessons=own, problems=()))
        self._claims = frozenset(self.pane.library.by_claim)
        for panel in self._docks.panels.values():
            panel.why.know(self._claims)
        if self._wanted:
            self.pane.open(self._wanted)

    @Slot()
    def _on_opened(self) -> None:
        """Compute the numbers of the lesson that is visible."""
        assert self._checks is not None
        self._checks.cancel()
        lesson = self.pane.lesson
        if self._closing or not self.pane.isVisible():
            return
        self.read()
        if lesson is not None:
            self._checks.compute(lesson)


def _within(lesson: Lesson, panels: Collection[str]) -> Lesson:
    """The lesson with only what one of these panels can show."""
    shows = tuple(show for show in lesson.shows if show.panel in panels)
    return dataclasses.replace(lesson, shows=shows)


def _pages_of(panel: Panel, lesson: Lesson) -> set[str]:
    """The pages of a panel that a lesson shows."""
    own = {preset.name: preset.page for preset in panel.presets}
    shows = [show for show in lesson.shows if show.panel == panel.key]
    pages = {show.page or own.get(show.preset, "") for show in shows}
    return {page or panel.pages[0].key for page in pages}


def preset_of(panel: Panel, lesson: Lesson, show: Show) -> Preset:
    """The preset by which a panel shows one of a lesson's states; :class:`KeyError` for an unknown
    preset."""
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
