"""EXPERIMENTS: the one list of what can be run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.descent import basins, descent, heights, rates, tangent
from core.descent import convexity as convex
from core.experiment import Experiment
from core.normalization import bn_backward as backward
from core.normalization import norm_training, weight_scale
from core.normalization import normalization as comparison
from core.normalization import running_statistics as running
from core.parameters import Reason, SpecError
from core.signals import activations as propagation
from core.signals import functions, training
from core.signals import preprocessing as preparation

_EXPERIMENTS = (
    Experiment(
        key="descent",
        spec=descent.DescentSpec,
        run=descent.run,
        smallest={"steps": 10},
    ),
    Experiment(
        key="heights",
        spec=heights.HeightsSpec,
        run=heights.run,
        smallest={"resolution": 16, "contours": 4},
    ),
    Experiment(
        key="basins",
        spec=basins.BasinsSpec,
        run=basins.run,
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="rates",
        spec=rates.RatesSpec,
        run=rates.run,
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="tangent",
        spec=tangent.TangentSpec,
        run=tangent.run,
        smallest={},
    ),
    Experiment(
        key="convexity",
        spec=convex.ConvexitySpec,
        run=convex.run,
        smallest={"resolution": 9},
    ),
    Experiment(
        key="activations",
        spec=propagation.ActivationsSpec,
        run=propagation.run,
        smallest={"depth": 2, "width": 8, "samples": 16},
        uses_torch=True,
    ),
    Experiment(
        key="functions",
        spec=functions.FunctionsSpec,
        run=functions.run,
        smallest={"zigzag_steps": 5, "symmetry_steps": 5, "measure_cost": False},
        uses_torch=True,
    ),
    Experiment(
        key="preprocessing",
        spec=preparation.PreprocessingSpec,
        run=preparation.run,
        smallest={"rows": 20},
    ),
    Experiment(
        key="training",
        spec=training.TrainingSpec,
        run=training.run,
        smallest={"depth": 2, "width": 8, "steps": 4, "batch": 16, "cadence": 2},
        uses_torch=True,
    ),
    Experiment(
        key="normalization",
        spec=comparison.NormalizationSpec,
        run=comparison.run,
        smallest={"batch": 2, "size": 16},
        uses_torch=True,
    ),
    Experiment(
        key="running_statistics",
        spec=running.RunningStatisticsSpec,
        run=running.run,
        smallest={"batches": 10, "fine_tuning": 5},
    ),
    Experiment(
        key="bn_backward",
        spec=backward.BnBackwardSpec,
        run=backward.run,
        smallest={},
    ),
    Experiment(
        key="norm_training",
        spec=norm_training.NormTrainingSpec,
        run=norm_training.run,
        smallest={"norms": "none, bn", "depth": 1, "width": 2, "epochs": 1, "samples": 64},
        uses_torch=True,
    ),
    Experiment(
        key="weight_scale",
        spec=weight_scale.WeightScaleSpec,
        run=weight_scale.run,
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
