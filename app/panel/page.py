"""A page of a panel: one tab, its pictures, and the experiment that it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from app.job import Report
from app.panel.form import Form
from app.panel.jobs import Jobs
from app.panel.later import Later
from app.panel.player import Player
from app.words.labels import tr
from core.experiment import Frame
from core.parameters import Spec, SpecError, common

WIDTH = 490
"""A page shrinks at least to this width: then a lesson fits beside the panel at 1280 pixels."""

W = TypeVar("W", bound=QWidget)


class Host(Protocol):
    """What a page may ask of its panel."""

    jobs: Jobs
    view: Any

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
        """Change what is shown and not computed."""

    def refresh(self) -> None:
        """Ask every job for what the present state needs."""

    def paint_in_turn(self) -> None:
        """Paint one picture after another, once."""


class Page(Generic[W]):
    """A tab of a panel. What it is, it says from the start; its pictures are built when they are
    first looked at. Only the page in front is drawn, and only its experiment is asked for.

    All in the GUI thread.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    """Its title, marked for translation."""
    experiment: ClassVar[str]
    """The experiment that it shows: the panel's main one, or one with a spec and a form of its
    own."""
    base: ClassVar[type[Spec]] = Spec
    """The fields of the main spec that its own takes over: those that all specs of this base have
    in common."""
    also: ClassVar[Sequence[str]] = ()
    """Further experiments whose frames it is shown."""
    alone: ClassVar[bool] = False
    """Whether its form stands in the main one's place, and not over it."""
    fields: ClassVar[Collection[str] | None] = None
    """The fields of the main form that matter to it; all, for None."""
    priority: ClassVar[int] = 0
    """Of its experiment's job: the lowest goes first."""
    behind: ClassVar[bool] = False
    """Whether it is drawn behind another page too: what is laid over it is told elsewhere."""
    waits: ClassVar[bool] = False
    """Whether its run waits while another page is in front."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.room: Later[W] = Later(self._build_fitting)
        self._drawn: dict[str, Report] = {}

    # What a page is

    def build(self) -> W:
        """Its pictures."""
        raise NotImplementedError

    def show(self, spec: Spec, frame: Frame) -> None:
        """Draw a frame of its experiment, or of one that it shows also."""
        raise NotImplementedError

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""
        raise NotImplementedError

    @property
    def player(self) -> Player | None:
        """What passes in time on it; None where nothing does."""
        return None

    def shared(self, main: Spec) -> Mapping[str, Any]:
        """What its spec takes from the main one."""
        return {name: getattr(main, name) for name in common(self.base)}

    def asked(self, spec: Spec) -> Spec:
        """What its job is asked for, of its spec."""
        return spec

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec that gives this frame again; more than what was asked, where a run heard of
        changes on its way."""
        return spec

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        """The experiments whose frames one of its pictures shows, the most important first."""
        return (self.experiment,)

    def follow(self) -> None:
        """Show what hangs on the main spec alone."""

    def look(self, before: Any) -> None:
        """Show what is shown now, and was ``before``: the panel's views. It computes nothing."""

    def enter(self) -> None:
        """It has come to the front."""

    def leave(self) -> None:
        """It is behind another page."""

    # What pages share

    @property
    def title(self) -> str:
        """What stands on its tab."""
        return tr(self.name)

    @property
    def built(self) -> bool:
        """Whether its pictures are there."""
        return self.room.ready

    @property
    def widget(self) -> W:
        """Its pictures, built now if they were not yet."""
        return self.room.content

    @property
    def in_front(self) -> bool:
        """Whether it is the page in front."""
        return self.host.page is self

    @property
    def shown(self) -> tuple[Any, Any] | None:
        """The spec and the frame of its experiment that are drawn; None while there are none."""
        report = self._drawn.get(self.experiment)
        return (report.spec, report.frame) if report is not None else None

    def catch_up(self) -> None:
        """Draw what has come since it was drawn last: what lies below first."""
        for key in (*self.also, self.experiment):
            report = self.host.jobs.report(key)
            if report is not None and report is not self._drawn.get(key):
                self._drawn[key] = report
                assert report.spec is not None
                self.show(report.spec, report.frame)

    def _build_fitting(self) -> W:
        widget = self.build()
        if widget.minimumSizeHint().width() > WIDTH:
            widget.setMinimumWidth(WIDTH)
        return widget
