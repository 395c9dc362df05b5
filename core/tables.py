"""Numbers for people with spreadsheets: tables, several of them in one CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

Array = np.ndarray[Any, Any]

CELLS_AT_ONCE = 5000
"""The number of cells that are written between two yields."""

MARK = "# "
"""The mark at the start of every line that is neither numbers nor column names."""


@dataclass(frozen=True)
class Table:
    """Columns of one length under a title; each name includes its unit, if there is one."""

    title: str
    columns: tuple[tuple[str, Array], ...]

    def __post_init__(self) -> None:
        lengths = {len(values) for _, values in self.columns}
        if len(lengths) > 1:
            raise ValueError(f"{self.title}: columns of {sorted(lengths)} rows")

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.columns[0][1]) if self.columns else 0


def grid(title: str, x: tuple[str, Array], y: tuple[str, Array], values: Array) -> Table:
    """A table of [rows, columns] over its two axes: y down the first column, x in the head of the
    others."""
    corner = f"{y[0]} \\ {x[0]}"
    columns = [(_cell(at), values[:, j]) for j, at in enumerate(x[1])]
    return Table(title, ((corner, y[1]), *columns))


def of_arrays(arrays: Mapping[str, Array]) -> list[Table]:
    """A table for every array by its name, so that none is lost whatever its shape.

    Single numbers share one table; an array of more than two dimensions has a table for each
    leading index, as in ``counts[0]``.
    """
    single = {name: array for name, array in arrays.items() if array.ndim == 0}
    tables = []
    if single:
        values = np.array([_cell(array[()]) for array in single.values()])
        tables.append(Table("numbers", (("name", np.array(list(single))), ("value", values))))
    for name, array in arrays.items():
        if array.ndim:
            tables += _of_array(name, array)
    return tables


def _of_array(name: str, array: Array) -> Iterator[Table]:
    if array.ndim > 2:
        for k, part in enumerate(array):
            yield from _of_array(f"{name}[{k}]", part)
        return
    index = ("index", np.arange(len(array)))
    if array.ndim == 1:
        yield Table(name, (index, (name, array)))
    else:
        columns = [(f"{name}[:, {j}]", array[:, j]) for j in range(array.shape[1])]
        yield Table(name, (index, *columns))


def write(file: IO[bytes], notes: Sequence[str], tables: Iterable[Table]) -> Iterator[int]:
    """Write the notes, then each table under its title, with an empty line between them.

    The file is UTF-8 with a byte-order mark, which spreadsheets look for. Every number has as many
    digits as are needed to read it back exactly. After every few thousand numbers it yields how
    many rows that were.
    """
    file.write("\ufeff".encode())
    file.write(_lines([[MARK + note] for note in notes]))
    for table in tables:
        names = [name for name, _ in table.columns]
        file.write(_lines([[], [MARK + table.title], names]))
        rows = max(1, CELLS_AT_ONCE // max(1, len(names)))
        for first in range(0, table.rows, rows):
            parts = [_cells(values[first : first + rows]) for _, values in table.columns]
            file.write(_lines(zip(*parts, strict=True)))
            yield len(parts[0])


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cells(values: Array) -> list[str]:
    """The texts of these numbers as :func:`_cell` writes them; numpy's own conversion is the
    quickest for each type."""
    if values.dtype == np.float32:
        return list(values.astype(str))
    return [str(value) for value in values.tolist()]


def _cell(value: Any) -> str:
    """The shortest text that is this number in its own precision."""
    return str(value)
