"""A signal through a deep net: the reference table, a plain torch net beside it, and the edges."""

import math
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core.data.digits import load_digits
from core.data.draws import draw, input_rows
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.histogram import Bins
from core.kept import forget
from core.layers.activations import ACTIVATIONS, SATURATED
from core.layers.initializers import INITIALIZERS
from core.parameters import Reason, SpecError
from core.signals import run_activations as propagation
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from core.signals.measures import binned_units

Array = np.ndarray[Any, Any]
SEEDS = range(10)


def propagate(**fields: Any) -> ActivationsFrame:
    """A run that looks nothing up."""
    propagation.KEPT.forget()
    return propagate_on(**fields)


def propagate_on(**fields: Any) -> ActivationsFrame:
    """A run that may take what those before it have left."""
    frame = last_frame(Run(EXPERIMENTS["activations"], ActivationsSpec(**fields), "cpu"))
    assert isinstance(frame, ActivationsFrame)
    return frame


def ten(**fields: Any) -> list[ActivationsFrame]:
    """Ten layers of 500 units and 1000 inputs, for ten seeds."""
    return [propagate(seed=seed, **fields) for seed in SEEDS]


def over_seeds(sides: list[Side], name: str) -> Array:
    """[seed, layer]"""
    return np.stack([attrgetter(name)(side) for side in sides])


# The reference table (shared/reference/NUMBERS.md of the project; cs231n 2017, lecture 6)


@pytest.fixture(scope="module")
def small_and_xavier() -> list[ActivationsFrame]:
    return ten(activation="tanh", init_a="normal", std=0.01, init_b="xavier_normal")


@pytest.fixture(scope="module")
def large() -> list[ActivationsFrame]:
    return ten(activation="tanh", init_a="normal", std=1.0, init_b="zeros")


@pytest.fixture(scope="module")
def relu() -> list[ActivationsFrame]:
    return ten(activation="relu", init_a="xavier_normal", init_b="kaiming_normal")


def test_tanh_with_small_weights_collapses_as_in_the_table(
    small_and_xavier: list[ActivationsFrame],
) -> None:
    expected = np.array(
        [0.2131, 0.04755, 0.01063, 2.378e-3, 5.32e-4, 1.19e-4, 2.6e-5, 6e-6, 1e-6, 3e-7]
    )
    half_a_digit = [5e-5, 5e-6, 5e-6, 5e-7, 5e-7, 5e-7, 5e-7, 5e-7, 5e-7, 5e-8]
    std = over_seeds([f.a for f in small_and_xavier], "std").mean(axis=0)
    # The printed numbers are those of one seed, which spreads by 1.3 % deep down.
    assert (np.abs(std - expected) <= 0.013 * expected + half_a_digit).all()


def test_tanh_with_xavier_keeps_a_spread_as_in_the_table(
    small_and_xavier: list[ActivationsFrame],
) -> None:
    expected = [0.6277, 0.4859, 0.4076, 0.3569, 0.3210, 0.2938, 0.2727, 0.2550, 0.2406, 0.2282]
    stds = over_seeds([f.b for f in small_and_xavier], "std")
    # One seed spreads by 1.3 % deep down, the mean of ten by a third of it.
    np.testing.assert_allclose(stds.mean(axis=0), expected, rtol=0.004)
    np.testing.assert_allclose(stds, np.tile(expected, (10, 1)), rtol=0.02)


def test_tanh_with_large_weights_saturates_as_in_the_table(large: list[ActivationsFrame]) -> None:
    sides = [f.a for f in large]
    stds = over_seeds(sides, "std").mean(axis=0)
    np.testing.assert_allclose(stds, [0.98197] + [0.9817] * 9, atol=1e-4)
    assert over_seeds(sides, "saturated")[:, -1].mean() == pytest.approx(0.924, abs=0.0005)
    for side in sides:
        assert side.saturated[-1] == pytest.approx(0.924, abs=0.002)
        assert (side.above == 0).all(), "tanh is never above 1"
        assert (side.below == 0).all()


def test_relu_with_xavier_decays_by_the_root_of_two(relu: list[ActivationsFrame]) -> None:
    stds = over_seeds([f.a for f in relu], "std")
    theory = 0.58382 * 2 ** (-np.arange(10) / 2)
    np.testing.assert_allclose(stds[:, 0], theory[0], rtol=0.006)  # three times its .2 % spread
    np.testing.assert_allclose(stds.mean(axis=0), theory, rtol=0.2)
    np.testing.assert_allclose(stds, np.broadcast_to(theory, stds.shape), rtol=0.5)


def test_relu_with_he_keeps_its_signal(relu: list[ActivationsFrame]) -> None:
    stds, means = (over_seeds([f.b for f in relu], name) for name in ("std", "mean"))
    np.testing.assert_allclose(stds.mean(axis=0), 0.825645, rtol=0.2)
    np.testing.assert_allclose(means.mean(axis=0), 0.564190, rtol=0.2)
    np.testing.assert_allclose(stds[:, 0], 0.825645, rtol=0.006)
    np.testing.assert_allclose(means[:, 0], 0.564190, rtol=0.006)


