"""Blocks and nets of blocks: plain, with a skip, and deeper by identities."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.nets.residual import Block, BlockNet, block_net, with_identities
from core.nets.weights import convolution, he_normal, linear

Norm = Callable[[int], nn.Module]
X = torch.linspace(-2, 2, 40).reshape(5, 8)
MAPS = torch.linspace(-2, 2, 5 * 4 * 9).reshape(5, 4, 3, 3)


def drawn(*shapes: tuple[int, ...]) -> list[Tensor]:
    return he_normal(shapes, 1.0, torch.Generator().manual_seed(1))


def dense(kind: str, blocks: int = 2, norm: Norm | None = None, *, zero: bool = False) -> BlockNet:
    shapes = [(6, 8), *[(6, 6)] * (2 * blocks), (3, 6)]
    return block_net(kind, drawn(*shapes), norm, zero=zero)


def conv(kind: str, blocks: int = 2, norm: Norm | None = None) -> BlockNet:
    shapes = [(4, 4, 3, 3), *[(4, 4, 3, 3)] * (2 * blocks), (3, 4)]
    return block_net(kind, drawn(*shapes), norm)


def normed(x: Tensor) -> Tensor:
    return F.batch_norm(x, None, None, training=True)


def test_a_plain_net_is_its_formula() -> None:
    stem, a, b, c, d, scores = drawn((6, 8), *[(6, 6)] * 4, (3, 6))
    h = torch.relu(X @ stem.T)
    for first, second in ((a, b), (c, d)):
        h = torch.relu(torch.relu(h @ first.T) @ second.T)
    torch.testing.assert_close(dense("plain")(X), h @ scores.T)


def test_v1_adds_the_input_of_a_block_before_its_last_relu() -> None:
    stem, a, b, c, d, scores = drawn((6, 8), *[(6, 6)] * 4, (3, 6))
    h = torch.relu(normed(X @ stem.T))
    for first, second in ((a, b), (c, d)):
        h = torch.relu(h + normed(torch.relu(normed(h @ first.T)) @ second.T))
    torch.testing.assert_close(dense("v1", norm=nn.BatchNorm1d)(X), h @ scores.T)


def test_v2_passes_the_sum_on_untouched_and_normalizes_it_once_at_the_end() -> None:
    stem, a, b, c, d, scores = drawn((6, 8), *[(6, 6)] * 4, (3, 6))
    h = X @ stem.T
    for first, second in ((a, b), (c, d)):
        h = h + torch.relu(normed(torch.relu(normed(h)) @ first.T)) @ second.T
    torch.testing.assert_close(
        dense("v2", norm=nn.BatchNorm1d)(X), torch.relu(normed(h)) @ scores.T
    )


@pytest.mark.parametrize("kind", ["plain", "v1", "v2"])
def test_maps_keep_their_size_and_are_averaged_before_the_scores(kind: str) -> None:
    net = conv(kind, norm=nn.BatchNorm2d)
    h = net.stem(MAPS)
    for block in net.blocks:
        h = block(h)
        assert h.shape == MAPS.shape
    h = h if kind != "v2" else torch.relu(normed(h))
    torch.testing.assert_close(net(MAPS), net.head[-1](h.mean(dim=(2, 3))))


@pytest.mark.parametrize("kind", ["v1", "v2"])
@pytest.mark.parametrize("norm", [None, nn.BatchNorm1d])
def test_with_a_zero_branch_a_block_begins_as_its_skip(kind: str, norm: Norm | None) -> None:
    net = dense(kind, norm=norm, zero=True)
    h = net.stem(X)
    for block in net.blocks:
        assert torch.equal(block(h), h)
    alone = dense("plain", norm=norm, zero=True)
    assert alone.blocks[0](X[:, :6]).any(), "without a skip nothing would be left"


def test_layers_have_a_bias_only_where_there_is_no_norm() -> None:
    biased = [type(m) for m in dense("v1").modules() if getattr(m, "bias", None) is not None]
    assert biased == [nn.Linear] * 6
    net = dense("v1", norm=nn.BatchNorm1d)
    linears = [m for m in net.modules() if isinstance(m, nn.Linear)]
    assert [m.bias is not None for m in linears] == [False] * 5 + [True]


def test_skip_and_branch_may_be_given_inputs_of_their_own() -> None:
    for kind in ("v1", "v2"):
        block = Block(kind, drawn((6, 6), (6, 6)), None)
        x, other = torch.rand(2, 3, 6)
        assert torch.equal(block(x), block.joined(x, x))
        summed = other + block.branch(x)
        expected = summed.relu() if kind == "v1" else summed
        assert torch.equal(block.joined(other, x), expected)


@pytest.mark.parametrize(("make", "x"), [(dense, X), (conv, MAPS)])
def test_inserted_identities_change_no_bit(make: Callable[..., BlockNet], x: Tensor) -> None:
    net = make("plain", 1)
    deep = with_identities(net, 14)
    assert (len(net.blocks), len(deep.blocks)) == (1, 15)
    assert torch.equal(deep(x), net(x))
    assert not torch.equal(make("plain", 15)(x), net(x))
    assert not deep.blocks[1](-net.stem(x)).any(), "behind a ReLU only"


def test_layers_take_a_bias_if_they_are_handed_one() -> None:
    weight, filters = drawn((3, 8), (2, 4, 3, 3))
    assert torch.equal(linear(weight, None)(X), F.linear(X, weight))
    biased = convolution(filters, torch.ones(2))
    assert torch.equal(biased(MAPS), F.conv2d(MAPS, filters, torch.ones(2), padding=1))
