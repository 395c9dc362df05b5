"""The steps of the tour: the words, what is pointed at, and what is asked for. Data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QMenuBar, QWidget

from app.docks import Docks
from app.lessons.teacher import Teacher
from app.words.labels import _ as mark

if TYPE_CHECKING:
    from app.labs.descent.panel import DescentPanel

LESSONS = ("O3", "O1")
"""The lessons that the tour may open: the first that exists is taken."""


@dataclass(frozen=True)
class Scene:
    """The parts of the window at which the tour can point."""

    docks: Docks
    teacher: Teacher
    sidebar: QWidget
    menus: QMenuBar

    @property
    def descent(self) -> DescentPanel:
        """The Descent panel, which is in front in every step."""
        return cast("DescentPanel", self.docks.panel("descent"))


def _nothing(scene: Scene) -> Sequence[QWidget]:
    return ()


def _pictures(scene: Scene) -> Sequence[QWidget]:
    panel = scene.descent
    return (panel.tabs, panel.charts, panel.tables)


@dataclass(frozen=True)
class Step:
    """One page of the tour."""

    title: str
    text: str
    """The text; ``{undo}`` and the like stand for keys."""
    target: Callable[[Scene], Sequence[QWidget]] = _nothing
    seen: Callable[[Scene], Sequence[QWidget]] = _nothing
    """The widgets that change when the task is done: they are not dimmed."""
    task: str = ""
    """What a person is asked to do; the next step is available all the same."""
    done: str = ""
    """What is said once the task is done."""
    state: Callable[[Scene], Any] | None = None
    """A value that changes when the task is done; None while it is not settled."""
    page: str = "surface"
    """The key of the page of Descent to show."""
    lesson: bool = False
    """Whether the pane of lessons is to be visible."""


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
        target=lambda scene: (scene.sidebar,),
    ),
    Step(
        title=mark("A question, and ways to see its answer"),
        text=mark(
            "At the top stands what the panel answers. The buttons beside it are presets: "
            "each sets everything so that one claim can be seen."
        ),
        target=lambda scene: (scene.descent.question, scene.descent.preset_bar),
        seen=_pictures,
        task=mark("Choose a preset."),
        done=mark("Everything is set for that claim now."),
        state=lambda scene: scene.descent.specs,
    ),
    Step(
        title=mark("Move one thing"),
        text=mark(
            "Every number can be dragged, typed, or turned with the wheel. A double-click on "
            "its name brings back the default."
        ),
        target=lambda scene: (scene.descent.form.control("learning_rate"),),
        seen=_pictures,
        task=mark("Drag the learning rate."),
        done=mark("All paths and curves were computed anew, while you moved."),
        state=lambda scene: scene.descent.spec.learning_rate,
    ),
    Step(
        title=mark("Take hold of the picture"),
        text=mark(
            "The ring is where all competitors start. The wheel zooms, and pointing tells the"
            " value there."
        ),
        target=lambda scene: (scene.descent.surface.widget,),
        seen=_pictures,
        task=mark("Drag the ring, or click on the surface."),
        done=mark("They all start from there now. Does each still arrive?"),
        state=lambda scene: (scene.descent.spec.start_x, scene.descent.spec.start_y),
    ),
    Step(
        title=mark("Go through time"),
        text=mark(
            "Space plays and pauses, the arrow keys go step by step, R begins anew. The line "
            "in the curves stands at the same step."
        ),
        target=lambda scene: (scene.descent.transport,),
        seen=_pictures,
        task=mark("Press play, or drag the slider."),
        done=mark("Pictures, curves and tables all show that step."),
        state=lambda scene: None if scene.descent.busy else scene.descent.transport.step,
    ),
    Step(
        title=mark("Read what came out"),
        text=mark(
            "Here it is in words and numbers: where each competitor is, a minimum, a saddle, "
            "or gone; beside it this step with every number in it, and the curvature."
        ),
        target=lambda scene: (scene.descent.tables,),
    ),
    Step(
        title=mark("And why is that so?"),
        text=mark(
            "{help} opens the lessons. Each makes a claim, says where it is often taught "
            "wrongly, sets the panel up to show it, and compares numbers computed here and "
            "now with what they should be."
        ),
        target=lambda scene: (scene.teacher.dock,),
        lesson=True,
    ),
    Step(
        title=mark("Nothing can break"),
        text=mark(
            "{undo} takes back every change, a whole drag at once, and {redo} brings it back."
            " {save} keeps all panels as they are."
        ),
        target=lambda scene: (scene.menus,),
        seen=_pictures,
        task=mark("Take back your last change: press {undo}."),
        done=mark("Undone. Now it is yours."),
        state=lambda scene: scene.docks.undo.index(),
    ),
)
