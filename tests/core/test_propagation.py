"""A signal through a deep net: the reference table, a plain torch net beside it, and the edges."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core.data.digits import load_digits
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.signals import propagation
from core.signals.activations import ACTIVATIONS, SATURATED
from core.signals.initializers import INITIALIZERS
from core.signals.propagation import ActivationsFrame, ActivationsSpec, Side

Array = np.ndarray[Any, Any]
SEEDS = range(10)


def propagate(**fields: Any) -> ActivationsFrame:
    frame = last_frame(Run(EXPERIMENTS["activations"], ActivationsSpec(**fields), "cpu"))
    assert isinstance(frame, ActivationsFrame)
    return frame


def ten(**fields: Any) -> list[ActivationsFrame]:
    """Ten layers of 500 units and 1000 inputs, for ten seeds."""
    return [propagate(seed=seed, **fields) for seed in SEEDS]


def over_seeds(sides: list[Side], name: str) -> Array:
    """[seed, layer]"""
    return np.stack([getattr(side, name) for side in sides])


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


def test_the_backward_signal_is_that_of_the_table(
    small_and_xavier: list[ActivationsFrame],
    large: list[ActivationsFrame],
    relu: list[ActivationsFrame],
) -> None:
    def first(sides: list[Side]) -> float:
        return float(over_seeds(sides, "gradient_std")[:, 0].mean())

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
    gradients = over_seeds([getattr(f, side) for f in frames], "gradient_std")
    ratios = gradients[:, :-1] / gradients[:, 1:]
    # Over the nine steps and ten seeds; the printed factor has at least two digits.
    assert np.exp(np.log(ratios).mean()) == pytest.approx(factor, rel=0.02)


def test_both_sides_are_made_of_the_same_draws() -> None:
    same = propagate(depth=3, width=40, samples=60, init_a="xavier_normal", init_b="xavier_normal")
    for name, array in vars(same.a).items():
        np.testing.assert_array_equal(array, getattr(same.b, name))
    std = float(np.sqrt(1 / 40))
    plain = propagate(
        depth=3, width=40, samples=60, init_a="normal", std=std, init_b="xavier_normal"
    )
    np.testing.assert_allclose(plain.a.std, plain.b.std, rtol=1e-5)


# A plain torch net beside it


def plain_net(spec: ActivationsSpec, key: str, inputs: Tensor) -> nn.Sequential:
    """The same net as anyone would write it, with the weights that the initializers make."""
    modules: dict[str, Callable[[], nn.Module]] = {
        "tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "identity": nn.Identity,
    }  # fmt: skip
    net = nn.Sequential()
    for layer in range(spec.depth):
        linear = nn.Linear(spec.width if layer else inputs.shape[1], spec.width, bias=False)
        draws = propagation._draw(spec.seed, 2 + layer, *linear.weight.shape)
        linear.weight = nn.Parameter(INITIALIZERS[key].weights(draws, spec.std))
        net.extend([linear, modules[spec.activation]()])
    return net


def measured(spec: ActivationsSpec, key: str, inputs: Tensor) -> dict[str, Array]:
    """What torch's own forward and backward give for one side."""
    outputs, signal = [], inputs
    for module in plain_net(spec, key, inputs):
        signal = module(signal)
        if not isinstance(module, nn.Linear):
            signal.retain_grad()
            outputs.append(signal)
    outputs[-1].backward(propagation._draw(spec.seed, 1, spec.samples, spec.width))
    derivative = {
        "tanh": lambda h: 1 - h**2,
        "relu": lambda h: np.where(h > 0, 1.0, 0.0),
        "sigmoid": lambda h: 4 * h * (1 - h),
        "identity": lambda h: np.ones_like(h),
    }[spec.activation]
    arrays = [h.detach().double().numpy() for h in outputs]
    gradients = [h.grad.double().numpy() for h in outputs if h.grad is not None]
    return {
        "mean": np.array([h.mean() for h in arrays]),
        "std": np.array([h.std() for h in arrays]),
        "saturated": np.array([(derivative(h) < SATURATED).mean() for h in arrays]),
        "dead": np.array([(h == 0).all(axis=0).mean() for h in arrays]),
        "gradient_std": np.array([g.std() for g in gradients]),
        "outputs": np.stack(arrays),
    }


