"""The tour's steps: what is said, what is pointed at, what is asked for. Data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.labs.descent.panel import DescentPanel
from app.words.labels import _ as mark

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

LESSONS = ("O3", "O1")
"""Those that the tour may open: the first that there is."""


def _descent(window: MainWindow) -> DescentPanel:
    panel = window.panel("descent")
    assert isinstance(panel, DescentPanel)
    return panel


def _nothing(window: MainWindow) -> Sequence[QWidget]:
    return ()


def _pictures(window: MainWindow) -> Sequence[QWidget]:
    panel = _descent(window)
    return (panel.tabs, panel.charts, panel.tables)


@dataclass(frozen=True)
class Step:
    """One page of the tour."""

    title: str
    text: str
    """``{undo}`` and the like stand for keys."""
    target: Callable[[MainWindow], Sequence[QWidget]] = _nothing
    seen: Callable[[MainWindow], Sequence[QWidget]] = _nothing
    """What changes when they do as they are asked: it is not dimmed."""
    task: str = ""
    """What a person is asked to do; the way on is open all the same."""
    done: str = ""
    """What is said when they did it."""
    state: Callable[[MainWindow], Any] | None = None
    """What they change by doing it; None while that is not settled."""
    page: str = "surface"
    """Of Descent, which is in front in every step."""
    lesson: bool = False
    """Whether the pane of lessons is in sight."""


STEPS: tuple[Step, ...] = (
    Step(
        title=mark("See why training works, or does not"),
        text=mark(
            "Here you move one thing, and everything that depends on it moves with it. This "
            "tour takes three minutes. Esc ends it, and Help > Tour starts it again."
        ),
    ),
    Step(
        title=mark("One panel for each question"),
        text=mark(
            "These are the panels. Click on a name, or press {first}, {second} and so on; a "
            "panel's title bar can be dragged, so that two stand side by side."
        ),
        target=lambda window: (window.sidebar,),
    ),
    Step(
        title=mark("A question, and ways to see its answer"),
        text=mark(
            "At the top stands what the panel answers. The buttons beside it are presets: "
            "each sets everything so that one claim can be seen."
        ),
        target=lambda window: (_descent(window).question, _descent(window).preset_bar),
        seen=_pictures,
        task=mark("Choose a preset."),
        done=mark("Everything is set for that claim now."),
        state=lambda window: _descent(window).specs,
    ),
    Step(
        title=mark("Move one thing"),
        text=mark(
            "Every number can be dragged, typed, or turned with the wheel. A double-click on "
            "its name brings back the default."
        ),
        target=lambda window: (_descent(window).form.control("learning_rate"),),
        seen=_pictures,
        task=mark("Drag the learning rate."),
        done=mark("All paths and curves were computed anew, while you moved."),
        state=lambda window: _descent(window).spec.learning_rate,
    ),
    Step(
        title=mark("Take hold of the picture"),
        text=mark(
            "The ring is where all competitors start. The wheel zooms, and pointing tells the"
            " value there."
        ),
        target=lambda window: (_descent(window).surface.widget,),
        seen=_pictures,
        task=mark("Drag the ring, or click on the surface."),
        done=mark("They all start from there now. Does each still arrive?"),
        state=lambda window: (_descent(window).spec.start_x, _descent(window).spec.start_y),
    ),
    Step(
        title=mark("Go through time"),
        text=mark(
            "Space plays and pauses, the arrow keys go step by step, R begins anew. The line "
            "in the curves stands at the same step."
        ),
        target=lambda window: (_descent(window).transport,),
        seen=_pictures,
        task=mark("Press play, or drag the slider."),
        done=mark("Pictures, curves and tables all show that step."),
        state=lambda window: None if _descent(window).busy else _descent(window).transport.step,
    ),
    Step(
        title=mark("Read what came out"),
        text=mark(
            "Here it is in words and numbers: where each competitor is, a minimum, a saddle, "
            "or gone; beside it this step with every number in it, and the curvature."
        ),
        target=lambda window: (_descent(window).tables,),
    ),
    Step(
        title=mark("And why is that so?"),
        text=mark(
            "{help} opens the lessons. Each makes a claim, says where it is often taught "
            "wrongly, sets the panel up to show it, and compares numbers computed here and "
            "now with what they should be."
        ),
        target=lambda window: (window.teacher.dock,),
        lesson=True,
    ),
    Step(
        title=mark("Nothing can break"),
        text=mark(
            "{undo} takes back every change, a whole drag at once, and {redo} brings it back."
            " {save} keeps all panels as they are."
        ),
        target=lambda window: (window.menuBar(),),
        seen=_pictures,
        task=mark("Take back your last change: press {undo}."),
        done=mark("Taken back. Now it is yours."),
        state=lambda window: window.undo.index(),
    ),
)
