"""The page on which a run is watched, diagnosed, and cured beside the ill one."""

from __future__ import annotations

from functools import partial

from app.job import Job
from app.labs.training.diagnosis_pictures import DiagnosisPictures
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.diagnosis.cures import cures
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec, with_changes
from core.experiment import Frame
from core.parameters import Spec, parameters


class DiagnosisPage(Page[DiagnosisPictures]):
    """Draws a run while it trains. It pauses while another page is in front."""

    key = experiment = "diagnosis"
    name = mark("Diagnose")
    alone = True
    waits = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._step = 0

    def build(self) -> DiagnosisPictures:
        pictures = DiagnosisPictures()
        pictures.set_going(self.job.busy)
        pictures.paused.connect(self._on_paused)
        pictures.stepped.connect(self.job.step)
        pictures.proposal_wanted.connect(self._on_proposal_wanted)
        pictures.cure_wanted.connect(self._on_cure_wanted)
        self.job.busy_changed.connect(pictures.set_going)
        self.job.answered.connect(self._on_cadence)
        return pictures

    @property
    def job(self) -> Job:
        """The job that trains."""
        return self.host.jobs[self.experiment]

    @property
    def player(self) -> Player:
        return Running(self)

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec with what was changed during the run."""
        assert isinstance(spec, DiagnosisSpec)
        assert isinstance(frame, DiagnosisFrame)
        return with_changes(spec, frame)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DiagnosisSpec)
        assert isinstance(frame, DiagnosisFrame)
        if frame.step < self._step:  # another run, and none begins paused
            self.widget.pause.setChecked(False)
        self._step = frame.step
        self.widget.set_going(self.job.busy and frame.step < frame.total)
        self.widget.show_frame(spec, frame, cures(spec, frame))

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

    def _on_cure_wanted(self, cured: DiagnosisSpec) -> None:
        """Pin the ill run, and run the cured one beside it."""
        form = self.host.form_of(self.experiment)
        names = [p.name for p in parameters(DiagnosisSpec)]
        old = {name: getattr(form.spec, name) for name in names}
        new = {name: getattr(cured, name) for name in names}
        self.host.pin.pin()
        form.change(**{name: new[name] for name in names if new[name] != old[name]})

    def _on_proposal_wanted(self) -> None:
        spec = self.host.spec_of(self.experiment)
        if isinstance(spec, DiagnosisSpec):
            self.job.ask(partial(_proposed_cadence, spec))

    def _on_cadence(self, cadence: int) -> None:
        self.host.form_of(self.experiment).change(cadence=cadence)


class Running(Player):
    """A player that pauses and steps a run where it is computed."""

    def __init__(self, page: DiagnosisPage) -> None:
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


def _proposed_cadence(spec: DiagnosisSpec) -> int:
    """The proposed cadence. It runs on the compute thread, since it imports torch."""
    from core.diagnosis.run_diagnosis import propose_cadence

    return propose_cadence(spec)
