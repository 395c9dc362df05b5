"""The panel of the Landscape lab: what does the loss of a real network look like?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.labs.landscape.connection_page import ConnectionPage
from app.labs.landscape.edge_page import EdgePage
from app.labs.landscape.flatness_page import FlatnessPage
from app.labs.landscape.plane_page import PlanePage
from app.labs.landscape.presets import PRESETS
from app.panel.page import Page
from app.panel.panel import Panel


class LandscapePanel(Panel):
    """Looks at the loss around the weights of trained nets."""

    key = "landscape"
    presets = PRESETS

    def make_pages(self) -> Sequence[Page[Any]]:
        self.plane = PlanePage(self)
        self.edge = EdgePage(self)
        self.flatness = FlatnessPage(self)
        self.connection = ConnectionPage(self)
        return (self.plane, self.edge, self.flatness, self.connection)