CLOSE = {"activation": "identity", "depth": 1, "init_a": "normal", "init_b": "normal", "std": 1e-4}


@pytest.mark.parametrize("bias", [0.97, -0.97, 0.0])
def test_bins_follow_values_that_lie_close_together_wherever_they_lie(bias: float) -> None:
    """Of 96 bins from -3 to 3 values around .97 filled two, whatever was set."""
    frame = propagate(**CLOSE, bias=bias, width=60, samples=300, std_b=3e-4)
    weights = INITIALIZERS["normal"].weights(draw(0, 2, 60, 60), 3e-4)
    values = (draw(0, 0, 300, 60) @ weights.T + bias).numpy()
    for side in (frame.a, frame.b):
        for one, edges in ((side, frame.edges), (side.z, frame.z_edges)):
            assert one.counts[0].sum() == 60 * 300
            assert edges[1] - edges[0] == 2.0 ** np.ceil(np.log2(np.ptp(values) / 100))
            middle = (edges[1:] + edges[:-1]) / 2
            assert one.counts[0] @ middle / 18_000 == pytest.approx(one.mean[0], abs=1e-5)
    filled = [(side.counts[0] > 0).sum() for side in (frame.a, frame.b)]
    assert filled[1] > 45, "the wider side decides"
    assert 12 < filled[0] < filled[1] / 2, "and its bins are shared"
    expected, _ = np.histogram(values, frame.edges)
    assert np.abs(frame.b.counts[0] - expected).sum() <= 8


def test_bins_that_follow_are_the_same_when_a_side_is_kept() -> None:
    """A wide side beside it, then a narrow one: the bins of what was kept are not used again."""
    wide = propagate(**CLOSE, bias=0.97, width=60, samples=300, std_b=0.3)
    assert (wide.a.counts[0] > 0).sum() <= 2
    assert wide.edges[[0, -1]].tolist() == [-3, 3]
    after = propagate(**CLOSE, bias=0.97, width=60, samples=300, std_b=3e-4)
    again = propagate(**CLOSE, bias=0.97, width=60, samples=300, std_b=3e-4)
    forget()
    anew = propagate(**CLOSE, bias=0.97, width=60, samples=300, std_b=3e-4)
    for frame in (after, again):
        for name, array in anew.arrays().items():
            np.testing.assert_array_equal(frame.arrays()[name], array, err_msg=name)


def test_bins_stay_where_a_layer_fills_them_or_nothing_varies() -> None:
    tanh = propagate(depth=3, width=60, samples=100, std=0.01)
    assert tanh.edges[[0, -1]].tolist() == [-1, 1], "its own range: layers are compared"
    same = propagate(**CLOSE | {"init_a": "zeros", "init_b": "zeros"}, bias=0.97, width=20)
    assert same.edges[[0, -1]].tolist() == [-3, 3]


def test_torchs_default_draws_biases_as_real_linear_layers_do() -> None:
    """Without biases layer 10's std would be 9.7e-5; biases of ±.0447 keep it at .016."""
    frame = propagate(activation="relu", init_a="torch_default", init_b="torch_default", bias=0.0)
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(3)
        signal, stds = torch.randn(1000, 500), []
        for _ in range(10):
            signal = nn.Linear(500, 500)(signal).relu()
            stds.append(float(signal.std()))
    said = [0.337, 0.138, 0.056, 0.029, 0.019, 0.017, 0.017, 0.017, 0.016, 0.016]
    np.testing.assert_allclose(stds, said, rtol=0.08)
    np.testing.assert_allclose(frame.a.std, stds, rtol=0.1)
    np.testing.assert_allclose(frame.a.theory.std, stds, rtol=0.1)


def test_the_common_bias_is_added_to_the_drawn_ones() -> None:
    small = {"depth": 2, "width": 40, "samples": 60, "init_a": "torch_default"}
    moved, still = (propagate(**small, bias=bias) for bias in (0.5, 0.0))
    np.testing.assert_allclose(moved.a.z.mean[0] - still.a.z.mean[0], 0.5, atol=1e-6)
    np.testing.assert_allclose(moved.a.z.std[0], still.a.z.std[0], rtol=1e-5)
    assert (moved.b.z.mean != moved.a.z.mean).all()


def test_the_backward_signal_is_that_of_the_table(
    small_and_xavier: list[ActivationsFrame],
    large: list[ActivationsFrame],
    relu: list[ActivationsFrame],
) -> None:
    def first(sides: list[Side]) -> float:
        return float(over_seeds(sides, "gradient.std")[:, 0].mean())

    # One seed spreads by 0.8, 0.5, 4 and 4 %; the reference is a mean of several, as this is.
    assert first([f.a for f in small_and_xavier]) == pytest.approx(1.4e-6, rel=0.02)
    assert first([f.b for f in small_and_xavier]) == pytest.approx(0.391, rel=0.01)
    assert first([f.a for f in large]) == pytest.approx(7.7e4, rel=0.08)
    assert first([f.a for f in relu]) == pytest.approx(0.044, rel=0.2)
    assert first([f.b for f in relu]) == pytest.approx(0.994, rel=0.2)


