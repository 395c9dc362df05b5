"""The sets of labeled pictures, and pictures placed and shifted on a canvas."""

import importlib.util
import subprocess
import sys
from itertools import product
from types import ModuleType

import numpy as np
import pytest

from core.data.canvas import center, place, shift, spots
from core.data.digits import load_digits
from core.data.fashion import read_fashion
from core.data.labeled import LABELED, PLACED_SEED, Source, divided, labeled
from core.resources import resource


@pytest.mark.parametrize("key", LABELED)
def test_a_set_is_what_its_source_says(key: str) -> None:
    source, data = LABELED[key], labeled(key)
    assert data.images.shape == (source.count, 1, source.side, source.side)
    assert data.images.dtype == np.float32
    assert (data.images.min(), data.images.max()) == (0, 1)
    assert data.labels.shape == (source.count,)
    assert data.labels.dtype == np.int64
    assert data.classes == source.classes
    assert sorted(set(data.labels.tolist())) == list(range(len(source.classes)))
    assert not data.images.flags.writeable
    assert not data.labels.flags.writeable
    assert labeled(key) is data


def test_digits_are_exact_sixteenths() -> None:
    pixels = load_digits().images
    np.testing.assert_array_equal(labeled("digits").images.reshape(-1, 64) * 16, pixels)


def test_fashion_is_exact_and_in_the_order_of_its_files() -> None:
    data = labeled("fashion")
    levels = data.images * 255
    np.testing.assert_array_equal(levels, np.rint(levels))
    # The published training set begins so, and 500 of each class come first, then 100 of each.
    assert data.labels[:10].tolist() == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    assert data.labels[5000:5010].tolist() == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7]
    assert np.bincount(data.labels[:5000]).tolist() == [500] * 10
    assert np.bincount(data.labels[5000:]).tolist() == [100] * 10
    assert (data.images[0, 0] * 255).sum() == 76247, "the published first image, an ankle boot"


def test_fashion_is_read_in_small_pieces() -> None:
    assert sum(1 for _ in read_fashion()) > 10


def _rebuild() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rebuild", resource("data", "rebuild.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_bytes_follow_from_the_arrays_alone() -> None:
    rebuild = _rebuild()
    path = resource("data", "fashion.npz")
    with np.load(path) as archive:
        arrays = dict(archive.items())
    assert rebuild.npz_bytes(arrays, rebuild.IN_PIECES) == path.read_bytes()


@pytest.mark.parametrize("key", ["centered", "placed"])
def test_digits_stand_whole_on_the_canvas(key: str) -> None:
    corners = spots(1797, PLACED_SEED, 8) if key == "placed" else np.full((1797, 2), 4)
    digits, canvas = labeled("digits").images, labeled(key).images
    for n, (row, column) in enumerate(corners[:200]):
        expected = np.zeros((16, 16), np.float32)
        expected[row : row + 8, column : column + 8] = digits[n, 0]
        np.testing.assert_array_equal(canvas[n, 0], expected)
    np.testing.assert_array_equal(canvas.sum(axis=(1, 2, 3)), digits.sum(axis=(1, 2, 3)))


def test_spots_are_drawn_evenly_from_all_that_fit_and_by_the_seed() -> None:
    corners = spots(1797, 0, 8)
    assert (corners.min(), corners.max()) == (0, 8)
    counts = np.array([np.bincount(one, minlength=9) for one in corners.T])
    assert (abs(counts - 1797 / 9) < 4 * (1797 / 9 * 8 / 9) ** 0.5).all()
    np.testing.assert_array_equal(corners, spots(1797, 0, 8))
    assert (corners != spots(1797, 1, 8)).any()


def test_a_shift_is_what_slicing_a_padded_picture_gives() -> None:
    pictures = np.random.default_rng(0).random((3, 2, 6, 5), np.float32)
    padded = np.pad(pictures, ((0, 0), (0, 0), (9, 9), (9, 9)))
    for down, right in product(range(-7, 8), repeat=2):
        expected = padded[..., 9 - down : 15 - down, 9 - right : 14 - right]
        np.testing.assert_array_equal(shift(pictures, down, right), expected)


def test_a_shifted_digit_is_one_placed_elsewhere() -> None:
    digits = labeled("digits").images[:20]
    corners = np.tile([4 + 3, 4 - 2], (20, 1))
    np.testing.assert_array_equal(shift(center(digits, 16), 3, -2), place(digits, corners, 16))


def test_what_authors_hold_out_is_never_trained_on() -> None:
    order = np.random.default_rng(0).permutation(8)
    of_authors = Source(10, 4, ("a", "b"), LABELED["digits"].read, held_out=2)
    trained, tested = divided(order, of_authors, 5)
    assert trained.tolist() == order[:5].tolist()
    assert tested.tolist() == [8, 9]
    of_nobody = Source(8, 4, ("a", "b"), LABELED["digits"].read)
    trained, tested = divided(order, of_nobody, 5)
    assert sorted([*trained, *tested]) == list(range(8))


def test_what_sets_hold_is_known_without_torch() -> None:
    asked = "import sys, core.data.labeled as l; l.labeled('placed'); print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
