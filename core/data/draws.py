"""The input of a net as tensors: drawn from a seed's stream, or rows chosen by a seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data.digits import load_digits
from core.data.narrowing import beyond_float32, is_coarse, largest_magnitude
from core.data.preprocessing import CENTERED, PREPROCESSINGS
from core.data.rows import load_rows
from core.kept import Kept
from core.parameters import Reason, SpecError


def input_rows(
    source: str,
    preprocess: str,
    path: str,
    samples: int,
    columns: int,
    seed: int,
    array: str = "",
) -> Tensor:
    """[samples, columns] of N(0,1), or that many rows of the digits' 64 pixels or of a file.

    Rows are chosen by the seed and preprocessed by the statistics of all the rows there are, in
    float64; then float32, in which nets compute, must be fine enough for them. A file with fewer
    rows is used whole.
    """
    if source == "normal":
        return kept_draw(seed, 0, samples, columns)
    rows = load_digits().images if source == "digits" else load_rows(path, name=array)
    rows = PREPROCESSINGS[preprocess](rows).apply(rows)
    rows = narrowed(rows, preprocess) if source == "file" else rows.astype(np.float32)
    order = torch.randperm(len(rows), generator=generator(seed, 0))[:samples]
    return torch.from_numpy(rows)[order]


def narrowed(rows: np.ndarray[Any, Any], preprocess: str) -> np.ndarray[Any, Any]:
    """[row, column] float32 of preprocessed rows.

    Raises :class:`SpecError` for ``preprocess`` if float32 has no place for some, or rounds a
    column by more than its spread: what then came out of a net would say nothing about the net.
    """
    accepted = ", ".join(key for key in CENTERED if key != preprocess)
    if beyond := beyond_float32(rows):
        raise SpecError("preprocess", Reason.BEYOND_FLOAT32, beyond, accepted)
    if is_coarse(rows, (0,), 1.0):
        largest = f"{largest_magnitude(rows):.12g}"
        raise SpecError("preprocess", Reason.LOST_IN_FLOAT32, largest, accepted)
    return rows.astype(np.float32)


def generator(seed: int, stream: int) -> torch.Generator:
    """A generator for one of many independent streams of a seed. It is on the CPU, so that every
    device sees the same draws."""
    return torch.Generator().manual_seed(seed * 1000 + stream)


def draw(seed: int, stream: int, *shape: int) -> Tensor:
    """A tensor of N(0,1) drawn from one stream of a seed."""
    return torch.randn(*shape, generator=generator(seed, stream))


KEPT: Kept[Tensor] = Kept(2**24, lambda drawn: drawn.numel())
"""The most recent draws, kept so that a moved scale does not draw ten layers anew."""


def kept_draw(seed: int, stream: int, *shape: int) -> Tensor:
    """The same as :func:`draw`, from memory if it was drawn recently. The tensor is shared and must
    not be changed."""
    key = (seed, stream, *shape)
    drawn = KEPT.get(key)
    return KEPT.put(key, draw(seed, stream, *shape)) if drawn is None else drawn
