"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.normalization.bn_backward import BnBackwardFrame, BnBackwardSpec
from core.normalization.norm_training import NormTrainingFrame, NormTrainingSpec
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.running_statistics import RunningStatisticsFrame, RunningStatisticsSpec
from core.normalization.weight_scale import WeightScaleFrame, WeightScaleSpec

EXPERIMENTS = (
    Experiment(
        key="normalization",
        spec=NormalizationSpec,
        frame=NormalizationFrame,
        run="core.normalization.run_normalization:run",
        script="core.scripts.normalization.normalization:normalization",
        smallest={"batch": 2, "size": 16},
        uses_torch=True,
    ),
    Experiment(
        key="running_statistics",
        spec=RunningStatisticsSpec,
        frame=RunningStatisticsFrame,
        run="core.normalization.running_statistics:run",
        script="core.scripts.normalization.running_statistics:running_statistics",
        smallest={"batches": 10, "fine_tuning": 5},
    ),
    Experiment(
        key="bn_backward",
        spec=BnBackwardSpec,
        frame=BnBackwardFrame,
        run="core.normalization.run_bn_backward:run",
        script="core.scripts.normalization.bn_backward:bn_backward",
        smallest={},
    ),
    Experiment(
        key="norm_training",
        spec=NormTrainingSpec,
        frame=NormTrainingFrame,
        run="core.normalization.run_norm_training:run",
        script="core.scripts.normalization.norm_training:norm_training",
        smallest={"norms": "none, bn", "depth": 1, "width": 2, "epochs": 1, "samples": 64},
        uses_torch=True,
    ),
    Experiment(
        key="weight_scale",
        spec=WeightScaleSpec,
        frame=WeightScaleFrame,
        run="core.normalization.run_weight_scale:run",
        script="core.scripts.normalization.weight_scale:weight_scale",
        smallest={"batch": 2},
        uses_torch=True,
    ),
)
