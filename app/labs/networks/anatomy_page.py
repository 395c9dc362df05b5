"""The page of a counted net: what each part of an architecture costs, and how far it sees."""

from __future__ import annotations

from collections.abc import Callable

from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.anatomy_pictures import AnatomyPictures
from app.labs.networks.anatomy_readings import sentences_of, title_of
from app.labs.networks.view import NOWHERE, NetworksView, Place
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, known_as
from core.parameters import Spec


class _Steps(Player):
    """The arrows step through the parts of a net, since nothing passes in time."""

    def __init__(self, step: Callable[[int], None]) -> None:
        self._step = step

    def nudge(self, by: int) -> None:
        self._step(by)


class AnatomyPage(Page[AnatomyPictures]):
    """Draws a net that is only counted, and lights what is pointed at in all pictures."""

    key = "anatomy"
    name = mark("Anatomy")
    experiment = "architecture"

    def __init__(self, host: Host) -> None:
        super().__init__(host, _Steps(self._step))
        self._before = NOWHERE
        """What was kept before the last click."""

    def build(self) -> AnatomyPictures:
        pictures = AnatomyPictures()
        pictures.pointed_at.connect(lambda place: self.host.change_view(over=place))
        pictures.clicked.connect(self._on_clicked)
        pictures.taken_back.connect(self._on_taken_back)
        pictures.chosen.connect(lambda key: self.host.form_of(self.experiment).change(net=key))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, ArchitectureSpec)
        assert isinstance(frame, ArchitectureFrame)
        net = CountedNet(title_of(spec), frame, known_as(spec))
        self.widget.show_net(net, sentences_of(spec, net), self._place)

    def look(self, before: NetworksView) -> None:
        self.widget.point(self._place)

    def retheme(self) -> None:
        self.widget.retheme()

    @property
    def _view(self) -> NetworksView:
        view = self.host.view
        assert isinstance(view, NetworksView)
        return view

    @property
    def _place(self) -> Place:
        """What is pointed at: under the pointer, or else what was clicked."""
        view = self._view
        return view.over or Place(view.part, view.row)

    def _on_clicked(self, place: Place) -> None:
        """Keep what was clicked pointed at; what already is, is let go."""
        self._before = before = Place(self._view.part, self._view.row)
        kept = NOWHERE if place == before else place
        self.host.change_view(part=kept.part, row=kept.row)

    def _on_taken_back(self) -> None:
        self.host.change_view(part=self._before.part, row=self._before.row)

    def _step(self, by: int) -> None:
        """Point at the next part, or the one before; before the first is the whole net."""
        net = self.widget.net
        if net is None:
            return
        last = len(net.layout.parts) - 1
        at = net.clipped(Place(self._view.part)).part
        self.host.change_view(part=max(-1, min(last, at + by)), row=-1, over=None)
