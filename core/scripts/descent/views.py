"""A surface looked at, as scripts: the landscape, the line with its tangent, the convexity page."""

from __future__ import annotations

import numpy as np

from core.descent.convexity import ConvexitySpec
from core.descent.heights import DECADES, LandscapeSpec
from core.descent.tangent import TangentSpec
from core.parameters import Reason, SpecError
from core.scripts.descent import surface
from core.scripts.writing import block, constant, lines, script
from core.surfaces.surfaces import compile_surface, surface_of


def landscape(spec: LandscapeSpec) -> str:
    """Heights on a grid, their shades, and the heights of the contour lines."""
    shape = surface_of(spec)
    x, y = shape.grid(spec.resolution)
    heights = compile_surface(spec).value(x[None, :], y[:, None])
    if not np.isfinite(heights).any():
        raise SpecError("formula", Reason.NOWHERE_FINITE, shape.formula, "-5 … 5")
    plane = shape.dimensions == 2
    return script(
        f"A surface as a field of heights: {surface.name_of(spec)}.",
        "To draw it: matplotlib's plt.contour(x, y, heights, levels)."
        if plane
        else "To draw it: matplotlib's plt.plot(x, heights[0]).",
        lines(
            surface.domain(spec),
            constant("RESOLUTION", spec.resolution, "grid points along each side"),
            constant("CONTOURS", spec.contours) if plane else "",
        ),
        surface.definition(spec),
        block(_PLANE if plane else _LINE),
        "finite = np.isfinite(heights)\nlow, high = heights[finite].min(), heights[finite].max()",
        block(_SHADES[spec.scale], decades=DECADES),
        block(_LEVELS[spec.scale], decades=DECADES) if plane else "",
        block(_LANDSCAPE_PRINTED),
        'print(f"{CONTOURS} contour lines, from {levels.min():.4g} to {levels.max():.4g}")'
        if plane and spec.contours
        else "",
    )


_PLANE = """
    x = np.linspace(*X, RESOLUTION)
    y = np.linspace(*Y, RESOLUTION)
    grid = torch.tensor(np.stack(np.meshgrid(x, y)))  # [2, row, column]
    heights = surface(*grid).numpy()
"""

_LINE = """
    x = np.linspace(*X, RESOLUTION)
    heights = surface(torch.tensor(x)).numpy()[None]  # a single row
"""

_SHADES = {
    "equalized": """
        # A shade is the share of the area that lies lower: each covers as much.
        shades = np.full(heights.shape, np.nan)
        below = np.searchsorted(np.sort(heights[finite]), heights[finite])
        shades[finite] = below / max(1, finite.sum() - 1)
    """,
    "linear": """
        # A shade is the height's place between the lowest and the highest.
        shades = np.where(finite, heights - low, np.nan) / (high - low)
    """,
    "logarithmic": """
        # A shade is the logarithm of the height over the lowest, over $decades powers of ten.
        parts = np.where(finite, heights - low, np.nan) / (high - low)
        shades = 1 + np.log10(np.maximum(parts, 10.0**-$decades)) / $decades
    """,
}

_LEVELS = {
    "equalized": """
        parts = np.linspace(0, 1, CONTOURS + 2)[1:-1]
        levels = np.quantile(heights[finite], parts**1.5)
    """,
    "linear": """
        parts = np.linspace(0, 1, CONTOURS + 2)[1:-1]
        levels = low + (high - low) * parts
    """,
    "logarithmic": """
        parts = np.linspace(0, 1, CONTOURS + 2)[1:-1]
        levels = low + (high - low) * 10.0 ** ($decades * (parts - 1))
    """,
}

_LANDSCAPE_PRINTED = """
    print(f"lowest {low:.6g}, median {np.median(heights[finite]):.6g}, highest {high:.6g}")
"""


def tangent(spec: TangentSpec) -> str:
    """A line through a point of the surface, its tangent, and one gradient step."""
    point = (spec.point_x, spec.point_y)
    if not surface.finite_at(spec, *point):
        raise SpecError("point_x", Reason.NOT_FINITE_AT_START, f"{point}", "f(x, y) ≠ ∞")
    downhill = spec.along == "downhill"
    axis = 0 if downhill else "xy".index(spec.along)
    alone = surface_of(spec).dimensions == 1
    return script(
        f"A surface cut along a line, and one gradient step: {surface.name_of(spec)}.",
        "Moving against the slope lowers f by about rate * |g|**2: by how much does it really, "
        "and from which rate on no longer?",
        lines(
            constant("POINT", surface.place(spec, *point)),
            constant("LEARNING_RATE", spec.learning_rate),
            "" if downhill else f"{'XY'[axis]} = {_ends(spec, axis)}  # the domain that is drawn",
        ),
        surface.definition(spec),
        block(_AT_POINT),
        block(_FAILING),
        block(_STEP, change=_one_axis(axis, alone) if not downhill else ""),
        block(_DOWNHILL) if downhill else block(_ALONG, ends="XY"[axis], axis=axis),
        block(_CUT),
        block(_TANGENT_PRINTED),
    )


