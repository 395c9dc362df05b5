"""The file of a recording: appended, followed, cut at any byte, and attacked."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from saddlepoint.recording import Reader, Writer


def written(path: Path, blocks: int = 3) -> bytes:
    writer = Writer(path, {"layers": ["0", "1"]})
    for k in range(blocks):
        writer.write({"step": np.array(k), "outputs": np.arange(6.0).reshape(2, 3) + k})
    writer.close()
    return path.read_bytes()


def test_what_was_written_is_read(tmp_path):
    written(tmp_path / "run.saddle")
    reader = Reader.open(tmp_path / "run.saddle")
    assert reader.header["layers"] == ["0", "1"]
    assert [int(block["step"]) for block in reader.blocks] == [0, 1, 2]
    np.testing.assert_array_equal(reader.blocks[2]["outputs"], np.arange(6.0).reshape(2, 3) + 2)


def test_a_file_cut_at_any_byte_has_its_whole_blocks_and_is_read_on(tmp_path):
    whole = written(tmp_path / "run.saddle", 2)
    ends = []
    at = 0
    while at < len(whole):
        at += 8 + struct.unpack("<Q", whole[at : at + 8])[0]
        ends.append(at)
    cut = tmp_path / "cut.saddle"
    for length in range(len(whole) + 1):
        cut.write_bytes(whole[:length])
        reader = Reader.open(cut)
        known = sum(end <= length for end in ends)
        assert bool(reader.header) == (known > 0)
        assert len(reader.blocks) == max(0, known - 1)
        if length % 97 == 0:
            cut.write_bytes(whole)
            assert len(reader.read_on()) == 2 - max(0, known - 1)
            assert len(reader.blocks) == 2


def test_what_is_appended_is_followed(tmp_path):
    path = tmp_path / "run.saddle"
    writer = Writer(path, {})
    reader = Reader.open(path)
    assert reader.blocks == []
    writer.write({"step": np.array(5)})
    assert [int(block["step"]) for block in reader.read_on()] == [5]
    assert reader.read_on() == []
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write({"step": np.array(6)})
    written(path, 0)
    with pytest.raises(ValueError, match="recorded anew"):
        reader.read_on()


def block(payload: bytes) -> bytes:
    return struct.pack("<Q", len(payload)) + payload


HEADER = block(json.dumps({"format": "saddlepoint recording", "version": 1}).encode())


def archive(compression: int = zipfile.ZIP_STORED, **members: bytes) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", compression) as made:
        for name, content in members.items():
            made.writestr(f"{name}.npy", content)
    return room.getvalue()


def pickled() -> bytes:
    room = io.BytesIO()
    np.save(room, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return room.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + b"\0" * 50, "is no recording"),
        (block(b"hello"), "does not begin as one"),
        (block(b'{"format": "saddlepoint recording", "version": 9}'), "version 9"),
        (block(b"[1]"), "does not begin as one"),
        (struct.pack("<Q", 2**60), "is no recording"),
        (HEADER + struct.pack("<Q", 2**60), "is damaged at byte"),
        (HEADER + struct.pack("<Q", 0), "is damaged at byte"),
        (HEADER + block(b"no archive"), "no archive"),
        (HEADER + block(archive(zipfile.ZIP_DEFLATED, a=b"\0" * 10**6)), "compressed"),
        (HEADER + block(archive(a=pickled())), "pickle"),
        (HEADER + block(archive(a=b"short")), "no archive of plain arrays"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "odd.saddle"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=words):
        Reader.open(path)
