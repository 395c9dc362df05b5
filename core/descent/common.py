"""Fields that the experiments of a descent have in common: a surface, a rate, a start."""

from __future__ import annotations

from core.surfaces.surfaces import SurfaceSpec


class RateSpec(SurfaceSpec):
    """A surface, and the learning rate at which it is descended."""

    learning_rate: float


class StartSpec(RateSpec):
    """A surface, a learning rate, and a start."""

    start_x: float
    start_y: float