@pytest.mark.parametrize(
    ("runs", "side", "factor"),
    [
        ("small_and_xavier", "a", 0.2236),
        ("large", "a", 3.5),
        ("relu", "a", 0.7071),
        ("relu", "b", 1),
    ],
)
def test_the_backward_signal_changes_by_that_factor_a_layer(
    runs: str, side: str, factor: float, request: pytest.FixtureRequest
) -> None:
    frames = request.getfixturevalue(runs)
    gradients = over_seeds([getattr(f, side) for f in frames], "gradient.std")
    ratios = gradients[:, :-1] / gradients[:, 1:]
    # Over the nine steps and ten seeds; the printed factor has at least two digits.
    assert np.exp(np.log(ratios).mean()) == pytest.approx(factor, rel=0.02)


def test_both_sides_are_made_of_the_same_draws() -> None:
    same = propagate(depth=3, width=40, samples=60, init_a="xavier_normal", init_b="xavier_normal")
    arrays = same.arrays()
    for name in [n for n in arrays if n.startswith("a_")]:
        np.testing.assert_array_equal(arrays[name], arrays["b" + name[1:]])
    std = float(np.sqrt(1 / 40))
    plain = propagate(
        depth=3, width=40, samples=60, init_a="normal", std=std, init_b="xavier_normal"
    )
    np.testing.assert_allclose(plain.a.std, plain.b.std, rtol=1e-5)


# A plain torch net beside it


MODULES: dict[str, Callable[[], nn.Module]] = {
    "tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "identity": nn.Identity,
    "leaky_relu": lambda: nn.LeakyReLU(0.2), "elu": nn.ELU, "selu": nn.SELU, "gelu": nn.GELU,
    "silu": nn.SiLU, "softplus": nn.Softplus,
}  # fmt: skip


class PlainLayer(nn.Module):
    """Linear, norm, activation, norm, skip: as anyone would write it."""

    def __init__(self, spec: ActivationsSpec, weight: Tensor) -> None:
        super().__init__()
        width, columns = weight.shape
        self.linear = nn.Linear(columns, width)
        self.linear.weight = nn.Parameter(weight)
        nn.init.constant_(self.linear.bias, spec.bias)
        norms: dict[str, Callable[[int], nn.Module]] = {
            "bn": nn.BatchNorm1d,
            "ln": nn.LayerNorm,
            "none": lambda width: nn.Identity(),
        }
        norm: nn.Module = norms[spec.norm](width)
        before = spec.norm_place == "before"
        self.first: nn.Module = norm if before else nn.Identity()
        self.second: nn.Module = nn.Identity() if before else norm
        self.activation = MODULES[spec.activation]()
        self.skips = spec.residual and width == columns

    def forward(self, given: Tensor) -> tuple[Tensor, Tensor]:
        z = self.first(self.linear(given)) * 1.0  # a tensor of its own, to hang a hook on
        h = self.second(self.activation(z))
        return z, h + given if self.skips else h


def measured(spec: ActivationsSpec, key: str, inputs: Tensor) -> dict[str, Any]:
    """What torch's own forward and backward give for one side, by hooks on a plain net."""
    signal, every = inputs, []
    slope = 0.2 if spec.activation == "leaky_relu" else 0.0
    for layer in range(spec.depth):
        draws = draw(spec.seed, 2 + layer, spec.width, signal.shape[1])
        made = PlainLayer(spec, INITIALIZERS[key].weights(draws, spec.std, slope))
        drawn = INITIALIZERS[key].biases(draw(spec.seed, 200 + layer, spec.width), draws.shape[1])
        if drawn is not None:
            made.linear.bias.data.add_(drawn)
        z, signal = made(signal)
        z.retain_grad()
        signal.retain_grad()
        every.append((z, signal, made.linear.weight))
    signal.backward(draw(spec.seed, 1, len(inputs), spec.width))
    names = ("z", "h", "weight")
    found: dict[str, Any] = {n: [t.detach().double().numpy() for t in c] for n, c in
                             zip(names, zip(*every, strict=True), strict=True)}  # fmt: skip
    for name, tensors in zip(names, zip(*every, strict=True), strict=True):
        found[f"{name}_gradient"] = [t.grad.double().numpy() for t in tensors]
    slopes = []
    for z, _, _ in every:
        leaf = z.detach().double().requires_grad_()
        MODULES[spec.activation]()(leaf).sum().backward()
        assert leaf.grad is not None
        slopes.append(leaf.grad.abs().numpy())
    steepest = ACTIVATIONS[spec.activation].steepest
    found["saturated"] = [(s < SATURATED * steepest).mean() for s in slopes]
    found["dead"] = [(h == 0).all(axis=0).mean() for h in found["h"]]
    return found


