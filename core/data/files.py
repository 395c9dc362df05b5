"""Checks whether a path that a person gives is a file that can be opened at all."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from core.parameters import Reason

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff")
"""The suffixes of the picture formats that can be read."""

ARRAY_SUFFIXES = (".npy", ".npz", ".csv", ".pt", ".pth")
"""The suffixes of the files that hold numbers: numpy's arrays, tables, and torch's tensors."""


def fault(path: str | Path) -> Reason | None:
    """The reason why a path cannot be opened as a file; None if none is known.

    Only plain files are opened: a named pipe would block until somebody writes into it, and a
    device may never end.
    """
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Reason.MISSING_FILE
    except OSError as error:
        long = error.errno == errno.ENAMETOOLONG  # so there can be no such file
        return Reason.MISSING_FILE if long else Reason.NOT_A_FILE
    return None if stat.S_ISREG(mode) else Reason.NOT_A_FILE
