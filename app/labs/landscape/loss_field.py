"""A loss over a plane as a field, in colors by factors."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from app.widgets.field import Contours, Field, Scale
from app.words.labels import tr
from core.known import filled

Array = np.ndarray[Any, Any]

MOST_TICKS = 6


def loss_field(
    u: Array,
    v: Array,
    values: Array,
    highest: float,
    contours: Contours | None = None,
    *,
    of: Hashable = None,
) -> Field:
    """The loss [v, u] as a field; what is above ``highest`` times the lowest has the last color,
    and what is not finite is a hole. Cells that are not computed yet show a coarser one."""
    values = filled(values)
    there = np.isfinite(values) & (values > 0)
    low = float(values[there].min()) if there.any() else 1e-3
    high = max(min(float(values[there].max()) if there.any() else 1.0, highest * low), 1.001 * low)
    width = np.log(high / low)
    with np.errstate(invalid="ignore", divide="ignore"):
        places = np.where(
            np.isfinite(values), np.log(np.maximum(values, low) / low) / width, np.nan
        )
    decades = [n * 10.0**k for k in range(-8, 9) for n in (1, 2, 5)]
    ticks = [(float(np.log(value / low) / width), value) for value in decades]
    ticks = [tick for tick in ticks if 0 <= tick[0] <= 1]
    ticks = ticks if len(ticks) <= MOST_TICKS else ticks[:: -(-len(ticks) // MOST_TICKS)]
    return Field(
        u,
        v,
        values,
        Scale(np.minimum(places, 1.0), ticks=tuple(ticks), said=tr("logarithmic")),
        contours or Contours(),
        name=tr("loss"),
        of=of,
    )
