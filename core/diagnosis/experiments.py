"""The experiments of this lab."""

from __future__ import annotations

from core.diagnosis.beginnings import BeginningsFrame, BeginningsSpec
from core.diagnosis.boundary import BoundaryFrame, BoundarySpec
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec
from core.diagnosis.diagnosis_study import DiagnosisStudyFrame, DiagnosisStudySpec
from core.diagnosis.fit import FitFrame, FitSpec
from core.diagnosis.losses import LossesFrame, LossesSpec
from core.diagnosis.sanity import SanityFrame, SanitySpec
from core.diagnosis.search import SearchFrame, SearchSpec
from core.experiment import Experiment

EXPERIMENTS = (
    Experiment(
        key="sanity",
        spec=SanitySpec,
        frame=SanityFrame,
        run="core.diagnosis.run_sanity:run",
        script="core.scripts.diagnosis.sanity:sanity",
        smallest={"hidden": ""},
        uses_torch=True,
    ),
    Experiment(
        key="beginnings",
        spec=BeginningsSpec,
        frame=BeginningsFrame,
        run="core.diagnosis.run_beginnings:run",
        script="core.scripts.diagnosis.beginnings:beginnings",
        smallest={"part": "perceptron"},
        uses_torch=True,
    ),
    Experiment(
        key="losses",
        spec=LossesSpec,
        frame=LossesFrame,
        run="core.diagnosis.run_losses:run",
        script="core.scripts.diagnosis.losses:losses",
        smallest={},
        uses_torch=True,
    ),
    Experiment(
        key="boundary",
        spec=BoundarySpec,
        frame=BoundaryFrame,
        run="core.diagnosis.run_boundary:run",
        script="core.scripts.diagnosis.boundary:boundary",
        smallest={"samples": 20, "hidden": "3", "steps": 5},
        uses_torch=True,
    ),
    Experiment(
        key="search",
        spec=SearchSpec,
        frame=SearchFrame,
        run="core.diagnosis.run_search:run",
        script="core.scripts.diagnosis.search:search",
        smallest={"budget": 4, "repetitions": 1},
        uses_torch=True,
    ),
    Experiment(
        key="fit",
        spec=FitSpec,
        frame=FitFrame,
        run="core.diagnosis.run_fit:run",
        script="core.scripts.diagnosis.fit:fit",
        smallest={"samples": 20, "seeds": 1},
        uses_torch=True,
    ),
    Experiment(
        key="diagnosis",
        spec=DiagnosisSpec,
        frame=DiagnosisFrame,
        run="core.diagnosis.run_diagnosis:run",
        script="core.scripts.diagnosis.diagnosis:diagnosis",
        smallest={"samples": 64, "hidden": "8, 8", "epochs": 2, "cadence": 2},
        uses_torch=True,
    ),
    Experiment(
        key="diagnosis_study",
        spec=DiagnosisStudySpec,
        frame=DiagnosisStudyFrame,
        run="core.diagnosis.run_diagnosis_study:run",
        script="core.scripts.diagnosis.diagnosis_study:diagnosis_study",
        smallest={"each": 1, "longest": 1},
        uses_torch=True,
    ),
)