def _ends(spec: TangentSpec, axis: int) -> str:
    shape = surface_of(spec)
    return repr(tuple(map(float, (shape.x, shape.y)[axis])))


def _one_axis(axis: int, alone: bool) -> str:
    if alone:
        return ""
    other = 1 - axis
    return f"step[{other}] = 0  # a step along {'xy'[axis]} alone"


_AT_POINT = """
    p = torch.tensor(POINT, dtype=torch.float64, requires_grad=True)
    height = surface(*p)
    (g,) = torch.autograd.grad(height, p)
    H = torch.autograd.functional.hessian(lambda p: surface(*p), p)
    p, value = p.detach(), height.item()
"""

_FAILING = '''
    def change(rates, step):
        """surface(p - rate * step) - surface(p) for many rates."""
        ahead = p - rates[:, None] * step
        real = surface(*ahead.T) - value
        # Where that is lost in rounding, the slopes along the way say it (Simpson's rule).
        size = torch.maximum(real.add(value).abs(), torch.tensor(abs(value)))
        lost = real.abs() <= 64 * np.finfo(float).eps * size
        places = (p - torch.outer(rates[lost], step) * part for part in (0, 0.5, 1))
        start, middle, end = (-gradients(q) @ step for q in places)
        real[lost] = rates[lost] / 6 * (start + 4 * middle + end)
        return real


    def gradients(places):
        """The gradient at each of many places [n, D]."""
        places = places.clone().requires_grad_()
        return torch.autograd.grad(surface(*places.T).sum(), places)[0]


    def find_first_failing_rate(step):
        """The smallest rate that does not lower the surface; infinite if all do."""
        if not 0 < step.norm() < math.inf:
            return math.nan
        low, high = 1e-12, 1e6
        for count in (1024, *(32,) * 9):  # all powers of ten, then again within the gap
            rates = torch.tensor(np.geomspace(low, high, count))
            failing = ~(change(rates, step) < 0)
            if count == 32:
                failing[0], failing[-1] = False, True  # as they were found to be
            if not failing.any():
                return math.inf
            first = failing.int().argmax().item()
            if first == 0:
                return math.nan
            low, high = rates[first - 1].item(), rates[first].item()
        return high
'''

_STEP = """
    step = g.clone()
    $change
    first_failing_rate = find_first_failing_rate(step)
    predicted = value - LEARNING_RATE * (step @ step).item()
    real = surface(*(p - LEARNING_RATE * step)).item()
"""

_DOWNHILL = """
    # The line p - s g: s is a learning rate.
    direction, origin, arrival = -g, 0.0, LEARNING_RATE
    near = first_failing_rate <= 50 * LEARNING_RATE
    high = 1.5 * (max(LEARNING_RATE, first_failing_rate) if near else 2 * LEARNING_RATE)
    low = -0.25 * high
"""

_ALONG = """
    # The line along one coordinate: s is that coordinate.
    direction = torch.eye(len(p), dtype=torch.float64)[$axis]
    origin = POINT[$axis]
    arrival = origin - LEARNING_RATE * g[$axis].item()
    low, high = $ends
    if not low <= origin <= high:  # the point has left the domain: as much around it
        low, high = origin - (high - low) / 2, origin + (high - low) / 2
"""

_CUT = """
    slope = (g @ direction).item()
    curvature = (direction @ H @ direction).item()
    along = np.linspace(low - origin, high - origin, 401)
    s = along + origin
    f = surface(*(p + torch.outer(torch.tensor(along), direction)).T).numpy()
    tangent = value + slope * along
    parabola = tangent + curvature * along**2 / 2
"""

_TANGENT_PRINTED = """
    print(f"f at the point       {value:.6g}")
    print(f"slope, curvature     {slope:.6g}, {curvature:.6g}")
    print(f"after the step       {real:.6g}, by the tangent {predicted:.6g}")
    print(f"first failing rate   {first_failing_rate:.6g}")
"""