def agree(side: Side, reference: dict[str, Array]) -> None:
    # float32 sums of tens of products, in another order: a few 1e-6 of the layer's spread.
    np.testing.assert_allclose(side.std, reference["std"], rtol=2e-5)
    np.testing.assert_allclose(side.gradient_std, reference["gradient_std"], rtol=2e-5)
    assert (np.abs(side.mean - reference["mean"]) <= 2e-5 * (reference["std"] + 1e-30)).all()
    np.testing.assert_allclose(side.saturated, reference["saturated"], atol=2e-4)
    np.testing.assert_allclose(side.dead, reference["dead"], atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", [key for key in INITIALIZERS if key != "zeros"])
def test_every_measure_is_that_of_a_plain_torch_net(activation: str, init: str) -> None:
    spec = ActivationsSpec(
        depth=6, width=48, samples=200, activation=activation, init_a=init, init_b=init,
        std=0.3, seed=7,
    )  # fmt: skip
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    reference = measured(spec, init, propagation._draw(spec.seed, 0, 200, 48))
    agree(frame.a, reference)
    agree(frame.b, reference)
    low, high = ACTIVATIONS[activation].span
    for layer, outputs in enumerate(reference["outputs"]):
        expected, _ = np.histogram(outputs, frame.edges)
        # Values within rounding of an edge may fall to either side.
        assert np.abs(frame.a.counts[layer] - expected).sum() <= 8
        assert abs(frame.a.below[layer] - (outputs < low).sum()) <= 2
        assert abs(frame.a.above[layer] - (outputs > high).sum()) <= 2


def test_digits_of_mean_zero_and_std_one_go_in() -> None:
    spec = ActivationsSpec(
        depth=3, width=32, samples=1797, input="digits", init_a="kaiming_normal", activation="relu"
    )
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    images = torch.tensor(load_digits().images)
    images = (images - images.mean()) / images.std(correction=0)
    # All of them, so their order matters only to the gradient that is put in.
    reference = measured(spec, "kaiming_normal", images)
    for name in ("mean", "std", "dead", "saturated"):
        np.testing.assert_allclose(getattr(frame.a, name), reference[name], rtol=2e-5, atol=1e-6)


def test_fewer_digits_are_a_seeded_choice_of_them() -> None:
    one, again = (propagate(depth=1, width=8, samples=50, input="digits") for _ in range(2))
    other = propagate(depth=1, width=8, samples=50, input="digits", seed=1)
    np.testing.assert_array_equal(one.a.std, again.a.std)
    assert one.a.std != other.a.std


def test_a_wider_side_is_saturated_where_tanh_exceeds_097() -> None:
    spec = ActivationsSpec(depth=2, width=64, samples=500, init_a="normal", std=0.3)
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    outputs = measured(spec, "normal", propagation._draw(0, 0, 500, 64))["outputs"]
    # .0591 is 1 - .97² rounded: values between .96997 and .97 are counted as well.
    expected = (np.abs(outputs) > 0.97).mean(axis=(1, 2))
    np.testing.assert_allclose(frame.a.saturated, expected, atol=1e-3)
    assert (expected > 0.1).all()


# Everything is counted


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("bins", [4, 80, 252])
def test_counts_and_outsiders_add_up_to_every_value(activation: str, bins: int) -> None:
    frame = propagate(depth=4, width=30, samples=70, activation=activation, std=1.0, bins=bins)
    assert frame.edges.shape == (bins + 1,)
    assert (frame.edges[0], frame.edges[-1]) == ACTIVATIONS[activation].span
    for side in (frame.a, frame.b):
        assert side.counts.shape == (4, bins)
        counted = side.counts.sum(axis=1) + side.below + side.above + side.nonfinite
        np.testing.assert_array_equal(counted, [30 * 70] * 4)
        assert all(array.shape[0] == 4 for array in vars(side).values())


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
    reference = measured(spec, "normal", propagation._draw(0, 0, 100, 50))
    assert frame.a.std[-1] > 1e22
    agree(frame.a, reference)


def test_a_tiny_signal_has_its_true_std() -> None:
    spec = ActivationsSpec(
        depth=10, width=50, samples=100, activation="identity", init_a="normal", std=2e-4
    )
    frame = propagate(**{name: getattr(spec, name) for name in vars(spec)})
    assert 0 < frame.a.std[-1] < 1e-26
    agree(frame.a, measured(spec, "normal", propagation._draw(0, 0, 100, 50)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_weights_of_zero_let_nothing_through_either_way(activation: str) -> None:
    frame = propagate(depth=3, width=20, samples=30, activation=activation, init_a="zeros")
    zero = {"sigmoid": 0.5}.get(activation, 0.0)
    np.testing.assert_array_equal(frame.a.mean, [zero] * 3)
    np.testing.assert_array_equal(frame.a.std, [0] * 3)
    np.testing.assert_array_equal(frame.a.dead, [float(zero == 0)] * 3)
    np.testing.assert_array_equal(frame.a.gradient_std[:2], [0, 0])
    assert frame.a.gradient_std[2] == pytest.approx(1, abs=5 / np.sqrt(2 * 20 * 30))


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
        assert np.isfinite(side.gradient_std).all()


def test_at_the_last_layer_the_gradient_is_the_one_put_in() -> None:
    frame = propagate(depth=5, width=40, samples=60)
    put_in = propagation._draw(0, 1, 60, 40)
    expected = float(put_in.double().std(correction=0))
    assert frame.a.gradient_std[-1] == pytest.approx(expected, rel=1e-6)
    assert frame.b.gradient_std[-1] == frame.a.gradient_std[-1]


# Activation functions


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_the_derivative_from_the_output_is_autograds(key: str) -> None:
    activation = ACTIVATIONS[key]
    z = torch.linspace(-4, 4, 801, dtype=torch.float64)[torch.arange(801) != 400]  # not relu's kink
    z.requires_grad_()
    h = activation.function(z)
    (expected,) = torch.autograd.grad(h.sum(), z)
    torch.testing.assert_close(activation.derivative(h.detach()), expected, rtol=1e-12, atol=1e-15)
    assert float(expected.abs().max()) <= activation.steepest
    assert float(expected.abs().max()) == pytest.approx(activation.steepest, rel=1e-4)
    low, high = float(h.detach().min()), float(h.detach().max())
    limits = [float(activation.function(torch.tensor(end))) for end in (-1e4, 1e4)]
    assert activation.bounded is (max(map(abs, limits)) <= 1)
    if activation.bounded:
        assert activation.span[0] <= low < high <= activation.span[1]
