"""A person's own numbers: every kind of file, read as it is, and judged before it is read."""

from __future__ import annotations

import io
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.data import arrays, headers
from core.data.array_files import KINDS
from core.data.arrays import load_array, names_of, shape_of
from core.data.choosing import orders_of
from core.data.files import ARRAY_SUFFIXES
from core.parameters import Reason, SpecError

EVERY = (2, 3, 4)


def refused(path: Path, name: str = "", dimensions: tuple[int, ...] = EVERY) -> SpecError:
    with pytest.raises(SpecError) as caught:
        load_array(str(path), dimensions, name)
    return caught.value


def test_each_suffix_has_its_kind() -> None:
    assert tuple(KINDS) == ARRAY_SUFFIXES


# Numbers as they are


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.int32, np.uint32])
def test_what_float32_does_not_hold_stays_in_float64(dtype: Any, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([[16777216, 16777217]], dtype))
    read = load_array(str(tmp_path / "x.npy"), EVERY)
    assert read.dtype == np.float64
    assert read.tolist() == [[16777216.0, 16777217.0]]


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int8, np.uint16, bool])
def test_what_float32_holds_is_read_as_that(dtype: Any, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([[0, 1, 100]], dtype))
    assert load_array(str(tmp_path / "x.npy"), EVERY).dtype == np.float32


def test_whole_numbers_that_float64_cannot_tell_apart_are_counted(tmp_path: Path) -> None:
    near = 2**60
    np.save(tmp_path / "x.npy", np.array([[near, near + 1, near + 2, near + 4096]]))
    error = refused(tmp_path / "x.npy")
    assert (error.field, error.reason, error.given) == ("path", Reason.INDISTINCT, 2)
    stamps = np.arange(10).reshape(5, 2) * 10**9 + 1_700_000_000 * 10**9
    np.save(tmp_path / "x.npy", stamps)  # nanoseconds, a second apart
    assert np.unique(load_array(str(tmp_path / "x.npy"), EVERY)).size == 10


# Several arrays in a file


def test_of_an_archive_the_array_is_chosen_by_name(tmp_path: Path) -> None:
    path = str(tmp_path / "x.npz")
    first, second = np.arange(6.0).reshape(2, 3), np.arange(24.0).reshape(2, 3, 4)
    np.savez(path, words=np.array(["a"]), first=first, second=second, empty=np.zeros((0, 3)))
    assert names_of(path, EVERY) == ("first", "second")
    assert names_of(path, (3,)) == ("second",)
    assert shape_of(path, "second") == (2, 3, 4)
    np.testing.assert_array_equal(load_array(path, EVERY), first)
    np.testing.assert_array_equal(load_array(path, EVERY, "second"), second)
    assert refused(tmp_path / "x.npz", "third").field == "array"
    assert refused(tmp_path / "x.npz", "words").reason is Reason.NOT_NUMERIC
    np.savez_compressed(path, first=first)
    np.testing.assert_array_equal(load_array(path, EVERY), first)


def test_tensors_are_chosen_by_name_and_no_object_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    half = torch.full((2, 3), 1.5, dtype=torch.bfloat16)
    torch.save({"a": torch.arange(3), "net": OrderedDict(w=half), "more": [half, 3, "x"]}, path)
    assert names_of(str(path), EVERY) == ("net.w", "more[0]")
    read = load_array(str(path), EVERY, "more[0]")
    assert (read.dtype, read.tolist()) == (np.float32, [[1.5] * 3] * 2)
    torch.save(torch.ones(2, 4, dtype=torch.float64), path)
    assert load_array(str(path), EVERY).shape == (2, 4)
    torch.save(torch.nn.Linear(2, 2), path)
    assert refused(path).reason is Reason.OBJECTS
    path.write_bytes(b"")
    assert refused(path).reason is Reason.BROKEN_FILE
    torch.save({"a": torch.ones(3)}, path)
    assert refused(path).reason is Reason.WRONG_SHAPE


