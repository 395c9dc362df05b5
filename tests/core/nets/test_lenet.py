"""LeNet by its shapes and against torch's own modules; dropout by its draws."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from core.nets.dropout import Dropout
from core.nets.lenet import LeNet, lenet_shapes


def made(side: int, *, normed: bool = False) -> LeNet:
    draws = torch.Generator().manual_seed(3)
    shapes = lenet_shapes(side, 10)
    weights = [torch.randn(shape, generator=draws) * 0.1 for shape in shapes]
    biases = [torch.randn(shape[0], generator=draws) for shape in shapes]
    return LeNet(weights, biases, nn.Sigmoid, normed=normed)


def test_it_has_the_parameters_that_are_known_of_it() -> None:
    assert sum(p.numel() for p in made(28).parameters()) == 61_706  # Dive into Deep Learning, 7.6


@pytest.mark.parametrize("side", [16, 28])
def test_it_computes_what_torchs_modules_in_a_row_compute(side: int) -> None:
    net = made(side)
    left = (side // 2 - 4) // 2
    plain = nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten()),
        *(nn.Linear(16 * left**2, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid()),
        nn.Linear(84, 10),
    )
    given = [p.detach() for p in net.parameters()]
    for parameter, value in zip(plain.parameters(), given, strict=True):
        parameter.data = value
    x = torch.randn(3, 1, side, side, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(net(x), plain(x), rtol=0, atol=0)
    assert [tuple(w.shape) for w in net.weights] == lenet_shapes(side, 10)
    assert len(net.activations) == 4


def test_with_norms_each_hidden_layer_has_one_before_its_activation() -> None:
    kinds = [type(part).__name__ for part in made(28, normed=True)]
    assert kinds.count("BatchNorm2d") == kinds.count("BatchNorm1d") == 2
    for place, kind in enumerate(kinds):
        if kind.startswith("BatchNorm"):
            assert kinds[place + 1] == "Sigmoid"


def test_dropout_keeps_the_mean_and_leaves_prediction_alone() -> None:
    layer = Dropout(0.3, torch.Generator().manual_seed(0))
    ones = torch.ones(400, 100)
    dropped = layer(ones)
    assert (dropped == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert dropped.mean().item() == pytest.approx(1, abs=0.02)
    again = Dropout(0.3, torch.Generator().manual_seed(0))(ones)
    assert torch.equal(dropped, again)
    layer.eval()
    assert layer(ones) is ones
