"""A surface as a field: its heights over the drawn domain, and its contour lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.optimization.surfaces import CHOICES, compile_surface, surface_of, typed_formula
from core.parameters import Reason, Spec, SpecError, choice, integer

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True)
class LandscapeSpec(Spec):
    """A surface on a grid, and how many contour lines through it."""

    key: ClassVar[str] = "landscape"

    surface: str = choice("himmelblau", CHOICES, "The function that is drawn")
    formula: str = typed_formula()
    resolution: int = integer(240, 8, 2048, "Grid points along each side", log=True)
    contours: int = integer(14, 0, 64, "Contour lines, at equal parts of the area")


@dataclass(frozen=True, kw_only=True)
class LandscapeFrame(Frame):
    """Heights and contours; the grid includes the domain's edges."""

    x: Array
    """[resolution] grid of x."""
    y: Array
    """[resolution] grid of y."""
    heights: Array
    """[resolution, resolution] f at (y[i], x[j]); not finite where f is not."""
    ranks: Array
    """[resolution, resolution] float32 in 0..1: the share of the area that lies lower."""
    levels: Array
    """[contours] height of each contour line."""
    lines: Array
    """[points, 2] (x, y) of all contour lines, one after another."""
    breaks: Array
    """[lines] where in ``lines`` each line begins."""


def run(spec: LandscapeSpec, device: str) -> Frames:
    """Evaluate, rank and contour the surface."""
    from contourpy import contour_generator

    surface = surface_of(spec)
    compiled = compile_surface(spec)
    yield None
    x = np.linspace(*surface.x, spec.resolution)
    y = np.linspace(*surface.y, spec.resolution)
    heights = np.array(compiled.value(x[None, :], y[:, None]), float)
    if not np.isfinite(heights).any():
        raise SpecError("formula", Reason.NOWHERE_FINITE, surface.formula, "-5 … 5")
    yield None
    ranks = rank(heights)
    levels = np.quantile(heights[np.isfinite(heights)], _parts(spec.contours))
    generator = contour_generator(x, y, np.ma.masked_invalid(heights))
    pieces: list[Array] = []
    for level in levels:
        pieces += [np.asarray(piece) for piece in generator.lines(level)]
    lengths = [len(piece) for piece in pieces]
    yield LandscapeFrame(
        step=1,
        total=1,
        x=read_only(x),
        y=read_only(y),
        heights=read_only(heights),
        ranks=read_only(ranks),
        levels=read_only(levels),
        lines=read_only(np.concatenate(pieces) if pieces else np.empty((0, 2))),
        breaks=read_only(np.cumsum([0, *lengths[:-1]]) if lengths else np.empty(0, int)),
    )


def _parts(contours: int) -> Array:
    """Equal parts of the area, without its lowest and highest point; denser at the bottom."""
    return np.linspace(0, 1, contours + 2)[1:-1] ** 1.5


def rank(heights: Array) -> Array:
    """Each height's share of the area that lies lower: the equalized colour of the map."""
    finite = np.isfinite(heights)
    ordered = np.sort(heights[finite])
    ranks = np.full(heights.shape, np.nan, np.float32)
    ranks[finite] = np.searchsorted(ordered, heights[finite]) / max(1, ordered.size - 1)
    return ranks


def height_at(spec: Any, x: float, y: float) -> float:
    """f(x, y) of a spec's surface: what is asked under the cursor."""
    return compile_surface(spec).at(x, y)[0]
