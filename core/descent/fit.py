"""The ranges in which a race's paths and the minima are all in sight."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.surfaces.minima import minima_of
from core.surfaces.surfaces import FARTHEST, SurfaceSpec, compile_surface, surface_of
from core.surfaces.verdicts import Verdict
from core.waiting import result_of

Array = np.ndarray[Any, Any]

MARGIN = 0.08
"""The room that is left on each side, as a part of what has to be in sight."""


def fitted(spec: SurfaceSpec, positions: Array, verdicts: Array) -> dict[str, float]:
    """The fields x_low, x_high, y_low and y_high in which paths and minima are in sight.

    ``positions`` [K, steps, 2] are the paths and ``verdicts`` [K, steps] the verdicts on them; a
    path that diverged is left out from the step on at which it did. The minima are those that the
    surface states, and those that a search finds in what is drawn now. Both ranges have the same
    length, so that a circle can be drawn as one; of a surface of one variable there is only x.
    """
    surface = surface_of(spec)
    minima = result_of(minima_of(surface, compile_surface(spec)))
    kept = np.isfinite(positions).all(-1) & (np.abs(positions) <= FARTHEST / 4).all(-1)
    kept &= np.cumsum(verdicts == Verdict.DIVERGED, axis=1) == 0
    points = np.concatenate([positions[kept], minima])[:, : surface.dimensions]
    if not len(points):
        return {}
    low, high = points.min(0), points.max(0)
    # A single point is seen in the room of the surface's own domain, not through a microscope.
    length = (1 + 2 * MARGIN) * (float((high - low).max()) or surface.scale / 2)
    unit = 10.0 ** (math.floor(math.log10(length)) - 2)
    length = math.ceil(length / unit + 1) * unit  # room for rounding the lower end downwards
    ends = {}
    for axis, middle in zip("xy", ((low + high) / 2).tolist(), strict=False):
        first = math.floor((middle - length / 2) / unit + 1 / 2) * unit
        ends[f"{axis}_low"] = float(f"{first:.12g}")
        ends[f"{axis}_high"] = float(f"{first + length:.12g}")
    return ends
