"""Open a person's own ``.npy`` file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.data import files
from core.parameters import Reason, SpecError

MAGIC = b"\x93NUMPY"

MAX_VALUES = 2**26
"""The most values an opened array may have: 256 MiB in float32."""


def shape_of(path: str) -> tuple[int, ...] | None:
    """The shape stated in the file's header, without reading the data; None if there is none."""
    try:
        return tuple(int(n) for n in _map(path).shape)
    except SpecError:
        return None


def load_array(path: str, dimensions: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """The real numbers of a ``.npy`` file as float32, of one of the accepted ``dimensions``.

    Raises :class:`SpecError` for the field ``path``: no file chosen, missing, no plain file,
    broken, made of Python objects, not numeric, wrongly shaped, empty, or too large.
    """
    array = _map(path)
    shape = "x".join(map(str, array.shape)) or "()"
    if array.dtype.kind not in "fiub":
        raise SpecError("path", Reason.NOT_NUMERIC, str(array.dtype), "float, int, uint, bool")
    if array.ndim not in dimensions or 0 in array.shape:
        accepted = ", ".join({2: "[N, D]", 4: "[N, C, H, W]"}[n] for n in dimensions)
        raise SpecError("path", Reason.WRONG_SHAPE, shape, accepted)
    if array.size > MAX_VALUES:
        raise SpecError("path", Reason.TOO_LARGE, shape, f"1 … {MAX_VALUES}")
    try:
        with np.errstate(over="ignore"):
            return np.array(array, np.float32)
    except (OSError, ValueError) as error:
        raise _broken(path, error) from None


def _map(path: str) -> np.ndarray[Any, Any]:
    if not path:
        raise SpecError("path", Reason.NO_FILE, path, "*.npy")
    reason = files.fault(path)
    if reason is not None:
        raise SpecError("path", reason, path, "*.npy")
    try:
        with Path(path).open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError:
        raise SpecError("path", Reason.NOT_A_FILE, path, "*.npy") from None
    if magic != MAGIC:  # np.load would open archives and pickles too
        raise SpecError("path", Reason.BROKEN_FILE, path, "*.npy")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        if "Object arrays" in str(error) or "Python objects" in str(error):
            raise SpecError("path", Reason.OBJECTS, path, "float, int, uint, bool") from None
        raise _broken(path, error) from None
    except Exception as error:  # a hostile header may raise anything; each means the same
        raise _broken(path, error) from None
    assert isinstance(array, np.ndarray)
    return array


def _broken(path: str, error: Exception) -> SpecError:
    return SpecError("path", Reason.BROKEN_FILE, path, "*.npy")


def stamp(path: str) -> tuple[object, ...]:
    """Names, times and sizes of a file or of a folder's files: it changes when one of them does.

    Files that do not exist are left out; what is wrong with them is said when they are loaded.
    """
    if not path:
        return ()
    try:
        place = Path(path)
        found = sorted(place.iterdir()) if place.is_dir() else [place]
        return tuple((f.name, (s := f.stat()).st_mtime_ns, s.st_size) for f in found)
    except (OSError, ValueError):
        return ()
