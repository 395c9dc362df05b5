"""Tables: what is written is read again to the last digit."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.tables import CELLS_AT_ONCE, Table, grid, of_arrays, write

Sections = dict[str, list[list[str]]]


def read(data: bytes) -> tuple[list[str], Sections]:
    """The notes, and each section's rows by its title, as a spreadsheet takes the file."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    notes: list[str] = []
    sections: Sections = {}
    title = ""
    for before, row in zip([["x"], *rows], rows, strict=False):
        if row and row[0].startswith("# "):
            if before == []:
                title = row[0][2:]
                sections[title] = []
            else:
                notes.append(row[0][2:])
        elif row:
            sections[title].append(row)
    return notes, sections


def written(notes: list[str], tables: list[Table]) -> tuple[bytes, list[int]]:
    file = io.BytesIO()
    breaths = list(write(file, notes, tables))
    return file.getvalue(), breaths


def test_notes_titles_names_and_numbers_come_back() -> None:
    table = Table("loss, of all", (("step", np.arange(3)), ("Adam, η", np.array([0.1, 1e-300, 2]))))
    data, breaths = written(["seed: 0", "optimizers: gd,adam"], [table])
    assert data.startswith(b"\xef\xbb\xbf")
    notes, sections = read(data)
    assert notes == ["seed: 0", "optimizers: gd,adam"]
    assert sections["loss, of all"] == [
        ["step", "Adam, η"],
        ["0", "0.1"],
        ["1", "1e-300"],
        ["2", "2.0"],
    ]
    assert breaths == [3]


@given(arrays.arrays(np.float64, st.integers(1, 40), elements=st.floats(width=64)))
def test_every_double_is_read_again_exactly(values: np.ndarray) -> None:
    _, sections = read(written([], [Table("t", (("v", values),))])[0])
    again = np.array([float(row[0]) for row in sections["t"][1:]])
    np.testing.assert_array_equal(again, values)


@given(arrays.arrays(np.float32, st.integers(1, 40), elements=st.floats(width=32)))
def test_every_single_is_read_again_exactly_and_is_short(values: np.ndarray) -> None:
    _, sections = read(written([], [Table("t", (("v", values),))])[0])
    texts = [row[0] for row in sections["t"][1:]]
    np.testing.assert_array_equal(np.array([np.float32(text) for text in texts]), values)
    assert max(len(text) for text in texts) <= 16


def test_other_kinds_of_numbers_and_texts_are_written_as_they_are() -> None:
    columns = (
        ("flag", np.array([True, False])),
        ("big", np.array([2**62, -1])),
        ("words", np.array(["a, b", 'say "so"'])),
        ("gap", np.array([np.nan, -np.inf])),
    )
    _, sections = read(written([], [Table("t", columns)])[0])
    assert sections["t"][1:] == [
        ["True", str(2**62), "a, b", "nan"],
        ["False", "-1", 'say "so"', "-inf"],
    ]


def test_a_grid_has_its_axes_in_the_head_and_the_first_column() -> None:
    x, y = np.array([0.5, 1.5, 2.5]), np.array([-1.0, 1.0])
    values = np.arange(6).reshape(2, 3)
    _, sections = read(written([], [grid("heights", ("x", x), ("y", y), values)])[0])
    assert sections["heights"] == [
        ["y \\ x", "0.5", "1.5", "2.5"],
        ["-1.0", "0", "1", "2"],
        ["1.0", "3", "4", "5"],
    ]


def test_no_array_of_a_frame_is_lost_whatever_its_shape() -> None:
    every = {
        "rate": np.array(0.1),
        "names": np.array(["gd", "adam"]),
        "losses": np.arange(6.0).reshape(2, 3),
        "counts": np.arange(12).reshape(2, 3, 2),
        "none": np.zeros((0, 2)),
    }
    _, sections = read(written([], of_arrays(every))[0])
    assert sections["numbers"] == [["name", "value"], ["rate", "0.1"]]
    assert sections["names"][1:] == [["0", "gd"], ["1", "adam"]]
    losses = np.array([[float(cell) for cell in row[1:]] for row in sections["losses"][1:]])
    np.testing.assert_array_equal(losses, every["losses"])
    for k in range(2):
        part = np.array([[int(cell) for cell in row[1:]] for row in sections[f"counts[{k}]"][1:]])
        np.testing.assert_array_equal(part, every["counts"][k])
    assert sections["none"] == [["index", "none[:, 0]", "none[:, 1]"]]


def test_a_long_table_is_written_in_pieces() -> None:
    rows = 3 * CELLS_AT_ONCE
    data, breaths = written([], [Table("t", (("a", np.arange(rows)), ("b", np.arange(rows))))])
    assert max(breaths) <= CELLS_AT_ONCE // 2 + 1
    assert sum(breaths) == rows
    assert len(read(data)[1]["t"]) == rows + 1


def test_columns_of_different_lengths_are_no_table() -> None:
    with pytest.raises(ValueError, match=r"losses: columns of \[2, 3\] rows"):
        Table("losses", (("a", np.zeros(2)), ("b", np.zeros(3))))
