"""What the scripts of both maps share: how large the domain is, and which minimum is near."""

from __future__ import annotations


def diagonal(dimensions: int) -> str:
    """The domain's length from corner to corner; of one variable its length."""
    return "X[1] - X[0]" if dimensions == 1 else "math.hypot(X[1] - X[0], Y[1] - Y[0])"


def corners(dimensions: int) -> str:
    """The constants that hold the domain's ends, as the items of a list."""
    return "X" if dimensions == 1 else "X, Y"


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
"""``nearest(p)``; needs ``minima`` and REACH."""
