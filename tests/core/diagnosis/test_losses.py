"""Losses against autograd and torch, lines against scipy, and nets against plain torch loops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from scipy.optimize import linprog, minimize
from torch import nn
from torch.nn import functional as F

from core.data.draws import generator
from core.diagnosis.losses import (
    BATCH,
    BATCHES,
    FAMILIES,
    SAMPLES,
    LossesFrame,
    LossesSpec,
    written_points,
)
from core.diagnosis.run_losses import (
    digits,
    line_huber,
    line_l1,
    line_l2,
    nets_of,
    points,
    run,
    superposed,
)
from core.experiment import last_frame
from core.parameters import SpecError
from core.training.data import batches
from core.training.stacked import sigmoid_squared

SCORES = np.array([-6.0, -1.3, 0.4, 1.0, 2.5, 7.0])


def of_torch(key: str, z: torch.Tensor, spec: LossesSpec) -> torch.Tensor:
    """The same loss in torch's own words."""
    t = z.new_tensor(float(spec.target))
    zero = z.new_tensor(0.0)
    scores = torch.cat([z[None], z.new_zeros(spec.classes - 1)])[None]
    first = torch.tensor([0])
    return {
        "l2": lambda: F.mse_loss(z, zero) / 2,
        "l1": lambda: F.l1_loss(z, zero),
        "smooth_l1": lambda: F.smooth_l1_loss(z, zero, beta=spec.beta),
        "huber": lambda: F.huber_loss(z, zero, delta=spec.beta),
        "bce": lambda: F.binary_cross_entropy_with_logits(z, t),
        "sigmoid_squared": lambda: F.mse_loss(z.sigmoid(), t) / 2,
        "hinge": lambda: (1 - (2 * t - 1) * z).clamp(min=0),
        "logistic": lambda: (
            F.binary_cross_entropy_with_logits(z, t) + spec.penalty / 2 * z.square()
        ),
        "softmax_ce": lambda: F.cross_entropy(scores, first),
        "softmax_squared": lambda: (
            (scores.softmax(1) - F.one_hot(first, spec.classes)).square().sum() / 2
        ),
    }[key]()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("target", [0, 1])
def test_values_and_gradients_are_torchs(family: str, target: int) -> None:
    spec = LossesSpec(family=family, target=target, beta=0.7, penalty=0.3, classes=7)
    for key, loss in FAMILIES[family].items():
        values, gradients = loss.value(SCORES, spec), loss.gradient(SCORES, spec)
        for z, value, gradient in zip(SCORES, values, gradients, strict=True):
            score = torch.tensor(z, dtype=torch.float64, requires_grad=True)
            found = of_torch(key, score, spec)
            (slope,) = torch.autograd.grad(found, score)
            assert value == pytest.approx(found.item(), rel=1e-9, abs=1e-12), key
            assert gradient == pytest.approx(slope.item(), rel=1e-9, abs=1e-12), key


def test_the_numbers_of_the_notes() -> None:
    spec = LossesSpec(z=-5.0)
    loss = FAMILIES["yes_no"]
    at = np.array([-5.0])
    assert loss["bce"].gradient(at, spec)[0] == pytest.approx(-0.99331, abs=5e-6)
    assert loss["sigmoid_squared"].gradient(at, spec)[0] == pytest.approx(-0.0066036, abs=5e-8)
    numbers = FAMILIES["numbers"]
    for beta, value in ((0.5, 1.75), (1.0, 1.5), (2.0, 1.0)):
        given = spec.replace(beta=beta)
        smooth = numbers["smooth_l1"].value(np.array([2.0]), given)[0]
        assert smooth == value
        assert numbers["huber"].value(np.array([2.0]), given)[0] == pytest.approx(beta * value)


@pytest.mark.parametrize("outliers", [0.0, 0.1, 0.3])
def test_lines_are_scipys(outliers: float) -> None:
    x, y = points(LossesSpec(outliers=outliers)).T
    assert line_l2(x, y) == pytest.approx(np.polyfit(x, y, 1), abs=1e-9)
    n = len(x)
    # Minimize the sum of u with |y - a x - b| <= u.
    columns = np.stack([x, np.ones(n)], axis=1)
    both = np.block([[-columns, -np.eye(n)], [columns, -np.eye(n)]])
    program = linprog(
        np.r_[0, 0, np.ones(n)], both, np.r_[-y, y], bounds=[(None, None)] * 2 + [(0, None)] * n
    )
    slope, offset = line_l1(x, y)
    assert np.abs(y - slope * x - offset).sum() == pytest.approx(program.fun, abs=1e-6)

    def huber(line: np.ndarray) -> float:
        size = np.abs(y - columns @ line)
        return float(np.where(size < 0.7, size**2 / 2, 0.7 * (size - 0.35)).sum())

    found = np.array(line_huber(x, y, 0.7))
    for start in (found, np.array(line_l2(x, y))):
        assert huber(found) <= minimize(huber, start, method="Nelder-Mead").fun + 1e-6


