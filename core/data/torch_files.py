"""Open tensors that ``torch.save`` wrote: one alone, or those of a list or a dictionary by name.

Only ``torch.load(weights_only=True)`` is used, which builds tensors and plain containers and runs
nothing that a file brings along. torch is imported when such a file is opened, not before.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

import numpy as np

from core.data.headers import MAX_VALUES, Header
from core.parameters import Reason, SpecError

if TYPE_CHECKING:
    from torch import Tensor

MOST_TENSORS = 256
DEEPEST = 8
"""The most containers within one another that are looked into."""


def listed(path: str) -> Mapping[str, Header]:
    """The tensors of real numbers by name, as ``layer.weight`` or ``[0]``; one alone has none."""
    found = {name: _header(tensor) for name, tensor in _tensors(path).items()}
    if not found:
        raise ValueError("no tensor")
    return found


def read(path: str, name: str, header: Header) -> np.ndarray[Any, Any]:
    """One tensor's values, in a type that numpy has."""
    tensor = _tensors(path)[name].detach()
    array: np.ndarray[Any, Any] = tensor.to(_plain(tensor)).contiguous().numpy()
    return array


def access(path: str, name: str) -> str:
    """What has to be written after the loaded value for the tensor of that name: ``["a"][0]``."""
    return next(keys for found, keys, _ in _walk(_load(path), "", "", 0) if found == name)


def _tensors(path: str) -> dict[str, Tensor]:
    every = _walk(_load(path), "", "", 0)
    return {name: tensor for name, _, tensor in islice(every, MOST_TENSORS)}


def _load(path: str) -> Any:
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an old format is an old format
        try:
            try:  # mapped, so that what is not asked for is not read
                return torch.load(path, map_location="cpu", weights_only=True, mmap=True)
            except RuntimeError:  # written by torch before 1.6, which cannot be mapped
                size = Path(path).stat().st_size
                if size > 8 * MAX_VALUES:
                    raise SpecError(
                        "path", Reason.TOO_LARGE, size, f"1 … {8 * MAX_VALUES}"
                    ) from None
                return torch.load(path, map_location="cpu", weights_only=True)
        except UnpicklingError as error:
            if "Weights only" in str(error) or "Unsupported" in str(error):
                accepted = "torch.Tensor, dict, list"
                raise SpecError("path", Reason.OBJECTS, path, accepted) from None
            raise


def _walk(value: Any, name: str, keys: str, depth: int) -> Iterator[tuple[str, str, Tensor]]:
    """Every tensor of real numbers within a value: its name, how it is reached, and itself."""
    import torch

    if isinstance(value, torch.Tensor):
        if value.layout == torch.strided and not value.is_quantized and not value.is_complex():
            yield name, keys, value
    elif depth < DEEPEST and isinstance(value, Mapping):
        for key, inner in value.items():
            inner_name = f"{name}.{key}" if name else str(key)
            yield from _walk(inner, inner_name, f"{keys}[{key!r}]", depth + 1)
    elif depth < DEEPEST and isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from _walk(inner, f"{name}[{i}]", f"{keys}[{i}]", depth + 1)


def _plain(tensor: Tensor) -> Any:
    """The type in which numpy can hold the tensor: bfloat16 and the like become float32."""
    import torch

    floats = (torch.float64, torch.float16)
    whole = (torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)
    known = (*floats, *whole)
    return tensor.dtype if tensor.dtype in known else torch.float32


def _header(tensor: Tensor) -> Header:
    import torch

    dtype = torch.empty(0, dtype=_plain(tensor)).numpy().dtype
    return Header(tuple(int(n) for n in tensor.shape), dtype)
