"""Lines and curves between two models."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import saddlepoint as sp
from saddlepoint.curves import on_curve
from saddlepoint.lines import barrier
from tests.saddlepoint.models import data, made


def module_weights(module: nn.Module) -> dict[str, torch.Tensor]:
    return dict(module.named_parameters())


def mixed(a: nn.Module, b: nn.Module, t: float) -> nn.Module:
    found = copy.deepcopy(a)
    own, other = a.state_dict(), b.state_dict()
    found.load_state_dict(
        {k: torch.lerp(own[k], other[k], t) if own[k].is_floating_point() else own[k] for k in own}
    )
    return found.eval()


def test_a_line_is_the_loss_of_mixed_models_in_three_treatments_of_batch_norm():
    a, b = made("dense_normed"), made("dense_normed", seed=3)
    x, y = data("dense_normed")

    def loss_of(model: nn.Module) -> float:
        return float(F.cross_entropy(model(x), y).detach())

    found = sp.line(a, b, F.cross_entropy, (x, y), points=5)
    assert found.treatments == ("batch", "interpolated", "first")
    for k, t in enumerate(found.t.tolist()):
        model = mixed(a, b, t)
        assert found.values[1, k] == pytest.approx(loss_of(model), rel=1e-5)
        for module, first in zip(model.modules(), a.modules(), strict=True):
            if isinstance(module, nn.BatchNorm1d):
                module.load_state_dict(first.state_dict() | module_weights(module))
        assert found.values[2, k] == pytest.approx(loss_of(model), rel=1e-5)
        for module in model.modules():
            module.training = isinstance(module, nn.BatchNorm1d)
        assert found.values[0, k] == pytest.approx(loss_of(model), rel=1e-5)
    share = float((a.eval()(x).argmax(1) == y).float().mean())
    assert found.accuracy[1, 0] == pytest.approx(share)


def test_a_net_without_running_statistics_has_one_line():
    found = sp.line(
        made("dense"), made("dense", 1).state_dict(), F.cross_entropy, data("dense"), points=3
    )
    assert found.treatments == ("batch",)
    assert found.values.shape == (1, 3)


def test_a_barrier_is_the_rise_above_the_straight_line_between_the_ends():
    t = np.linspace(0, 1, 5)
    assert barrier(t, np.array([1.0, 2.0, 4.0, 2.0, 3.0])) == 2.0
    assert barrier(t, np.array([1.0, 0.5, 0.2, 0.5, 1.0])) == 0.0
    assert barrier(t, np.array([1.0, np.nan, 4.0, np.inf, 3.0])) == 2.0
    assert barrier(t, np.array([1.0, 2.0, 4.0, 2.0, 9.0]), (1.0, 3.0)) == 6.0
    beyond = np.linspace(-0.5, 1.5, 5)
    assert barrier(beyond, np.array([9.0, 1.0, 3.0, 1.0, 9.0]), (1.0, 1.0)) == 2.0


def test_statistics_turn_negative_beyond_the_ends_alone_and_then_there_is_no_loss():
    a, b = made("dense_normed"), made("dense_normed", seed=3)
    far = sp.line(a, b, F.cross_entropy, data("dense_normed"), points=41, beyond=1.0)
    inside = (far.t >= 0) & (far.t <= 1)
    assert np.isnan(far.values[1, ~inside]).any()
    assert np.isfinite(far.values[:, inside]).all()
    assert np.isfinite(far.values[[0, 2]]).all()


def test_the_first_models_statistics_are_measured_against_the_models_own_losses():
    a, b = made("dense_normed"), made("dense_normed", seed=3)
    found = sp.line(a, b, F.cross_entropy, data("dense_normed"), points=5)
    own = found.values[1, [0, -1]]
    assert found.values[2, -1] != pytest.approx(own[1], rel=1e-3)
    straight = own[0] + (own[1] - own[0]) * found.t
    expected = max(0.0, float((found.values[2] - straight).max()))
    assert found.barriers[2] == pytest.approx(expected, rel=1e-6)


def test_a_trained_bend_leads_around_the_barrier():
    x, y = data("dense", samples=60)
    ends = []
    for seed in (0, 1):
        model = made("dense", seed)
        adam = torch.optim.Adam(model.parameters(), 0.02)
        for _ in range(150):
            adam.zero_grad()
            F.cross_entropy(model(x), y).backward()
            adam.step()
        ends.append(model)
    first, last = ends
    straight = sp.line(first, last, F.cross_entropy, (x, y))
    found = sp.curve(first, last, F.cross_entropy, (x, y), epochs=150, rate=0.1, batch=20)
    assert straight.barriers[0] > 0.1
    assert found.barrier < straight.barriers[0] / 3
    for k, w in ((0, ends[0]), (-1, ends[1])):
        assert found.values[k] == pytest.approx(
            float(F.cross_entropy(w.eval()(x), y).detach()), rel=1e-4
        )
    a, b = (nn.utils.parameters_to_vector(w.parameters()).detach() for w in ends)
    middle = copy.deepcopy(ends[0])
    nn.utils.vector_to_parameters(on_curve(a, found.bend, b, 0.5), middle.parameters())
    assert found.values[10] == pytest.approx(
        float(F.cross_entropy(middle(x), y).detach()), rel=1e-4
    )
