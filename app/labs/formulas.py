"""Every formula that a lab can show: these are shipped as pictures, in resources/formulas."""

from __future__ import annotations

from collections.abc import Iterator

from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.layers.norms import TEX as NORM
from core.optimizers.optimizers import OPTIMIZERS
from core.surfaces.surfaces import SURFACES


def formulas() -> Iterator[str]:
    """The lines of TeX in the registries."""
    yield from (surface.tex for surface in SURFACES.values())
    yield from (line for one in OPTIMIZERS.values() for line in one.tex.splitlines())
    yield from (f"f(z) = {one.tex}" for one in ACTIVATIONS.values())
    yield from (one.tex for one in INITIALIZERS.values())
    yield NORM
