"""The perceptron against its theorem, nets of many starts against torch, pretraining's effect."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from core.data.draws import generator
from core.diagnosis.beginnings import (
    CORNERS,
    GATES,
    MOMENTUM,
    RATE,
    BeginningsFrame,
    BeginningsSpec,
)
from core.diagnosis.run_beginnings import Machine, digits, nets_of, presentations, run
from core.experiment import last_frame


def last(**settings: object) -> BeginningsFrame:
    frame = last_frame(run(BeginningsSpec(**settings), "cpu"))  # type: ignore[arg-type]
    assert isinstance(frame, BeginningsFrame)
    return frame


@pytest.mark.parametrize(("gate", "fewest", "most"), [("and", 5, 40), ("or", 2, 20)])
def test_a_line_that_exists_is_found(gate: str, fewest: int, most: int) -> None:
    frame = last(part="perceptron", gate=gate)
    assert fewest <= frame.learned_after.min() <= frame.learned_after.max() <= most
    after = int(frame.learned_after[0])
    assert not frame.wrong[after:].any()
    assert frame.wrong[after - 1] > 0
    assert (frame.lines[after:] == frame.lines[-1]).all()


def test_xor_is_learned_in_no_order() -> None:
    frame = last(part="perceptron", gate="xor")
    assert np.isnan(frame.learned_after).all()
    assert frame.wrong.min() >= 1


def test_a_mistake_moves_the_line_by_the_corner_and_nothing_else_does() -> None:
    weights, order = presentations("and", 3)
    inputs = np.c_[np.array(CORNERS), np.ones(4)]
    for before, after, corner in zip(weights[0], weights[0, 1:], order[0], strict=False):
        missing = GATES["and"][corner] - int(inputs[corner] @ before > 0)
        assert (after - before == missing * inputs[corner]).all()


def test_starts_are_trained_as_modules_one_by_one() -> None:
    nets = nets_of("tanh", 2, 3, generator(0, 1))
    x, y = torch.tensor(CORNERS), torch.tensor(GATES["xor"])
    modules = []
    for k in range(3):
        net = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
        with torch.no_grad():
            parts = [w for layer in nets.layers for w in (layer.weight[k], layer.bias[k])]
            for own, given in zip(net.parameters(), parts, strict=True):
                own.copy_(given)
        modules.append((net, torch.optim.SGD(net.parameters(), RATE, MOMENTUM)))
    for _ in range(20):
        nets.step(x, y)
        for net, sgd in modules:
            sgd.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(net(x)[:, 0], y.float()).backward()
            sgd.step()
    for k, (net, _) in enumerate(modules):
        assert torch.allclose(nets.outputs(x)[k], net(x), atol=1e-5)


def test_two_hidden_units_often_fail_and_four_rarely() -> None:
    share = last(starts=1, steps=400).share
    assert (share[:, 0] < 0.85).all()
    assert (share[:2, 1] > 0.9).all()
    assert (np.diff(share, axis=1) >= 0).all()
    assert share[2, 0] < 0.4
    assert share[1, 0] > share[0, 0]


def test_a_machine_learns_to_rebuild_what_it_sees() -> None:
    data = digits(BeginningsSpec(part="deep"), "cpu")
    draws = generator(0, 3)
    machine = Machine(64, draws, torch.device("cpu"))
    errors = [machine.step(data.x[:64], draws) for _ in range(60)]
    assert np.mean(errors[-5:]) < 0.7 * errors[0]


def test_pretrained_layers_learn_where_xaviers_are_stuck() -> None:
    frame = last(part="deep", steps=300)
    stuck, pretrained, normalized, relu, _ = frame.final_loss
    assert abs(stuck - np.log(10)) < 0.05
    assert pretrained < 1.5
    assert max(normalized, relu) < pretrained
    assert (frame.rebuilt[:, -1] < frame.rebuilt[:, 0]).all()