def agree(side: Side, reference: dict[str, Any], exact: bool = True) -> None:
    # float32 sums of tens of products, in another order: a few 1e-6 of the layer's spread.
    for mine, name in (
        (side, "h"),
        (side.z, "z"),
        (side.gradient, "h_gradient"),
        (side.z_gradient, "z_gradient"),
        (side.weight_gradient, "weight_gradient"),
    ):
        for layer, values in enumerate(reference[name]):
            size = np.sqrt((values**2).mean())
            tolerance = 3e-5 * size + 1e-40
            assert mine.rms[layer] == pytest.approx(size, abs=tolerance)
            assert mine.mean[layer] == pytest.approx(values.mean(), abs=tolerance)
            assert mine.std[layer] == pytest.approx(values.std(), abs=tolerance)
            # Half of the values are smaller, a 32nd of an octave more or less.
            sizes, median = np.abs(values), mine.median[layer]
            assert (sizes < median / 1.032).mean() <= 0.5 <= (sizes <= median * 1.032).mean()
            zeros = int((values == 0).sum())
            next_to_zero = int((sizes < np.finfo(np.float32).tiny).sum())
            assert mine.zero[layer] <= next_to_zero + 2
            if exact:  # far below zero torch's GELU is 0, by 1 + erf, where 1e-9 is left of it
                assert mine.zero[layer] >= zeros - 2
    np.testing.assert_allclose(side.saturated, reference["saturated"], atol=2e-4)
    if exact:
        np.testing.assert_allclose(side.dead, reference["dead"], atol=1e-9)
    for layer, h in enumerate(reference["h"]):
        size = np.abs(h).max() + 1e-30
        np.testing.assert_allclose(side.unit_mean[layer] / size, h.mean(axis=0) / size, atol=1e-5)
        np.testing.assert_allclose(side.unit_std[layer] / size, h.std(axis=0) / size, atol=2e-5)


def both_ways(key: str, **fields: Any) -> tuple[ActivationsFrame, dict[str, Any]]:
    """The experiment and the plain torch net, for an initialization."""
    sizes = {"depth": 6, "width": 48, "samples": 200, "std": 0.3, "seed": 7, "slope": 0.2}
    spec = ActivationsSpec(**{**sizes, **fields, "init_a": key, "init_b": key})
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    return frame, measured(spec, key, draw(spec.seed, 0, spec.samples, spec.width))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", ["normal", "xavier_uniform", "kaiming_normal", "torch_default"])
def test_every_measure_is_that_of_a_plain_torch_net(activation: str, init: str) -> None:
    frame, reference = both_ways(init, activation=activation)
    agree(frame.a, reference, exact=activation != "gelu")
    agree(frame.b, reference, exact=activation != "gelu")
    for side, edges, outputs in (
        (frame.a, frame.edges, reference["h"]),
        (frame.a.z, frame.z_edges, reference["z"]),
    ):
        for layer, values in enumerate(outputs):
            expected, _ = np.histogram(values, edges)
            # Values within rounding of an edge may fall to either side: of gelu's, many are
            # -1e-8 in one and -0.0 in the other.
            apart, middle = side.counts[layer] - expected, int(np.argmin(np.abs(edges)))
            if activation == "gelu":
                apart[middle] += apart[middle - 1]
                apart[middle - 1] = 0
            assert np.abs(apart).sum() <= 8
            assert abs(side.below[layer] - (values < edges[0]).sum()) <= 2
            assert abs(side.above[layer] - (values > edges[-1]).sum()) <= 2


@pytest.mark.parametrize("init", [key for key in INITIALIZERS if key not in ("zeros", "constant")])
def test_every_initializer_goes_through_the_same_net(init: str) -> None:
    frame, reference = both_ways(init)
    agree(frame.a, reference)


@pytest.mark.parametrize("norm", ["none", "bn", "ln"])
@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "gelu"])
def test_norms_and_skips_are_torchs(norm: str, place: str, residual: bool, activation: str) -> None:
    frame, reference = both_ways(
        "xavier_normal",
        norm=norm,
        norm_place=place,
        residual=residual,
        activation=activation,
        bias=0.25,
    )
    agree(frame.a, reference, exact=activation != "gelu")


def test_digits_of_mean_zero_and_std_one_go_in() -> None:
    spec = ActivationsSpec(
        depth=3, width=32, samples=1797, input="digits", init_a="kaiming_normal", activation="relu"
    )
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    images = torch.tensor(load_digits().images)
    images = (images - images.mean()) / images.std(correction=0)
    # All of them, so their order matters only to the gradient that is put in.
    reference = measured(spec, "kaiming_normal", images)
    for name in ("dead", "saturated"):
        np.testing.assert_allclose(getattr(frame.a, name), reference[name], rtol=2e-5, atol=1e-6)
    np.testing.assert_allclose(frame.a.mean, [h.mean() for h in reference["h"]], rtol=2e-5)
    np.testing.assert_allclose(frame.a.std, [h.std() for h in reference["h"]], rtol=2e-5)


def test_fewer_digits_are_a_seeded_choice_of_them() -> None:
    one, again = (propagate(depth=1, width=8, samples=50, input="digits") for _ in range(2))
    other = propagate(depth=1, width=8, samples=50, input="digits", seed=1)
    np.testing.assert_array_equal(one.a.std, again.a.std)
    assert one.a.std != other.a.std


