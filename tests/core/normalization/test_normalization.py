"""Normalization: the definition against torch.nn, its invariants, its numbers, and every source."""

import io
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from core.data.arrays import ACCEPTED, shape_of
from core.data.digits import load_digits
from core.data.photos import load_photos
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.norms import NORMS, Norm, Normalized, normalize
from core.layers.reference import REFERENCES
from core.normalization.inputs import channels_of
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.parameters import Reason, SpecError
from tests import odd_files

Array = np.ndarray[Any, Any]
KEYS = ("bn", "ln", "in", "gn")
ALL = (*KEYS, "rms")
CENTERED = [norm for norm in NORMS.values() if norm.center]


def compare(**fields: Any) -> NormalizationFrame:
    frame = last_frame(Run(EXPERIMENTS["normalization"], NormalizationSpec(**fields), "cpu"))
    assert isinstance(frame, NormalizationFrame)
    return frame


@pytest.fixture
def npy(tmp_path: Path) -> Callable[[Any], str]:
    """Save an array and return its path."""

    def save(array: Any) -> str:
        np.save(tmp_path / "tensor.npy", array)
        return str(tmp_path / "tensor.npy")

    return save


# Against torch.nn


@st.composite
def batches(draw: st.DrawFn) -> tuple[Tensor, int, float, float, float]:
    """x [N, C, H, W] in float64, groups, gamma, beta, eps."""
    groups, share = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    shape = (
        draw(st.integers(1, 5)), groups * share, draw(st.integers(1, 6)), draw(st.integers(1, 6))
    )  # fmt: skip
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    x = torch.randn(*shape, generator=generator, dtype=torch.float64)
    x = x * 10.0 ** draw(st.integers(-4, 4)) + draw(st.sampled_from([0.0, 1.0, -300.0, 1e4]))
    if draw(st.booleans()):
        x[:, draw(st.integers(0, shape[1] - 1))] = draw(st.sampled_from([0.0, 0.25, -1e4]))
    gamma, beta = draw(st.floats(-10, 10)), draw(st.floats(-10, 10))
    return x, groups, gamma, beta, 10 ** draw(st.floats(-12, 1))


def has_statistics(norm: Norm, x: Tensor, groups: int) -> bool:
    """torch refuses BN and IN over one value, and GN over 1x1 maps of one sample."""
    n, _, h, w = x.shape
    if norm.key == "gn":
        return n * h * w * x.shape[1] // groups > 1
    return norm.key == "ln" or norm.group_size(tuple(x.shape), groups) > 1


def tolerance(x: Tensor, result: Normalized, gamma: float, beta: float, eps: float) -> float:
    """What rounding to float64 may move.

    The mean is off by some ulps of the largest value, which the slope γ / √(σ² + ε) of the steepest
    group carries into y; the same error in σ scales y, which is no larger than the root of the
    group's size.
    """
    ulps = 32 * np.finfo(np.float64).eps
    slope = abs(gamma) / math.sqrt(float(result.variance.min()) + eps)
    size = x.numel() / result.mean.numel()
    largest = float(x.abs().max()) * slope * (1 + math.sqrt(size))
    return ulps * (largest + abs(gamma) + abs(beta)) + np.finfo(np.float64).tiny


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
@given(batches())
def test_every_norm_is_torchs_layer(
    norm: Norm, batch: tuple[Tensor, int, float, float, float]
) -> None:
    x, groups, gamma, beta, eps = batch
    if not has_statistics(norm, x, groups):
        return
    result = norm.apply(x, groups=groups, gamma=gamma, beta=beta, eps=eps)
    reference = REFERENCES[norm.key](x, groups, gamma, beta, eps)
    assert result.output.shape == x.shape
    apart = float((result.output - reference).abs().max())
    assert apart <= tolerance(x, result, gamma, beta, eps)


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
@given(batches())
def test_the_input_is_left_as_it_was(
    norm: Norm, batch: tuple[Tensor, int, float, float, float]
) -> None:
    x, groups, gamma, beta, eps = batch
    before = x.clone()
    norm.apply(x, groups=groups, gamma=gamma, beta=beta, eps=eps)
    assert torch.equal(x, before)


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_in_float32_every_norm_is_torchs_to_its_last_digits(norm: Norm) -> None:
    x = torch.randn(4, 8, 32, 32, generator=torch.Generator().manual_seed(0)) * 3 + 5
    result = norm.apply(x, groups=4, gamma=1.5, beta=0.5)
    reference = REFERENCES[norm.key](x, 4, 1.5, 0.5, 1e-5)
    ulps = 16 * np.finfo(np.float32).eps
    assert float((result.output - reference).abs().max()) <= ulps * float(reference.abs().max())


