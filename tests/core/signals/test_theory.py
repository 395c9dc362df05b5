"""Mean-field theory: closed forms, and wide nets."""

from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.theory import expectations, groups

VARIANCES = [1e-8, 0.01, 1.0, 400.0, 1e6]


@pytest.mark.parametrize("bias", [0.0, 0.7, -2.0])
@pytest.mark.parametrize("key", ACTIVATIONS)
def test_the_integrals_are_scipys(key: str, bias: float) -> None:
    import torch

    activation = ACTIVATIONS[key]

    def value(z: float, slope: bool) -> float:
        z_ = torch.tensor(z, dtype=torch.float64)
        h = activation.function(z_)
        return float(activation.derivative(z_, h) if slope else h)

    variances = np.array([0.04, 1.0, 25.0])
    together = expectations(activation, variances, bias)
    for k, q in enumerate(variances):
        root = q**0.5
        found = expectations(activation, np.array([q]), bias)
        assert found.square[0] == pytest.approx(together.square[k], rel=1e-12)
        for mine, power, slope in (
            (found.f, 1, False),
            (found.square, 2, False),
            (found.slope, 2, True),
        ):
            breaks = [-bias / root] if abs(bias / root) < 9 else None
            expected, _ = quad(
                lambda x, p=power, s=slope, r=root: norm.pdf(x) * value(bias + r * x, s) ** p,
                -9, 9, points=breaks, limit=400,
            )  # fmt: skip
            assert mine[0] == pytest.approx(expected, rel=2e-5, abs=1e-9)


@pytest.mark.parametrize("q", VARIANCES)
def test_relus_integrals_are_known(q: float) -> None:
    found = expectations(ACTIVATIONS["relu"], np.array([q]), 0.0)
    assert found.f[0] == pytest.approx(np.sqrt(q / (2 * np.pi)), rel=1e-5)
    assert found.square[0] == pytest.approx(q / 2, rel=1e-5)
    assert found.slope[0] == pytest.approx(0.5, rel=1e-5)


@pytest.mark.parametrize("q", [1e3, 1e6, 1e9])
def test_a_tanh_far_steeper_than_the_gaussian_is_wide_is_seen(q: float) -> None:
    found = expectations(ACTIVATIONS["tanh"], np.array([q]), 0.0)
    # ∫ (1 - tanh²)² dz = 4/3, over a density that is 1/√(2πq) there.
    assert found.slope[0] == pytest.approx(4 / 3 / np.sqrt(2 * np.pi * q), rel=1e-3)


def test_a_dead_signal_stays_where_its_bias_puts_it() -> None:
    found = expectations(ACTIVATIONS["tanh"], np.zeros(2), 0.5)
    np.testing.assert_allclose(found.f, np.tanh(0.5))
    np.testing.assert_allclose(found.slope, (1 - np.tanh(0.5) ** 2) ** 2)


def test_groups_keep_the_mean() -> None:
    lengths = np.random.default_rng(0).exponential(size=800)
    assert len(groups(lengths)) == 8
    assert groups(lengths).mean() == pytest.approx(lengths.mean())
    np.testing.assert_array_equal(groups(np.array([3.0, 1.0])), [1, 3])


# Against nets


def propagate(**fields: Any) -> ActivationsFrame:
    frame = last_frame(Run(EXPERIMENTS["activations"], ActivationsSpec(**fields), "cpu"))
    assert isinstance(frame, ActivationsFrame)
    return frame


def compare(fields: dict[str, Any], tolerance: float) -> None:
    """Theory against the mean of nets of several seeds, at every layer."""
    frames = [propagate(**fields, seed=seed) for seed in range(4)]
    for name in ("a", "b"):
        for line, path in LINES.items():
            expected = getattr(getattr(frames[0], name).theory, line)
            taken = [of(getattr(frame, name), path) for frame in frames]
            found = np.sqrt(np.square(taken).mean(axis=0))
            np.testing.assert_allclose(found, expected, rtol=tolerance, err_msg=f"{name} {line}")


def of(side: Any, path: str) -> Any:
    for part in path.split("."):
        side = getattr(side, part)
    return side


LINES = {
    "rms": "rms",
    "std": "std",
    "z_std": "z.rms",
    "gradient_rms": "gradient.rms",
    "z_gradient_rms": "z_gradient.rms",
    "weight_gradient_rms": "weight_gradient.rms",
}


@pytest.mark.parametrize("width", [200, 600])
@pytest.mark.parametrize(
    "fields",
    [
        {"activation": "tanh", "std_a": 0.01, "init_b": "xavier_normal"},
        {"activation": "tanh", "std_a": 1.0, "init_b": "orthogonal"},
        {"activation": "relu", "init_a": "xavier_uniform", "init_b": "kaiming_normal"},
        {"activation": "leaky_relu", "slope": 0.3, "init_a": "lecun_uniform",
         "init_b": "kaiming_uniform"},
        {"activation": "gelu", "init_a": "kaiming_normal", "init_b": "torch_default"},
        {"activation": "selu", "init_a": "lecun_normal", "init_b": "kaiming_normal_out"},
        {"activation": "sigmoid", "init_a": "xavier_normal", "init_b": "uniform", "std_b": 0.2},
    ],
    ids=lambda f: f["activation"] + str(f.get("std_a", "")),
)  # fmt: skip
def test_the_line_is_that_of_real_nets(fields: dict[str, Any], width: int) -> None:
    # A ReLU net's factor a layer spreads by about √(5/n) of its square; after six layers and over
    # four seeds that leaves some √(6·5/n)/2/2 of the value: 10 % at 200, 6 % at 600.
    compare({"depth": 6, "width": width, "samples": 300, **fields}, 0.3 if width == 200 else 0.17)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("norm", ["none", "ln"])
def test_the_line_knows_layer_norm_and_skips(norm: str, place: str, residual: bool) -> None:
    fields = {"activation": "gelu", "init_a": "kaiming_normal", "init_b": "xavier_normal",
              "norm": norm, "norm_place": place, "residual": residual}  # fmt: skip
    compare({"depth": 6, "width": 600, "samples": 300, **fields}, 0.17)


def test_the_line_follows_digits_of_unequal_length() -> None:
    fields = {"input": "digits", "preprocess": "none", "activation": "tanh",
              "init_a": "xavier_normal", "std_b": 0.02, "init_b": "normal"}  # fmt: skip
    compare({"depth": 5, "width": 600, "samples": 300, **fields}, 0.17)


def test_a_deep_critical_net_follows_its_line() -> None:
    frame = propagate(depth=60, width=400, samples=100, std_a=0.05, init_b="xavier_normal")
    for side in (frame.a, frame.b):
        # tanh holds its length by itself, so little adds up.
        np.testing.assert_allclose(side.std, side.theory.std, rtol=0.15)


def test_where_the_theory_says_nothing_there_is_no_line() -> None:
    frame = propagate(depth=3, width=20, samples=20, norm="bn")
    assert np.isnan(frame.a.theory.std).all()
    frame = propagate(depth=3, width=20, samples=20, init_a="constant")
    assert np.isnan(frame.a.theory.std).all()
    assert np.isfinite(frame.b.theory.std).all()


def test_an_exploding_net_warns_of_nothing() -> None:
    frame = propagate(depth=100, width=20, samples=20, activation="relu", std_a=100.0)
    assert frame.a.theory.rms[10] > 1e20
