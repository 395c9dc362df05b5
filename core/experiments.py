"""EXPERIMENTS: the one list of what can be run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.descent.tangent import TangentFrame, TangentSpec
from core.experiment import Experiment
from core.normalization.bn_backward import BnBackwardFrame, BnBackwardSpec
from core.normalization.norm_training import NormTrainingFrame, NormTrainingSpec
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.running_statistics import RunningStatisticsFrame, RunningStatisticsSpec
from core.normalization.weight_scale import WeightScaleFrame, WeightScaleSpec
from core.parameters import Reason, SpecError
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.functions import FunctionsFrame, FunctionsSpec
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec
from core.signals.training import TrainingFrame, TrainingSpec

_EXPERIMENTS = (
    Experiment(
        key="descent",
        spec=DescentSpec,
        frame=DescentFrame,
        run="core.descent.descent:run",
        script="core.scripts.descent.descent:descent",
        smallest={"steps": 10},
    ),
    Experiment(
        key="heights",
        spec=HeightsSpec,
        frame=HeightsFrame,
        run="core.descent.heights:run",
        script="core.scripts.descent.heights:heights",
        smallest={"resolution": 16, "contours": 4},
    ),
    Experiment(
        key="basins",
        spec=BasinsSpec,
        frame=BasinsFrame,
        run="core.descent.run_basins:run",
        script="core.scripts.descent.basins:basins",
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="rates",
        spec=RatesSpec,
        frame=RatesFrame,
        run="core.descent.run_rates:run",
        script="core.scripts.descent.rates:rates",
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="tangent",
        spec=TangentSpec,
        frame=TangentFrame,
        run="core.descent.tangent:run",
        script="core.scripts.descent.tangent:tangent",
        smallest={},
    ),
    Experiment(
        key="convexity",
        spec=ConvexitySpec,
        frame=ConvexityFrame,
        run="core.descent.convexity:run",
        script="core.scripts.descent.convexity:convexity",
        smallest={"resolution": 9},
    ),
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

EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType({e.key: e for e in _EXPERIMENTS})


def experiment(key: str) -> Experiment:
    """The experiment of that key; a :class:`SpecError` lists the keys there are."""
    if key not in EXPERIMENTS:
        raise SpecError("experiment", Reason.NOT_A_CHOICE, key, ", ".join(EXPERIMENTS))
    return EXPERIMENTS[key]