# Tables


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,2.5\n3,4\n", [[1, 2.5], [3, 4]]),
        ("a,b\n1,2.5\n3,4", [[1, 2.5], [3, 4]]),
        ("a;b\r\n1,5;2\r\n3;4,25\r\n", [[1.5, 2], [3, 4.25]]),
        ("1\t2\n\n3\t4\n", [[1, 2], [3, 4]]),
        ("1 2\n3  4\n", [[1, 2], [3, 4]]),
        ("1,5 2,5\n3,5 4,5\n", [[1.5, 2.5], [3.5, 4.5]]),
        ('x,y\n"1",\nNA,4\n', [[1, np.nan], [np.nan, 4]]),
        ("\ufeffa,b\n1e-3,-2E5\n", [[1e-3, -2e5]]),
        ("only\n16777216\n16777217\n", [[16777216], [16777217]]),
    ],
)
def test_a_table_is_understood(text: str, rows: list[list[float]], tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8", newline="")
    np.testing.assert_array_equal(load_array(str(path), (2,)), rows)
    assert shape_of(str(path))[1] == len(rows[0])


@pytest.mark.parametrize(
    ("text", "reason", "given"),
    [
        ("1,2\n3,4,5\n", Reason.UNEVEN_ROW, "2: 3"),
        ("a,b\n1,2\nred,4\n", Reason.NO_NUMBER_IN_CELL, "red (3)"),
        ("a,b\n", Reason.NO_NUMBER_IN_CELL, "a (1)"),
        ("", Reason.BROKEN_FILE, None),
        ("\x00\x01\x02", Reason.BROKEN_FILE, None),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(
    text: str, reason: Reason, given: str | None, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text(text)
    error = refused(tmp_path / "x.csv")
    assert error.reason is reason
    assert given is None or error.given == given


# Judged before anything is read


def test_a_shape_of_nothing_is_refused_without_counting(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.zeros((0, 9)))
    path.write_bytes(path.read_bytes().replace(b"(0, 9), }", b"(0, 99999999999999), }"))
    assert shape_of(str(path)) == ()
    assert refused(path).reason is Reason.WRONG_SHAPE


@pytest.mark.parametrize("version", [b"\x01\x00\xff\xff", b"\x02\x00\xff\xff\xff\xff"])
def test_a_header_that_claims_gigabytes_is_not_read(version: bytes, tmp_path: Path) -> None:
    claims = b"\x93NUMPY" + version

    class Watched(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            Watched.asked = max(Watched.asked, size or 0)
            return super().read(size)

    with pytest.raises(headers.NoHeaderError):
        headers.read_header(Watched(claims + b" " * 200))
    assert headers.MAX_HEADER >= Watched.asked >= 2
    (tmp_path / "x.npy").write_bytes(claims)
    assert refused(tmp_path / "x.npy").reason is Reason.BROKEN_FILE
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("x.npy", claims)
    assert refused(tmp_path / "x.npz").reason is Reason.BROKEN_FILE


def test_a_bomb_is_judged_by_what_it_states(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        stream = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            stream, {"descr": "<f4", "fortran_order": False, "shape": (2**14, 2**13)}
        )
        archive.writestr("x.npy", stream.getvalue() + bytes(2**20))
    assert refused(tmp_path / "x.npz").reason is Reason.BROKEN_FILE, "shorter than it says"
    torch.save(torch.zeros(1).expand(2**14, 2**13), tmp_path / "x.pt")
    assert refused(tmp_path / "x.pt").reason is Reason.TOO_LARGE


def test_what_a_file_states_is_read_once_while_it_does_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.zeros((2, 3)))
    assert shape_of(str(path)) == (2, 3)
    monkeypatch.setattr(arrays, "kind_of", None)  # whoever calls it now fails
    assert shape_of(str(path)) == (2, 3)
    monkeypatch.undo()
    np.save(path, np.zeros((20, 3)))
    assert shape_of(str(path)) == (20, 3)


@pytest.mark.parametrize(
    ("shape", "likeliest"),
    [
        ((8, 16, 16, 3), "nhwc"),
        ((8, 16, 16, 1), "nhwc"),
        ((8, 3, 16, 16), "nchw"),
        ((8, 16, 12, 3), "nchw"),
        ((8, 3, 3, 3), "nchw"),
        ((8, 5, 7), "ntd"),
        ((8, 5), "nd"),
    ],
)
def test_the_likeliest_meaning_of_axes_stands_first(shape: tuple[int, ...], likeliest: str) -> None:
    assert orders_of(shape)[0] == likeliest