def test_few_outliers_move_the_l2_line_and_not_the_l1_line_and_many_move_all() -> None:
    for outliers, good in ((0.1, {"l1"}), (0.3, set())):
        x, y = points(LossesSpec(outliers=outliers)).T
        slopes = {"l2": line_l2(x, y)[0], "l1": line_l1(x, y)[0]}
        assert {key for key, slope in slopes.items() if abs(slope - 2) < 0.1} == good


def test_a_net_is_trained_as_a_plain_torch_loop() -> None:
    spec = LossesSpec()
    data = digits(spec, "cpu")
    rates, heads = torch.tensor([0.1, 0.3]), torch.tensor([1.0, 30.0])
    nets = nets_of(spec, sigmoid_squared, rates, heads)
    modules = []
    for k, rate in enumerate(rates.tolist()):
        net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
        parameters = [w for layer in nets.layers for w in (layer.weight[k], layer.bias[k])]
        with torch.no_grad():
            for own, w in zip(net.parameters(), parameters, strict=True):
                own.copy_(w)
        modules.append((net, torch.optim.SGD(net.parameters(), rate)))
    assert float(nets.layers[1].weight[1].std() / nets.layers[1].weight[0].std()) == (
        pytest.approx(30.0, rel=1e-5)
    )
    order = batches(SAMPLES, BATCH, generator(spec.seed, BATCHES))
    for rows in itertools.islice(order, 5):
        together = nets.step(data.x[rows], data.y[rows])
        for k, (net, sgd) in enumerate(modules):
            scores = net(data.x[rows]).sigmoid()
            loss = (scores - F.one_hot(data.y[rows], 10)).square().sum(1).mean() / 2
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            assert float(together[k]) == pytest.approx(loss.item(), abs=1e-5)


def test_superposed_digits_have_the_labels_of_what_is_in_them() -> None:
    x, y, test_x, test_y = superposed(digits(LossesSpec(), "cpu"), generator(0, 9))
    assert x.shape == (3000, 64)
    assert y.shape == (10, 3000)
    assert test_x.shape == (1000, 64)
    counts = test_y.sum(dim=0)
    assert set(counts.tolist()) == {1, 2, 3}
    assert float(x.max()) == 1
    alone = (y.sum(dim=0) == 1).double().mean()
    assert float(alone) > 0.33, "a third have one digit, and others the same twice"


def test_what_is_trained_is_kept_while_points_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the direction of the claim: squared error does not leave a wrong, sure start."""
    spec = LossesSpec()
    first = last_frame(run(spec, "cpu"))
    assert isinstance(first, LossesFrame)
    best = dict(zip(first.trained, first.accuracy.max(axis=2), strict=True))
    assert best["sigmoid_bce"][1] > best["sigmoid_squared"][1] + 0.2
    assert best["softmax_ce"][1] > best["softmax_squared"][1] + 0.1
    ordinary = [both[0] for both in best.values()]
    assert max(ordinary) - min(ordinary) < 0.05
    monkeypatch.setattr("core.diagnosis.run_losses.nets_of", None)
    moved = last_frame(run(spec.replace(points="0, 0; 1, 2; 2, 9", z=1.0), "cpu"))
    assert isinstance(moved, LossesFrame)
    assert np.array_equal(moved.accuracy, first.accuracy)
    assert moved.lines[0, 0] == pytest.approx(4.5)


@pytest.mark.parametrize("typed", ["1, 2", "1, 2; 1, 3; 1, 4", "1; 2; 3", "0, 0; 1, 1; 1e9, 2"])
def test_points_that_fit_no_line_are_refused(typed: str) -> None:
    with pytest.raises(SpecError) as refused:
        LossesSpec(points=typed)
    assert refused.value.field == "points"


def test_points_are_read_as_they_were_written() -> None:
    given = np.array([[0.5, -1.25], [1.0, 2.0], [3.0, 7.0]])
    assert np.array_equal(LossesSpec(points=written_points(given)).own_points, given)