# Invariants


@pytest.fixture(scope="module")
def x() -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randn(3, 8, 5, 7, generator=generator, dtype=torch.float64)


def same(one: Normalized | Tensor, other: Normalized | Tensor, atol: float = 1e-12) -> None:
    a, b = (v.output if isinstance(v, Normalized) else v for v in (one, other))
    torch.testing.assert_close(a, b, rtol=0, atol=atol)


@pytest.mark.parametrize("norm", CENTERED, ids=KEYS)
def test_shifting_the_input_changes_nothing(norm: Norm, x: Tensor) -> None:
    same(norm.apply(x + 7.5, groups=4), norm.apply(x, groups=4))


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_scaling_the_input_changes_nothing_once_eps_is_small(norm: Norm, x: Tensor) -> None:
    same(norm.apply(x * 100, groups=4, eps=1e-300), norm.apply(x, groups=4, eps=1e-300))
    # With an ε that matters, the scale squared goes with it.
    same(norm.apply(x * 100, groups=4, eps=1e3), norm.apply(x, groups=4, eps=0.1))
    same(norm.apply(-x, groups=4), -norm.apply(x, groups=4).output)


def test_layer_norm_is_group_norm_with_one_group(x: Tensor) -> None:
    same(NORMS["ln"].apply(x), NORMS["gn"].apply(x, groups=1))


def test_instance_norm_is_group_norm_with_a_group_for_each_channel(x: Tensor) -> None:
    same(NORMS["in"].apply(x), NORMS["gn"].apply(x, groups=8))


def test_instance_norm_is_batch_norm_of_each_sample(x: Tensor) -> None:
    alone = torch.cat([NORMS["bn"].apply(sample[None]).output for sample in x])
    same(NORMS["in"].apply(x), alone)


def test_only_batch_norm_looks_at_the_other_samples(x: Tensor) -> None:
    changed = x.clone()
    changed[1:] *= 5
    for key, norm in NORMS.items():
        one, other = (norm.apply(v, groups=4).output[0] for v in (x, changed))
        assert torch.equal(one, other) is (key != "bn")


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_gamma_and_beta_scale_and_shift_the_result(norm: Norm, x: Tensor) -> None:
    plain = norm.apply(x, groups=4).output
    shift = 0.75 if norm.center else 0.0  # RMSNorm has no β
    same(norm.apply(x, groups=4, gamma=-2.5, beta=0.75), -2.5 * plain + shift)


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_every_channel_may_have_its_own_gamma_and_beta(norm: Norm, x: Tensor) -> None:
    gamma, beta = torch.linspace(-2, 3, 8).double(), torch.linspace(1, -1, 8).double()
    plain = norm.apply(x, groups=4).output
    expected = plain * gamma.reshape(1, 8, 1, 1)
    if norm.center:
        expected = expected + beta.reshape(1, 8, 1, 1)
    same(norm.apply(x, groups=4, gamma=gamma, beta=beta), expected)


def test_rms_norm_is_layer_norm_of_what_has_mean_zero(x: Tensor) -> None:
    centered = x - x.mean((1, 2, 3), keepdim=True)
    same(NORMS["rms"].apply(centered), NORMS["ln"].apply(x))
    same(NORMS["rms"].apply(x), x / (x.square().mean((1, 2, 3), keepdim=True) + 1e-5).sqrt())


