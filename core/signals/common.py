"""What the experiments on signals have in common besides a net."""

from __future__ import annotations

from core.parameters import Spec


class SeededSpec(Spec):
    """Whatever is drawn, one seed draws it."""

    seed: int
