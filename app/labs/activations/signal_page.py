"""The pages on which a signal is followed through the net, layer by layer."""

from __future__ import annotations

from app.labs.activations import readings
from app.labs.activations.signal_pictures import SignalPictures
from app.labs.activations.view import ActivationsView
from app.panel.page import Host, Page
from app.panel.player import Player
from app.widgets.reading import ReadingView
from core.experiment import Frame
from core.parameters import Spec, parameters
from core.signals.activations import ActivationsFrame, ActivationsSpec

UNBINNED = tuple(
    one.name for one in parameters(ActivationsSpec) if one.name not in ("z_range", "bins")
)
"""The fields that act on a page which counts by magnitude alone."""


class SignalPage(Page[SignalPictures]):
    """Draws one of the net's quantities, with the reading that all these pages share below it. The
    keys for single steps choose the next layer, or the previous one."""

    experiment = "activations"

    def __init__(self, host: Host, reading: ReadingView) -> None:
        super().__init__(host)
        self._reading = reading
        self._layer = 0

    def build_pictures(self) -> SignalPictures:
        """Build the pictures of the page's quantity."""
        raise NotImplementedError

    def build(self) -> SignalPictures:
        pictures = self.build_pictures()
        pictures.layer_chosen.connect(lambda layer: self.host.change_view(layer=layer))
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, ActivationsSpec)
        assert isinstance(frame, ActivationsFrame)
        self._draw(spec, frame)
        self._read(spec, frame)

    def look(self, before: ActivationsView) -> None:
        if self.in_front and self.shown is not None:
            self._draw(*self.shown)

    def enter(self) -> None:
        if self.shown is not None:
            self._read(*self.shown)
            if self.host.view.layer != self._layer:
                self._draw(*self.shown)

    def asked(self, spec: Spec) -> Spec:
        """The same spec with a preview: an eighth of the samples is drawn first."""
        return spec.replace(preview=True)

    @property
    def player(self) -> Player:
        return Layers(self)

    def _read(self, spec: ActivationsSpec, frame: ActivationsFrame) -> None:
        """Show the verdicts, and the numbers that belong to this page."""
        self._reading.show_reading(readings.activations(spec, frame, page=self.key))

    def _draw(self, spec: ActivationsSpec, frame: ActivationsFrame) -> None:
        self._layer = self.host.view.layer
        self.widget.show_frame(spec, frame, self._layer)


class Layers(Player):
    """A player that moves from layer to layer with the keys."""

    def __init__(self, page: SignalPage) -> None:
        self._page = page

    def nudge(self, by: int) -> None:
        host, shown = self._page.host, self._page.shown
        if shown is not None:
            last = len(shown[1].a.std) - 1
            host.change_view(layer=max(0, min(last, host.view.layer + by)))
