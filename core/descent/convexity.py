"""Tests of convexity: a chord, Jensen's inequality on it, and a sub-level set, each with its
witness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.parameters import integer, number
from core.surfaces.convexity import chord, convex_witness, jensen
from core.surfaces.curvature import semidefinite_mask
from core.surfaces.pieces import Pieces, count_pieces, counted
from core.surfaces.sublevel import sublevel
from core.surfaces.surfaces import SurfaceSpec, compile_surface, surface_of

Array = np.ndarray[Any, Any]


def _corner(coordinate: str, part: float, label: str, help: str) -> Any:
    """The field of one coordinate of a chord's end, by default at that fraction of the domain."""

    def domain(spec: Any) -> tuple[float, float]:
        low, high = getattr(surface_of(spec), coordinate)
        return low, high

    def inside(spec: Any) -> float:
        low, high = domain(spec)
        # Rounded it may lie outside of a domain that is narrower than its last digit.
        return min(high, max(low, round(low * (1 - part) + high * part, 6)))

    return number(
        None,
        lambda spec: domain(spec)[0],
        lambda spec: domain(spec)[1],
        label,
        help,
        matters=lambda spec: coordinate == "x" or surface_of(spec).dimensions == 2,
        auto=inside,
    )


@dataclass(frozen=True, kw_only=True)
class ConvexitySpec(SurfaceSpec):
    """A surface, the ends of a chord, its weight, and the height of a sub-level set."""

    key: ClassVar[str] = "convexity"

    a_x: float = _corner("x", 0.2, "A, x", "One end A of the chord, x")
    a_y: float = _corner("y", 0.25, "A, y", "One end A of the chord, y")
    b_x: float = _corner("x", 0.8, "B, x", "The other end B of the chord, x")
    b_y: float = _corner("y", 0.7, "B, y", "The other end B of the chord, y")
    weight: float = number(
        0.5,
        0,
        1,
        "Weight of B w",
        "Weight w of B in Jensen's inequality: f((1-w)A + wB) <= (1-w)f(A) + w f(B)",
    )
    level: float = number(
        0.3, 0, 1, "Level", "Height of the sub-level set: the share of the domain that lies lower"
    )
    resolution: int = integer(
        121, 9, 1024, "Resolution", "Grid points along each side of the domain", log=True
    )


@dataclass(frozen=True, kw_only=True)
class ConvexityFrame(Frame):
    """The answers to four questions about convexity; each that fails has a witness."""

    t: Array
    """[129] position on the chord, from 0 at A to 1 at B."""
    f: Array
    """[129] f below the chord; infinite where it is not defined."""
    line: Array
    """[129] the chord: (1-t) f(A) + t f(B)."""
    excess: float
    """The largest amount by which f rises above the chord."""
    worst: Array
    """[2] (x, y) of the point where f rises highest above the chord."""
    chord_holds: bool
    """Whether f rises above the chord by no more than rounding."""
    mean: Array
    """[2] the weighted mean of the ends: (1-w) A + w B."""
    of_mean: float
    """f at the weighted mean of the ends."""
    mean_of: float
    """The weighted mean of f at the ends: (1-w) f(A) + w f(B)."""
    jensen_holds: bool
    x: Array
    """[resolution] x of the grid."""
    y: Array
    """[resolution] y of the grid; [1] if there is one variable."""
    level: float
    """The height of the sub-level set."""
    sublevel: Array
    """[resolution, resolution] bool: where f <= level."""
    pieces: int
    """The number of connected parts of the sub-level set; the least that there are, if
    ``pieces_clear`` is False; -1 while they are counted."""
    pieces_clear: bool
    """Whether the number of parts is clear: not where they all but touch, or hardly reach the
    level."""
    leaving: Array
    """[3, 2] two points of the set, and a point between them that is outside it; NaN if none was
    found."""
    semidefinite: Array
    """[resolution, resolution] bool: where the Hessian has no negative eigenvalue."""
    witness: Array
    """[3, 2] A and B of a chord that f rises above, found by search, and the point where f rises
    highest above it; NaN if none was found."""
    stated_convex: bool
    """Whether the registry of surfaces states that f is convex."""


def run(spec: ConvexitySpec, device: str) -> Frames:
    """Answer the four questions about a surface."""
    surface = surface_of(spec)
    compiled = compile_surface(spec)
    yield None
    a, b = (spec.a_x, spec.a_y), (spec.b_x, spec.b_y)
    cut = chord(compiled, a, b)
    mean = jensen(compiled, (a, b), (1 - spec.weight, spec.weight))
    yield None
    x, y = surface.grid(spec.resolution)
    heights = np.array(compiled.value(x[None, :], y[:, None]), float)
    finite = heights[np.isfinite(heights)]
    height = float(np.quantile(finite, spec.level)) if finite.size else np.nan
    below = sublevel(compiled, x, y, heights, height)
    yield None
    curved = semidefinite_mask(compiled, x, y)
    yield None
    found = convex_witness(compiled, surface)
    leaving = below.witness
    nowhere = np.full((3, 2), np.nan)
    frame = ConvexityFrame(
        step=0,
        total=1,
        t=read_only(cut.t),
        f=read_only(cut.f),
        line=read_only(cut.line),
        excess=cut.excess,
        worst=read_only(np.array(cut.worst)),
        chord_holds=cut.holds,
        mean=read_only(np.array(mean.mean)),
        of_mean=mean.of_mean,
        mean_of=mean.mean_of,
        jensen_holds=mean.holds,
        x=read_only(x),
        y=read_only(y),
        level=height,
        sublevel=read_only(below.mask),
        pieces=-1,
        pieces_clear=False,
        leaving=read_only(
            nowhere if leaving is None else np.array([leaving.a, leaving.b, leaving.outside])
        ),
        semidefinite=read_only(curved),
        witness=read_only(nowhere if found is None else np.array([found.a, found.b, found.worst])),
        stated_convex=surface.convex,
    )
    known = Pieces(1, 1) if surface.convex and below.mask.any() else counted(surface, height)
    if known is None:
        yield frame  # a level that is dragged is seen at once
        known = yield from count_pieces(compiled, surface, height)
    if known.least == 0 and below.mask.any():  # single points, such as the lowest of the grid
        known = Pieces(1, max(1, known.seen))
    yield replace(frame, step=1, pieces=known.least, pieces_clear=known.clear)
