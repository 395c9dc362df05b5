"""The panel of the Networks lab: what does the architecture buy?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.labs.networks.anatomy_page import AnatomyPage
from app.labs.networks.depth_page import DepthPage
from app.labs.networks.presets import PRESETS
from app.labs.networks.shifts_page import ShiftsPage
from app.labs.networks.transfer_page import TransferPage
from app.labs.networks.view import NetworksView
from app.panel.page import Page
from app.panel.panel import Panel


class NetworksPanel(Panel):
    """Takes architectures apart, and shows what a trained one is good for on another task."""

    key = "networks"
    presets = PRESETS
    view = NetworksView()

    def make_pages(self) -> Sequence[Page[Any]]:
        self.anatomy = AnatomyPage(self)
        self.depths = DepthPage(self)
        self.shifts = ShiftsPage(self)
        self.transfer = TransferPage(self)
        return self.anatomy, self.depths, self.shifts, self.transfer
