"""The kinds of files that hold numbers: what each states about its arrays, and how one is read.

Nothing of a file's data is read before its shapes have been judged, and nothing in it is ever run:
no pickle is opened, and tensors only by ``torch.load(weights_only=True)``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

import numpy as np

from core.data import csv_files, torch_files
from core.data.headers import Header, read_data, read_header

Array = np.ndarray[Any, Any]

MOST_ARRAYS = 256
"""The most arrays of one file that are listed."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: how its arrays are listed by name, and how one of them is read.

    A file that holds a single array without a name lists it under the empty name. Both functions
    may raise anything for a broken file.
    """

    listed: Callable[[str], Mapping[str, Header]]
    read: Callable[[str, str, Header], Array]


def kind_of(path: str) -> Kind:
    """The kind of a file by its suffix; without a known one it is taken for a ``.npy`` file."""
    return KINDS.get(PurePath(path).suffix.lower(), KINDS[".npy"])


def _npy_listed(path: str) -> Mapping[str, Header]:
    with Path(path).open("rb") as file:
        header = read_header(file)
        left = Path(path).stat().st_size - file.tell()
    if not header.dtype.hasobject and header.count * header.dtype.itemsize > left:
        raise ValueError("the file is shorter than it says")
    return {"": header}


def _npy_read(path: str, name: str, header: Header) -> Array:
    with Path(path).open("rb") as file:
        return read_data(file, read_header(file))


def _npz_listed(path: str) -> Mapping[str, Header]:
    found = {}
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist()[:MOST_ARRAYS]:
            if not entry.filename.endswith(".npy"):
                continue
            with archive.open(entry) as stream:
                header = read_header(stream)
            if header.dtype.hasobject or header.count * header.dtype.itemsize <= entry.file_size:
                found[entry.filename.removesuffix(".npy")] = header
    if not found:
        raise ValueError("no array")
    return found


def _npz_read(path: str, name: str, header: Header) -> Array:
    with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as stream:
        return read_data(stream, read_header(stream))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        ".npy": Kind(_npy_listed, _npy_read),
        ".npz": Kind(_npz_listed, _npz_read),
        ".csv": Kind(csv_files.listed, csv_files.read),
        ".pt": Kind(torch_files.listed, torch_files.read),
        ".pth": Kind(torch_files.listed, torch_files.read),
    }
)
"""The kinds by their suffixes, those of :data:`core.data.files.ARRAY_SUFFIXES`."""
