"""Layers over maps, against plain arithmetic."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from core.nets.maps import GlobalMax, LocallyConnected, MaxPool
from core.nets.weights import convolution


def _drawn(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)))


def test_a_locally_connected_layer_is_unfold_times_weights_of_each_pixel() -> None:
    x, weight, bias = _drawn(5, 2, 6, 4), _drawn(6, 4, 3, 2, 3, 3), _drawn(3, 6, 4)
    found = LocallyConnected(weight, bias)(x)
    seen = F.unfold(x, 3, padding=1)  # [N, in·k·k, pixel]
    flat = weight.reshape(24, 3, 18)
    wanted = torch.stack([seen[:, :, p] @ flat[p].T for p in range(24)], dim=-1)
    torch.testing.assert_close(found, wanted.reshape(5, 3, 6, 4) + bias)


def test_with_the_same_weights_at_every_pixel_it_is_a_convolution() -> None:
    x, filters = _drawn(5, 2, 6, 4), _drawn(3, 2, 3, 3)
    bias = _drawn(3)
    layer = LocallyConnected(
        filters.expand(6, 4, -1, -1, -1, -1).clone(), bias[:, None, None].expand(-1, 6, 4).clone()
    )
    torch.testing.assert_close(layer(x), F.conv2d(x, filters, bias, padding=1))
    shared = convolution(filters, bias)
    torch.testing.assert_close(layer(x), shared(x))
    assert sum(p.numel() for p in layer.parameters()) == 24 * sum(
        p.numel() for p in shared.parameters()
    )


def test_a_pooling_with_channels_side_by_side_is_torchs_forward_and_back() -> None:
    x = _drawn(3, 4, 8, 8).requires_grad_()
    other = x.detach().clone().requires_grad_()
    ours, torchs = MaxPool(2)(x), nn.MaxPool2d(2)(other)
    assert torch.equal(ours, torchs)
    weights = _drawn(*ours.shape)
    (ours * weights).sum().backward()
    (torchs * weights).sum().backward()
    assert x.grad is not None
    assert other.grad is not None
    assert torch.equal(x.grad, other.grad)


def test_the_global_maximum_forgets_where_it_stood() -> None:
    x = _drawn(2, 3, 5, 5)
    np.testing.assert_array_equal(GlobalMax()(x), x.flatten(2).max(dim=2).values)
    assert torch.equal(GlobalMax()(x), GlobalMax()(x.roll((1, 2), (2, 3))))


def test_a_convolution_takes_a_bias_and_a_stride() -> None:
    x, filters, bias = _drawn(2, 3, 8, 8), _drawn(4, 3, 3, 3), _drawn(4)
    wanted = F.conv2d(x, filters, bias, stride=2, padding=1)
    assert torch.equal(convolution(filters, bias, 2)(x), wanted)