def test_a_wider_side_is_saturated_where_tanh_exceeds_097() -> None:
    spec = ActivationsSpec(depth=2, width=64, samples=500, init_a="normal", std=0.3)
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    outputs = measured(spec, "normal", draw(0, 0, 500, 64))["h"]
    # .0591 is 1 - .97² rounded: values between .96997 and .97 are counted as well.
    expected = (np.abs(np.stack(outputs)) > 0.97).mean(axis=(1, 2))
    np.testing.assert_allclose(frame.a.saturated, expected, atol=1e-3)
    assert (expected > 0.1).all()


# Everything is counted


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("bins", [4, 80, 252])
def test_counts_and_outsiders_add_up_to_every_value(activation: str, bins: int) -> None:
    frame = propagate(depth=4, width=30, samples=70, activation=activation, std=1.0, bins=bins)
    low, high = ACTIVATIONS[activation].span
    assert frame.edges[0] <= low < frame.edges[1]
    assert frame.edges[-2] < high <= frame.edges[-1]
    assert bins / 2 <= len(frame.edges) - 1 <= bins
    for side in (frame.a, frame.b):
        assert side.counts.shape == (4, len(frame.edges) - 1)
        counted = side.counts.sum(axis=1) + side.below + side.above + side.nonfinite
        np.testing.assert_array_equal(counted, [30 * 70] * 4)
        assert side.z.counts.shape == (4, len(frame.z_edges) - 1)
        of_z = side.z.counts.sum(axis=1) + side.z.below + side.z.above + side.z.nonfinite
        np.testing.assert_array_equal(of_z, [30 * 70] * 4)
    for name, array in frame.arrays().items():
        if name.startswith(("a_", "b_")):
            assert array.shape["_seeds_" in name] == 4


@pytest.mark.parametrize(("z_range", "bins"), [(5, 100), (3, 5), (4.01, 4), (10, 100)])
def test_the_activation_is_drawn_as_far_as_its_argument_is_counted(
    z_range: float, bins: int
) -> None:
    frame = propagate(depth=1, width=8, samples=2, z_range=z_range, bins=bins)
    assert frame.z_edges[0] <= -z_range
    assert frame.z_edges[-1] >= z_range
    assert (frame.function_z[0], frame.function_z[-1]) == (frame.z_edges[0], frame.z_edges[-1])
    np.testing.assert_allclose(frame.function_h, np.tanh(frame.function_z))


def test_the_units_of_a_narrow_net_lose_no_digits_over_many_samples() -> None:
    outputs = torch.full((20_000, 8), 0.1).add_(torch.linspace(0, 1e-3, 8))
    outputs[::2] += 0.05
    told, units = binned_units(outputs, Bins.over(-1, 1, 100))
    exact = outputs.double()
    np.testing.assert_allclose(units.mean, exact.mean(dim=0), rtol=1e-6)
    np.testing.assert_allclose(units.std, exact.std(dim=0, correction=0), rtol=1e-5)
    assert told["mean"] == pytest.approx(float(exact.mean()), rel=1e-6)
    assert told["std"] == pytest.approx(float(exact.std(correction=0)), rel=1e-5)


@pytest.mark.parametrize("scale", [1.0, 1e-30, 1e30])
@pytest.mark.parametrize("mean", [0.0, 300.0])
def test_units_whose_squares_do_not_serve_are_measured_again(scale: float, mean: float) -> None:
    noise = torch.randn(3000, 5, generator=torch.Generator().manual_seed(0))
    outputs = (noise + mean) * scale
    outputs[:, 2] = 0
    _, units = binned_units(outputs, Bins.over(-1, 1, 100))
    expected = outputs.double().std(dim=0, correction=0)
    np.testing.assert_allclose(units.std, expected, rtol=1e-4)
    assert units.dead.tolist() == [False, False, True, False, False]


def test_numbers_next_to_zero_are_zero_and_the_threads_arithmetic_is_as_it_was() -> None:
    frame = propagate(depth=30, width=20, samples=20, std=1e-3)
    smallest = float(np.finfo(np.float32).tiny)
    for side in (frame.a, frame.a.z, frame.a.gradient):
        assert side.octaves[:, 0].sum() == 0
        assert side.zero[[0, -1]].max() == 20 * 20
        assert np.all((side.rms == 0) | (side.rms > smallest / 20))
    assert float(torch.tensor(smallest) * 0.5) > 0


@pytest.mark.parametrize(
    "fields", [{"residual": True}, {"norm": "bn", "norm_place": "after"}], ids=str
)
def test_what_a_sum_or_a_norm_makes_of_h_has_room(fields: dict[str, Any]) -> None:
    """tanh's own range would leave most of it outside."""
    frame = propagate(depth=10, width=60, samples=200, z_range=20.0, **fields)
    assert frame.edges[0] <= -20
    assert frame.edges[-1] >= 20
    for side in (frame.a, frame.b):
        assert (side.below + side.above <= 0.001 * 60 * 200).all()
    assert propagate(depth=1, width=8, samples=8, norm="bn").edges[-1] == 1


