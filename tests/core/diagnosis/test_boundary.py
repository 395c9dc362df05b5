"""Points of the plane, and the nets that tell them apart."""

from __future__ import annotations

import itertools
import math
from contextlib import suppress

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.data.draws import generator
from core.data.plane import SETS, drawn
from core.diagnosis.boundary import CLASSES, ORDER, BoundaryFrame, BoundarySpec, written_points
from core.diagnosis.run_boundary import net_of, points, run, squared_error
from core.experiment import last_frame
from core.parameters import SpecError
from core.training.data import batches


def trained(**changes: object) -> BoundaryFrame:
    frame = last_frame(run(BoundarySpec(**changes), "cpu"))  # type: ignore[arg-type]
    assert isinstance(frame, BoundaryFrame)
    return frame


def test_every_set_has_the_classes_it_says_and_lies_in_the_picture() -> None:
    assert {key: one.classes for key, one in SETS.items()} == CLASSES
    for key, one in SETS.items():
        x, y = drawn(key, 101, 0.0, torch.Generator().manual_seed(1))
        assert x.shape == (101, 2)
        assert sorted(set(y.tolist())) == list(range(one.classes))
        assert float(x.abs().max()) < 2.2


def test_sets_lie_where_their_formulas_say() -> None:
    draws = torch.Generator().manual_seed(2)
    x, y = drawn("circles", 50, 0.0, draws)
    torch.testing.assert_close(x.norm(dim=1), torch.where(y == 0, 1.5, 0.75))
    x, y = drawn("xor", 50, 0.0, draws)
    assert torch.equal(y == 1, x[:, 0] * x[:, 1] < 0)
    x, y = drawn("moons", 50, 0.0, draws)
    middle = 1.1 * torch.tensor([-0.5, -0.25])
    apart = (torch.where((y == 0)[:, None], x, -x) - middle).norm(dim=1)
    torch.testing.assert_close(apart, torch.full((50,), 1.1))
    x, y = drawn("spirals", 50, 0.0, draws)
    angle = torch.atan2(x[:, 1], x[:, 0]) - math.pi * y
    turns = (3 * math.pi * x.norm(dim=1) / 1.7 - angle) / (2 * math.pi)
    torch.testing.assert_close(turns, turns.round(), atol=1e-4, rtol=0)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared"])
def test_a_training_is_a_plain_torch_loop(loss: str) -> None:
    spec = BoundarySpec(samples=50, steps=12, losses=loss, optimizer="momentum", batch=16)
    frame = trained(**{**spec.settings(), "samples": 50, "steps": 12, "batch": 16})
    data, source = points(spec), net_of(spec)
    layers = [part for layer in source.blocks for part in layer.children()]
    net = nn.Sequential(*layers, source.scores)
    sgd = torch.optim.SGD(net.parameters(), lr=spec.learning_rate, momentum=0.9)
    order = batches(50, 16, generator(spec.seed, ORDER))
    found = []
    for rows in itertools.islice(order, 12):
        scores = net(data.x[rows])
        if loss == "squared":
            apart = scores.softmax(1) - F.one_hot(data.y[rows], 2)
            value = apart.square().sum(1).mean() / 2
        else:
            value = F.cross_entropy(scores, data.y[rows])
        sgd.zero_grad()
        value.backward()
        sgd.step()
        found.append(value.item())
    assert frame.losses[0].tolist() == found
    with torch.no_grad():
        right = (net(data.x).argmax(1) == data.y).double().mean().item()
    assert frame.train_accuracy[0, -1] == right


def test_two_relus_cannot_close_a_ring_and_eight_can() -> None:
    ring = {"data": "circles", "activation": "relu", "losses": "cross_entropy", "steps": 400}
    few, many = trained(hidden="2", **ring), trained(hidden="8", **ring)
    assert few.train_accuracy[0, -1] < 0.9
    assert many.train_accuracy[0, -1] > 0.97


def test_pictures_are_what_the_net_says() -> None:
    frame = trained(samples=40, steps=3, hidden="5, 4", losses="squared")
    assert frame.classes.shape == (len(frame.moments), 1, 81, 81)
    assert frame.units.shape[2:4] == (2, 5)
    assert np.isnan(frame.units[:, :, 1, 4]).all(), "the second layer has four units"
    assert np.isfinite(frame.units[:, :, 1, :4]).all()
    assert (frame.confidence >= 0.5).all()
    assert frame.moments.tolist() == [0, 1, 2, 3]


def test_squared_error_is_half_the_square_of_the_distance() -> None:
    scores = torch.tensor([[0.0, 0.0], [math.log(3.0), 0.0]])
    found = float(squared_error(scores, torch.tensor([0, 1])))
    assert found == pytest.approx((2 * 0.25 + 2 * 0.75**2) / 2 / 2)


def test_a_rate_may_change_on_the_way() -> None:
    going = run(BoundarySpec(samples=20, steps=9, hidden="3"), "cpu")
    last = None
    next(going)
    with suppress(StopIteration):  # so a generator that is sent to says that it has ended
        while True:
            frame = going.send({"learning_rate": 0.5})
            last = frame if isinstance(frame, BoundaryFrame) else last
    assert last is not None
    assert (last.used_rates == 0.5).all()


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("0, 1, 0; 1, 1, 0", "one_class"),
        ("", "one_class"),
    ],
)
def test_points_of_one_class_are_refused(typed: str, what: str) -> None:
    with pytest.raises(SpecError) as refused:
        trained(data="own", points=typed)
    assert refused.value.reason == what


@pytest.mark.parametrize("typed", ["1, 2", "0, 0, 7", "0, 0, 0.5", "9, 0, 1", "a, b, c"])
def test_what_is_no_point_is_refused(typed: str) -> None:
    with pytest.raises(SpecError) as refused:
        BoundarySpec(data="own", points=typed)
    assert refused.value.field == "points"


@pytest.mark.parametrize("typed", ["0", "8.5", "100", "1, 1, 1, 1, 1, 1, 1", "x"])
def test_what_is_no_row_of_layers_is_refused(typed: str) -> None:
    with pytest.raises(SpecError) as refused:
        BoundarySpec(hidden=typed)
    assert refused.value.field == "hidden"


def test_points_are_read_as_they_were_written() -> None:
    own = [(0.5, -1.25, 0), (2.0, 0.0, 3)]
    spec = BoundarySpec(data="own", points=written_points(own))
    assert list(spec.own_points) == own
    assert spec.classes == 4