@pytest.mark.parametrize("norm", CENTERED, ids=KEYS)
def test_what_shares_statistics_has_mean_zero_and_nearly_std_one(norm: Norm, x: Tensor) -> None:
    result = norm.apply(x, groups=4, eps=0.5)
    again = norm.apply(result.output, groups=4)
    torch.testing.assert_close(again.mean, torch.zeros_like(again.mean), rtol=0, atol=1e-14)
    # The variance after is σ² / (σ² + ε), not 1.
    torch.testing.assert_close(again.variance, result.variance / (result.variance + 0.5))


@pytest.mark.parametrize(
    ("key", "shape", "axes"),
    [
        ("bn", (8,), (0, 2, 3)),
        ("ln", (3,), (1, 2, 3)),
        ("in", (3, 8), (2, 3)),
        ("gn", (3, 4), None),
    ],
)
def test_statistics_are_those_of_the_elements_that_share_them(
    key: str, shape: tuple[int, ...], axes: tuple[int, ...] | None, x: Tensor
) -> None:
    result = NORMS[key].apply(x, groups=4)
    array = x.numpy()
    if axes is None:
        array, axes = array.reshape(3, 4, 2, 5, 7), (2, 3, 4)
    assert result.mean.shape == result.variance.shape == shape
    np.testing.assert_allclose(result.mean.numpy(), array.mean(axes), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(result.variance.numpy(), array.var(axes), rtol=1e-12)
    size = NORMS[key].group_size((3, 8, 5, 7), 4)
    assert size * result.mean.numel() == x.numel()


def test_groups_are_neighbouring_channels(x: Tensor) -> None:
    result = NORMS["gn"].apply(x, groups=4)
    alone = torch.cat([NORMS["ln"].apply(x[:, c : c + 2]).output for c in range(0, 8, 2)], dim=1)
    same(result, alone)


def test_gamma_as_root_of_variance_plus_eps_and_beta_as_mean_undo_batch_norm(x: Tensor) -> None:
    first = NORMS["bn"].apply(x, eps=0.1)
    gamma = (first.variance + 0.1).sqrt().reshape(1, 8, 1, 1)
    beta = first.mean.reshape(1, 8, 1, 1)
    same(normalize(x, (0, 2, 3), gamma, beta, 0.1), x)


# Numbers


def test_batch_norms_golden_case() -> None:
    x = torch.tensor([1.0, 2, 3, 4], dtype=torch.float64).reshape(4, 1, 1, 1)
    result = NORMS["bn"].apply(x, eps=1e-5)
    expected = [-1.3416354, -0.4472118, 0.4472118, 1.3416354]
    np.testing.assert_allclose(result.output.flatten(), expected, atol=5e-8)
    assert (float(result.mean), float(result.variance)) == (2.5, 1.25)


def test_the_four_numbers_that_notes_get_wrong() -> None:
    x = torch.tensor([3.0, 5, 7, 2], dtype=torch.float64)
    expected = [-0.651, 0.391, 1.432, -1.172]
    for key, shape in (("bn", (4, 1, 1, 1)), ("ln", (1, 4, 1, 1)), ("in", (1, 1, 2, 2))):
        output = NORMS[key].apply(x.reshape(shape), eps=0.0).output.flatten()
        np.testing.assert_allclose(output, expected, atol=5e-4)


# The experiment


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({}, (8, 8, 128, 128)),
        ({"source": "digits"}, (8, 8, 8, 8)),
        ({"source": "noise", "size": 40, "batch": 3}, (3, 8, 40, 40)),
        ({"convolve": False, "groups": 3, "size": 64}, (8, 3, 64, 64)),
        ({"source": "digits", "convolve": False, "groups": 1, "batch": 64}, (64, 1, 8, 8)),
        ({"batch": 1, "size": 8, "groups": 8, "gamma": -3.0, "beta": 2.0}, (1, 8, 8, 8)),
    ],
)
def test_every_source_has_its_shape_and_agrees_with_torch(
    fields: dict[str, Any], shape: tuple[int, ...]
) -> None:
    frame = compare(**fields)
    assert channels_of(NormalizationSpec(**fields)) == shape[1]
    assert frame.input.shape == shape
    for i, key in enumerate(KEYS):
        output = frame.output(key)
        assert output is frame.arrays()[key]
        assert output.shape == shape
        assert output.dtype == np.float32
        # Both sum up to a million float32 values, each in its own order.
        assert frame.difference[i] <= 32 * np.finfo(np.float32).eps * np.abs(output).max()


