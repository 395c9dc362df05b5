"""Fields that the experiments on signals have in common besides a net."""

from __future__ import annotations

from core.parameters import Spec


class SeededSpec(Spec):
    """A spec with one seed for everything that is drawn."""

    seed: int
