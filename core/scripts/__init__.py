"""Every experiment as a short plain script of torch and numpy: to be read, run and changed.

A script is a pure function of a spec: a text. What it computes a run of that spec computes, under
the names of the run's arrays. It holds only what its spec uses, and nothing of this project.
Neither Qt nor torch is imported; a spec that a run would refuse is refused here as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from core.parameters import Spec
from core.scripts.descent.basins import basins
from core.scripts.descent.convexity import convexity
from core.scripts.descent.descent import descent
from core.scripts.descent.heights import heights
from core.scripts.descent.rates import rates
from core.scripts.descent.tangent import tangent
from core.scripts.normalization.bn_backward import bn_backward
from core.scripts.normalization.norm_training import norm_training
from core.scripts.normalization.normalization import normalization
from core.scripts.normalization.running_statistics import running_statistics
from core.scripts.normalization.weight_scale import weight_scale
from core.scripts.signals.activations import activations
from core.scripts.signals.functions import functions
from core.scripts.signals.preprocessing import preprocessing
from core.scripts.signals.training import training

SCRIPTS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "descent": descent,
        "heights": heights,
        "basins": basins,
        "rates": rates,
        "tangent": tangent,
        "convexity": convexity,
        "activations": activations,
        "functions": functions,
        "preprocessing": preprocessing,
        "training": training,
        "normalization": normalization,
        "running_statistics": running_statistics,
        "bn_backward": bn_backward,
        "norm_training": norm_training,
        "weight_scale": weight_scale,
    }
)
"""By the key of the experiment."""


def script_of(spec: Spec) -> str:
    """The script of what that spec asks for; :class:`core.parameters.SpecError` where a run would
    be refused."""
    return SCRIPTS[spec.key](spec)
