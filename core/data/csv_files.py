"""Read a table of numbers as text: delimiter, decimal comma and a header line are found out.

A cell that is empty, or says ``NA`` or ``NaN``, is NaN. Other words in a cell are refused with the
line that they stand in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.data.headers import Header
from core.parameters import Reason, SpecError

MAX_BYTES = 2**26
"""The longest table that is read."""
HEAD = 2**16
"""The number of bytes at the beginning by which a table is understood."""
LONGEST_CELL = 30
"""The most letters of a refused cell that are quoted."""

_MISSING = ("", "na", "n/a", "nan", "null", "none", "-")


@dataclass(frozen=True)
class Dialect:
    """How a table is written."""

    encoding: str
    delimiter: str | None
    """What stands between two cells; None for any run of blanks."""
    comma: bool
    """Whether a comma is the decimal sign."""
    header: bool
    """Whether the first line names the columns."""
    columns: int


def listed(path: str) -> Mapping[str, Header]:
    """The table's shape: its columns by the first lines, its rows by counting line ends."""
    dialect = understand(path)
    with Path(path).open("rb") as file:
        count, last = 0, b"\n"
        while piece := file.read(2**20):
            count, last = count + piece.count(b"\n"), piece[-1:]
    rows = count + (last != b"\n") - dialect.header
    return {"": Header((rows, dialect.columns), np.dtype(np.float64))}


def read(path: str, name: str, header: Header) -> np.ndarray[Any, Any]:
    """[row, column] float64. Blank lines are left out."""
    dialect = understand(path)
    text = Path(path).read_bytes().decode(dialect.encoding)
    lines = text.splitlines()[dialect.header :]
    plain = (line.replace(",", ".") for line in lines) if dialect.comma else iter(lines)
    # numpy's reader is fast, and refuses quotes and missing cells, and tables that are wrong: those
    # are read below, which says of a wrong cell where it stands.
    with suppress(ValueError):
        found = np.loadtxt(plain, np.float64, delimiter=dialect.delimiter, ndmin=2, comments=None)
        if found.shape[1] == dialect.columns:
            return found
    rows = [
        [_number(cell, dialect, at) for cell in _padded(cells, dialect, at)]
        for at, cells in _cells(lines, dialect)
    ]
    return np.array(rows, np.float64).reshape(-1, dialect.columns)


def understand(path: str) -> Dialect:
    """How the table is written, by its first lines. Raises ValueError if it has none."""
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise SpecError("path", Reason.TOO_LARGE, size, f"1 … {MAX_BYTES}")
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    encoding = _encoding(head)
    text = head.decode(encoding, "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(head) == HEAD:
        lines = lines[:-1]  # the last one is cut
    if not lines or "\0" in text:
        raise ValueError("not a table")
    lines = lines[:100]
    delimiter = next((d for d in "\t;" if all(d in line for line in lines)), None)
    if delimiter is None and all("," in line for line in lines):
        # "1,5 2,5" separates by blanks and has decimal commas; "1,5" alone is two cells.
        delimiter = None if _blanks_between_commas(lines) else ","
    comma = delimiter != "," and any("," in line for line in lines)
    draft = Dialect(encoding, delimiter, comma, header=False, columns=0)
    _, first = next(_cells(lines, draft))
    header = len(lines) > 1 and not all(_is_number(cell, comma) for cell in first)
    return Dialect(encoding, delimiter, comma, header, len(first))


def _encoding(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        head[: HEAD - 4].decode("utf-8")  # a letter at the end may be cut
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _blanks_between_commas(lines: list[str]) -> bool:
    return all(" " in line.strip() and ", " not in line for line in lines)


def _cells(lines: list[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not blank, with the line's number from 1 on."""
    first = 1 + dialect.header
    if dialect.delimiter is None:
        rows: Iterator[list[str]] = (line.split() for line in lines)
    else:
        rows = csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=True)
    for at, cells in enumerate(rows, first):
        if any(cell.strip() for cell in cells):
            yield at, [cell.strip() for cell in cells]


def _padded(cells: list[str], dialect: Dialect, at: int) -> list[str]:
    if len(cells) != dialect.columns:
        raise SpecError("path", Reason.UNEVEN_ROW, f"{at}: {len(cells)}", str(dialect.columns))
    return cells


def _number(cell: str, dialect: Dialect, at: int) -> float:
    if cell.lower() in _MISSING:
        return float("nan")
    try:
        return float(cell.replace(",", ".") if dialect.comma else cell)
    except ValueError:
        given = f"{cell[:LONGEST_CELL]} ({at})"
        raise SpecError("path", Reason.NO_NUMBER_IN_CELL, given, "3.5, NA") from None


def _is_number(cell: str, comma: bool) -> bool:
    if cell.lower() in _MISSING:
        return bool(cell)  # an empty name is none, and stands in a header
    try:
        float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return False
    return True
