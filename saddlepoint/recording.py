"""The file of a watched training: blocks of arrays, one after another, that are only ever appended.

A file is a sequence of blocks ``[length: u64, little-endian][bytes]``. The first block is JSON and
says what was watched; each later one is a ``.npz`` archive, uncompressed and without pickles. A
process that dies leaves a block that is cut: a reader leaves it out, and finds it whole later if it
was only still being written. There is no port: following a training live is reading its file.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

Array = np.ndarray[Any, Any]
Block = Mapping[str, Array]

FORMAT, VERSION = "saddlepoint recording", 1
_LENGTH = struct.Struct("<Q")
MOST_BYTES = 1 << 28
"""The longest block that is read: what is longer was not written here."""
MOST_HEADER = 1 << 22
MOST_ARRAYS = 256


class Writer:
    """Appends blocks to a new file; one that is there is replaced."""

    def __init__(self, path: str | Path, header: Mapping[str, Any]) -> None:
        self._file: BinaryIO | None = Path(path).open("wb")  # noqa: SIM115
        said = {"format": FORMAT, "version": VERSION, **header}
        self._append(json.dumps(said, allow_nan=False).encode())

    def write(self, block: Block) -> None:
        """Append one block."""
        room = io.BytesIO()
        np.savez(room, allow_pickle=False, **block)
        self._append(room.getvalue())

    def close(self) -> None:
        """Close the file; nothing can be appended any more."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _append(self, payload: bytes) -> None:
        if self._file is None:
            raise ValueError("the recording is closed")
        self._file.write(_LENGTH.pack(len(payload)) + payload)
        self._file.flush()  # whoever follows the file sees whole blocks soon


@dataclass
class Reader:
    """Reads a recording, and what is appended to it later.

    Raises ``ValueError`` where a file is no recording, or one of a later version, and where a block
    is not what :class:`Writer` writes: longer than :data:`MOST_BYTES`, compressed, or with pickles.
    """

    path: Path
    header: Mapping[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    _at: int = 0

    @classmethod
    def open(cls, path: str | Path) -> Reader:
        """The recording as far as it is written; one whose first block is not whole yet has an
        empty header."""
        reader = cls(Path(path))
        reader.read_on()
        return reader

    def read_on(self) -> list[Block]:
        """Read the blocks that are whole by now and were not before, and return them."""
        new: list[Block] = []
        with self.path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            if size < self._at:
                raise ValueError(f"{self.path.name} has become shorter: it was recorded anew")
            while (payload := self._next(file, size)) is not None:
                if not self.header:
                    self.header = _header(payload, self.path.name)
                else:
                    new.append(_arrays(payload, self.path.name))
                self._at += _LENGTH.size + len(payload)
        self.blocks += new
        return new

    def _next(self, file: BinaryIO, size: int) -> bytes | None:
        """The next block's bytes; None if it is not whole."""
        if size - self._at < _LENGTH.size:
            return None
        file.seek(self._at)
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        if length > (MOST_BYTES if self.header else MOST_HEADER) or not length:
            what = "is no recording" if not self.header else f"is damaged at byte {self._at}"
            raise ValueError(f"{self.path.name} {what}: a block of {length} bytes is announced")
        if size - self._at - _LENGTH.size < length:
            return None
        return file.read(length)


def _header(payload: bytes, name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(payload)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(f"{name} is no recording: it does not begin as one")
    if found.get("version") != VERSION:
        said = found.get("version")
        raise ValueError(f"{name} is a recording of version {said}; version {VERSION} can be read")
    return found


def _arrays(payload: bytes, name: str) -> Block:
    """The arrays of a block. Its members' sizes are judged before any is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            members = archive.infolist()
            if len(members) > MOST_ARRAYS or any(
                one.compress_type != zipfile.ZIP_STORED or one.file_size > len(payload)
                for one in members
            ):
                raise ValueError("it is compressed, or announces too much")
        with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
            found = {key: arrays[key] for key in arrays.files}
        if not all(isinstance(array, np.ndarray) for array in found.values()):
            raise ValueError("a member is no array")
        return found
    except (ValueError, zipfile.BadZipFile, OSError, KeyError, EOFError, RuntimeError) as error:
        raise ValueError(
            f"{name} has a block that is no archive of plain arrays: {error}"
        ) from None
