"""The rows that go into a net: random numbers, the digits, or a person's own file."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.data.arrays import load_array
from core.data.narrowing import LARGEST
from core.parameters import Reason, SpecError

Array = np.ndarray[Any, Any]

INPUTS = ("normal", "digits", "file")
DIGITS = 1797
MAX_COLUMNS = 2048


def load_rows(
    path: str, fewest_columns: int = 1, most_columns: int = MAX_COLUMNS, name: str = ""
) -> Array:
    """[row, column] of an array of a person's file, float32 where that holds it, else float64.

    Raises :class:`SpecError` for ``path`` if the file is no such array (see
    :func:`core.data.arrays.load_array`), if it has too few or too many columns, or if it holds NaN,
    infinity, or numbers whose squares float64 cannot hold.
    """
    rows = load_array(path, (2,), name)
    if not fewest_columns <= rows.shape[1] <= most_columns:
        shape = "x".join(map(str, rows.shape))
        accepted = f"[N, {fewest_columns} … {most_columns}]"
        raise SpecError("path", Reason.WRONG_SHAPE, shape, accepted)
    bad = rows.size - int((np.isfinite(rows) & (np.abs(rows) <= np.float64(LARGEST))).sum())
    if bad:
        raise SpecError("path", Reason.NOT_FINITE, bad, f"-{LARGEST:g} … {LARGEST:g}")
    return rows
