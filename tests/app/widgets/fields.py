"""A field that no lab has made: the loss of some net over a plane of its weights."""

from __future__ import annotations

import numpy as np

from app.widgets.field import Contours, Field, Mark, Scale

ALPHA, BETA = np.linspace(-1, 1, 9), np.linspace(-0.5, 1.5, 5)


def loss_field(of: str = "net") -> Field:
    """A bowl around (0, 0), higher than it is wide, with a hole at its upper right corner."""
    values = ALPHA[None, :] ** 2 + 3 * BETA[:, None] ** 2
    values[-1, -1] = np.nan
    places = (values / np.nanmax(values)).astype(np.float32)
    lines = np.array([(-1.0, 0.0), (0.0, 0.5), (1.0, 0.0), (-0.5, 1.0), (0.5, 1.0)])
    return Field(
        ALPHA,
        BETA,
        values,
        Scale(places),
        Contours(lines, np.array([0, 3])),
        (Mark("minimum", 0.0, 0.0, "where training ended"),),
        name="loss",
        of=of,
    )
