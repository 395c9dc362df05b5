"""The page of moved digits: what does convolution buy?"""

from __future__ import annotations

from collections.abc import Callable

from app.labs.networks.shifts_pictures import ShiftsPictures
from app.labs.networks.view import NetworksView
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.experiment import Frame
from core.networks.shifts import FARTHEST, ShiftsFrame, ShiftsSpec
from core.parameters import Spec


class _Moves(Player):
    """The arrows move the digit, since nothing passes in time."""

    def __init__(self, move: Callable[[int], None]) -> None:
        self._move = move

    def nudge(self, by: int) -> None:
        self._move(by)


class ShiftsPage(Page[ShiftsPictures]):
    """Draws nets that are tested on moved digits, and one digit that is dragged."""

    key = experiment = "shifts"
    name = mark("Convolution")
    alone = True
    waits = True

    def __init__(self, host: Host) -> None:
        super().__init__(host, _Moves(self._move))

    def build(self) -> ShiftsPictures:
        pictures = ShiftsPictures()
        pictures.chosen.connect(
            lambda net, down, right: self.host.change_view(shifted=net, down=down, right=right)
        )
        pictures.point(*self._at)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, ShiftsSpec)
        assert isinstance(frame, ShiftsFrame)
        self.widget.show_frame(spec, frame)

    def look(self, before: NetworksView) -> None:
        self.widget.point(*self._at)

    @property
    def _at(self) -> tuple[str, int, int]:
        view = self.host.view
        return view.shifted, view.down, view.right

    def _move(self, by: int) -> None:
        """Move the digit to the right, or to the left."""
        right = max(-FARTHEST, min(FARTHEST, self.host.view.right + by))
        self.host.change_view(right=right)
