"""What is normalized: typed numbers, chosen noise, dense batches, a person's own pictures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data import images
from core.data.images import find_pictures, load_picture
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.norms import NORMS
from core.layers.reference import REFERENCES
from core.normalization import input_tensors
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.parameters import Reason, SpecError
from core.scripts import script_of
from tests import odd_files


def compare(**fields: Any) -> NormalizationFrame:
    frame = last_frame(Run(EXPERIMENTS["normalization"], NormalizationSpec(**fields), "cpu"))
    assert isinstance(frame, NormalizationFrame)
    return frame


def refused(**fields: Any) -> SpecError:
    with pytest.raises(SpecError) as caught:
        compare(**fields)
    return caught.value


# Typed numbers


def test_the_four_numbers_are_one_map_that_all_norms_agree_on() -> None:
    frame = compare(source="numbers", eps=1e-12)
    assert frame.input.shape == (1, 1, 1, 4)
    for key in ("bn", "ln", "in", "gn"):
        np.testing.assert_allclose(
            frame.output(key).ravel(), [-0.651, 0.391, 1.432, -1.172], atol=5e-4
        )
    root = np.sqrt((9 + 25 + 49 + 4) / 4)
    np.testing.assert_allclose(frame.rms.ravel(), np.array([3, 5, 7, 2]) / root, rtol=1e-6)


def test_rows_are_samples() -> None:
    frame = compare(source="numbers", numbers="1, 2, 3; 4, 5, 9")
    assert frame.input.shape == (2, 1, 1, 3)
    frame = compare(source="numbers", numbers="1, 2, 3; 4, 5, 9", layout="dense", groups=3)
    np.testing.assert_array_equal(frame.input, [[1, 2, 3], [4, 5, 9]])
    np.testing.assert_allclose(frame.bn, [[-1, -1, -1], [1, 1, 1]], atol=1e-5)
    assert np.isnan(frame.in_).all()
    assert np.abs(frame.gn).max() == 0  # one value a group


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.NOT_NUMBERS),
        ("one, two", Reason.NOT_NUMBERS),
        ("1, 2; 3", Reason.NOT_NUMBERS),
        ("1,,2", Reason.NOT_NUMBERS),
        ("1, nan", Reason.NOT_NUMBERS),
        ("1, inf", Reason.NOT_NUMBERS),
        (", ".join("1" * 5000), Reason.TOO_MANY),
        ("; ".join(["1, 2"] * 3000), Reason.TOO_MANY),
    ],
)
def test_what_are_no_numbers_is_refused(typed: str, reason: Reason) -> None:
    error = refused(source="numbers", numbers=typed)
    assert (error.field, error.reason) == ("numbers", reason)
    assert error.accepted


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "numbers", "numbers": "7", "layout": "dense"},
        {"source": "numbers", "numbers": "1, 2, 4", "layout": "dense", "groups": 1},
        {"source": "noise", "layout": "dense", "batch": 1, "groups": 1},
    ],
)
def test_a_sample_alone_leaves_holes_for_bn_and_in_and_shows_the_others(
    fields: dict[str, Any],
) -> None:
    frame = compare(**fields)
    assert np.isnan(frame.bn).all()
    assert np.isnan(frame.in_).all()
    assert np.isnan(frame.difference[[0, 2]]).all()
    x = torch.tensor(frame.input)
    for key, like in (("ln", "ln"), ("gn", "ln"), ("rms", "rms")):
        theirs = REFERENCES[like](x, 1, 1.0, 0.0, 1e-5)
        np.testing.assert_allclose(frame.output(key), theirs.numpy(), atol=1e-6)
    assert np.isnan(compare(undo="exact", **fields).undone).all()


def test_groups_are_divisors_of_what_was_typed() -> None:
    spec = NormalizationSpec(source="numbers", numbers="1, 2, 3, 4, 5, 6; 6, 5, 4, 3, 2, 1")
    assert spec.groups == 1
    assert spec.adapt(layout="dense").groups == 3
    assert refused(source="noise", layout="dense", channels=6, groups=4).accepted == "1, 2, 3, 6"


# Noise, dense batches


@given(
    st.integers(2, 12),
    st.integers(1, 4),
    st.integers(1, 6),
    st.sampled_from([torch.float32, torch.float64]),
    st.integers(0, 2**31),
)
def test_a_dense_batch_is_normalized_as_torchs_dense_layers_do(
    n: int, groups: int, share: int, dtype: torch.dtype, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = (torch.randn(n, groups * share, generator=generator) * 3 + 1).to(dtype)
    for key in ("bn", "ln", "gn", "rms"):
        own = NORMS[key].apply(x, groups=groups, gamma=1.5, beta=0.5, eps=1e-3).output
        theirs = REFERENCES[key](x, groups, 1.5, 0.5, 1e-3)
        # Up to 1/√ε = 32 steepens a rounding of the input's size, about 10.
        atol = 32 * 10 * 8 * torch.finfo(dtype).eps
        torch.testing.assert_close(own, theirs, rtol=0, atol=atol)


def test_a_dense_batch_has_an_array_for_every_norm() -> None:
    frame = compare(source="noise", layout="dense", channels=12, batch=16, groups=3)
    assert frame.input.shape == frame.bn.shape == frame.in_.shape == (16, 12)
    assert frame.bn_group.mean.shape == frame.bn_group.mean_after.shape == (12,)
    assert frame.gn_group.std.shape == (16, 3)
    assert np.isnan(frame.in_).all()
    assert np.isnan(frame.in_gnc)
    assert (frame.difference[[0, 1, 3]] < 1e-5).all()
    digits = compare(source="digits", layout="dense", groups=8)
    assert digits.input.shape == (8, 64)
    assert not digits.input[:, 0].any()  # a pixel that no digit inks becomes β
    assert not digits.bn[:, 0].any()


def test_channels_of_the_noise_have_the_mean_and_spread_that_were_typed() -> None:
    frame = compare(source="noise", channels=4, size=64, offsets="10, -10", scales="1, 2, 4, 0")
    np.testing.assert_allclose(frame.bn_group.mean, [10, -10, 10, -10], atol=0.1)
    np.testing.assert_allclose(frame.bn_group.std, [1, 2, 4, 0], rtol=0.02, atol=1e-9)


def test_a_convolution_has_as_many_channels_as_asked_for() -> None:
    spec = NormalizationSpec(channels=12, size=16, batch=2)
    assert spec.adapt(channels=7).groups == 1
    assert compare(channels=12, size=16, batch=2).input.shape == (2, 12, 16, 16)


def test_a_batch_larger_than_memory_is_given_is_refused() -> None:
    for fields in ({"source": "noise"}, {"source": "photos"}):
        largest = NormalizationSpec(batch=64, size=256, channels=8, **fields)  # type: ignore[arg-type]
        with pytest.raises(SpecError) as caught:
            largest.adapt(channels=16)
        error = caught.value
        assert (error.field, error.reason) == ("size", Reason.TOO_LARGE)
        assert error.given == "64x16x256x256"
    assert NormalizationSpec(source="noise", layout="dense", batch=64, channels=64).channels == 64


def test_gamma_and_beta_of_each_channel_are_taken_in_turn() -> None:
    frame = compare(size=16, batch=2, gammas="1, 2", betas="0, 1, 2", gamma=5.0)
    np.testing.assert_array_equal(frame.gamma, [1, 2] * 4)
    np.testing.assert_array_equal(frame.beta, [0, 1, 2, 0, 1, 2, 0, 1])
    plain = compare(size=16, batch=2)
    factor, shift = frame.gamma.reshape(1, 8, 1, 1), frame.beta.reshape(1, 8, 1, 1)
    np.testing.assert_allclose(frame.gn, plain.gn * factor + shift, atol=1e-5)
    np.testing.assert_allclose(frame.rms, plain.rms * factor, atol=1e-5)
    assert (frame.difference < 1e-4).all()
    assert refused(gammas="a").field == "gammas"


# Own pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures of one color each, and a file that is none."""
    for name, color in (("b.jpg", (0, 0, 255)), ("a.png", (255, 0, 0)), ("c.PNG", (0, 255, 0))):
        Image.new("RGB", (60, 40), color).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def test_a_folder_is_its_pictures_by_name_in_turn(folder: Path) -> None:
    frame = compare(source="images", images=str(folder), convolve=False, size=16, batch=5)
    assert frame.input.shape == (5, 3, 16, 16)
    colors = frame.input.mean(axis=(2, 3)).round(1)
    red, blue, green = [1, 0, 0], [0, 0, 1], [0, 1, 0]
    np.testing.assert_array_equal(colors, [red, blue, green, red, blue])