def test_the_difference_is_from_torchs_layer_and_not_from_itself() -> None:
    frame = compare(size=16, batch=2)
    x = torch.tensor(frame.input)
    for i, key in enumerate(KEYS):
        theirs = REFERENCES[key](x, 4, 1.0, 0.0, 1e-5).numpy()
        assert frame.difference[i] == np.abs(frame.output(key) - theirs).max()
    assert frame.difference.shape == (4,)
    assert frame.difference.any(), "two ways of summing do not round alike everywhere"


def test_the_outputs_are_the_definition_in_numpy() -> None:
    frame = compare(size=24, batch=3, groups=2, gamma=1.5, beta=-0.5, eps=0.01, seed=3)
    x = frame.input.astype(float)
    for key, axes in (("bn", (0, 2, 3)), ("ln", (1, 2, 3)), ("in", (2, 3)), ("gn", (2, 3, 4))):
        v = x.reshape(3, 2, 4, 24, 24) if key == "gn" else x
        mean, variance = v.mean(axes, keepdims=True), v.var(axes, keepdims=True)
        expected = (1.5 * (v - mean) / np.sqrt(variance + 0.01) - 0.5).reshape(x.shape)
        np.testing.assert_allclose(frame.output(key), expected, rtol=1e-5, atol=1e-5)
        arrays = frame.arrays()
        np.testing.assert_allclose(arrays[f"{key}_mean"], mean.squeeze(axes), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(arrays[f"{key}_std"], np.sqrt(variance).squeeze(axes), rtol=1e-5)


@pytest.mark.parametrize("bins", [4, 100, 252])
def test_every_value_is_counted(bins: int) -> None:
    frame = compare(size=16, batch=2, gamma=4.0, bins=bins)
    assert frame.counts.shape == (5, bins)
    counted = frame.counts.sum(axis=1) + frame.below + frame.above + frame.nonfinite
    np.testing.assert_array_equal(counted, [frame.input.size] * 5)
    assert frame.below.sum() > 0
    assert frame.above.sum() > 0
    assert frame.input_counts.sum() + frame.input_nonfinite == frame.input.size
    assert frame.input_edges[0] == pytest.approx(frame.input.min())
    assert frame.input_edges[-1] == pytest.approx(frame.input.max())


@pytest.mark.parametrize("size", [256, 64])
def test_photos_are_squares_of_both_photos_in_turn_averaged_down(size: int) -> None:
    frame = compare(convolve=False, groups=1, batch=3, size=size)
    photos = load_photos()
    for n, crop in enumerate(frame.input):
        photo = photos[n % 2].astype(float)
        every = min(photo.shape[1:]) // size
        blocks = np.lib.stride_tricks.sliding_window_view(photo, (every, every), (1, 2))
        averages = blocks.mean(axis=(3, 4))  # of the block that begins at each pixel
        end = (size - 1) * every
        corners = np.argwhere(
            (np.abs(averages[:, :-end, :-end] - crop[:, :1, :1]) < 1e-6).all(0)
            & (np.abs(averages[:, end:, end:] - crop[:, -1:, -1:]) < 1e-6).all(0)
        )
        assert any(
            np.abs(
                averages[:, top : top + end + 1 : every, left : left + end + 1 : every] - crop
            ).max()
            < 1e-6
            for top, left in corners
        )


def test_digits_are_digits() -> None:
    frame = compare(source="digits", convolve=False, groups=1, batch=5)
    images = load_digits().images.reshape(-1, 1, 8, 8) / 16
    for digit in frame.input:
        assert (images == digit).all(axis=(1, 2, 3)).any()


def test_noise_has_channels_of_different_mean_and_spread() -> None:
    frame = compare(source="noise", size=32)
    assert np.ptp(frame.bn_group.mean) > 1
    assert frame.bn_group.std.max() > 2 * frame.bn_group.std.min()


# Files


def test_a_file_is_taken_whole_and_raw(npy: Callable[[Any], str]) -> None:
    array = np.random.default_rng(0).normal(size=(5, 6, 3, 4)).astype(np.float32)
    path = npy(array)
    spec = NormalizationSpec(source="file", path=path)
    assert spec.groups == 3, "of 6 channels the largest divisor up to 4"
    assert channels_of(spec) == 6
    # What is for drawn batches is neither used nor looked at.
    frame = compare(source="file", path=path, batch=0, size=1, convolve=None)
    np.testing.assert_array_equal(frame.input, array)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(48, dtype=np.uint8).reshape(2, 3, 4, 2),
        np.arange(48, dtype=np.int64).reshape(2, 3, 4, 2) - 24,
        (np.arange(48) % 3 == 0).reshape(2, 3, 4, 2),
        np.arange(48, dtype=">f8").reshape(2, 3, 4, 2),
        np.arange(48, dtype=np.float16).reshape(2, 3, 4, 2),
        np.asfortranarray(np.arange(48.0).reshape(2, 3, 4, 2)),
    ],
    ids=lambda a: f"{a.dtype}-{'C' if a.flags.c_contiguous else 'F'}",
)
def test_every_real_type_is_read_as_float32(array: Array, npy: Callable[[Any], str]) -> None:
    frame = compare(source="file", path=npy(array))
    assert frame.input.dtype == np.float32
    np.testing.assert_array_equal(frame.input, array.astype(np.float32))