QUANTITIES = ("gradient", "z_gradient", "weight_gradient", "z")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("std", [1e-4, 1.0, 50.0])
def test_octaves_zeros_and_what_is_not_finite_add_up_to_every_value(
    activation: str, std: float
) -> None:
    frame = propagate(depth=20, width=30, samples=70, activation=activation, std=std)
    for side in (frame.a, frame.b):
        for quantity in (side, *(getattr(side, name) for name in QUANTITIES)):
            counted = quantity.octaves.sum(axis=1) + quantity.zero + quantity.nonfinite
            size = 30 * 30 if quantity is side.weight_gradient else 30 * 70
            np.testing.assert_array_equal(counted, [size] * 20)


def test_infinities_and_nan_are_counted_and_end_nothing() -> None:
    frame = propagate(depth=60, width=64, samples=100, activation="relu", std=100.0)
    side = frame.a
    counted = side.counts.sum(axis=1) + side.below + side.above + side.nonfinite
    np.testing.assert_array_equal(counted, [64 * 100] * 60)
    broken = side.nonfinite > 0
    first = int(np.argmax(broken))
    # The std grows 100·√(64/2) = 566 times a layer and float32 ends at 3.4e38: 14 layers.
    assert 12 <= first <= 16
    assert broken[first:].all()
    assert np.isfinite(side.std[:first]).all()
    assert np.isnan(side.std[first:]).all()
    assert np.isnan(side.mean[first:]).all()
    assert (side.nonfinite[first + 3 :] == 64 * 100).all(), "inf - inf is NaN, and relu keeps it"
    assert np.isfinite(frame.b.std).all(), "the other side knows nothing of it"
    assert (frame.b.nonfinite == 0).all()


def test_a_large_finite_signal_has_its_true_mean_and_std() -> None:
    """A square that leaves float32 is no reason for an infinite std."""
    # identity, so the layers grow by the same factor: 40·√50 = 283 a layer, to 1e24 at layer 10.
    spec = ActivationsSpec(
        depth=10, width=50, samples=100, activation="identity", init_a="normal", std=40.0
    )
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    reference = measured(spec, "normal", draw(0, 0, 100, 50))
    assert frame.a.std[-1] > 1e22
    agree(frame.a, reference)


