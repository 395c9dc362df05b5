"""A page of a panel: one tab, its pictures, and the experiment that it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from PySide6.QtWidgets import QWidget

from app.job import Report
from app.panel.form import Form
from app.panel.jobs import Jobs
from app.panel.later import Later
from app.panel.pin import PinControl
from app.panel.player import Player
from app.words.labels import tr
from core.experiment import Frame
from core.parameters import Numeric, Spec, SpecError, common, parameters

WIDTH = 490
"""The width to which a page can shrink at least: then a lesson fits beside the panel at 1280
pixels."""

W = TypeVar("W", bound=QWidget)


class Host(Protocol):
    """The part of a panel that a page may use."""

    jobs: Jobs
    view: Any
    pin: PinControl

    @property
    def spec(self) -> Any:
        """The spec of the main experiment."""

    @property
    def form(self) -> Form:
        """The form of the main experiment."""

    @property
    def page(self) -> Page[Any]:
        """The page in front."""

    def form_of(self, key: str) -> Form:
        """The form of one of the panel's experiments."""

    def spec_of(self, key: str) -> Spec | SpecError:
        """The spec of one of the panel's experiments, or why there can be none."""

    def change_view(self, **changes: Any) -> None:
        """Change the view: what is shown but not computed."""

    def refresh(self) -> None:
        """Ask every job for what the current state needs."""

    def paint_in_turn(self) -> None:
        """Paint one picture after another, once."""


class Themed(Protocol):
    """A page's pictures: they can also be drawn in another theme."""

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""


class Page(Generic[W]):
    """A tab of a panel. Its class attributes describe it from the start; its pictures are built
    when they are first visible. Only the page in front is drawn, and only its experiment is run.

    Everything happens in the GUI thread.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    """The title, marked for translation."""
    experiment: ClassVar[str]
    """The key of the page's experiment: the panel's main one, or one with its own spec and form."""
    base: ClassVar[type[Spec]] = Spec
    """The class of specs whose common fields the page's own spec takes over from the main spec."""
    also: ClassVar[Sequence[str]] = ()
    """The keys of further experiments whose frames the page shows."""
    one_of: ClassVar[type[Spec] | None] = None
    """A class of specs whose choices and texts all frames on the page must have in common: no path
    is drawn over another surface."""
    twin: ClassVar[str] = ""
    """The key of a page that shows the same in another way: a preset chosen here stays here."""
    alone: ClassVar[bool] = False
    """Whether the page's form replaces the main one, instead of standing above it."""
    fields: ClassVar[Collection[str] | None] = None
    """The fields of the main form that matter to the page; None means all."""
    renamed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Fields of the page's own spec that take their value from a field of another name of the main
    one, by their own names."""
    priority: ClassVar[int] = 0
    """The priority of the experiment's job: the lowest goes first."""
    behind: ClassVar[bool] = False
    """Whether the page is drawn behind another page too, since what lies over its pictures is shown
    elsewhere as well."""
    waits: ClassVar[bool] = False
    """Whether the run waits while another page is in front, as one that takes seconds should: a
    hidden page computes nothing."""

    def __init__(self, host: Host, player: Player | None = None) -> None:
        """``player`` plays what passes in time on the page, where all pages have it in common."""
        self.host = host
        self._player = player
        self.room: Later[W] = Later(self._build_fitting)
        self._drawn: dict[str, Report] = {}

    # What a page is

    def build(self) -> W:
        """Build the page's pictures."""
        raise NotImplementedError

    def show(self, spec: Spec, frame: Frame) -> None:
        """Draw a frame of the page's experiment, or of a further one that it shows."""
        raise NotImplementedError

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""
        cast(Themed, self.widget).retheme()

    @property
    def player(self) -> Player | None:
        """The player of what passes in time on the page; None if nothing does."""
        return self._player

    def shared(self, main: Spec) -> Mapping[str, Any]:
        """The fields that the page's spec takes from the main one."""
        return {name: getattr(main, name) for name in common(self.base)}

    def acting(self, main: Spec) -> Collection[str] | None:
        """The fields of the main form that act on the page while the main spec is this one; None
        means all."""
        return self.fields

    def asked(self, spec: Spec) -> Spec:
        """The spec that the page's job is asked for, made from the page's own spec."""
        return spec

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec that reproduces this frame; it holds more than what was asked for if the run was
        changed on its way."""
        return spec

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        """The experiments whose frames one of the page's pictures shows, the most
        important first."""
        return (self.experiment,)

    def follow(self) -> None:
        """Show what depends on the main spec alone."""

    def look(self, before: Any) -> None:
        """Show the current view, which was ``before``; nothing is computed."""

    def enter(self) -> None:
        """React to coming to the front."""
        if self.waits:
            self.host.jobs[self.experiment].resume()

    def leave(self) -> None:
        """React to going behind another page."""
        if self.waits:
            self.host.jobs[self.experiment].pause()

    # What pages share

    @property
    def title(self) -> str:
        """The translated title for the tab."""
        return tr(self.name)

    @property
    def built(self) -> bool:
        """Whether the page's pictures are built."""
        return self.room.ready

    @property
    def widget(self) -> W:
        """The page's pictures, built now if they were not yet."""
        return self.room.content

    @property
    def in_front(self) -> bool:
        """Whether this is the page in front."""
        return self.host.page is self

    @property
    def shown(self) -> tuple[Any, Any] | None:
        """The spec and the frame of the page's experiment that are drawn; None while there are
        none."""
        report = self._drawn.get(self.experiment)
        return (report.spec, report.frame) if report is not None else None

    def catch_up(self) -> None:
        """Draw the frames that have come since the last drawing: those of lower pictures first.
        Where they do not belong together, what is drawn stays until they do."""
        if not self._agree():
            return
        for key in (*self.also, self.experiment):
            report = self.host.jobs.report(key)
            if report is not None and report is not self._drawn.get(key):
                self._drawn[key] = report
                assert report.spec is not None
                self.show(report.spec, report.frame)

    def _agree(self) -> bool:
        """Whether the newest frames of the page's experiments belong to one choice."""
        if self.one_of is None:
            return True
        reports = [self.host.jobs.report(key) for key in (*self.also, self.experiment)]
        specs = [report.spec for report in reports if report is not None]
        names = [p.name for p in parameters(self.one_of) if not isinstance(p, Numeric)]
        return len({tuple(getattr(spec, name) for name in names) for spec in specs}) <= 1

    def _build_fitting(self) -> W:
        widget = self.build()
        if widget.minimumSizeHint().width() > WIDTH:
            widget.setMinimumWidth(WIDTH)
        return widget
