"""The page on which a run is watched, diagnosed, and cured beside the ill one."""

from __future__ import annotations

from app.labs.training.diagnosis_pictures import DiagnosisPictures
from app.panel.watched import RunControls, WatchedPage
from app.words.labels import _ as mark
from core.diagnosis.cures import cures
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec, with_changes
from core.experiment import Frame
from core.parameters import Spec, parameters


class DiagnosisPage(WatchedPage[DiagnosisPictures]):
    """Draws a run while it trains. It pauses while another page is in front."""

    key = experiment = "diagnosis"
    name = mark("Diagnose")
    alone = True
    proposes = "core.diagnosis.run_diagnosis:propose_cadence"

    def build(self) -> DiagnosisPictures:
        pictures = DiagnosisPictures()
        self.tie(pictures.run)
        pictures.cure_wanted.connect(self._on_cure_wanted)
        return pictures

    @property
    def run(self) -> RunControls:
        return self.widget.run

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec with what was changed during the run."""
        assert isinstance(spec, DiagnosisSpec)
        assert isinstance(frame, DiagnosisFrame)
        return with_changes(spec, frame)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, DiagnosisSpec)
        assert isinstance(frame, DiagnosisFrame)
        self.follow_run(frame)
        self.widget.show_frame(spec, frame, cures(spec, frame))

    def _on_cure_wanted(self, cured: DiagnosisSpec) -> None:
        """Pin the ill run, and run the cured one beside it."""
        form = self.host.form_of(self.experiment)
        names = [p.name for p in parameters(DiagnosisSpec)]
        old = {name: getattr(form.spec, name) for name in names}
        new = {name: getattr(cured, name) for name in names}
        self.host.pin.pin()
        form.change(**{name: new[name] for name in names if new[name] != old[name]})
