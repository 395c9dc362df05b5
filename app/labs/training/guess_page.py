"""The page on which runs are guessed, and the rules judged."""

from __future__ import annotations

from app.labs.training.guess_pictures import GuessPictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.diagnosis.diagnosis_study import WHOLE, DiagnosisStudyFrame, DiagnosisStudySpec
from core.experiment import Frame
from core.parameters import Spec


class GuessPage(Page[GuessPictures]):
    """Shows eleven runs without their names; a button measures many more in the background."""

    key = "guess"
    experiment = "diagnosis_study"
    name = mark("Guess")
    alone = True
    waits = True

    def build(self) -> GuessPictures:
        pictures = GuessPictures()
        job = self.host.jobs[self.experiment]
        pictures.set_busy(job.busy)
        job.busy_changed.connect(pictures.set_busy)
        pictures.stopped.connect(job.cancel)
        pictures.whole_wanted.connect(self._on_whole_wanted)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DiagnosisStudySpec)
        assert isinstance(frame, DiagnosisStudyFrame)
        self.widget.show_frame(spec, frame)

    def _on_whole_wanted(self) -> None:
        spec = self.host.spec_of(self.experiment)
        if isinstance(spec, DiagnosisStudySpec) and spec.each >= WHOLE:
            self.host.jobs.forget(self.experiment)
            self.host.refresh()
        else:
            self.host.form_of(self.experiment).change(each=WHOLE)
