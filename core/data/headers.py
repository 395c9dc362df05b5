"""Read and judge the header of a ``.npy`` stream before anything of its data is read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import numpy as np

MAX_VALUES = 2**26
"""The most values an opened array may have: 512 MiB in float64."""
MAX_HEADER = 10_000
"""The most bytes that a header may have; numpy's own are a hundred or so."""

_MAGIC = b"\x93NUMPY"


@dataclass(frozen=True)
class Header:
    """What a file states about one array."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool = False

    @property
    def count(self) -> int:
        """The number of values."""
        return math.prod(self.shape)


class NoHeaderError(ValueError):
    """The stream does not begin with the header of an array."""


def read_header(stream: IO[bytes]) -> Header:
    """Read the header, and leave the stream where the data begin.

    The header's length is judged before the header is read: a file of a few bytes may claim
    gigabytes. Raises :class:`NoHeaderError`.
    """
    start = stream.read(8)
    if start[:6] != _MAGIC or len(start) < 8:
        raise NoHeaderError("not a .npy stream")
    wide = start[6] > 1
    length = stream.read(4 if wide else 2)
    if int.from_bytes(length, "little") > MAX_HEADER:
        raise NoHeaderError("a header longer than any of numpy's")
    text = stream.read(int.from_bytes(length, "little"))
    read = np.lib.format.read_array_header_2_0 if wide else np.lib.format.read_array_header_1_0
    try:
        shape, fortran, dtype = read(BytesIO(length + text))
    except Exception as error:  # a hostile header may raise anything; each means the same
        raise NoHeaderError(str(error)) from error
    if any(not isinstance(n, int) or n < 0 for n in shape):
        raise NoHeaderError("a negative size")
    return Header(tuple(shape), dtype, fortran)


def read_data(stream: IO[bytes], header: Header) -> np.ndarray[Any, Any]:
    """The data that follow a header that was judged. Raises ValueError where they end early."""
    length = header.count * header.dtype.itemsize
    data = stream.read(length)
    if len(data) < length:
        raise ValueError("the data end early")
    array: np.ndarray[Any, Any] = np.frombuffer(data, header.dtype)
    return array.reshape(header.shape, order="F" if header.fortran else "C")
