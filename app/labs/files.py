"""The kinds of files that panels open: how each is known and named, without opening it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.words.labels import _ as mark
from app.words.labels import tr
from core.data.files import PICTURE_SUFFIXES

ARRAY_SUFFIX = ".npy"


@dataclass(frozen=True)
class FileKind:
    """What a file or a folder may be. That it is of a kind says nothing of whether it can be read:
    what is wrong with it is said by the panel that opens it."""

    one: str
    """A single one in a sentence, with its article."""
    many: str
    """Several of them, as the dialog that opens files says it; empty for what it cannot choose."""
    suffixes: Sequence[str]
    fits: Callable[[str], bool]
    """Whether the path leads to one, as far as its name and its header tell."""


def _is_array(path: str) -> bool:
    return path.endswith(ARRAY_SUFFIX)


def _is_rows(path: str) -> bool:
    if not _is_array(path):
        return False
    from core.data.arrays import shape_of  # numpy, of which no list needs anything

    shape = shape_of(path)
    return shape is None or len(shape) == 2


def _is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURE_SUFFIXES)


def _is_folder(path: str) -> bool:
    return Path(path).is_dir()


TENSORS = FileKind(mark("a .npy tensor"), mark("tensors"), (ARRAY_SUFFIX,), _is_array)
ROWS = FileKind(TENSORS.one, TENSORS.many, TENSORS.suffixes, _is_rows)
"""An array of two dimensions. A broken file counts as one until it is read."""
PICTURES = FileKind(mark("a picture"), mark("pictures"), PICTURE_SUFFIXES, _is_picture)
FOLDERS = FileKind(mark("a folder of pictures"), "", (), _is_folder)


def either(words: Sequence[str]) -> str:
    """An enumeration of what may be: "a, b, or c"."""
    return _listed(words, tr(", or "))


def each(words: Sequence[str]) -> str:
    """An enumeration of what is meant, all of it: "a, b and c"."""
    return _listed(words, tr(" and "))


def _listed(words: Sequence[str], before_last: str) -> str:
    most = tr(", ").join(words[:-1])
    return f"{most}{before_last}{words[-1]}" if most else words[-1]
