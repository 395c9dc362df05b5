"""A surface as a field: its heights over the drawn domain, their shades, and contour lines.

How heights become shades in 0..1 is the scale:

- ``equalized``: the share of the area that lies lower, so every shade covers as much;
- ``linear``: (h - lowest) / (highest - lowest);
- ``logarithmic``: the same of log(h - lowest), over the last :data:`DECADES` powers of ten.

Contour lines stand at equal parts of the shades, in the equalized scale denser at the bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.parameters import Reason, SpecError, choice, integer, plain
from core.surfaces.contours import contour_lines
from core.surfaces.function import Surface
from core.surfaces.surfaces import SurfaceSpec, compile_surface, surface_of

Array = np.ndarray[Any, Any]

EVALUATED_A_BREATH = 2**19
"""How many points, or points times samples, are evaluated between two yields: about 10
ms of work."""

SCALES = ("equalized", "linear", "logarithmic")

DECADES = 6
"""The number of powers of ten under the range below which all heights share one shade."""


@dataclass(frozen=True, kw_only=True)
class HeightsSpec(SurfaceSpec):
    """A surface on a grid, and the number of contour lines through it."""

    key: ClassVar[str] = "heights"

    resolution: int = integer(240, 8, 2048, "Resolution", "Grid points along each side", log=True)
    contours: int = integer(14, 0, 64, "Contours", "Contour lines, at equal parts of the scale")
    scale: str = choice("equalized", SCALES, "Scale", "How heights become colors and contour lines")


@dataclass(frozen=True, kw_only=True)
class HeightsFrame(Frame):
    """Heights and contours on a grid that includes the domain's edges.

    For a surface of one variable the grid is a single row, y = [0]: ``heights[0]`` is f along x,
    and there are no contour lines.
    """

    x: Array
    """[resolution] x of the grid."""
    y: Array
    """[rows] y of the grid: as many as columns, or one."""
    heights: Array
    """[rows, resolution] f at (y[i], x[j]); not finite where f is not."""
    shades: Array
    """[rows, resolution] float32 in 0..1: the heights on the chosen scale."""
    levels: Array
    """[contours] height of each contour line; [0] for a single row."""
    lines: Array
    """[points, 2] (x, y) of all contour lines, one line after another."""
    breaks: Array
    """[lines] index in ``lines`` at which each line begins."""
    line_levels: Array
    """[lines] height of each line, one of ``levels``."""


def run(spec: HeightsSpec, device: str) -> Frames:
    """Evaluate the surface, scale its heights, and trace its contour lines."""
    surface = surface_of(spec)
    function = compile_surface(spec)
    yield None
    x, y = surface.grid(spec.resolution)
    heights = np.empty((len(y), len(x)))
    rows = max(1, EVALUATED_A_BREATH // (len(x) * function.cost))
    for first in range(0, len(y), rows):
        block = slice(first, first + rows)
        heights[block] = function.value(x[None, :], y[block, None])
        yield None
    if not np.isfinite(heights).any():
        raise nowhere_finite(surface)
    shades = SHADES[spec.scale](heights)
    levels = _levels(spec, heights) if len(y) > 1 else np.empty(0)
    found = yield from contour_lines(x, y, heights, levels)
    yield HeightsFrame(
        step=1,
        total=1,
        x=read_only(x),
        y=read_only(y),
        heights=read_only(heights),
        shades=read_only(shades),
        levels=read_only(levels),
        lines=read_only(found.points),
        breaks=read_only(found.breaks),
        line_levels=read_only(found.levels),
    )


def nowhere_finite(surface: Surface) -> SpecError:
    """The refusal of a surface that has no finite value at any drawn point."""
    sides = (surface.x, surface.y)[: surface.dimensions]
    drawn = " × ".join(f"{plain(low)} … {plain(high)}" for low, high in sides)
    return SpecError("formula", Reason.NOWHERE_FINITE, surface.formula, drawn)


def _levels(spec: HeightsSpec, heights: Array) -> Array:
    """[contours] heights at equal parts of the scale, without its lowest and highest point."""
    finite = heights[np.isfinite(heights)]
    low, high = float(finite.min()), float(finite.max())
    parts = level_shades(spec)
    if spec.scale == "linear":
        return np.asarray(low + (high - low) * parts)
    if spec.scale == "logarithmic":
        return np.asarray(low + (high - low) * 10.0 ** (DECADES * (parts - 1)))
    return np.asarray(np.quantile(finite, parts))


def level_shades(spec: HeightsSpec) -> Array:
    """[contours] the shade of each contour line, between 0 and 1."""
    parts = np.linspace(0, 1, spec.contours + 2)[1:-1]
    return np.asarray(parts**1.5 if spec.scale == "equalized" else parts)


def rank(heights: Array) -> Array:
    """Each height's share of the area that lies lower."""
    finite = np.isfinite(heights)
    ordered = np.sort(heights[finite])
    ranks = np.full(heights.shape, np.nan, np.float32)
    ranks[finite] = np.searchsorted(ordered, heights[finite]) / max(1, ordered.size - 1)
    return ranks


def linear(heights: Array) -> Array:
    """Each height's relative position between the lowest and the highest."""
    low, high = np.nanmin(_finite(heights)), np.nanmax(_finite(heights))
    with np.errstate(over="ignore"):
        # Halved, since the difference of two large floats may be infinite.
        shades = (heights / 2 - low / 2) / max(high / 2 - low / 2, np.finfo(float).tiny)
    return _finite(shades).astype(np.float32)


def logarithmic(heights: Array) -> Array:
    """Each height's relative position on a logarithmic scale above the lowest, over
    :data:`DECADES`."""
    parts = linear(heights)
    shades = 1 + np.log10(np.maximum(parts, 10.0**-DECADES)) / DECADES
    return np.clip(shades, 0, 1).astype(np.float32)


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


SHADES: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {"equalized": rank, "linear": linear, "logarithmic": logarithmic}
)


def height_at(spec: Any, x: float, y: float) -> float:
    """f(x, y) of a spec's surface, for the readout under the cursor."""
    return compile_surface(spec).at(x, y)[0]
