"""The page on which runs are guessed, and the rules judged."""

from __future__ import annotations

from app.labs.training.guess_pictures import GuessPictures
from app.panel.again import AgainPage
from app.words.labels import _ as mark
from core.diagnosis.diagnosis_study import WHOLE, DiagnosisStudyFrame, DiagnosisStudySpec
from core.experiment import Frame
from core.parameters import Spec


class GuessPage(AgainPage[GuessPictures]):
    """Shows eleven runs without their names; a button measures many more in the background."""

    key = "guess"
    experiment = "diagnosis_study"
    name = mark("Guess")
    alone = True

    def build(self) -> GuessPictures:
        pictures = GuessPictures()
        self.tie(pictures.measure, self._measure)
        return pictures

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DiagnosisStudySpec)
        assert isinstance(frame, DiagnosisStudyFrame)
        self.widget.show_frame(spec, frame)

    def _measure(self) -> None:
        spec = self.host.spec_of(self.experiment)
        if isinstance(spec, DiagnosisStudySpec) and spec.each >= WHOLE:
            self.again()
        else:
            self.host.form_of(self.experiment).change(each=WHOLE)
