"""The pages of a panel, the jobs behind them, and what these are asked to compute."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.job import Report, Worker
from app.panel.error_strip import ErrorStrip
from app.panel.footer import Footer
from app.panel.jobs import Jobs
from app.panel.later import Later
from app.panel.page import Page
from app.panel.painting import Painting
from app.panel.player import Player
from app.panel.spec_book import SpecBook
from app.panel.state import Specs
from app.panel.tabs import PageTabs
from app.panel.veil import Veils
from app.widgets.picture import Picture
from app.widgets.sentences import sentence
from app.words import labels
from core.experiments import EXPERIMENTS, MAIN
from core.parameters import Spec, SpecError


class Stage(QWidget):
    """Computes what the page in front shows, and draws it there. A hidden page computes nothing.

    A subclass defines the pages and what all of them share; each page does what belongs to it
    alone. Everything happens in the GUI thread.
    """

    key: ClassVar[str]
    """The key of the panel."""
    transport: QWidget | None = None
    """The playback controls, if they are the same for all pages."""
    view: Any = None
    """A frozen dataclass of what is shown but not computed."""

    status_changed = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.device = "auto"
        self.jobs = Jobs(worker, self)
        self.pages = tuple(self.make_pages())
        self.main = MAIN[self.key]
        self.book = SpecBook(self.main, self.pages)
        for key in self.book.specs:
            self.jobs.add(key, self.book.page_of(key).priority)
        self.tabs = PageTabs(self.pages)
        self.errors = ErrorStrip()
        self.notice = sentence("notice")
        self.notice.hide()
        self.footer = Footer(self.transport, self.notice)
        self._refused = False
        self._turning = False
        self._pictures: Sequence[Picture] | None = None
        self._painting = Painting(self)
        self._painting.went_on.connect(self._on_busy)
        self._veils = Veils(self.jobs.shows, lambda keys: bool(self.jobs.drawn & set(keys)), self)
        self.jobs.delivered.connect(self._on_delivered)
        self.jobs.busy_changed.connect(self._on_busy)

    # What a panel is

    def make_pages(self) -> Sequence[Page[Any]]:
        """Make the panel's pages, in the order of their tabs."""
        raise NotImplementedError

    def build_pictures(self) -> QWidget:
        """The middle of the panel: the pages, and what stands beside all of them."""
        return self.tabs

    def requests(self) -> Sequence[tuple[str, Spec | SpecError]]:
        """What each experiment is asked for in the current state, or why it cannot be asked."""
        return ((self.page.experiment, self.book.asked_of(self.page)),)

    def beside(self) -> Mapping[QWidget, Collection[str]]:
        """What stands beside the pages, with the experiments whose frames it shows."""
        return {}

    def annotate(self) -> None:
        """Show what depends on the specs alone, such as the formulas below the fields."""

    def take(self, key: str, report: Report) -> None:
        """Draw what all pages share from a new frame, before the pages draw it."""

    def look(self, before: Any) -> None:
        """Show the current view, which was ``before``; nothing is computed."""
        for page in self.pages:
            if page.built:
                page.look(before)

    def follow(self) -> None:
        """Show the fields that belong to the page in front, after the page or the specs have
        changed."""
        raise NotImplementedError

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""
        for page in self.pages:
            if page.built:
                page.retheme()

    # Its pages

    def turns(self) -> Iterator[None]:
        """Build what is missing in small pieces, what is in front first: a window in use takes one
        piece in each turn of its event loop.

        Until all are taken, being shown builds nothing, so the first piece is the rest of the panel
        as it stands: what is asked for is computed meanwhile.
        """
        self._turning = True
        self.jobs.watch(False)
        yield
        while waiting := [room for room in (self.page.room, *self.rooms) if not room.ready]:
            next((room for room in waiting if room.isVisible()), waiting[0]).build()
            if self.seen_whole:
                self.jobs.watch(True)
            yield
        self._turning = False
        self.jobs.watch(True)

    @property
    def rooms(self) -> Sequence[Later[Any]]:
        """The placeholders of everything that is built late."""
        return self.findChildren(Later)

    @property
    def seen_whole(self) -> bool:
        """Whether everything visible in the panel is built."""
        return all(room.ready for room in self.rooms if room.isVisible())

    @property
    def page(self) -> Page[Any]:
        """The page in front."""
        return self.tabs.page

    @property
    def player(self) -> Player:
        """The player of the page in front."""
        return self.page.player or Player()

    def show_page(self, key: str) -> None:
        """Bring the page with that key to the front; the first one if there is none."""
        self.tabs.show_page(key)

    @property
    def pictures(self) -> Sequence[Picture]:
        """All pictures that exist, in front or not. Searching for them takes a millisecond."""
        if self._pictures is None:
            self._pictures = self.findChildren(Picture)
        return self._pictures

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        """The experiments whose frames a picture shows, the most important first."""
        for page in self.pages:
            if page.built and (page.widget is exhibit or page.widget.isAncestorOf(exhibit)):
                return page.sources(exhibit)
        return (self.main,)

    # What it shows and computes

    @property
    def specs(self) -> Specs:
        """The spec of each experiment, by its key."""
        return self.book.specs

    @property
    def spec(self) -> Any:
        """The spec of the main experiment."""
        return self.book.specs[self.main]

    def change_view(self, **changes: Any) -> None:
        """Change the view: what is shown but not computed."""
        before = self.view
        view = replace(before, **changes) if changes else before
        if view != before:
            self.view = view
            self.look(before)

    def set_device(self, device: str) -> None:
        """Compute on that device from now on."""
        self.device = device
        self.refresh()

    def refresh(self) -> None:
        """Ask every job for what the current state needs, unless it was already asked."""
        if not self.isVisible():
            return
        self.annotate()
        for page in self.pages:
            if page.built:
                page.follow()
        refused: tuple[str, SpecError] | None = None
        for key, spec in self.requests():
            if isinstance(spec, SpecError):
                self.jobs.refuse(key)
                refused = key, spec
            elif self.jobs.submit(key, spec, self.device):
                self.errors.hide()
        if refused is not None:
            key, error = refused
            self.errors.refuse(EXPERIMENTS[key].spec, error)
        elif self._refused:
            self.errors.hide()
        self._refused = refused is not None
        self._follow_truth()

    @property
    def busy(self) -> bool:
        """Whether anything is computed, apart from what waits behind another page, or
        is painted."""
        waiting = {page.experiment for page in self.pages if page.waits and not page.in_front}
        return bool(self.jobs.busy - waiting) or self._painting.busy

    @property
    def settled(self) -> bool:
        """Whether everything that was asked for, including small questions, has been drawn."""
        return not self.busy and not self.jobs.asking

    def paint_in_turn(self) -> None:
        """Paint one picture after another, once, when something makes all of them costly at the
        same time: first paints (fonts, axes, caches) or another surface."""
        shown = [picture for picture in self.pictures if picture.isVisible()]
        self._painting.begin([picture for picture in shown if not self._veils.cover(picture)])

    # What happens to it

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for room in () if self._turning else self.rooms:
            if room.isVisible():
                room.build()
        if not self._painting.begun:
            self.paint_in_turn()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._painting.end()
        self.jobs.cancel()

    def watch(self) -> None:
        """Begin to react to tabs: a new tab is a new page, and what is built late is drawn."""
        for page in self.pages:
            page.room.built.connect(partial(self._on_built, page))
        for room in self.rooms:
            room.built.connect(self._forget_pictures)
        self.tabs.currentChanged.connect(self._on_page)

    @Slot(int)
    def _on_page(self, index: int) -> None:
        for page in self.pages:
            if page is not self.page and page.built:
                page.leave()
        self.page.room.build()
        self.page.catch_up()
        self.page.enter()
        self._on_busy()
        self.follow()
        self.refresh()

    def _forget_pictures(self) -> None:
        self._pictures = None

    def _on_built(self, page: Page[Any]) -> None:
        page.follow()
        if page.in_front or page.behind:
            page.catch_up()

    @Slot(str, object, bool)
    def _on_delivered(self, key: str, report: Report, first: bool) -> None:
        self._follow_truth(moved=True)
        if first:
            self.paint_in_turn()
        self.take(key, report)
        for page in self.pages:
            if page.in_front or (page.behind and page.built):
                page.catch_up()
            elif page.built and key == page.experiment:
                page.leave()  # a run that was asked for before may have begun since
        for picture in self.pictures:
            # Ranges are applied now: within the paint they would cause a second one.
            if picture.isVisible():
                picture.scene().prepareForPaint()
        self.footer.show_progress(report.frame.step / max(1, report.frame.total))
        if key == self.page.experiment:
            self.footer.show_seconds(report.seconds)
            self.status_changed.emit(report.device)
        if report.fallback:
            self.notice.setText(labels.fallback(report.fallback))
        self.notice.setVisible(bool(report.fallback))

    @Slot()
    def _on_busy(self) -> None:
        self.footer.show_busy(self.busy)
        if self.busy:
            self.footer.show_progress(0)
        self._follow_truth()

    def _follow_truth(self, *, moved: bool = False) -> None:
        """Dim what is not what the controls ask for, and nothing else."""
        if self.isVisible():
            keys = (*self.page.also, self.page.experiment)
            page: Mapping[QWidget, Collection[str]] = {self.page.room: keys}
            self._veils.follow({**page, **self.beside()}, moved=moved)
