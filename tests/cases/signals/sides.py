"""Hand-made sides of an Activations frame."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from core import histogram
from core.signals.activations import SeedCurves, Side
from core.signals.measured import Binned, Measured
from core.signals.theory import silent

UNITS = 6


def quantity(kind: type[Measured], layers: int, bins: int, **measures: Any) -> dict[str, Any]:
    """The arrays of a quiet signal of spread 1, but for the given measures."""
    ones, none = np.ones(layers), np.zeros(layers, int)
    octaves = np.zeros((layers, histogram.OCTAVES), int)
    octaves[:, 126:128] = 256
    found: dict[str, Any] = {
        "mean": np.zeros(layers), "std": ones, "rms": ones, "median": 0.67 * ones,
        "octaves": octaves, "zero": none, "nonfinite": none,
    }  # fmt: skip
    if kind is Binned:
        counts = np.zeros((layers, bins), int)
        counts[:, bins // 2], counts[:, bins // 4] = 500, 12
        found |= {"counts": counts, "below": none, "above": none}
    return found | measures


def side(layers: int = 3, bins: int = 80, **measures: Any) -> Side:
    """A healthy side, but for the given measures; ``gradient_std`` is its gradient's spread."""
    given = {name: np.asarray(value, float) for name, value in measures.items()}
    gradient = given.pop("gradient_std", np.ones(layers))
    back = quantity(Measured, layers, bins, std=gradient, rms=gradient)
    zeros = np.zeros(layers)
    own = {"saturated": zeros, "dead": zeros, **quantity(Binned, layers, bins), **given}
    curves = {field.name: np.ones((1, layers)) for field in fields(SeedCurves)}
    return Side(
        **own,
        unit_mean=np.zeros((layers, UNITS)),
        unit_std=np.tile(np.linspace(0, 1, UNITS), (layers, 1)),
        z=Binned(**quantity(Binned, layers, bins)),
        gradient=Measured(**back),
        z_gradient=Measured(**back),
        weight_gradient=Measured(**back),
        theory=silent(layers),
        seeds=SeedCurves(**curves),
    )
