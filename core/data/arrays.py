"""Open a person's own numbers: an array of a file of numpy or torch, or a table of text.

They are read as the file has them: what float32 holds exactly as float32, everything else as
float64, so that nothing is rounded before it has been looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.data import files
from core.data.array_files import kind_of
from core.data.files import ARRAY_SUFFIXES
from core.data.headers import MAX_VALUES, Header
from core.parameters import Reason, SpecError

Array = np.ndarray[Any, Any]

ACCEPTED = ", ".join(f"*{suffix}" for suffix in ARRAY_SUFFIXES)

AXES: Mapping[int, str] = {2: "[N, D]", 3: "[N, T, D], [N, C, L]", 4: "[N, C, H, W], [N, H, W, C]"}
"""What an array of two, three or four axes can be."""

EXACT_IN_FLOAT32 = ("float16", "float32", "bool", "int8", "uint8", "int16", "uint16")
LARGEST_EXACT = 2**53
"""The largest whole number up to which float64 holds each one."""


def names_of(path: str, dimensions: Sequence[int]) -> tuple[str, ...]:
    """The names of the file's arrays that can be opened with one of these numbers of axes; none if
    it cannot be read. Nothing but headers is read."""
    try:
        found = _contents(path)
    except SpecError:
        return ()
    return tuple(name for name, header in found.items() if _fault(path, header, dimensions) is None)


def shape_of(path: str, name: str = "", dimensions: Sequence[int] = (2, 3, 4)) -> tuple[int, ...]:
    """The stated shape of an array that can be opened, without reading the data; () if there is
    none."""
    fitting = names_of(path, dimensions)
    if not fitting:
        return ()
    return _contents(path)[name if name in fitting else fitting[0]].shape


def load_array(path: str, dimensions: Sequence[int], name: str = "") -> Array:
    """The real numbers of one array of a file, as float32 where that holds them, else float64.

    Without a name it is the first that has one of the accepted ``dimensions``. Raises
    :class:`SpecError` for the field ``path``: no file chosen, missing, no plain file, broken, made
    of Python objects, not numeric, wrongly shaped, empty, too large, or whole numbers that float64
    cannot tell apart; for ``array`` if there is none of that name.
    """
    found = _contents(path)
    fitting = names_of(path, dimensions)
    if name and name not in found:
        raise SpecError("array", Reason.NOT_A_CHOICE, name, ", ".join(fitting))
    chosen = name or (fitting[0] if fitting else next(iter(found)))
    header = found[chosen]
    fault = _fault(path, header, dimensions)
    if fault is not None:
        if not name and len(found) > 1:
            fault.given = ", ".join(f"{n} {_shape(h)}" for n, h in list(found.items())[:5])
        raise fault
    try:
        array = kind_of(path).read(path, chosen, header)
    except SpecError:
        raise
    except Exception as error:  # a hostile file may raise anything; each means the same
        raise SpecError("path", Reason.BROKEN_FILE, path, ACCEPTED) from error
    if array.ndim not in dimensions or 0 in array.shape:  # a table's blank lines were counted
        raise SpecError("path", Reason.WRONG_SHAPE, _shape(array), _axes(dimensions))
    if array.dtype.name in EXACT_IN_FLOAT32:
        return np.array(array, np.float32)
    return _wide(array)


def _wide(array: Array) -> Array:
    """The numbers in float64; refuses whole numbers that would no longer be distinct in it."""
    exact = np.array(array, np.float64)
    if array.dtype.kind in "iu" and np.abs(exact).max() > LARGEST_EXACT:
        merged = np.unique(array).size - np.unique(exact).size
        if merged:
            raise SpecError(
                "path", Reason.INDISTINCT, merged, f"-{LARGEST_EXACT} … {LARGEST_EXACT}"
            )
    return exact


def _contents(path: str) -> Mapping[str, Header]:
    if not path:
        raise SpecError("path", Reason.NO_FILE, path, ACCEPTED)
    reason = files.fault(path)
    if reason is not None:
        raise SpecError("path", reason, path, ACCEPTED)
    found = _listed(path, stamp(path))
    if isinstance(found, Reason):
        raise SpecError("path", found, path, ACCEPTED)
    if isinstance(found, SpecError):
        raise SpecError(found.field, found.reason, found.given, found.accepted)
    return found


@lru_cache(maxsize=16)
def _listed(path: str, stamp: tuple[object, ...]) -> Mapping[str, Header] | Reason | SpecError:
    """What a file states, kept while the file does not change: a form asks at every move."""
    try:
        return kind_of(path).listed(path)
    except SpecError as error:
        return error
    except PermissionError:
        return Reason.NOT_A_FILE
    except Exception:  # a hostile file may raise anything; each means the same
        return Reason.BROKEN_FILE


def _fault(path: str, header: Header, dimensions: Sequence[int]) -> SpecError | None:
    """Why an array of the file cannot be opened, judged by its header alone."""
    if header.dtype.hasobject:
        accepted = "float, int, uint, bool"
        return SpecError("path", Reason.OBJECTS, path, accepted)
    if header.dtype.kind not in "fiub":
        return SpecError("path", Reason.NOT_NUMERIC, str(header.dtype), "float, int, uint, bool")
    if len(header.shape) not in dimensions or 0 in header.shape:
        return SpecError("path", Reason.WRONG_SHAPE, _shape(header), _axes(dimensions))
    if header.count > MAX_VALUES:
        return SpecError("path", Reason.TOO_LARGE, _shape(header), f"1 … {MAX_VALUES}")
    return None


def _axes(dimensions: Sequence[int]) -> str:
    return ", ".join(AXES[n] for n in dimensions)


def _shape(array: Header | Array) -> str:
    return "x".join(map(str, array.shape)) or "()"


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