def convexity(spec: ConvexitySpec) -> str:
    """A chord, Jensen's inequality on it, a sub-level set, and the Hessian's eigenvalues."""
    alone = surface_of(spec).dimensions == 1
    grid = "torch.tensor(x)[None, :, None]" if alone else (
        "torch.tensor(np.stack(np.meshgrid(x, y), axis=-1))"
    )  # fmt: skip
    return script(
        f"Is it convex? Four questions to a surface: {surface.name_of(spec)}.",
        "The panel searches besides for a chord that fails and for a segment that leaves the "
        "sub-level set; these two searches are not repeated here.",
        lines(
            constant("A", surface.place(spec, spec.a_x, spec.a_y), "the ends of a chord"),
            constant("B", surface.place(spec, spec.b_x, spec.b_y)),
            constant("WEIGHT", spec.weight, "of B in Jensen's inequality"),
            constant("LEVEL", spec.level, "share of the domain below the sub-level set's height"),
            constant("RESOLUTION", spec.resolution, "grid points along each side"),
            surface.domain(spec),
        ),
        surface.definition(spec),
        block(_ROUNDING),
        block(_CHORD),
        block(_SUBLEVEL, grid=grid, y="" if alone else "y = np.linspace(*Y, RESOLUTION)"),
        block(_SEMIDEFINITE),
        block(_CONVEXITY_PRINTED),
    )


_ROUNDING = '''
    def extended(p):
        """The surface at places [..., D], and infinity where it is not defined."""
        f = surface(*p.unbind(-1))
        return torch.where(f.isnan(), math.inf, f)


    def rounding(p):
        """How far rounding may move values: places are moved by a few last digits."""
        eps = np.finfo(float).eps
        shifts = torch.arange(-4, 5, dtype=torch.float64)[:, None] * eps
        shifts = torch.stack([shifts, shifts.flip(0) / 2], dim=-1)[..., : p.shape[-1]]
        moved = extended(p * (1 + shifts))
        finite = moved.isfinite()
        spread = torch.where(finite.all(0), moved.amax(0) - moved.amin(0), 0.0)
        largest = moved[finite].abs().max().item() if finite.any() else 0.0
        return 8 * max(spread.max().item(), 8 * max(eps * largest, 5e-324))
'''

_CHORD = """
    # The chord: does f rise above the straight line between its ends?
    a, b = torch.tensor([A, B], dtype=torch.float64)
    t = np.linspace(0, 1, 129)
    ground = (1 - torch.tensor(t)[:, None]) * a + torch.tensor(t)[:, None] * b
    f = extended(ground).numpy()
    with np.errstate(invalid="ignore"):
        line = (1 - t) * f[0] + t * f[-1]
        above = np.where(np.isnan(f - line), -np.inf, f - line)
    above[[0, -1]] = 0  # at the ends they are equal
    excess, worst = above.max(), ground[above.argmax()].numpy()
    chord_holds = bool(excess <= rounding(ground))

    # Jensen's inequality: f of the mean against the mean of f.
    mean = (1 - WEIGHT) * a + WEIGHT * b
    places = torch.stack([a, b, mean])
    of_a, of_b, of_mean = extended(places).tolist()
    weighed = [(1 - WEIGHT, of_a), (WEIGHT, of_b)]
    mean_of = sum(w * v for w, v in weighed if w > 0)  # 0 times infinity is not there
    jensen_holds = of_mean <= mean_of + rounding(places)
"""

_SUBLEVEL = """
    # The sub-level set: of a convex f it is convex, so it hangs together.
    x = np.linspace(*X, RESOLUTION)
    $y
    grid = $grid
    heights = surface(*grid.unbind(-1))
    level = np.quantile(heights[heights.isfinite()].numpy(), LEVEL)
    sublevel = heights <= level

    # Each piece takes the largest number in it, by spreading it to neighbors.
    labels = torch.arange(1.0, heights.numel() + 1, dtype=torch.float64)
    labels = labels.reshape(heights.shape) * sublevel
    while True:
        spread = torch.nn.functional.max_pool2d(labels[None], 3, 1, 1)[0] * sublevel
        if torch.equal(spread, labels):
            break
        labels = spread
    pieces = len(labels[sublevel].unique())
"""

_SEMIDEFINITE = """
    # The Hessian: convex where no eigenvalue is negative (beyond rounding).
    hessian = torch.func.jacrev(torch.func.grad(lambda p: surface(*p)))
    hessians = torch.func.vmap(hessian, chunk_size=2**14)
    H = hessians(grid.flatten(0, 1)).unflatten(0, heights.shape)
    finite = H.isfinite().all(-1).all(-1) & heights.isfinite()
    curved = torch.linalg.eigvalsh(torch.where(finite[..., None, None], H, 0.0))
    semidefinite = finite & (curved[..., 0] >= -1e-12 * curved[..., -1].abs())
"""

_CONVEXITY_PRINTED = """
    print(f"chord               {'holds' if chord_holds else 'fails'}, excess {excess:.4g}")
    print(f"Jensen's inequality {'holds' if jensen_holds else 'fails'}")
    print(f"sub-level set       {pieces} piece(s) below {level:.4g}")
    print(f"curved upwards      on {semidefinite.double().mean():.1%} of the domain")
"""
