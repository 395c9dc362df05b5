"""A race in samples seen: where each competitor is, once it has looked at so many."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from core.descent.descent import DescentFrame, DescentSpec

Array = np.ndarray[Any, Any]


def paced(spec: DescentSpec, frame: DescentFrame) -> tuple[DescentFrame, Array]:
    """The race with a column for each sample seen, where its budget counts samples, and
    [K, columns] the step that each competitor has made by then; else the frame as it is.

    After t samples a competitor is at the last step whose loss and gradient they have paid for. A
    frame on its way ends where the first competitor has no more.
    """
    if spec.budget != "samples" or frame.step == 0:
        return frame, np.tile(np.arange(frame.step + 1), (len(frame.optimizers), 1))
    paid = frame.samples
    ends = paid[:, -1]
    ticks = np.arange((ends.max() if frame.step >= frame.total else ends.min()) + 1)
    steps = np.stack([np.searchsorted(row, ticks, side="right") - 1 for row in paid]).clip(0)
    # Once it has spent all, a path only repeats its last point.
    steps = np.minimum(steps, np.argmax(paid == ends[:, None], axis=1)[:, None])
    rows = np.arange(len(paid))[:, None]
    changed: dict[str, Any] = {
        field.name: value[rows, steps]
        for field in fields(frame)
        if isinstance(value := getattr(frame, field.name), np.ndarray)
        and value.shape[:2] == paid.shape
    }
    changed["steps_to_tolerance"] = np.array(
        [
            int(np.argmax(own >= step)) if step >= 0 and (own >= step).any() else -1
            for step, own in zip(frame.steps_to_tolerance.tolist(), steps, strict=True)
        ]
    )
    return replace(frame, step=len(ticks) - 1, total=max(len(ticks) - 1, 1), **changed), steps
