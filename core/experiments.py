"""EXPERIMENTS: the one list of what can be run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.experiment import Experiment
from core.normalization import comparison
from core.optimization import basins, descent, landscape, sweep
from core.parameters import Reason, SpecError
from core.signals import propagation

_EXPERIMENTS = (
    Experiment(
        key="descent",
        spec=descent.DescentSpec,
        run=descent.run,
        smallest={"steps": 10},
    ),
    Experiment(
        key="landscape",
        spec=landscape.LandscapeSpec,
        run=landscape.run,
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
        key="sweep",
        spec=sweep.SweepSpec,
        run=sweep.run,
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="activations",
        spec=propagation.ActivationsSpec,
        run=propagation.run,
        smallest={"depth": 2, "width": 8, "samples": 16},
        uses_torch=True,
    ),
    Experiment(
        key="normalization",
        spec=comparison.NormalizationSpec,
        run=comparison.run,
        smallest={"batch": 2, "size": 16},
        uses_torch=True,
    ),
)

EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType({e.key: e for e in _EXPERIMENTS})


def experiment(key: str) -> Experiment:
    """The experiment of that key; a :class:`SpecError` lists the keys there are."""
    if key not in EXPERIMENTS:
        raise SpecError("experiment", Reason.NOT_A_CHOICE, key, ", ".join(EXPERIMENTS))
    return EXPERIMENTS[key]