def test_one_picture_is_cropped_anew_for_each_sample(tmp_path: Path) -> None:
    ramp = np.linspace(0, 255, 300, dtype=np.uint8)[None, :, None].repeat(50, 0).repeat(3, 2)
    Image.fromarray(ramp).save(tmp_path / "ramp.png")
    frame = compare(source="images", images=str(tmp_path / "ramp.png"), convolve=False, size=16)
    assert len({float(sample.mean()) for sample in frame.input}) > 1


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_three_channels(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.tif"
    Image.new(mode, (30, 20)).save(path)
    picture = load_picture(path)
    assert picture.shape == (3, 20, 30)
    assert 0 <= picture.min() <= picture.max() <= 1
    assert not picture.flags.writeable


def test_a_picture_smaller_than_the_crop_is_enlarged(tmp_path: Path) -> None:
    Image.new("RGB", (5, 3), (255, 255, 255)).save(tmp_path / "small.png")
    frame = compare(source="images", images=str(tmp_path / "small.png"), convolve=False, size=32)
    assert (frame.input == 1).all()


def test_a_large_picture_is_reduced_and_turned_upright(tmp_path: Path) -> None:
    image = Image.new("RGB", (3000, 2100))
    exif = image.getexif()
    exif[0x0112] = 6  # lies on its side
    for name in ("large.jpg", "large.png"):
        image.save(tmp_path / name, exif=exif)
        _, height, width = load_picture(tmp_path / name).shape
        assert images.KEPT_SIDE <= width < 2 * images.KEPT_SIDE
        assert height / width == pytest.approx(3000 / 2100, rel=0.01)


def empty_png(width: int, height: int) -> bytes:
    """A header that states a size, and nothing of the picture."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.BROKEN_FILE),
        (b"no picture at all", Reason.BROKEN_FILE),
        (empty_png(100, 100), Reason.BROKEN_FILE),
        (empty_png(20_000, 20_000), Reason.PICTURE_TOO_LARGE),
        (empty_png(20_000, 10), Reason.PICTURE_TOO_LARGE),
        (empty_png(10_000, 9_999), Reason.PICTURE_TOO_LARGE),
    ],
    ids=["empty", "text", "cut", "20000 x 20000", "20000 x 10", "what Pillow only warns of"],
)
def test_a_file_that_is_no_picture_is_refused(
    content: bytes, reason: Reason, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    error = refused(source="images", images=str(path))
    assert (error.field, error.reason) == ("images", reason)
    assert "picture.png" in str(error.given)
    assert error.accepted


def test_a_place_without_pictures_is_refused(tmp_path: Path) -> None:
    assert refused(source="images").reason is Reason.NO_FILE
    assert refused(source="images", images=str(tmp_path)).reason is Reason.NO_PICTURE
    for path in (str(tmp_path / "none.png"), "a\x00b", "x" * 5000):
        assert refused(source="images", images=path).reason is Reason.MISSING_FILE


@pytest.mark.parametrize("kind", odd_files.KINDS)
def test_what_is_no_plain_file_is_no_picture(kind: str, folder: Path) -> None:
    path = folder / "0.png"
    with odd_files.odd(path, kind):
        expected = Reason.NO_PICTURE if kind == "folder" else Reason.NOT_A_FILE
        assert refused(source="images", images=str(path)).reason is expected
        assert [p.name for p in find_pictures(str(folder), 2)] == ["a.png", "b.jpg"]


def test_no_more_pictures_are_opened_than_there_are_samples(folder: Path) -> None:
    assert [p.name for p in find_pictures(str(folder), 2)] == ["a.png", "b.jpg"]


# The last input is kept


def test_a_moved_gamma_draws_no_new_input(monkeypatch: pytest.MonkeyPatch) -> None:
    compare(size=16, batch=2, seed=5)
    monkeypatch.setattr(input_tensors, "load_input", None)  # whoever calls it now fails
    frame = compare(size=16, batch=2, seed=5, gamma=2.0)
    monkeypatch.undo()
    input_tensors.KEPT.forget()
    np.testing.assert_array_equal(frame.input, compare(size=16, batch=2, seed=5).input)


def test_a_file_that_changed_is_opened_again(folder: Path) -> None:
    fields = {"source": "images", "images": str(folder), "convolve": False, "size": 16, "batch": 3}
    compare(**fields)
    Image.new("RGB", (64, 48), (255, 255, 255)).save(folder / "a.png")
    assert (compare(**fields).input[0] == 1).all()
    np.save(folder / "x.npy", np.zeros((2, 2, 2, 2)))
    assert not compare(source="file", path=str(folder / "x.npy")).input.any()
    np.save(folder / "x.npy", np.ones((2, 2, 2, 3)))
    assert compare(source="file", path=str(folder / "x.npy")).input.all()


# Numbers as they are


@pytest.mark.parametrize(
    ("numbers", "expected", "merged", "beyond"),
    [
        ("16777216, 16777217", [-1, 1], 1, 0),
        ("1700000000, 1700000001, 1700000002", [-1.2247449, 0, 1.2247449], 2, 0),
        ("1e30, -1e30", [1, -1], 0, 0),
        ("1e39, 1", [1, -1], 0, 1),
        ("1, 1.0000001", [-1, 1], 0, 0),
    ],
)
def test_numbers_are_centered_before_float32_could_round_them(
    numbers: str, expected: list[float], merged: int, beyond: int
) -> None:
    frame = compare(source="numbers", numbers=numbers, eps=1e-12)
    assert frame.input.dtype == np.float64
    wanted = np.array(expected)
    if numbers.startswith("1, "):
        wanted = wanted * 5e-8 / np.sqrt(2.5e-15 + 1e-12)  # ε is far larger
    for key in ("bn", "ln", "in", "gn"):
        np.testing.assert_allclose(frame.output(key).ravel(), wanted, rtol=1e-5, atol=1e-12)
    assert (int(frame.merged), int(frame.beyond)) == (merged, beyond)
    assert frame.input_counts.sum() == len(expected)
    assert frame.input_nonfinite == 0
    assert np.nanmax(frame.difference) < 1e-6


def test_plain_numbers_stay_in_float32() -> None:
    for numbers in ("3.1, 5, 7, 2", "0.1, 0.1, 0.1"):
        frame = compare(source="numbers", numbers=numbers)
        assert (frame.input.dtype, int(frame.merged)) == (np.float32, 0)


def test_values_of_almost_no_spread_are_counted() -> None:
    frame = compare(source="numbers", numbers="1e-40, 2e-40, 0")
    assert frame.input_counts.sum() == 3


def test_it_is_measured_whether_torch_or_we_are_nearer_to_float64() -> None:
    frame = compare(source="noise", size=16, offsets="10000", scales="0.01")
    gn = list(NORMS).index("gn")
    assert frame.difference_ulp[gn] > 1000
    x = frame.input.astype(float).reshape(8, 4, -1)
    exact = (x - x.mean(2, keepdims=True)) / np.sqrt(x.var(2, keepdims=True) + 1e-5)
    apart = np.abs(exact - frame.gn.reshape(8, 4, -1)).max()
    assert frame.exact_difference[gn] == pytest.approx(apart, rel=1e-3)
    constant = compare(source="numbers", numbers="5, 5, 5, 5")
    assert constant.difference[gn] > 1e-5, "torch's kernel does not see that they are the same"
    assert constant.exact_difference[gn] == 0
    assert constant.torch_exact_difference[gn] == constant.difference[gn]


def test_the_script_of_a_sample_alone_leaves_out_what_has_no_statistics() -> None:
    spec = NormalizationSpec(source="noise", layout="dense", batch=1)
    made: dict[str, Any] = {}
    exec(script_of(spec), made)
    assert "bn" not in made["arrays"]
    frame = compare(source="noise", layout="dense", batch=1)
    ln = made["arrays"]["ln"].reshape(1, -1)
    np.testing.assert_allclose(ln, frame.ln, atol=1e-6)


# Axes of a file


def saved(folder: Path, array: Any) -> dict[str, Any]:
    np.save(folder / "x.npy", array)
    return {"source": "file", "path": str(folder / "x.npy")}


def test_tokens_are_rows_and_bn_takes_them_all_together(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(2, 3, 8)).astype(np.float32)
    frame = compare(**saved(tmp_path, x))
    own = torch.nn.functional.layer_norm(torch.tensor(x), (8,)).numpy()
    np.testing.assert_allclose(frame.ln.reshape(2, 3, 8), own, atol=1e-5)
    rows = x.reshape(-1, 8)
    np.testing.assert_allclose(frame.bn_group.mean, rows.mean(axis=0), atol=1e-6)


def test_sequences_are_normalized_as_batchnorm1d_does(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(4, 6, 5)).astype(np.float32)
    frame = compare(axes="ncl", **saved(tmp_path, x))
    theirs = torch.nn.BatchNorm1d(6)(torch.tensor(x)).detach().numpy()
    np.testing.assert_allclose(frame.bn[:, :, 0], theirs, atol=1e-5)
    assert frame.gn_group.mean.shape == (4, 3)


def test_channels_last_is_found_by_the_shape_and_can_be_refused(tmp_path: Path) -> None:
    x = np.random.default_rng(0).uniform(size=(4, 9, 9, 3)).astype(np.float32)
    fields = saved(tmp_path, x)
    spec = NormalizationSpec(**fields)
    assert (spec.axes, spec.groups) == ("nhwc", 3)
    np.testing.assert_array_equal(compare(**fields).input, x.transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(compare(axes="nchw", **fields).input, x)
    assert spec.adapt(axes="nchw").groups == 3
    assert spec.adapt(source="photos").groups == 4


def test_a_session_from_before_opens_its_file_as_it_did(tmp_path: Path) -> None:
    fields = saved(tmp_path, np.zeros((2, 4, 3, 5), np.float32))
    values = NormalizationSpec(**fields).to_json()
    del values["array"], values["axes"]
    assert NormalizationSpec.from_json(values) == NormalizationSpec(**fields)
    (tmp_path / "x.npy").unlink()
    assert NormalizationSpec.from_json(NormalizationSpec(**fields).to_json()).path == fields["path"]


def test_another_file_takes_its_own_array_and_axes(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((2, 4)), y=np.zeros((2, 5, 6)))
    np.savez(tmp_path / "b.npz", z=np.zeros((2, 3, 8, 8)))
    spec = NormalizationSpec(source="file", path=str(tmp_path / "a.npz")).adapt(array="y")
    assert (spec.axes, spec.groups) == ("ntd", 3)
    other = spec.adapt(path=str(tmp_path / "b.npz"))
    assert (other.array, other.axes, other.groups) == ("z", "nchw", 3)
    (tmp_path / "a.npz").unlink()
    assert NormalizationSpec.from_json(spec.replace(groups=1).to_json()).array == "y"


# Pictures that are not plain


def test_deep_gray_and_floats_keep_their_levels(tmp_path: Path) -> None:
    levels = np.array([[0, 1000], [32768, 65535]], np.uint16)
    Image.fromarray(levels).save(tmp_path / "deep.png")
    picture = load_picture(tmp_path / "deep.png")
    np.testing.assert_allclose(picture, np.broadcast_to(levels / 65535, (3, 2, 2)), atol=1e-6)
    for array, expected in (([[0.0, 0.25]], [[0, 0.25]]), ([[-2.0, 2.0]], [[0, 1]])):
        Image.fromarray(np.array(array, np.float32)).save(tmp_path / "f.tif")
        np.testing.assert_allclose(load_picture(tmp_path / "f.tif")[0], expected, atol=1e-6)
    assert images.treatments([tmp_path / "deep.png", tmp_path / "f.tif"]) == {"deep", "floats"}


def test_what_is_transparent_lies_over_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    image.putpixel((1, 0), (255, 0, 0, 128))
    image.save(tmp_path / "a.png")
    picture = load_picture(tmp_path / "a.png")
    np.testing.assert_allclose(picture[:, 0, 0], 1)
    np.testing.assert_allclose(picture[:, 0, 1], [1, 127 / 255, 127 / 255], atol=0.005)
    assert images.treatments([tmp_path / "a.png", tmp_path / "none.png"]) == {"alpha"}


@pytest.mark.parametrize("mode", ["RGBA", "I;16", "F"])
def test_the_script_of_such_pictures_reads_the_same(mode: str, tmp_path: Path) -> None:
    ramp = np.linspace(0, 60000, 48 * 32).reshape(32, 48)
    if mode == "RGBA":
        picture = Image.fromarray((np.indices((32, 48, 4)).sum(0) * 2).astype(np.uint8))
    else:
        picture = Image.fromarray(ramp.astype(np.uint16 if mode == "I;16" else np.float32))
    picture.save(tmp_path / "x.tif")
    fields = {"source": "images", "images": str(tmp_path / "x.tif"), "size": 8, "batch": 2}
    made: dict[str, Any] = {}
    exec(script_of(NormalizationSpec(**fields)), made)  # type: ignore[arg-type]
    np.testing.assert_allclose(made["arrays"]["input"], compare(**fields).input, atol=2e-5)
