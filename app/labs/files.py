"""The kinds of files that panels open: how each is recognized and named, without
opening it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.words.labels import _ as mark
from app.words.labels import tr
from core.data.files import ARRAY_SUFFIXES, PICTURE_SUFFIXES


@dataclass(frozen=True)
class FileKind:
    """A kind of file or folder. That a path is of a kind does not mean that it can be read: its
    faults are reported by the panel that opens it."""

    one: str
    """A single file in a sentence, with its article."""
    many: str
    """Several files, as a file dialog names them; empty for a kind that it cannot choose."""
    suffixes: Sequence[str]
    fits: Callable[[str], bool]
    """Whether a path is of this kind, as far as its name and its header tell."""


def _is_array(path: str) -> bool:
    return path.lower().endswith(ARRAY_SUFFIXES)


def _is_rows(path: str) -> bool:
    if not _is_array(path):
        return False
    from core.data.arrays import names_of  # numpy, which a list of panels does not need

    return bool(names_of(path, (2,))) or not names_of(path, (3, 4))


def _is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURE_SUFFIXES)


def _is_folder(path: str) -> bool:
    return Path(path).is_dir()


TENSORS = FileKind(
    mark("an array (.npy, .npz, .csv, .pt)"), mark("arrays"), ARRAY_SUFFIXES, _is_array
)
ROWS = FileKind(TENSORS.one, TENSORS.many, TENSORS.suffixes, _is_rows)
"""Arrays of two dimensions. A broken file counts as one until it is read."""
PICTURES = FileKind(mark("a picture"), mark("pictures"), PICTURE_SUFFIXES, _is_picture)
FOLDERS = FileKind(mark("a folder of pictures"), "", (), _is_folder)


def either(words: Sequence[str]) -> str:
    """A list of alternatives: "a, b, or c"."""
    return _listed(words, tr(", or "))


def each(words: Sequence[str]) -> str:
    """A list of several things together: "a, b and c"."""
    return _listed(words, tr(" and "))


def _listed(words: Sequence[str], before_last: str) -> str:
    most = tr(", ").join(words[:-1])
    return f"{most}{before_last}{words[-1]}" if most else words[-1]
