"""The numbers that a person brings, typed or in a file, as the batch that is normalized."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.data.arrays import load_array
from core.data.choosing import CHANNELS_LAST, SEQUENCES, TOKENS
from core.data.narrowing import LARGEST, largest_magnitude, needs_float64
from core.normalization.inputs import InputSpec, is_dense
from core.number_lists import read_rows
from core.parameters import Reason, SpecError, parameter_of

Array = np.ndarray[Any, Any]


def given(spec: InputSpec) -> Array:
    """The numbers of a file, or typed ones, no more narrowed than is good for them."""
    if spec.source == "file":
        x = in_order(load_array(spec.path, (2, 3, 4), spec.array), spec.axes)
    else:
        x = np.array(read_rows(parameter_of(type(spec), "numbers"), spec.numbers))
        x = x if is_dense(spec) else x[:, None, None, :]
    largest = largest_magnitude(x)
    if largest > LARGEST:
        field = "path" if spec.source == "file" else "numbers"
        raise SpecError(field, Reason.OUT_OF_RANGE, largest, f"-{LARGEST:g} … {LARGEST:g}")
    return x.astype(np.float64 if needs_float64(x) else np.float32, copy=False)


def in_order(x: Array, axes: str) -> Array:
    """The array as [N, D] or [N, C, H, W], as :func:`core.data.choosing.batch_shape` says."""
    if axes == TOKENS:
        return x.reshape(-1, x.shape[-1])
    if axes == SEQUENCES:
        return x[:, :, None, :]
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2)) if axes == CHANNELS_LAST else x
