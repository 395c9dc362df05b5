"""The page for nets in training, which can be paused, stepped, and trained anew."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from app.job import Job
from app.labs.activations.training_pictures import TrainingPictures
from app.labs.activations.view import ActivationsView
from app.panel.animation import Animation
from app.panel.page import Host, Page
from app.panel.player import Player
from app.panel.schedule_control import ScheduleControl
from app.words.labels import _ as mark
from core.experiment import Frame
from core.optimizers.schedules import SCHEDULES
from core.parameters import Spec
from core.signals.net import MeasuredSpec
from core.signals.training import TrainingFrame, TrainingSpec, with_changes

NET = (
    *("depth", "width", "activation", "slope", "bias", "norm", "norm_place", "residual"),
    *("seed", "bins"),
)
"""The fields of the main form that every trained net has."""


class TrainingPage(Page[TrainingPictures]):
    """Draws a training while it runs. The training pauses while another page is in front."""

    key = experiment = "training"
    name = mark("Training")
    base = MeasuredSpec
    waits = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._step = 0

    def build(self) -> TrainingPictures:
        pictures = TrainingPictures()
        pictures.set_going(self.job.busy)
        pictures.paused.connect(self._on_paused)
        pictures.stepped.connect(self.job.step)
        pictures.choose_net(self.host.view.net)
        pictures.net_chosen.connect(lambda net: self.host.change_view(net=net))
        pictures.proposal_wanted.connect(self._on_proposal_wanted)
        self.job.busy_changed.connect(pictures.set_going)
        self.job.answered.connect(self._on_cadence)
        return pictures

    @property
    def job(self) -> Job:
        """The job that trains."""
        return self.host.jobs[self.experiment]

    @property
    def player(self) -> Player:
        return Training(self)

    def acting(self, main: Spec) -> Collection[str]:
        """What the trained net is made of; of the initializations, its own."""
        spec = self.host.spec_of(self.experiment)
        side = spec.side if isinstance(spec, TrainingSpec) else "b"
        return (*NET, f"init_{side}", f"std_{side}")

    def asked(self, spec: Spec) -> Spec:
        """The spec without what the training does not use, so that a change on another side starts
        no new run. The form edits the spec of all sides, since one of them is chosen there."""
        assert isinstance(spec, TrainingSpec)
        return spec.trained

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec with the rates that were chosen during the run."""
        assert isinstance(spec, TrainingSpec)
        assert isinstance(frame, TrainingFrame)
        return with_changes(spec, frame)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, TrainingSpec)
        assert isinstance(frame, TrainingFrame)
        if frame.step < self._step:  # another run, and none begins paused
            self.widget.set_paused(False)
        self._step = frame.step
        # A run that is paused at its last frame is as good as over: it ends as soon as it goes on.
        self.widget.set_going(self.job.busy and frame.step < frame.total)
        self.widget.show_frame(spec, frame)
        schedule = self.host.form_of(self.experiment).control("schedule")
        if SCHEDULES[spec.schedule].factor is None and isinstance(schedule, ScheduleControl):
            schedule.show_used(frame.used_rates[0].tolist(), spec.steps)

    def look(self, before: ActivationsView) -> None:
        self.widget.choose_net(self.host.view.net)

    def enter(self) -> None:
        if not self.widget.pause.isChecked():
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
        if isinstance(spec, TrainingSpec):
            self.job.ask(partial(_proposed_cadence, spec))

    def _on_cadence(self, cadence: int) -> None:
        self.host.form_of(self.experiment).change(cadence=cadence)


class Training(Player):
    """A player that pauses and steps a training where it is computed; its measurements can be
    filmed."""

    def __init__(self, page: TrainingPage) -> None:
        self._page = page

    def restart(self) -> None:
        self._page.train()

    def toggle(self) -> None:
        pause = self._page.widget.pause
        if pause.isEnabled():
            pause.toggle()

    def nudge(self, by: int) -> None:
        if by > 0 and self._page.widget.pause.isChecked():
            self._page.job.step()

    def animation(self) -> Animation | None:
        return self._page.widget.over_time.animation()


def _proposed_cadence(spec: TrainingSpec) -> int:
    """The proposed cadence. It runs on the compute thread, since it imports torch."""
    from core.signals.run_training import propose_cadence

    return propose_cadence(spec)
