"""What goes into a net: random numbers, the digits, or a person's own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.arrays import load_array
from core.data.digits import load_digits
from core.data.preprocessing import PREPROCESSINGS
from core.kept import Kept
from core.parameters import Reason, SpecError

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Array = np.ndarray[Any, Any]

INPUTS = ("normal", "digits", "file")
DIGITS = 1797
MAX_COLUMNS = 2048


def load_rows(path: str, fewest_columns: int = 1, most_columns: int = MAX_COLUMNS) -> Array:
    """[row, column] of a person's ``.npy``, float32.

    Raises :class:`SpecError` for ``path`` where it is no such array: see
    :func:`core.data.arrays.load_array`; too few or too many columns; NaN or infinity in it.
    """
    rows = load_array(path, (2,))
    if not fewest_columns <= rows.shape[1] <= most_columns:
        shape = "x".join(map(str, rows.shape))
        accepted = f"[N, {fewest_columns} … {most_columns}]"
        raise SpecError("path", Reason.WRONG_SHAPE, shape, accepted)
    bad = rows.size - int(np.isfinite(rows).sum())
    if bad:
        raise SpecError("path", Reason.NOT_FINITE, bad, "-3.4e38 … 3.4e38")
    return rows


def input_rows(
    source: str, preprocess: str, path: str, samples: int, columns: int, seed: int
) -> Tensor:
    """[samples, columns] of N(0,1), or so many rows of the digits' 64 pixels or of a file, chosen
    by the seed and preprocessed by the statistics of all rows there are. A shorter file goes in
    whole."""
    import torch

    if source == "normal":
        return kept_draw(seed, 0, samples, columns)
    rows = load_digits().images if source == "digits" else load_rows(path)
    rows = PREPROCESSINGS[preprocess](rows).apply(rows)
    order = torch.randperm(len(rows), generator=generator(seed, 0))[:samples]
    return torch.tensor(rows, dtype=torch.float32)[order]


def generator(seed: int, stream: int) -> torch.Generator:
    """One of many independent streams of a seed. On the CPU, so that every device sees the same."""
    import torch

    return torch.Generator().manual_seed(seed * 1000 + stream)


def draw(seed: int, stream: int, *shape: int) -> Tensor:
    """N(0,1) from a stream of a seed."""
    import torch

    return torch.randn(*shape, generator=generator(seed, stream))


KEPT: Kept[Tensor] = Kept(2**24, lambda drawn: drawn.numel())
"""The last draws, so that a moved scale does not draw ten layers anew."""


def kept_draw(seed: int, stream: int, *shape: int) -> Tensor:
    """As :func:`draw`, from memory if it was drawn lately. It is shared: leave it as it is."""
    key = (seed, stream, *shape)
    drawn = KEPT.get(key)
    return KEPT.put(key, draw(seed, stream, *shape)) if drawn is None else drawn
