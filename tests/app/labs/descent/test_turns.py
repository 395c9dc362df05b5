"""The panel as the window builds it at its start: a piece a turn, while it is already seen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.job import ComputeThread
from app.labs.descent.panel import DescentPanel

WIDE, NARROW = (1140, 700), (800, 700)
"""Alone in the window, and beside a lesson: then the charts stand under the pages."""


def test_charts_that_are_built_in_a_narrow_panel_are_as_wide_as_if_it_had_become_narrow(
    qtbot: QtBot, compute: ComputeThread
) -> None:
    narrowed, late = DescentPanel(compute.worker), DescentPanel(compute.worker)
    turns = late.turns()
    next(turns)
    for panel, size in ((narrowed, WIDE), (late, NARROW)):
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
    for _ in turns:
        qtbot.wait(1)
    narrowed.resize(*NARROW)
    assert narrowed.fold.folded
    assert late.fold.folded
    assert late.charts.width() == narrowed.charts.width()
    assert late.tables.width() == narrowed.tables.width()
