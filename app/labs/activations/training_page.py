"""The page for nets in training, which can be paused, stepped, and trained anew."""

from __future__ import annotations

from collections.abc import Collection

from app.labs.activations.training_pictures import TrainingPictures
from app.labs.activations.view import ActivationsView
from app.panel.animation import Animation
from app.panel.player import Player
from app.panel.schedule_control import ScheduleControl
from app.panel.watched import RunControls, WatchedPage, Watching
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


class TrainingPage(WatchedPage[TrainingPictures]):
    """Draws a training while it runs. The training pauses while another page is in front."""

    key = experiment = "training"
    name = mark("Training")
    base = MeasuredSpec
    proposes = "core.signals.run_training:propose_cadence"

    def build(self) -> TrainingPictures:
        pictures = TrainingPictures()
        self.tie(pictures.run)
        pictures.choose_net(self.host.view.net)
        pictures.net_chosen.connect(lambda net: self.host.change_view(net=net))
        return pictures

    @property
    def run(self) -> RunControls:
        return self.widget.run

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
        self.follow_run(frame)
        self.widget.show_frame(spec, frame)
        schedule = self.host.form_of(self.experiment).control("schedule")
        if SCHEDULES[spec.schedule].factor is None and isinstance(schedule, ScheduleControl):
            schedule.show_used(frame.used_rates[0].tolist(), spec.steps)

    def look(self, before: ActivationsView) -> None:
        self.widget.choose_net(self.host.view.net)


class Training(Watching):
    """A player of a training, whose measurements can be filmed."""

    def __init__(self, page: TrainingPage) -> None:
        super().__init__(page)
        self._training = page

    def animation(self) -> Animation | None:
        return self._training.widget.over_time.animation()
