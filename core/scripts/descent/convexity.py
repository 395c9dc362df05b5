"""The script of convexity: four questions about a surface."""

from __future__ import annotations

from core.descent.convexity import ConvexitySpec
from core.scripts.descent import surface
from core.scripts.writing import block, constant, lines, script
from core.surfaces.surfaces import surface_of


def convexity(spec: ConvexitySpec) -> str:
    """Write the script: a chord, Jensen's inequality on it, a sub-level set, the Hessian's
    eigenvalues."""
    alone = surface_of(spec).dimensions == 1
    grid = "torch.tensor(x)[None, :, None]" if alone else (
        "torch.tensor(np.stack(np.meshgrid(x, y), axis=-1))"
    )  # fmt: skip
    return script(
        f"Is it convex? Four questions to a surface: {surface.name_of(spec)}.",
        "The panel searches besides for a chord that fails and for a segment that leaves the "
        "sub-level set, and counts its pieces on smaller cells; none of this is repeated here.",
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
        block(_PRINTED),
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
    on_grid = len(labels[sublevel].unique())  # thin or tiny ones need a finer grid
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

_PRINTED = """
    def said(holds, *values):
        \"""What a comparison says, if there are values to compare.\"""
        if not all(map(math.isfinite, values)):
            return "says nothing: f has no value there"
        return "holds" if holds else "fails"


    print(f"chord               {said(chord_holds, of_a, of_b)}, excess {excess:.4g}")
    print(f"Jensen's inequality {said(jensen_holds, of_a, of_b, of_mean)}")
    print(f"sub-level set       {on_grid} piece(s) on this grid below {level:.4g}")
    print(f"curved upwards      on {semidefinite.double().mean():.1%} of the domain")
"""
