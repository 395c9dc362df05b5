"""Every formula that a lab can show: these are shipped as pictures, in resources/formulas."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.layers.norms import TEX as NORM
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.records import written
from core.optimizers.schedules import SCHEDULES
from core.optimizers.treatment import Treatment, treatment_tex
from core.surfaces.surfaces import SURFACES


def _of_optimizers() -> Iterator[str]:
    """The lines of every rule under every set of what may be on, and of every treatment."""
    for one in OPTIMIZERS.values():
        names = [p.name for p in one.hyper]
        for count in range(len(names) + 1):
            for on in combinations(names, count):
                yield from written(one.tex, on).splitlines()
    for schedule in SCHEDULES:
        yield from treatment_tex(Treatment(noise=1, clip=1, weight_decay=1, schedule=schedule))


def formulas() -> Iterator[str]:
    """The lines of TeX in the registries."""
    yield from (surface.tex for surface in SURFACES.values())
    yield from sorted(set(_of_optimizers()))
    yield from (f"f(z) = {one.tex}" for one in ACTIVATIONS.values())
    yield from (one.tex for one in INITIALIZERS.values())
    yield NORM
