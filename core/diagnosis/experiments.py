"""The experiments of this lab."""

from __future__ import annotations

from core.diagnosis.fit import FitFrame, FitSpec
from core.experiment import Experiment

EXPERIMENTS = (
    Experiment(
        key="fit",
        spec=FitSpec,
        frame=FitFrame,
        run="core.diagnosis.run_fit:run",
        script="core.scripts.diagnosis.fit:fit",
        smallest={"samples": 20, "seeds": 1},
        uses_torch=True,
    ),
)
