"""The statistics of every group of values that shares them, as a table. No Qt."""

from __future__ import annotations

from itertools import islice

import numpy as np

from app.labs.normalization.compare_readings import digits_of
from app.labs.normalization.words import NORM_NAMES
from app.words.labels import number, tr
from app.words.reading import Reading
from core.layers.norms import NORMS
from core.normalization.normalization import NormalizationFrame

MOST_GROUPS = 64
"""The most groups of each norm that are listed; the arrays have them all."""


def norm_groups(frame: NormalizationFrame) -> Reading:
    """Mean and std of every group that shares them, before and after the norm."""
    rows = []
    sentences = []
    digits = max(4, digits_of(frame))
    for key, norm in NORMS.items():
        of_groups = frame.group(key)
        if of_groups.mean.size > MOST_GROUPS:
            count = of_groups.mean.size
            sentences.append(
                tr("{norm}: the first {shown} of {count}", norm=tr(NORM_NAMES[key]),
                   shown=MOST_GROUPS, count=count)
            )  # fmt: skip
        for index in islice(np.ndindex(of_groups.mean.shape), MOST_GROUPS):
            arrays = (
                of_groups.mean, of_groups.std, of_groups.mean_after, of_groups.std_after
            )  # fmt: skip
            cells = [number(float(array[index]), digits) for array in arrays]
            if not norm.center:  # it subtracts none
                cells[0] = "–"
            rows.append((tr(NORM_NAMES[key]), _place(key, index), *cells))
    headers = (
        *(tr("Norm"), tr("Group")),
        *(tr("Mean before"), tr("Std before"), tr("Mean after"), tr("Std after")),
    )
    return Reading((" · ".join(sentences),) if sentences else (), headers, tuple(rows))


def _place(key: str, index: tuple[int, ...]) -> str:
    """The name of a group, counted from 1."""
    numbers = [i + 1 for i in index]
    if len(index) == 3:  # a dense layer's axes on maps
        return ", ".join(map(str, numbers))
    if key == "bn":
        return tr("channel {c}", c=numbers[0])
    if key == "in":
        return tr("sample {n}, channel {c}", n=numbers[0], c=numbers[1])
    if key == "gn":
        return tr("sample {n}, group {g}", n=numbers[0], g=numbers[1])
    return tr("sample {n}", n=numbers[0])
