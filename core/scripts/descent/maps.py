"""The parts that both maps' scripts share: the size of the domain, and the nearest minimum."""

from __future__ import annotations

from core.surfaces.function import Surface


def diagonal(dimensions: int) -> str:
    """The length of the domain's diagonal; for one variable the domain's length."""
    return "X[1] - X[0]" if dimensions == 1 else "math.hypot(X[1] - X[0], Y[1] - Y[0])"


def corners(dimensions: int) -> str:
    """The constants that hold the domain's ends, as the items of a list."""
    return "X" if dimensions == 1 else "X, Y"


def length(surface: Surface, of: float) -> str:
    """One of a surface's lengths: that of the drawn domain by its name, any other by its number."""
    return "DIAGONAL" if of == surface.diagonal else repr(of)


NEAREST = '''
    def nearest(p):
        """The number of the minimum within reach of each place [..., D]; -1 for none."""
        number = torch.full(p.shape[:-1], -1)
        closest = torch.full(p.shape[:-1], REACH, dtype=p.dtype)
        for k, minimum in enumerate(minima.to(p)):
            apart = (p - minimum).norm(dim=-1)
            number = torch.where(apart <= closest, k, number)
            closest = torch.minimum(apart, closest)
        return number
'''
"""The function ``nearest(p)``; it needs ``minima`` and REACH."""