def test_a_tiny_signal_has_its_true_std() -> None:
    spec = ActivationsSpec(
        depth=10, width=50, samples=100, activation="identity", init_a="normal", std=2e-4
    )
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    assert 0 < frame.a.std[-1] < 1e-26
    agree(frame.a, measured(spec, "normal", draw(0, 0, 100, 50)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_weights_of_zero_let_nothing_through_either_way(activation: str) -> None:
    frame = propagate(depth=3, width=20, samples=30, activation=activation, init_a="zeros")
    zero = {"sigmoid": 0.5, "softplus": math.log(2)}.get(activation, 0.0)
    np.testing.assert_allclose(frame.a.mean, [zero] * 3, rtol=1e-6)
    np.testing.assert_array_equal(frame.a.std, [0] * 3)
    np.testing.assert_array_equal(frame.a.dead, [float(zero == 0)] * 3)
    np.testing.assert_array_equal(frame.a.gradient.std[:2], [0, 0])
    assert frame.a.gradient.std[2] == pytest.approx(1, abs=5 / np.sqrt(2 * 20 * 30))


@pytest.mark.parametrize("fields", [{"width": 1}, {"depth": 1}, {"samples": 1}, {}])
@pytest.mark.parametrize("source", ["normal", "digits"])
def test_the_smallest_nets_run(fields: dict[str, int], source: str) -> None:
    sizes = {
        "depth": 2,
        "width": 3,
        "samples": 4,
        **(fields or dict.fromkeys(("depth", "width", "samples"), 1)),
    }
    frame = propagate(input=source, **sizes)
    for side in (frame.a, frame.b):
        assert (side.counts.sum(axis=1) == sizes["width"] * sizes["samples"]).all()
        assert np.isfinite(side.std).all()
        assert np.isfinite(side.gradient.std).all()


def test_at_the_last_layer_the_gradient_is_the_one_put_in() -> None:
    frame = propagate(depth=5, width=40, samples=60)
    put_in = draw(0, 1, 60, 40)
    expected = float(put_in.double().std(correction=0))
    assert frame.a.gradient.std[-1] == pytest.approx(expected, rel=1e-6)
    assert frame.b.gradient.std[-1] == frame.a.gradient.std[-1]


# Sides, seeds, preview


def test_each_side_has_a_scale_of_its_own() -> None:
    frame = propagate(depth=3, width=40, samples=50, init_b="normal", std_b=0.5, std=0.1)
    for side, std in ((frame.a, 0.1), (frame.b, 0.5)):
        alone = propagate(depth=3, width=40, samples=50, std=std)
        np.testing.assert_array_equal(side.std, alone.a.std)


def test_three_and_four_sides_stand_beside_the_first_two() -> None:
    two = propagate(depth=3, width=20, samples=30)
    four = propagate(depth=3, width=20, samples=30, init_c="zeros", init_d="orthogonal")
    assert set(two.sides) == {"a", "b"}
    assert set(four.sides) == {"a", "b", "c", "d"}
    names = set(four.arrays())
    assert {name[2:] for name in names if name.startswith("d_")} == {
        name[2:] for name in names if name.startswith("a_")
    }
    assert not any(name.startswith(("c_", "d_")) for name in two.arrays())
    for name, array in two.arrays().items():
        np.testing.assert_array_equal(array, four.arrays()[name])
    assert not four.c.std.any() if four.c is not None else False


def test_a_band_holds_the_nets_of_the_seeds_one_by_one() -> None:
    band = propagate(depth=4, width=20, samples=30, seeds=3, seed=5)
    assert band.step == band.total == 3
    for row in range(3):
        one = propagate(depth=4, width=20, samples=30, seed=5 + row)
        np.testing.assert_array_equal(band.a.seeds.std[row], one.a.std)
        np.testing.assert_array_equal(band.a.seeds.gradient_std[row], one.a.gradient.std)
        np.testing.assert_array_equal(band.b.seeds.z_gradient_median[row], one.b.z_gradient.median)
    np.testing.assert_array_equal(band.a.std, band.a.seeds.std[0])


def test_a_preview_comes_first_and_changes_nothing() -> None:
    sizes: dict[str, Any] = {"depth": 3, "width": 20, "samples": 160, "seeds": 2}
    run = Run(EXPERIMENTS["activations"], ActivationsSpec(**sizes, preview=True), "cpu")
    frames = [frame for frame in run if isinstance(frame, ActivationsFrame)]
    assert [frame.step for frame in frames] == [1, 2, 3]
    assert frames[0].a.counts.sum() + frames[0].a.above.sum() == 3 * 20 * 20
    plain = propagate(**sizes).arrays()
    for name, array in frames[-1].arrays().items():
        np.testing.assert_array_equal(array, plain[name])


# Bad input


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"width": 0}, "width", Reason.OUT_OF_RANGE),
        ({"depth": 0}, "depth", Reason.OUT_OF_RANGE),
        ({"samples": 0}, "samples", Reason.OUT_OF_RANGE),
        ({"seeds": 0}, "seeds", Reason.OUT_OF_RANGE),
        ({"activation": "leaky_relu", "slope": -0.1}, "slope", Reason.OUT_OF_RANGE),
        ({"activation": "leaky_relu", "slope": math.nan}, "slope", Reason.OUT_OF_RANGE),
        ({"activation": "leaky_relu", "slope": 1.5}, "slope", Reason.OUT_OF_RANGE),
        ({"std_a": 0.0}, "std_a", Reason.OUT_OF_RANGE),
        ({"init_c": "nonsense"}, "init_c", Reason.NOT_A_CHOICE),
        ({"init_a": "none"}, "init_a", Reason.NOT_A_CHOICE),
        ({"depth": 100, "width": 2048}, "width", Reason.TOO_LARGE),
        ({"depth": 100, "width": 1000, "samples": 2000}, "samples", Reason.TOO_LARGE),
        ({"depth": 1, "width": 2048, "samples": 20_000}, "samples", Reason.TOO_LARGE),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], field: str, reason: Reason) -> None:
    with pytest.raises(SpecError) as caught:
        ActivationsSpec(**fields)
    assert (caught.value.field, caught.value.reason) == (field, reason)
    if reason is Reason.TOO_LARGE:  # and what is said to be right is right
        most = int(caught.value.accepted.split()[-1])
        assert ActivationsSpec(**{**fields, "samples": 1, field: most})


def test_a_slope_that_does_not_apply_is_not_looked_at() -> None:
    assert ActivationsSpec(activation="tanh", slope=7.0)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.zeros((10, 2049)), Reason.WRONG_SHAPE),
        (np.zeros(10), Reason.WRONG_SHAPE),
        (np.zeros((0, 5)), Reason.WRONG_SHAPE),
        (np.array([[1.0, np.nan], [2.0, 3.0]]), Reason.NOT_FINITE),
        (np.array([[1.0, np.inf], [2.0, 3.0]]), Reason.NOT_FINITE),
        (np.array([["a", "b"]]), Reason.NOT_NUMERIC),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, array: Array, reason: Reason) -> None:
    np.save(tmp_path / "rows.npy", array)
    with pytest.raises(SpecError) as caught:
        propagate(input="file", path=str(tmp_path / "rows.npy"))
    assert (caught.value.field, caught.value.reason) == ("path", reason)


