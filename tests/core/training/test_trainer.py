"""The Trainer, with modules that are not ours: beside a plain torch loop, and what it says."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import LRScheduler, StepLR

from core.histogram import OCTAVES, Bins
from core.layers.activations import ACTIVATIONS
from core.training import probes
from core.training.data import Split, batches, divide
from core.training.trainer import Evaluation, Trainer

STEPS = 25


def split(samples: int = 90, held_out: int = 30) -> Split:
    draw = torch.Generator().manual_seed(4)
    x = torch.rand(samples, 1, 8, 8, generator=draw)
    y = torch.randint(10, (samples,), generator=draw)
    trained, rest = divide(torch.randperm(samples, generator=draw), samples - held_out)
    return Split(x[trained], y[trained], x[rest], y[rest])


def own_module() -> nn.Sequential:
    """A person's: convolutions, a batch norm, dropout, whatever they like."""
    torch.manual_seed(11)
    return nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 4, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(16, 10),
    )


class Opaque(nn.Module):
    """No ``nn.Sequential``: nobody sees its stages."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.body(x)
        return out


OPTIMIZERS: dict[str, Callable[[nn.Module], torch.optim.Optimizer]] = {
    "sgd": lambda net: torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True),
    "adamw": lambda net: torch.optim.AdamW(net.parameters(), lr=0.01),
}


def order() -> torch.Generator:
    return torch.Generator().manual_seed(5)


def trainer_of(
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: LRScheduler | None = None,
    data: Split | None = None,
    **settings: Any,
) -> Trainer:
    data = data or split()
    order_ = batches(len(data.x), 16, order())
    return Trainer(net, F.cross_entropy, data, optimizer, schedule, batches=order_, **settings)


def plain_loop(
    net: nn.Module, optimizer: torch.optim.Optimizer, schedule: LRScheduler | None
) -> list[float]:
    data, losses = split(), []
    draw, chosen = order(), list[Tensor]()
    torch.manual_seed(12)  # dropout's
    for _ in range(STEPS):
        chosen = chosen or list(torch.randperm(len(data.x), generator=draw).split(16))
        rows = chosen.pop(0)
        loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        losses.append(float(loss.detach()))
    return losses


@pytest.mark.parametrize("scheduled", [False, True])
@pytest.mark.parametrize("looks", [False, True])
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_persons_module_trains_as_in_a_plain_loop(
    kind: str, looks: bool, scheduled: bool
) -> None:
    """To the last bit: losses, weights, running statistics; watched at every third step, or not."""
    plain, own = own_module(), own_module()
    pair = [OPTIMIZERS[kind](net) for net in (plain, own)]
    schedules = [StepLR(one, 10) if scheduled else None for one in pair]
    expected = plain_loop(plain, pair[0], schedules[0])
    trainer = trainer_of(own, pair[1], schedules[1])
    asked = everything(own, 3) if looks else []
    losses = []
    torch.manual_seed(12)
    for step in range(STEPS):
        if found := probes.due(asked, step):
            losses.append(trainer.measured_step(found)[0])
            list(trainer.evaluate())
        else:
            losses.append(trainer.step())
    assert losses == expected
    for name, value in plain.state_dict().items():
        assert torch.equal(own.state_dict()[name], value), name


def everything(net: nn.Sequential, every: int = 1) -> list[probes.Probe]:
    """All probes there are, of a Sequential that begins as :func:`own_module`."""
    weights = [p for p in net.parameters() if p.ndim > 1]
    return [
        probes.batch_loss(every),
        probes.batch_accuracy(every),
        probes.update_ratio(weights, every),
        probes.gradient_norm(weights, every),
        probes.weight_octaves(weights, every),
        probes.gradient_octaves(weights, every),
        probes.output_counts([net[2], net[5]], Bins.over(0, 3, 20), every),
        probes.dead_units([net[2], net[5]], every),
        probes.saturated([net[2]], ACTIVATIONS["relu"], every),
    ]


def test_probes_say_what_was_done() -> None:
    net = own_module()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    trainer = trainer_of(net, optimizer)
    weights = [p for p in net.parameters() if p.ndim > 1]
    before = [w.detach().clone() for w in weights]
    loss, found = trainer.measured_step(everything(net))
    assert float(found["loss"]) == loss
    assert 0 <= float(found["accuracy"]) <= 1
    for k, w in enumerate(weights):
        assert w.grad is not None
        norm = float(w.grad.norm())
        assert found["gradient_norm"][k] == pytest.approx(norm)
        ratio = 0.5 * norm / float(before[k].norm())
        assert found["update_ratio"][k] == pytest.approx(ratio, rel=1e-4)
        assert found["weight_octaves"][k].sum() == w.numel()
    assert found["gradient_octaves"].shape == found["weight_octaves"].shape
    counted, octaves = np.split(found["output_counts"], [-OCTAVES], axis=1)
    assert counted.sum(axis=1).tolist() == [16 * 6 * 64, 16 * 4 * 4]
    assert (octaves.sum(axis=1) <= counted.sum(axis=1)).all(), "zeros are no magnitudes"
    assert octaves.sum() > 0


def test_dead_and_saturated_units_are_counted() -> None:
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 4), nn.Tanh())
    with torch.no_grad():
        for layer, bias in ((net[0], [1.0, -9.0, -9.0]), (net[2], [0.0, 0.0, 9.0, -9.0])):
            layer.get_parameter("weight").zero_()
            layer.get_parameter("bias").copy_(torch.tensor(bias))
    x = torch.rand(6, 2)
    data = Split(x, torch.zeros(6, dtype=torch.int64), x, torch.zeros(6, dtype=torch.int64))
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.0), data=data)
    asked = [
        probes.dead_units([net[1], net[3]]),
        probes.saturated([net[3]], ACTIVATIONS["tanh"]),
    ]
    _, found = trainer.measured_step(asked)
    np.testing.assert_allclose(found["dead_units"], [2 / 3, 1 / 2])
    np.testing.assert_allclose(found["saturated"], [1 / 2])
    *_, last = trainer.evaluate([net[1]])
    assert last is not None
    np.testing.assert_allclose(last.trained.dead, [2 / 3])


def test_a_unit_of_maps_is_dead_where_every_pixel_is() -> None:
    maps = torch.zeros(2, 3, 4, 4)
    maps[1, 2, 3, 3] = 1.0
    assert probes.silent(maps).tolist() == [True, True, False]


def test_a_weight_without_a_gradient_has_no_norm() -> None:
    net = own_module()
    first = net[0].get_parameter("weight").requires_grad_(False)
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1))
    asked = [probes.gradient_norm([first]), probes.gradient_octaves([first])]
    _, found = trainer.measured_step(asked)
    assert math.isnan(found["gradient_norm"][0])
    assert found["gradient_octaves"].sum() == 0


def test_a_probe_is_asked_by_its_cadence() -> None:
    net = own_module()
    asked = [probes.batch_loss(3), probes.batch_accuracy(2)]
    names = [[probe.name for probe in probes.due(asked, step)] for step in range(4)]
    assert names == [["loss", "accuracy"], [], ["accuracy"], ["loss"]]
    assert all(probe.cost > 0 for probe in everything(net))


def test_a_module_is_asked_as_it_predicts_and_is_as_it_was_after() -> None:
    net = own_module()
    net[1].eval()  # frozen by the person
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1))
    state = {name: value.clone() for name, value in net.state_dict().items()}
    *_, said = trainer.evaluate()
    assert isinstance(said, Evaluation)
    assert [module.training for module in net] == [True, False, *[True] * 7]
    assert all(torch.equal(net.state_dict()[name], value) for name, value in state.items())
    data = split()
    with torch.no_grad():
        scores = net.eval()(data.held_out_x)
    assert said.held_out.loss == float(F.cross_entropy(scores, data.held_out_y))
    right = int((scores.argmax(1) == data.held_out_y).sum())
    assert (said.held_out.right, said.held_out.targets) == (right, 30)
    assert said.held_out.accuracy == pytest.approx(right / 30)
    assert said.trained.finite


def test_a_question_that_is_given_up_leaves_the_module_as_it_was() -> None:
    net = own_module()
    asking = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1)).evaluate(list(net))
    assert isinstance(asking, Iterator)
    next(asking)
    asking.close()  # type: ignore[attr-defined]
    assert all(module.training for module in net.modules())
    assert not any(module._forward_hooks for module in net.modules())
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(("at_once", "breaths"), [(None, 2), (30, 3), (7, 14)])
def test_what_all_data_say_does_not_hang_on_the_breaths(at_once: int, breaths: int) -> None:
    net = Opaque(own_module())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    whole = list(trainer_of(net, optimizer).evaluate([net]))[-1]
    gradients, said = set(), []
    for one in trainer_of(net, optimizer, at_once=at_once).evaluate([net]):
        gradients.add(torch.is_grad_enabled())
        said.append(one)
    assert gradients == {True}, "a breath within no_grad would hold for the whole thread"
    assert len(said) == breaths + 1
    last = said[-1]
    assert last is not None
    assert whole is not None
    assert last.trained.right == whole.trained.right
    assert last.trained.loss == pytest.approx(whole.trained.loss, rel=1e-6)
    np.testing.assert_array_equal(last.trained.dead, whole.trained.dead)


def test_a_plain_sequential_breathes_after_each_of_its_modules() -> None:
    net = own_module()
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1))
    assert sum(one is None for one in trainer.evaluate()) == 2 * len(net)


def test_targets_that_are_no_classes_have_no_accuracy() -> None:
    x = torch.rand(20, 3)
    data = Split(x, x.sum(1, keepdim=True), x, x.sum(1, keepdim=True))
    net = nn.Linear(3, 1)
    order_ = batches(20, 5, order())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    trainer = Trainer(net, F.mse_loss, data, optimizer, batches=order_)
    first = trainer.step()
    for _ in range(200):
        last = trainer.step()
    assert last < first / 10
    *_, said = trainer.evaluate()
    assert said is not None
    assert said.trained.right is None
    assert math.isnan(said.trained.accuracy)


def test_what_diverged_has_no_accuracy() -> None:
    net = own_module()
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1))
    with torch.no_grad():
        net[8].get_parameter("bias").fill_(math.inf)
    *_, said = trainer.evaluate()
    assert said is not None
    assert not said.trained.finite
    assert math.isnan(said.trained.accuracy)


def test_a_rate_holds_from_the_next_step_on() -> None:
    net = own_module()
    trainer = trainer_of(net, torch.optim.SGD(net.parameters(), lr=0.1))
    trainer.set_rate(0.0)
    before = net[0].get_parameter("weight").detach().clone()
    trainer.step()
    assert torch.equal(net[0].get_parameter("weight"), before)


# Data


def test_a_division_is_by_the_order_alone() -> None:
    trained, held_out = divide(torch.tensor([4, 2, 0, 1, 3]), 3)
    assert (trained.tolist(), held_out.tolist()) == ([4, 2, 0], [1, 3])


@pytest.mark.parametrize("size", [1, 4, 10, 13])
def test_every_epoch_sees_every_sample_once(size: int) -> None:
    seen = batches(10, size, torch.Generator().manual_seed(0))
    epochs = []
    for _ in range(3):
        rows = [next(seen) for _ in range(-(-10 // size))]
        assert all(len(one) == min(size, 10) for one in rows[:-1])
        epochs.append(torch.cat(rows).tolist())
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert epochs[0] != epochs[1]
