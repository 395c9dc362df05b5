"""Wrong variants and what they cost, undoing BN, LN = GN(1), IN = GN(C), units of rounding."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.norms import NORMS, Variant
from core.normalization import input_tensors, run_normalization
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.sharing import Batch, Cell, shares

SMALL: dict[str, Any] = {"size": 8, "batch": 2, "source": "noise"}


def compare(**fields: Any) -> NormalizationFrame:
    frame = last_frame(Run(EXPERIMENTS["normalization"], NormalizationSpec(**fields), "cpu"))
    assert isinstance(frame, NormalizationFrame)
    return frame


# In pieces


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "noise", "gammas": "1, -2, 3", "betas": "0, 5"},
        {"source": "noise", "variant": "dense_axes"},
        {"source": "noise", "undo": "exact"},
        {"source": "noise", "undo": "notes", "eps": 0.1, "variant": "unbiased"},
        {"source": "noise", "layout": "dense", "batch": 5, "groups": 3},
        {"source": "noise", "layout": "dense", "batch": 5, "groups": 6},
        {"source": "photos"},
        {"source": "noise", "size": 9, "channels": 5, "groups": 5},
    ],
)
def test_a_large_batch_in_pieces_is_the_batch_in_one(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any]
) -> None:
    """And it breathes once a piece, at least."""
    spec = NormalizationSpec(**{"batch": 3, "channels": 6, "size": 8, **fields})
    whole = last_frame(Run(EXPERIMENTS["normalization"], spec, "cpu")).arrays()
    for module, name in ((run_normalization, "PIECE"), (input_tensors, "LARGE")):
        monkeypatch.setattr(module, name, 8)
    input_tensors.KEPT.forget()
    frames = list(EXPERIMENTS["normalization"].frames(spec, "cpu"))
    assert len(frames) > 2 * len(NORMS) * spec.batch
    apart = ("difference", "difference_ulp", "rms_difference", "rms_difference_ulp", "undone")
    last = frames[-1]
    assert last is not None
    for name, array in last.arrays().items():
        if name in (*apart, "ln_gn1", "in_gnc"):  # of rounding alone, unless they are large
            np.testing.assert_allclose(array, whole[name], rtol=1e-3, atol=30, err_msg=name)
            if "ulp" not in name:
                np.testing.assert_allclose(array, whole[name], rtol=1e-3, atol=1e-5, err_msg=name)
        elif array.dtype.kind in "iu":
            assert array.sum() == whole[name].sum()
            assert np.abs(array - whole[name]).sum() <= 4, name  # at a bin's edge rounding decides
        else:
            np.testing.assert_allclose(array, whole[name], rtol=1e-4, atol=2e-5, err_msg=name)


@pytest.mark.parametrize("key", NORMS)
def test_pieces_are_the_batch_each_value_once(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_normalization, "PIECE", 10)
    seen = np.zeros((5, 7, 3, 1), int)
    for part in run_normalization.parts_of(key, seen.shape):
        seen[part] += 1
        across = slice(None)
        assert part[0 if key == "bn" else 1] == across  # what shares a mean stays together
    assert (seen == 1).all()
    monkeypatch.setattr(run_normalization, "PIECE", seen.size)
    assert len(run_normalization.parts_of(key, seen.shape)) == 1


# Wrong variants


@pytest.mark.parametrize("key", NORMS)
@given(st.integers(2, 4), st.integers(1, 3), st.integers(0, 2**31))
def test_the_unbiased_variance_shrinks_the_output_by_its_factor(
    key: str, n: int, side: int, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(n, 4, side, side, generator=generator, dtype=torch.float64)
    size = NORMS[key].group_size(tuple(x.shape), 2)
    right = NORMS[key].apply(x, groups=2, eps=0.0)
    wrong = NORMS[key].apply(x, groups=2, eps=0.0, variant=Variant.UNBIASED)
    if size == 1:
        assert wrong.output.isnan().all()
    else:
        factor = math.sqrt((size - 1) / size)
        torch.testing.assert_close(wrong.output, right.output * factor)
    torch.testing.assert_close(wrong.variance, right.variance)  # told as the biased one


@pytest.mark.parametrize("key", NORMS)
def test_std_plus_eps_is_another_formula(key: str) -> None:
    x = torch.randn(3, 4, 5, 5, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    right = NORMS[key].apply(x, groups=2, eps=0.0).output
    wrong = NORMS[key].apply(x, groups=2, eps=0.1, variant=Variant.STD_PLUS_EPS)
    gain = wrong.variance.sqrt() / (wrong.variance.sqrt() + 0.1)
    if key == "gn":
        gain = gain.repeat_interleave(2, 1)
    shape = {"bn": (1, 4), "ln": (3, 1), "in": (3, 4), "gn": (3, 4), "rms": (3, 1)}[key]
    gain = gain.reshape(*shape, 1, 1)  # σ / (σ + ε), by which the output is too small
    torch.testing.assert_close(wrong.output, right * gain)


def test_a_dense_layers_axes_on_maps_are_torchs_dense_layers_at_every_pixel() -> None:
    x = torch.randn(3, 4, 5, 6, generator=torch.Generator().manual_seed(0))
    by_features = torch.nn.BatchNorm1d(4 * 5 * 6)(x.reshape(3, -1)).reshape(x.shape)
    bn = NORMS["bn"].apply(x, variant=Variant.DENSE_AXES)
    torch.testing.assert_close(bn.output, by_features)
    assert bn.mean.shape == (4, 5, 6)
    channels_last = torch.nn.LayerNorm(4)(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    ln = NORMS["ln"].apply(x, variant=Variant.DENSE_AXES)
    torch.testing.assert_close(ln.output, channels_last)
    for key in ("in", "gn"):  # there is no other reading of these
        same = NORMS[key].apply(x, groups=2, variant=Variant.DENSE_AXES).output
        assert torch.equal(same, NORMS[key].apply(x, groups=2).output)


@pytest.mark.parametrize("variant", [v for v in Variant if v is not Variant.DEFINITION])
def test_what_a_wrong_variant_costs_is_the_difference_from_torch(variant: Variant) -> None:
    right, wrong = compare(**SMALL), compare(**SMALL, variant=variant.value, eps=0.1)
    assert (right.difference_ulp < 32).all()
    changed = [0, 1] if variant is Variant.DENSE_AXES else [0, 1, 2, 3]
    assert (wrong.difference[changed] > 1e-3).all()
    assert (wrong.difference_ulp[changed] > 1e3).all()
    assert wrong.rms_difference > 1e-3


def test_the_cost_of_the_unbiased_variance_is_its_factor() -> None:
    frame = compare(**SMALL, variant="unbiased", eps=1e-12)
    for i, size in enumerate((2 * 64, 8 * 64, 64, 2 * 64)):
        largest = np.abs(frame.output(("bn", "ln", "in", "gn")[i])).max()
        expected = largest * (1 / math.sqrt((size - 1) / size) - 1)
        assert frame.difference[i] == pytest.approx(expected, rel=1e-3)


def test_a_batch_whose_variance_divided_by_n_minus_1_does_not_exist() -> None:
    frame = compare(source="noise", layout="dense", batch=4, groups=8, variant="unbiased")
    assert np.isnan(frame.gn).all()  # one value a group
    assert np.isfinite(frame.bn).all()


# Undoing


@given(st.integers(0, 1000), st.floats(-6, 0))
def test_the_exact_gamma_and_beta_give_bns_input_back(seed: int, exponent: float) -> None:
    frame = compare(**SMALL, seed=seed, undo="exact", eps=10**exponent)
    spread = np.abs(frame.input).max()
    assert np.abs(frame.bn - frame.input).max() <= 1e-6 * max(1, spread)
    assert frame.undone[0] <= 1e-6 * max(1, spread)
    np.testing.assert_allclose(
        frame.gamma, np.sqrt(frame.bn_group.std**2 + 10**exponent), rtol=1e-6
    )
    np.testing.assert_array_equal(frame.beta, frame.bn_group.mean)


def test_the_notes_gamma_leaves_eps_over_twice_the_variance() -> None:
    frame = compare(**SMALL, undo="notes", eps=1e-2, scales="1, 2")
    x, mean = frame.input, frame.bn_group.mean.reshape(1, 8, 1, 1)
    variance = (frame.bn_group.std**2).reshape(1, 8, 1, 1)
    left = np.abs(frame.bn - x)
    predicted = np.abs(x - mean) * 1e-2 / (2 * variance)
    np.testing.assert_allclose(left, predicted, rtol=0.03, atol=1e-5)
    assert frame.undone[1] == pytest.approx(left.max(), rel=1e-3)
    assert frame.undone[0] < frame.undone[1] / 1000


def test_what_is_not_undone_is_not_told() -> None:
    assert np.isnan(compare(**SMALL).undone).all()


def test_gamma_and_beta_of_a_channel_undo_no_norm_of_a_sample() -> None:
    frame = compare(**SMALL, undo="exact")
    for key in ("ln", "in", "gn", "rms"):
        assert np.abs(frame.output(key) - frame.input).max() > 0.1
    alone = compare(source="noise", size=16, batch=1, undo="exact")
    np.testing.assert_allclose(alone.in_, alone.input, atol=1e-5)  # of one sample IN is BN


def test_what_is_undone_needs_no_gamma() -> None:
    spec = NormalizationSpec(undo="exact", gamma=99.0, gammas="x")
    assert spec.settings() == {"undo": "exact"}


# Equal norms, statistics after, units of rounding


@pytest.mark.parametrize("groups", [1, 2, 8])
def test_ln_is_gn_of_one_group_and_in_of_c(groups: int) -> None:
    frame = compare(size=32, batch=3, groups=groups, gammas="1, 2, -1", beta=0.5)
    assert 0 < frame.ln_gn1 < 2e-5
    assert 0 < frame.in_gnc < 2e-5
    if groups == 1:
        np.testing.assert_array_equal(frame.ln, frame.gn)
    if groups == 8:
        np.testing.assert_array_equal(frame.in_, frame.gn)


def test_a_wrong_variant_is_not_the_right_gn() -> None:
    frame = compare(**SMALL, variant="unbiased")
    assert frame.ln_gn1 > 1e-4


@pytest.mark.parametrize("key", NORMS)
def test_statistics_after_are_those_of_the_output(key: str) -> None:
    frame = compare(**SMALL, eps=0.3, gamma=2.0, beta=-1.0)
    found, output = frame.group(key), frame.output(key).astype(float)
    axes = NORMS[key].axes
    if key == "gn":
        output = output.reshape(2, 4, 2, 8, 8)
    np.testing.assert_allclose(found.mean_after, output.mean(axes), atol=1e-5)
    np.testing.assert_allclose(found.std_after, output.std(axes), rtol=1e-5)
    assert found.mean_after.shape == found.mean.shape


@pytest.mark.parametrize("gamma", [1.0, 1000 / 128, 0.001])
def test_a_difference_in_units_of_rounding_is_of_the_largest_output(gamma: float) -> None:
    frame = compare(**SMALL, gamma=gamma)
    for i, key in enumerate(("bn", "ln", "in", "gn")):
        unit = np.spacing(np.abs(frame.output(key)).max())
        apart, ulp = frame.off_torch(key)
        assert apart == frame.difference[i]
        assert ulp == pytest.approx(apart / unit)
    assert frame.off_torch("rms") == (float(frame.rms_difference), float(frame.rms_difference_ulp))


# Extreme values


@pytest.mark.parametrize("scale", [1e-30, 1e-4, 1e4, 1e15])
@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_extreme_scales_agree_with_torch_or_say_how_far_off(
    scale: float, offset: float, tmp_path: Any
) -> None:
    noise = np.random.default_rng(0).normal(size=(4, 4, 6, 6))
    np.save(tmp_path / "x.npy", noise * scale + offset)
    frame = compare(source="file", path=str(tmp_path / "x.npy"), eps=1e-3)
    # An input of 10⁴ has digits of 10⁻³: 1/√ε steepens what either side rounds.
    rounding = np.spacing(np.float32(max(scale, offset))) / math.sqrt(1e-3 + scale**2)
    assert (frame.difference <= 8 * rounding + 1e-5).all()
    assert frame.nonfinite.tolist() == [0] * 5


# What shares a mean


def test_the_axes_that_share_a_mean_are_named_as_they_are_written() -> None:
    """A dense layer's axes on maps are not those of the definition, whose name they bore."""
    axes = {key: norm.shared(variant=Variant.DENSE_AXES) for key, norm in NORMS.items()}
    assert axes == {"bn": "N", "ln": "C", "in": "H, W", "gn": "C/G, H, W", "rms": "C"}
    for norm in NORMS.values():
        assert norm.shared() == norm.shared(variant=Variant.UNBIASED) == norm.sharing
        assert norm.shared(dense=True, variant=Variant.DENSE_AXES) == norm.dense_sharing


@pytest.mark.parametrize("key", NORMS)
@pytest.mark.parametrize("variant", Variant)
def test_what_shares_a_mean_is_what_the_norm_reduces(key: str, variant: Variant) -> None:
    """Against numpy: elements share a mean if moving one of them moves the other's mean."""
    norm, shape, groups = NORMS[key], (3, 4, 2, 1), 2
    axes = norm.axes
    view: tuple[int, ...] = (3, 2, 2, 2, 1) if norm.grouped else shape
    if variant is Variant.DENSE_AXES and norm.dense_axes is not None:
        axes, view = norm.dense_axes, shape
    batch = Batch(3, 4, 2, groups, variant)
    for one in np.ndindex(3, 4, 2):
        x = np.zeros(shape)
        x[one[0], one[1], one[2], 0] = 1.0
        mean = np.broadcast_to(x.reshape(view).mean(axes, keepdims=True), view).reshape(shape)
        for other in np.ndindex(3, 4, 2):
            moved = mean[other[0], other[1], other[2], 0] > 0
            assert shares(norm, batch, Cell(*one), Cell(*other)) is bool(moved)