def test_a_files_own_rows_go_in(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(3, 2, (40, 7))
    np.save(tmp_path / "rows.npy", rows)
    frame = propagate(
        depth=1, width=9, input="file", path=str(tmp_path / "rows.npy"), preprocess="none"
    )
    assert frame.a.counts[0].sum() + frame.a.below[0] + frame.a.above[0] == 40 * 9
    weights = INITIALIZERS["normal"].weights(draw(0, 2, 9, 7), 0.01).double().numpy()
    expected = np.tanh(rows @ weights.T)
    assert frame.a.std[0] == pytest.approx(expected.std(), rel=1e-4)
    assert frame.a.mean[0] == pytest.approx(expected.mean(), rel=1e-4)


def test_where_the_input_is_narrower_the_first_layer_has_no_skip_in_theory_either() -> None:
    """Digits have 64 pixels: what the first of 300 units adds to is nothing of its own width."""
    spec = ActivationsSpec(
        depth=3,
        width=300,
        activation="relu",
        init_a="kaiming_normal",
        residual=True,
        input="digits",
        samples=300,
        seeds=8,
    )
    frame = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    assert isinstance(frame, ActivationsFrame)
    measured = frame.a.seeds.rms.mean(axis=0)
    np.testing.assert_allclose(frame.a.theory.rms, measured, rtol=0.05)


# What is kept


SMALL: dict[str, Any] = {
    "depth": 3,
    "width": 24,
    "samples": 64,
    "init_b": "kaiming_normal",
    "seed": 3,
}
CHANGES: list[dict[str, Any]] = [
    {"std": 0.3},
    {"std_a": 0.3},
    {"init_a": "uniform"},
    {"init_a": "kaiming_normal", "init_b": "normal"},
    {"depth": 4},
    {"width": 32},
    {"samples": 100},
    {"activation": "relu"},
    {"activation": "leaky_relu"},
    {"activation": "leaky_relu", "slope": 0.4},
    {"bias": 0.5},
    {"norm": "bn"},
    {"norm": "bn", "norm_place": "after"},
    {"norm": "ln"},
    {"residual": True},
    {"seed": 4},
    {"seeds": 3},
    {"bins": 40},
    {"z_range": 2.0},
    {"input": "digits"},
    {"input": "digits", "preprocess": "centered"},
    {"init_c": "lecun_normal"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_what_is_kept_gives_the_numbers_of_a_fresh_run(change: dict[str, Any]) -> None:
    propagation.KEPT.forget()
    for fields in (SMALL, *({**SMALL, **other} for other in CHANGES)):
        propagate_on(**fields)  # everything that could be taken for it
    kept = propagate_on(**{**SMALL, **change}).arrays()
    fresh = propagate(**{**SMALL, **change}).arrays()
    assert kept.keys() == fresh.keys()
    for name, array in fresh.items():
        np.testing.assert_array_equal(kept[name], array, err_msg=name)


def test_a_moved_scale_computes_only_the_side_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []

    def noted(spec: Any, name: str, *others: Any) -> Any:
        computed.append(name)
        return propagated(spec, name, *others)

    propagation.KEPT.forget()
    propagated = propagation._propagate
    monkeypatch.setattr(propagation, "_propagate", noted)
    propagate_on(**SMALL)
    propagate_on(**SMALL, std=0.02)
    propagate_on(**SMALL)
    assert computed == ["a", "b", "a"]
    computed.clear()
    propagate_on(**SMALL, std=0.03, preview=True)
    assert computed == ["a", "b", "a"]  # b's eighth, too


def test_a_preview_comes_before_the_whole_also_where_a_side_is_known() -> None:
    propagation.KEPT.forget()
    propagate_on(**SMALL, std=0.02)
    spec = ActivationsSpec(**SMALL, std=0.05, preview=True)
    run = Run(EXPERIMENTS["activations"], spec, "cpu")
    frames = [frame for frame in run if isinstance(frame, ActivationsFrame)]
    assert [int(frame.a.counts[0].sum()) for frame in frames] == [8 * 24, 64 * 24]
    assert [int(frame.b.counts[0].sum()) for frame in frames] == [8 * 24, 64 * 24]


def test_rows_of_a_file_that_changed_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    fields = {**SMALL, "input": "file", "path": str(path), "preprocess": "none"}
    np.save(path, np.zeros((64, 5)))
    assert not propagate_on(**fields).a.z.std.any()
    np.save(path, np.ones((65, 5)))
    assert propagate_on(**fields).a.z.std.all()


def test_numbers_that_float32_would_round_away_are_refused_and_the_net_is_not_blamed(
    tmp_path: Path,
) -> None:
    path = str(tmp_path / "times.npy")
    times = 1_700_000_000 + np.arange(64.0).reshape(16, 4)
    np.save(path, times)
    fields: dict[str, Any] = {"input": "file", "path": path, "depth": 2, "width": 8, "samples": 16}
    with pytest.raises(SpecError) as caught:
        last_frame(
            Run(EXPERIMENTS["activations"], ActivationsSpec(preprocess="none", **fields), "cpu")
        )
    assert (caught.value.field, caught.value.reason) == ("preprocess", Reason.LOST_IN_FLOAT32)
    assert "standardized" in caught.value.accepted
    spec = ActivationsSpec(preprocess="standardized", **fields)
    rows = input_rows("file", "standardized", path, 16, 8, spec.seed)
    np.testing.assert_allclose(rows.numpy().std(axis=0), 1, rtol=1e-5)
    np.save(path, times * 1e35)
    with pytest.raises(SpecError) as caught:
        last_frame(Run(EXPERIMENTS["activations"], spec.replace(preprocess="none"), "cpu"))
    assert caught.value.reason is Reason.BEYOND_FLOAT32
