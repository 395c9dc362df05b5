"""Nets as modules: what they begin with, what they compute, and that they are ordinary."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.layers.norms import NORMS, Variant, normalize
from core.nets.convolutional import ConvolutionalNet, shapes_of
from core.nets.dense import DenseNet
from core.nets.norms import ChannelBias, OwnBatchNorm, OwnNorm, own_norm
from core.nets.residual import Residual
from core.nets.weights import convolution, he_normal, linear


def drawn(*shapes: tuple[int, ...]) -> list[Tensor]:
    return he_normal(shapes, 1.0, torch.Generator().manual_seed(1))


def dense(**settings: object) -> DenseNet:
    weights = drawn((6, 4), (6, 6), (3, 6))
    return DenseNet(weights, nn.Tanh, **settings)  # type: ignore[arg-type]


X = torch.linspace(-2, 2, 20).reshape(5, 4)


def test_a_dense_net_is_its_formula() -> None:
    first, second, last = drawn((6, 4), (6, 6), (3, 6))
    h = torch.tanh(X @ first.T + 0.5)
    expected = torch.tanh(h @ second.T + 0.5) @ last.T
    torch.testing.assert_close(dense(bias=0.5)(X), expected)


def test_a_dense_net_may_begin_with_biases_of_its_own_the_scores_included() -> None:
    first, second, last = drawn((6, 4), (6, 6), (3, 6))
    biases = [torch.linspace(-1, 1, size) for size in (6, 6, 3)]
    h = torch.tanh(torch.tanh(X @ first.T + biases[0]) @ second.T + biases[1])
    torch.testing.assert_close(dense(biases=biases)(X), h @ last.T + biases[2])


def test_only_a_layer_as_wide_as_its_input_has_it_added() -> None:
    first, second, last = drawn((6, 4), (6, 6), (3, 6))
    h = torch.tanh(X @ first.T)
    torch.testing.assert_close(dense(residual=True)(X), (torch.tanh(h @ second.T) + h) @ last.T)
    kinds = [type(block) is Residual for block in dense(residual=True).blocks]
    assert kinds == [False, True]


@pytest.mark.parametrize("first", [True, False])
def test_a_norm_stands_on_its_side_of_the_activation(first: bool) -> None:
    net = dense(norm=lambda width: nn.LayerNorm(width), norm_first=first)
    weights = drawn((6, 4), (6, 6), (3, 6))
    h = X
    for weight in weights[:-1]:
        z = h @ weight.T
        h = torch.tanh(F.layer_norm(z, (6,))) if first else F.layer_norm(torch.tanh(z), (6,))
    torch.testing.assert_close(net(X), h @ weights[-1].T)


def test_what_is_looked_at_is_what_the_pass_itself_gives() -> None:
    net, seen = dense(residual=True), []
    for block in net.blocks:
        block.register_forward_hook(lambda module, given, h: seen.append(h))
    scores = net(X)
    torch.testing.assert_close(scores, net.scores(seen[-1]), rtol=0, atol=0)
    assert [h.shape for h in seen] == [(5, 6), (5, 6)]
    assert [w.shape for w in net.weights] == [(6, 4), (6, 6), (3, 6)]
    assert [type(f) for f in net.activations] == [nn.Tanh, nn.Tanh]


def test_a_net_is_an_ordinary_module() -> None:
    net = dense(norm=nn.BatchNorm1d, residual=True)
    net(X)
    other = dense(norm=nn.BatchNorm1d, residual=True, bias=3.0)
    other.load_state_dict(net.state_dict())
    net.eval()
    assert torch.equal(other.eval()(X), net(X))
    twin = copy.deepcopy(net)
    assert torch.equal(twin(X), net(X))
    assert all(a is not b for a, b in zip(twin.weights, net.weights, strict=True))
    assert sum(p.numel() for p in net.parameters()) == 4 * 6 + 6 * 6 + 6 * 3 + 6 + 6 + 3 + 4 * 6


def test_making_a_net_draws_nothing_from_the_global_generator() -> None:
    state = torch.get_rng_state()
    dense(norm=nn.BatchNorm1d)
    *filters, weight = drawn(*shapes_of(3, 4, 10))
    ConvolutionalNet(filters, weight, lambda channels: own_norm("bn", channels), norm_first=True)
    assert torch.equal(torch.get_rng_state(), state)


def test_layers_take_the_weights_that_are_handed_in() -> None:
    weight, filters = drawn((3, 5), (2, 4, 5, 5))
    bias = torch.ones(3)
    x, maps = torch.ones(2, 5), torch.rand(1, 4, 6, 6)
    assert torch.equal(linear(weight, bias)(x), F.linear(x, weight, bias))
    assert torch.equal(convolution(filters)(maps), F.conv2d(maps, filters, padding=2))
    assert convolution(filters)(maps).shape == (1, 2, 6, 6)


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_maps_are_halved_twice(depth: int) -> None:
    *filters, weight = drawn(*shapes_of(depth, 4, 10))
    net = ConvolutionalNet(filters, weight, ChannelBias, norm_first=True)
    assert net(torch.rand(2, 1, 8, 8)).shape == (2, 10)
    assert sum(isinstance(module, nn.AvgPool2d) for module in net.modules()) == min(depth, 2)


def test_he_is_his_variance_times_the_scale() -> None:
    (weights,) = he_normal([(400, 50, 3, 3)], 0.5, torch.Generator().manual_seed(0))
    assert float(weights.std()) == pytest.approx(0.5 * (2 / 450) ** 0.5, rel=0.01)
    again = he_normal([(2, 3), (3, 2)], 1.0, torch.Generator().manual_seed(0))
    one, other = torch.Generator().manual_seed(0), again[0]
    assert torch.equal(other, he_normal([(2, 3)], 1.0, one)[0]), "one after the other"
    assert torch.equal(again[1], he_normal([(3, 2)], 1.0, one)[0])


# Norms of our own


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("key", NORMS)
def test_a_norm_is_its_formula_in_any_variant(key: str, variant: Variant) -> None:
    x = torch.rand(4, 6, 3, 3, generator=torch.Generator().manual_seed(2))
    module = OwnNorm(NORMS[key], 6, groups=3, variant=variant)
    with torch.no_grad():
        module.weight.fill_(2.0)
        if module.bias is not None:
            module.bias.fill_(0.5)
    expected = NORMS[key].apply(x, groups=3, gamma=2.0, beta=0.5, variant=variant)
    torch.testing.assert_close(module(x), expected.output)
    assert (module.bias is None) is (key == "rms")


@pytest.mark.parametrize("shape", [(8, 5), (4, 5, 3, 3)])
def test_bn_follows_and_predicts_as_torchs(shape: tuple[int, ...]) -> None:
    own = OwnBatchNorm(5)
    theirs = nn.BatchNorm2d(5) if len(shape) == 4 else nn.BatchNorm1d(5)
    generator = torch.Generator().manual_seed(3)
    for _ in range(4):
        x = torch.rand(shape, generator=generator)
        torch.testing.assert_close(own(x), theirs(x), rtol=1e-4, atol=1e-4)
    assert theirs.running_mean is not None
    torch.testing.assert_close(own.running_mean, theirs.running_mean)
    torch.testing.assert_close(own.running_var, theirs.running_var)
    torch.testing.assert_close(own.eval()(x), theirs.eval()(x), rtol=1e-4, atol=1e-4)
    before = own.running_mean.clone()
    own(x)
    assert torch.equal(own.running_mean, before), "a prediction follows nothing"


def test_a_single_value_has_no_variance_to_follow() -> None:
    with pytest.raises(ValueError, match="more than one value"):
        OwnBatchNorm(3)(torch.ones(1, 3))
    assert OwnBatchNorm(3).eval()(torch.ones(1, 3)).shape == (1, 3)


def test_what_is_left_of_no_norm_is_a_bias() -> None:
    module = own_norm("none", 3)
    with torch.no_grad():
        module.get_parameter("bias").copy_(torch.tensor([1.0, 2.0, 3.0]))
    x = torch.zeros(2, 3, 2, 2)
    assert torch.equal(module(x)[0, :, 1, 1], torch.tensor([1.0, 2.0, 3.0]))
    dense_ = normalize(torch.ones(2, 3), (0,), 1.0, 0.0, 1e-5).output
    assert torch.equal(module(dense_), torch.tensor([[1.0, 2.0, 3.0]] * 2))
