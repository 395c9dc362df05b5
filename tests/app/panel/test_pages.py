"""Pages: what they share with the main spec, when they are built and drawn, and who plays."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.job import ComputeThread
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.labs.normalization.panel import NormalizationPanel
from app.labs.panels import PANELS
from app.panel.later import Later
from app.panel.panel import Panel
from app.panel.transport import Transport
from core.parameters import parameters
from tests.app import frames
from tests.cases.case import case
from tests.cases.signals import activations as signals
from tests.patience import SOON


def shown(qtbot: QtBot, panel: Panel) -> Any:
    qtbot.addWidget(panel)
    panel.resize(1280, 800)
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    return panel


def built(panel: Panel) -> list[str]:
    return [page.key for page in panel.pages if page.built]


@pytest.mark.parametrize("kind", [entry.load() for entry in PANELS])
def test_a_companion_shares_what_its_base_says_and_what_its_page_adds(
    qtbot: QtBot, still: ComputeThread, kind: type[Panel]
) -> None:
    panel = kind(still.worker)
    qtbot.addWidget(panel)
    for key in panel.specs.keys() - {panel.key}:
        shared = panel.book.shared(key)
        assert set(shared) == set(case(key).shared), key
        assert set(shared) <= {p.name for p in parameters(type(panel.specs[key]))}


def test_a_page_is_built_when_it_is_looked_at_and_shows_what_came_before(
    qtbot: QtBot, still: ComputeThread
) -> None:
    panel = shown(qtbot, ActivationsPanel(still.worker))
    assert built(panel) == ["forward"]
    frames.deliver(panel, "activations", signals.frame())
    assert built(panel) == ["forward"]
    panel.show_page("backward")
    assert built(panel) == ["forward", "backward"]
    _, y = panel.signals["backward"].widget.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == signals.frame().a.z_gradient.rms.tolist()


def test_a_page_behind_another_is_not_drawn_until_it_is_back(
    qtbot: QtBot, still: ComputeThread
) -> None:
    panel = shown(qtbot, ActivationsPanel(still.worker))
    first, second = signals.frame(), signals.frame(broken=True)
    frames.deliver(panel, "activations", first)
    panel.show_page("weights")
    frames.deliver(panel, "activations", second)
    forward, weights = panel.signals["forward"], panel.signals["weights"]
    assert forward.shown[1] is first
    assert weights.shown[1] is second
    panel.show_page("forward")
    assert forward.shown[1] is second


def test_a_panel_is_built_a_piece_a_turn_what_is_in_front_first(
    qtbot: QtBot, still: ComputeThread
) -> None:
    panel = NormalizationPanel(still.worker)
    qtbot.addWidget(panel)
    panel.show_page("weight_scale")
    fresh = NormalizationPanel(still.worker)
    qtbot.addWidget(fresh)
    order: list[list[str]] = []
    turns = fresh.turns()
    next(turns)
    assert built(fresh) == [], "the first piece is the rest of the panel"
    for _ in turns:
        order.append(built(fresh))
        assert len(order[-1]) == len(order)
    assert order[0] == ["compare"]
    assert order[-1] == [page.key for page in fresh.pages]
    assert built(panel)[-1] == "weight_scale"
    assert len(list(fresh.turns())) == 1


def test_while_its_turns_are_taken_a_panel_that_is_shown_builds_nothing(
    qtbot: QtBot, still: ComputeThread
) -> None:
    panel = NormalizationPanel(still.worker)
    turns = panel.turns()
    next(turns)
    shown(qtbot, panel)
    assert built(panel) == []
    next(turns)
    assert built(panel) == ["compare"]


@pytest.mark.parametrize(
    ("kind", "page", "plays"),
    [
        (DescentPanel, "surface", True),
        (DescentPanel, "basins", True),
        (NormalizationPanel, "compare", False),
        (NormalizationPanel, "bn_backward", True),
        (ActivationsPanel, "functions", False),
    ],
)
def test_the_page_in_front_plays(
    qtbot: QtBot, still: ComputeThread, kind: type[Panel], page: str, plays: bool
) -> None:
    panel = shown(qtbot, kind(still.worker))
    panel.show_page(page)
    assert (panel.page.player is not None) == isinstance(panel.player, Transport) == plays
    panel.player.show_end()
    panel.player.toggle()  # nothing is computed yet, so nothing happens, and nobody minds
    panel.player.nudge(1)
    assert panel.player.animation() is None


def test_what_is_built_late_has_its_place_in_the_order_of_the_keyboard(qtbot: QtBot) -> None:
    def edits() -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        for name in ("second", "third"):
            edit = QLineEdit()
            edit.setObjectName(name)
            row.addWidget(edit)
        return both

    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, room, last = QLineEdit(), Later(edits), QLineEdit()
    for widget in (first, room, last):
        column.addWidget(widget)
    with qtbot.waitActive(window, timeout=SOON):
        window.show()
    room.build()
    first.setFocus()
    seen = []
    for _ in range(3):
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert [widget.objectName() for widget in seen if widget is not None] == ["second", "third", ""]
    assert seen[-1] is last


def test_a_page_behind_another_takes_no_height(qtbot: QtBot, still: ComputeThread) -> None:
    """In larger text the window would grow beyond its screen for a page that nobody sees."""
    panel = shown(qtbot, ActivationsPanel(still.worker))
    heights = {}
    for key in ("forward", "preprocessing", "forward"):
        panel.show_page(key)
        heights[key] = panel.tabs.minimumSizeHint().height()
    assert heights["forward"] < heights["preprocessing"]
