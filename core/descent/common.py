"""What the experiments of a descent have in common: a surface, a rate, a start."""

from __future__ import annotations

from core.surfaces.surfaces import SurfaceSpec


class RateSpec(SurfaceSpec):
    """A surface that is descended at a rate."""

    learning_rate: float


class StartSpec(RateSpec):
    """A surface that is descended at a rate, from a start."""

    start_x: float
    start_y: float