def refused(path: str, **fields: Any) -> SpecError:
    with pytest.raises(SpecError) as caught:
        compare(source="file", path=path, **fields)
    return caught.value


def garbage(size: int) -> bytes:
    return np.random.default_rng(0).bytes(size)


def saved(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def zipped() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, x=np.zeros((2, 4, 3, 3)))
    return stream.getvalue()


GOOD = saved(np.zeros((2, 4, 3, 3)))
BAD_FILES = {
    "empty file": (b"", Reason.BROKEN_FILE),
    "garbage": (garbage(500), Reason.BROKEN_FILE),
    "text": (b"1,2,3\n4,5,6\n", Reason.BROKEN_FILE),
    "cut in the header": (GOOD[:40], Reason.BROKEN_FILE),
    "cut in the data": (GOOD[:-1], Reason.BROKEN_FILE),
    "cut at the data": (GOOD[:128], Reason.BROKEN_FILE),
    "hostile header": (GOOD.replace(b"(2, 4, 3, 3)", b"(2,__x__,33)"), Reason.BROKEN_FILE),
    "negative shape": (GOOD.replace(b"(2, 4, 3, 3)", b"(2, 4,-3, 3)"), Reason.BROKEN_FILE),
    "npz renamed": (zipped(), Reason.BROKEN_FILE),
    "half an npz": (zipped()[:100], Reason.BROKEN_FILE),
    "pickle": (pickle.dumps([1, 2, 3]), Reason.BROKEN_FILE),
    "objects": (saved(np.array([[1, None]], object)), Reason.OBJECTS),
    "objects of the right shape": (saved(np.full((2, 4, 3, 3), None)), Reason.OBJECTS),
    "text dtype": (saved(np.full((2, 4, 3, 3), "1.5")), Reason.NOT_NUMERIC),
    "complex": (saved(np.full((2, 4, 3, 3), 1j)), Reason.NOT_NUMERIC),
    "dates": (saved(np.full((2, 4, 3, 3), np.datetime64("2020-01-01"))), Reason.NOT_NUMERIC),
    "fields": (saved(np.zeros((2, 4, 3, 3), [("a", "f4")])), Reason.NOT_NUMERIC),
    "one number": (saved(np.float32(3)), Reason.WRONG_SHAPE),
    "1-D": (saved(np.zeros(4)), Reason.WRONG_SHAPE),
    "5-D": (saved(np.zeros((1, 1, 4, 3, 3))), Reason.WRONG_SHAPE),
    "no samples": (saved(np.zeros((0, 4, 3, 3))), Reason.WRONG_SHAPE),
    "no channels": (saved(np.zeros((2, 0, 3, 3))), Reason.WRONG_SHAPE),
    "no pixels": (saved(np.zeros((2, 4, 0, 3))), Reason.WRONG_SHAPE),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_batch_is_refused_with_its_reason(case: str, tmp_path: Path) -> None:
    content, reason = BAD_FILES[case]
    path = tmp_path / "bad.npy"
    path.write_bytes(content)
    error = refused(str(path))
    assert (error.field, error.reason) == ("path", reason)
    assert error.accepted
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    for path in (tmp_path / "no.npy", tmp_path / "no" / "no.npy", plain / "no.npy"):
        error = refused(str(path))
        assert (error.field, error.reason, error.given) == ("path", Reason.MISSING_FILE, str(path))
    assert refused("").reason is Reason.NO_FILE


@pytest.mark.parametrize("kind", odd_files.KINDS)
def test_what_is_no_plain_file_is_refused_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.npy"
    with odd_files.odd(path, kind):
        error = refused(str(path))
        assert (error.field, error.reason, error.given) == ("path", Reason.NOT_A_FILE, str(path))
        assert error.accepted == ACCEPTED
        assert shape_of(str(path)) == ()


def test_an_array_without_axes_is_named_so(tmp_path: Path) -> None:
    np.save(tmp_path / "number.npy", np.float64(3))
    error = refused(str(tmp_path / "number.npy"))
    assert (error.reason, error.given) == (Reason.WRONG_SHAPE, "()")


@pytest.mark.parametrize(
    "path",
    ["a\x00b.npy", "x" * 5000 + ".npy", "~/no.npy", "\udcff.npy"],
    ids=["zero byte", "too long", "home", "no text"],
)
def test_a_path_that_cannot_be_is_refused(path: str) -> None:
    assert refused(path).field == "path"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.npy"
    large = np.lib.format.open_memmap(path, "w+", np.uint8, (1, 4, 2**13, 2**11 + 1))
    del large  # a hole on the disk: nothing was written
    error = refused(str(path))
    assert (error.field, error.reason) == ("path", Reason.TOO_LARGE)


def test_groups_that_do_not_divide_the_channels_are_refused_and_the_divisors_named(
    npy: Callable[[Any], str],
) -> None:
    error = refused(npy(np.zeros((2, 12, 3, 3))), groups=5)
    assert (error.field, error.reason, error.given) == ("groups", Reason.NOT_A_CHOICE, 5)
    assert error.accepted == "1, 2, 3, 4, 6, 12"
    with pytest.raises(SpecError) as caught:
        NormalizationSpec(groups=3)
    assert (caught.value.field, caught.value.accepted) == ("groups", "1, 2, 4, 8")


def test_a_prime_number_of_channels_has_two_divisors(npy: Callable[[Any], str]) -> None:
    path = npy(np.random.default_rng(0).normal(size=(2, 13, 2, 2)))
    assert NormalizationSpec(source="file", path=path).groups == 1
    frame = compare(source="file", path=path, groups=13)
    np.testing.assert_allclose(frame.gn, frame.in_, atol=1e-6)


def test_a_single_value_for_each_channel_is_a_hole_of_bn_and_in_alone(
    npy: Callable[[Any], str],
) -> None:
    frame = compare(source="file", path=npy(np.arange(4.0).reshape(1, 4, 1, 1)), groups=2)
    assert np.isnan(frame.bn).all()
    assert np.isnan(frame.in_).all()
    np.testing.assert_allclose(frame.gn.ravel(), [-1, 1, -1, 1], atol=1e-4)
    assert np.isfinite(frame.ln).all()


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_maps_of_one_pixel_leave_instance_norm_alone_without_statistics(
    groups: int, npy: Callable[[Any], str]
) -> None:
    array = np.random.default_rng(0).normal(size=(5, 4, 1, 1)).astype(np.float32)
    frame = compare(source="file", path=npy(array), groups=groups)
    assert np.isnan(frame.in_).all()
    assert np.isnan(frame.difference[2])
    assert frame.nonfinite.tolist() == [0, 0, 20, 0, 0]
    np.testing.assert_array_equal(frame.in_group.mean, array[:, :, 0, 0])
    assert (frame.in_group.std == 0).all()
    for i in (0, 1, 3):
        assert np.isfinite(frame.output(KEYS[i])).all()
        assert frame.difference[i] <= 1e-5
    if groups == 4:
        assert np.abs(frame.gn).max() < 1e-6, "each value is its own mean"


def test_one_pixel_of_one_channel_in_two_samples_is_enough(npy: Callable[[Any], str]) -> None:
    frame = compare(source="file", path=npy(np.array([1.0, 3.0]).reshape(2, 1, 1, 1)))
    np.testing.assert_allclose(frame.bn.ravel(), [-1, 1], atol=1e-5)
    np.testing.assert_allclose(frame.ln.ravel(), [0, 0], atol=1e-6)
    assert np.isnan(frame.in_).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_breaks_only_what_shares_its_statistics(
    bad: float, npy: Callable[[Any], str]
) -> None:
    array = np.random.default_rng(0).normal(size=(3, 4, 5, 5)).astype(np.float32)
    array[1, 2, 3, 4] = bad
    frame = compare(source="file", path=npy(array), groups=2)
    assert frame.input_nonfinite == 1
    assert frame.input_counts.sum() == array.size - 1
    assert frame.input_edges[0] == pytest.approx(np.nanmin(array[np.isfinite(array)]))
    broken = {"bn": 3 * 25, "ln": 4 * 25, "in": 25, "gn": 2 * 25, "rms": 4 * 25}
    if math.isinf(bad):
        broken["rms"] = 1  # x / ∞ is 0, but ∞ / ∞ is no number
    assert frame.nonfinite.tolist() == [broken[key] for key in ALL]
    assert np.isnan(frame.bn[:, 2]).all()
    assert np.isfinite(frame.bn[:, [0, 1, 3]]).all()
    assert np.isnan(frame.ln[1]).all()
    assert np.isnan(frame.gn[1, 2:]).all()
    assert (frame.difference <= 1e-5).all(), "over the values that both have"


def test_a_batch_of_nothing_but_nan_ends_without_an_error(npy: Callable[[Any], str]) -> None:
    frame = compare(source="file", path=npy(np.full((2, 4, 3, 3), np.nan)))
    assert frame.input_nonfinite == 72
    assert frame.nonfinite.tolist() == [72] * 5
    assert np.isnan(frame.difference).all()
    assert np.isfinite(frame.input_edges).all()


def test_a_number_beyond_float32_is_computed_in_float64_and_counted(
    npy: Callable[[Any], str],
) -> None:
    array = np.zeros((2, 2, 3, 3))
    array[0, 0, 0, 0] = 1e40
    frame = compare(source="file", path=npy(array))
    assert (int(frame.input_nonfinite), int(frame.beyond)) == (0, 1)
    assert frame.bn[0, 0, 0, 0] == pytest.approx(np.sqrt(17))  # one of 18 values
    array[0, 0, 0, 0] = 1e300
    error = refused(npy(array))
    assert (error.field, error.reason) == ("path", Reason.OUT_OF_RANGE)


@pytest.mark.parametrize("value", [0.0, 0.3, -1e4, 3e38])
def test_a_constant_batch_becomes_beta(value: float, npy: Callable[[Any], str]) -> None:
    path = npy(np.full((2, 4, 8, 8), value, np.float32))
    frame = compare(source="file", path=path, beta=2.0, eps=1.0)
    for key in KEYS:
        if abs(value) < 1e6:
            # The mean of equal float32 values may be an ulp beside them.
            np.testing.assert_allclose(frame.output(key), 2.0, atol=1e-6 * (1 + abs(value)))
    counted = frame.counts.sum(axis=1) + frame.below + frame.above + frame.nonfinite
    np.testing.assert_array_equal(counted, [2 * 4 * 8 * 8] * 5)
    assert frame.input_edges[0] < frame.input_edges[-1]
    assert frame.input_counts.sum() == 2 * 4 * 8 * 8
