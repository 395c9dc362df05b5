"""The script of a surface's field of heights."""

from __future__ import annotations

import numpy as np

from core.descent.heights import DECADES, HeightsSpec, nowhere_finite
from core.scripts.descent import surface
from core.scripts.writing import block, constant, lines, script
from core.surfaces.surfaces import compile_surface, surface_of


def heights(spec: HeightsSpec) -> str:
    """Write the script: heights on a grid, their shades, and the heights of the contour lines."""
    shape = surface_of(spec)
    x, y = shape.grid(spec.resolution)
    heights = compile_surface(spec).value(x[None, :], y[:, None])
    if not np.isfinite(heights).any():
        raise nowhere_finite(shape)
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
        block(_PRINTED),
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

_PRINTED = """
    print(f"lowest {low:.6g}, median {np.median(heights[finite]):.6g}, highest {high:.6g}")
"""
