"""What rows count, worked out by hand and against torch's own layers."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn

from core.nets.builder import Builder
from core.nets.rows import TooSmallError


def test_a_convolution_counts_as_torchs_does() -> None:
    for groups, bias, stride in itertools.product((1, 2, 4), (False, True), (1, 2, 3)):
        net = Builder(8, 13)
        row = net.rows[net.conv(12, (3, 5), stride, (1, 2), groups=groups, bias=bias)]
        module = nn.Conv2d(8, 12, (3, 5), stride, (1, 2), groups=groups, bias=bias, device="meta")
        shape = tuple(module(torch.empty(1, 8, 13, 13, device="meta")).shape[1:])
        assert row.shape == shape
        assert row.parameters == sum(p.numel() for p in module.parameters())
        assert row.macs == module.weight.numel() * shape[1] * shape[2]


@pytest.mark.parametrize("ceil", [False, True])
def test_poolings_are_as_large_as_torchs(ceil: bool) -> None:
    """With ceil a last window that would begin beyond the map is left out."""
    for side, kernel, stride in itertools.product(range(3, 20), (2, 3), (1, 2, 3)):
        for padding in range(kernel // 2 + 1):
            pool = nn.MaxPool2d(kernel, stride, padding, ceil_mode=ceil)
            wanted = pool(torch.empty(1, 1, side, side)).shape[2:]
            net = Builder(1, side)
            row = net.rows[net.max_pool(kernel, stride, padding, ceil=ceil)]
            assert row.shape[1:] == tuple(wanted), (side, kernel, stride, padding)


def test_receptive_fields_by_hand() -> None:
    """r' = r + (K - 1) j, j' = s j: 7 at /2, then 3 at /2, then 3, then 1."""
    net = Builder(3, 64)
    rows = [
        net.rows[place]
        for place in (
            net.conv(8, 7, 2, 3),
            net.max_pool(3, 2, 1),
            net.conv(8, 3, 1, 1),
            net.norm(),
            net.conv(8, 1),
        )
    ]
    assert [row.receptive_field for row in rows] == [7, 11, 19, 19, 19]
    assert [row.jump for row in rows] == [2, 4, 4, 4, 4]
    assert [row.depth for row in rows] == [1, 1, 2, 2, 3]


def test_a_receptive_field_is_what_a_gradient_reaches() -> None:
    """Of a value in the middle, in a net of two paths of which one sees farther."""
    x = torch.zeros(1, 1, 41, 41, requires_grad=True)
    ones = [torch.ones(1, 1, k, k) for k in (3, 5, 3)]
    first = nn.functional.conv2d(x, ones[0], stride=2, padding=1)
    near = first
    far = nn.functional.conv2d(first, ones[1], padding=2)
    y = nn.functional.conv2d(near + far, ones[2], padding=1)
    y[0, 0, 10, 10].backward()
    assert x.grad is not None
    reached = int((x.grad[0, 0].abs().sum(0) > 0).sum())
    net = Builder(1, 41)
    start = net.conv(1, 3, 2, 1)
    net.add(start, net.conv(1, 5, 1, 2))
    assert net.rows[net.conv(1, 3, 1, 1)].receptive_field == reached == 15


def test_one_direction_may_see_farther() -> None:
    net = Builder(1, 32)
    wide = net.conv(4, (1, 7), 1, (0, 3))
    assert net.rows[wide].receptive_field == 7
    assert net.rows[net.conv(4, (1, 3), 1, (0, 1))].receptive_field == 9
    assert net.rows[net.conv(4, (5, 1), 1, (2, 0))].receptive_field == 9
    tall = net.conv(4, (7, 1), 1, (3, 0), of=0)
    assert net.rows[net.concat(wide, tall)].receptive_field == 7
    assert net.rows[net.conv(4, (5, 1), 1, (2, 0))].receptive_field == 11


def test_behind_global_pooling_all_is_seen() -> None:
    net = Builder(3, 50)
    net.conv(8, 3, 2, 1)
    net.global_pool()
    net.flatten()
    net.linear(10)
    assert [(row.receptive_field, row.jump) for row in net.rows[2:]] == [(50, 0)] * 3
    assert net.net().receptive_field == 3


def test_depth_follows_the_longest_path() -> None:
    net = Builder(3, 16)
    x = net.conv(8, 3, 1, 1)
    branch = net.conv(8, 3, 1, 1, of=net.conv(8, 3, 1, 1, of=x))
    short = net.conv(8, 1, of=x)
    assert net.rows[net.add(branch, short)].depth == 3


def test_what_does_not_fit_is_refused() -> None:
    net = Builder(3, 8)
    a, b = net.conv(4, 3, 1, 1), net.conv(4, 3, 2, 1, of=0)
    with pytest.raises(ValueError, match="different shapes"):
        net.add(a, b)
    with pytest.raises(ValueError, match="different sizes"):
        net.concat(a, b)
    with pytest.raises(TooSmallError):
        net.conv(4, 9, of=b)
