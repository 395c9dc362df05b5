"""What a run is watched with while it trains: its buttons, its page, its player."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.job import Job
from app.panel.page import Host, Page
from app.panel.player import Player
from app.widgets.styled import styled
from app.words.labels import percent, tr
from core.experiment import Frame
from core.naming import named
from core.parameters import Spec

W = TypeVar("W", bound=QWidget)


class RunControls(QObject):
    """The buttons that pause a run, let it take a step and ask for a cadence, with words on where
    it is and what measuring costs. Whoever makes them lays them out."""

    paused = Signal(bool)
    stepped = Signal()
    proposal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._going = False
        self._reached: tuple[int, int] | None = None
        self.pause = QPushButton(tr("Pause"))
        self.pause.setCheckable(True)
        self.pause.setEnabled(False)
        self.pause.toggled.connect(self._on_paused)
        self.step = QPushButton(tr("One step"))
        self.step.setToolTip(tr("Take one step of the training, and stay paused"))
        self.step.setEnabled(False)
        self.step.clicked.connect(self._on_step)
        self.propose = QPushButton(tr("Propose cadence"))
        self.propose.setToolTip(
            tr("Time the measurements, and choose a cadence at which they take 15 % of the time")
        )
        self.propose.clicked.connect(self.proposal_wanted)
        self.where = QLabel()
        self.cost = styled(QLabel(), "muted")

    def set_going(self, going: bool) -> None:
        """Show whether a run is going on; if not, it cannot be paused."""
        if not going:
            self.pause.setChecked(False)
        self._going = going
        self.pause.setEnabled(going)
        self.step.setEnabled(going)
        self._say_where()

    def show_reached(self, frame: Frame, cost: float) -> None:
        """Say at which step the run is, and the share of its time that measuring takes."""
        self._reached = frame.step, frame.total
        self.cost.setText(tr("Measuring takes {share} of the time.", share=percent(cost)))
        self._say_where()

    def _say_where(self) -> None:
        if self._reached is None:
            return
        step, total = self._reached
        words = tr("step {step} of {total}", step=step, total=total)
        if step == total:
            words = tr("done: {total} steps", total=total)
        elif not self._going:
            words = tr("stopped at step {step} of {total}", step=step, total=total)
        elif self.pause.isChecked():
            words = tr("paused at step {step} of {total}", step=step, total=total)
        self.where.setText(words)

    def _on_paused(self, paused: bool) -> None:
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self.paused.emit(paused)
        self._say_where()

    def _on_step(self) -> None:
        self.pause.setChecked(True)
        self.stepped.emit()


class WatchedPage(Page[W]):
    """A page whose run can be paused, stepped and trained anew. It waits behind another page."""

    waits = True
    proposes: ClassVar[str] = ""
    """The name of the function that proposes a cadence for a spec, run on the compute thread."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._step = 0

    @property
    def run(self) -> RunControls:
        """The controls among the page's pictures."""
        raise NotImplementedError

    @property
    def job(self) -> Job:
        """The job that trains."""
        return self.host.jobs[self.experiment]

    @property
    def player(self) -> Player:
        return Watching(self)

    def tie(self, run: RunControls) -> None:
        """Let the controls follow the page's job, and govern it."""
        run.set_going(self.job.busy)
        run.paused.connect(self._on_paused)
        run.stepped.connect(self.job.step)
        run.proposal_wanted.connect(self._on_proposal_wanted)
        self.job.busy_changed.connect(run.set_going)
        self.job.answered.connect(self._on_cadence)

    def follow_run(self, frame: Frame) -> None:
        """Let the controls follow a frame that is about to be drawn."""
        if frame.step < self._step:  # another run, and none begins paused
            self.run.pause.setChecked(False)
        self._step = frame.step
        # A run that is paused at its last frame is as good as over: it ends as soon as it goes on.
        self.run.set_going(self.job.busy and frame.step < frame.total)

    def enter(self) -> None:
        if not self.run.pause.isChecked():
            self.job.resume()

    def train(self) -> None:
        """Train again from the start."""
        self.host.jobs.forget(self.experiment)
        self.job.cancel()
        self.host.refresh()

    def _on_paused(self, paused: bool) -> None:
        if paused:
            self.job.pause()
        else:
            self.job.resume()

    def _on_proposal_wanted(self) -> None:
        spec = self.host.spec_of(self.experiment)
        if isinstance(spec, Spec):
            self.job.ask(partial(_proposed, self.proposes, spec))

    def _on_cadence(self, cadence: int) -> None:
        self.host.form_of(self.experiment).change(cadence=cadence)


class Watching(Player):
    """A player that pauses and steps a run where it is computed."""

    def __init__(self, page: WatchedPage[W]) -> None:
        self._page = page

    def restart(self) -> None:
        self._page.train()

    def toggle(self) -> None:
        pause = self._page.run.pause
        if pause.isEnabled():
            pause.toggle()

    def nudge(self, by: int) -> None:
        if by > 0 and self._page.run.pause.isChecked():
            self._page.job.step()


def _proposed(place: str, spec: Spec) -> int:
    """The proposed cadence. What proposes it imports torch, so it is looked up where it runs."""
    cadence: int = named(place)(spec)
    return cadence
