"""The shipped data files and their loaders."""

import hashlib
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core.data.digits import load_digits
from core.data.fashion import read_fashion
from core.data.photos import load_photos
from core.resources import resource

FILES = ("digits.npz", "fashion.npz", "china.jpg", "flower.jpg")
LOADERS: dict[str, Callable[[], object]] = {
    "digits.npz": load_digits.__wrapped__,
    "fashion.npz": lambda: list(read_fashion()),
    "china.jpg": load_photos.__wrapped__,
    "flower.jpg": load_photos.__wrapped__,
}


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for an unpacked PyInstaller bundle; return its data folder."""
    data = tmp_path / "resources" / "data"
    shutil.copytree(resource("data"), data)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return data


def test_resource_is_found_in_the_checkout() -> None:
    root = Path(__file__).resolve().parents[3]
    assert resource("data", "digits.npz") == root / "resources" / "data" / "digits.npz"


def test_resource_is_found_in_a_bundle(bundle: Path) -> None:
    assert resource("data", "digits.npz") == bundle / "digits.npz"


def test_readme_states_size_and_sha256_of_every_file() -> None:
    readme = resource("data", "README.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| `([\w.]+)` \|.*\| (\d+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
    stated = {name: (int(size), digest) for name, size, digest in row.findall(readme)}
    contents = {name: resource("data", name).read_bytes() for name in FILES}
    actual = {name: (len(c), hashlib.sha256(c).hexdigest()) for name, c in contents.items()}
    assert stated == actual


def test_digits_have_the_stated_shapes_types_and_ranges() -> None:
    digits = load_digits()
    assert digits.images.shape == (1797, 64)
    assert digits.images.dtype == np.float32
    np.testing.assert_array_equal(np.unique(digits.images), np.arange(17))
    assert digits.labels.shape == (1797,)
    assert digits.labels.dtype == np.int64


def test_digits_have_the_class_counts_uci_states_for_the_test_set() -> None:
    counts = np.bincount(load_digits().labels).tolist()
    assert counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_first_digit_is_an_upright_zero() -> None:
    expected = [
        [0, 0, 5, 13, 9, 1, 0, 0],
        [0, 0, 13, 15, 10, 15, 5, 0],
        [0, 3, 15, 2, 0, 11, 8, 0],
        [0, 4, 12, 0, 0, 8, 8, 0],
        [0, 5, 8, 0, 0, 9, 8, 0],
        [0, 4, 11, 0, 1, 12, 7, 0],
        [0, 2, 14, 5, 10, 12, 0, 0],
        [0, 0, 6, 13, 10, 0, 0, 0],
    ]
    digits = load_digits()
    assert digits.labels[0] == 0
    np.testing.assert_array_equal(digits.images[0].reshape(8, 8), expected)


def test_photos_have_the_stated_shapes_types_and_ranges() -> None:
    photos = load_photos()
    assert len(photos) == 2
    for photo in photos:
        assert photo.shape == (3, 427, 640)
        assert photo.dtype == np.float32
        assert photo.flags.c_contiguous
        assert photo.min() == 0.0
        assert photo.max() == 1.0


def test_photos_are_upright_rgb_in_the_stated_order() -> None:
    china, flower = load_photos()
    red, green, blue = china[:, :40].mean(axis=(1, 2))
    assert blue > green > red, "the top of china.jpg is sky"
    red, green, blue = flower[:, 150:300, 250:400].mean(axis=(1, 2))
    assert red > green > blue, "the middle of flower.jpg is an orange flower"


def test_arrays_are_read_only() -> None:
    digits = load_digits()
    arrays: list[NDArray[Any]] = [digits.images, digits.labels, *load_photos()]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_each_file_is_read_once() -> None:
    assert load_digits() is load_digits()
    assert load_photos() is load_photos()


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(str(bundle / name))):
        LOADERS[name]()


@pytest.mark.parametrize("keep", [0, 100, 20_000])
@pytest.mark.parametrize("name", FILES)
def test_truncated_file_is_named(bundle: Path, name: str, keep: int) -> None:
    path = bundle / name
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileNotFoundError, match=re.escape(str(path))):
        LOADERS[name]()


@pytest.mark.parametrize(("key", "count"), [("other", 1797), ("images", 3)])
def test_archive_with_other_contents_is_named(bundle: Path, key: str, count: int) -> None:
    path = bundle / "digits.npz"
    arrays: dict[str, Any] = {key: np.zeros((count, 8, 8), np.uint8)}
    np.savez(path, **arrays)
    with pytest.raises(FileNotFoundError, match=re.escape(str(path))):
        load_digits.__wrapped__()
