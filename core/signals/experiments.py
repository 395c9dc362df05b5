"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.functions import FunctionsFrame, FunctionsSpec
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec
from core.signals.training import TrainingFrame, TrainingSpec

EXPERIMENTS = (
    Experiment(
        key="activations",
        spec=ActivationsSpec,
        frame=ActivationsFrame,
        run="core.signals.run_activations:run",
        script="core.scripts.signals.activations:activations",
        smallest={"depth": 2, "width": 8, "samples": 16},
        uses_torch=True,
    ),
    Experiment(
        key="functions",
        spec=FunctionsSpec,
        frame=FunctionsFrame,
        run="core.signals.run_functions:run",
        script="core.scripts.signals.functions:functions",
        smallest={"zigzag_steps": 5, "symmetry_steps": 5, "measure_cost": False},
        uses_torch=True,
    ),
    Experiment(
        key="preprocessing",
        spec=PreprocessingSpec,
        frame=PreprocessingFrame,
        run="core.signals.preprocessing:run",
        script="core.scripts.signals.preprocessing:preprocessing",
        smallest={"rows": 20},
    ),
    Experiment(
        key="training",
        spec=TrainingSpec,
        frame=TrainingFrame,
        run="core.signals.run_training:run",
        script="core.scripts.signals.training:training",
        smallest={"depth": 2, "width": 8, "steps": 4, "batch": 16, "cadence": 2},
        uses_torch=True,
    ),
)
