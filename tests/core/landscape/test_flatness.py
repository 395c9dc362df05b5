"""How flat the minima are: SAM's step, what is measured, and what it shows over seeds."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import saddlepoint
from core.data.draws import generator
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.landscape.flatness import BATCHES, MEASURES, SAMPLES, FlatnessFrame, FlatnessSpec
from core.landscape.run_flatness import PairedRuns, explained, losses, p_values, step
from core.training.data import batches

RUNS = PairedRuns(0, "cpu"), PairedRuns(1, "cpu")


def ended(**settings: Any) -> FlatnessFrame:
    found = last_frame(Run(EXPERIMENTS["flatness"], FlatnessSpec(**settings), "cpu"))
    assert isinstance(found, FlatnessFrame)
    return found


def sample() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    rows = torch.arange(32)
    return (
        torch.stack([one.start for one in RUNS]),
        torch.stack([one.data.x[rows] for one in RUNS]),
        torch.stack([one.data.y[rows] for one in RUNS]),
    )


def test_a_step_of_sam_is_two_plain_passes_bit_for_bit() -> None:
    start, x, y = sample()
    w = start.clone().requires_grad_()
    sgd = torch.optim.SGD([w], lr=0.1)
    for _ in range(3):
        before = w.detach().clone()
        losses(w, x, y).sum().backward()
        assert w.grad is not None
        with torch.no_grad():
            w += 0.2 * w.grad / w.grad.norm(dim=1, keepdim=True)
        sgd.zero_grad()
        losses(w, x, y).sum().backward()
        with torch.no_grad():
            w.copy_(before)
        sgd.step()
        sgd.zero_grad()
    found = start
    for _ in range(3):
        found = step(found, x, y, 0.1, 0.2)
    assert torch.equal(found, w.detach())


def test_without_a_radius_it_is_plain_sgd_bit_for_bit() -> None:
    start, x, y = sample()
    w = start.clone().requires_grad_()
    losses(w, x, y).sum().backward()
    torch.optim.SGD([w], lr=0.1).step()
    assert torch.equal(step(start, x, y, 0.1, 0.0), w.detach())


@pytest.mark.parametrize("rho", [0.0, 0.2])
def test_nets_that_step_together_are_plain_modules_that_step_alone(rho: float) -> None:
    net = nn.Sequential(
        nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    one = RUNS[0]
    nn.utils.vector_to_parameters(one.start.clone(), net.parameters())
    start, x, y = (t[None] for t in (one.start, one.data.x, one.data.y))
    for rows in itertools.islice(batches(SAMPLES, 64, generator(0, BATCHES)), 20):
        parameters = list(net.parameters())

        def slopes(rows: torch.Tensor = rows) -> list[torch.Tensor]:
            net.zero_grad()
            F.cross_entropy(net(one.data.x[rows]), one.data.y[rows]).backward()
            return [p.grad.clone() for p in net.parameters() if p.grad is not None]

        found = slopes()
        if rho:
            length = torch.cat([g.flatten() for g in found]).norm()
            kept = [p.detach().clone() for p in parameters]
            with torch.no_grad():
                for p, g in zip(parameters, found, strict=True):
                    p.add_(rho * g / length)
            found = slopes()
            for p, before in zip(parameters, kept, strict=True):
                p.data = before
        with torch.no_grad():
            for p, g in zip(parameters, found, strict=True):
                p.sub_(0.1 * g)
        start = step(start, x[:, rows], y[:, rows], 0.1, rho)
    plain = nn.utils.parameters_to_vector(net.parameters()).detach()
    assert torch.allclose(start[0], plain, atol=2e-6)


def test_where_a_run_ends_it_is_measured_as_the_library_measures() -> None:
    found = ended(compared="rho", target=0.5, seeds=2, seed=3, radius=0.1)
    one = PairedRuns(4, "cpu")
    net = one.trained.model
    order = batches(SAMPLES, 64, generator(4, BATCHES))
    w = one.start[None]
    for rows in itertools.islice(order, int(found.steps[2, 1])):
        w = step(w, one.data.x[None, rows], one.data.y[None, rows], 0.1, 0.2)
    nn.utils.vector_to_parameters(w[0], net.parameters())
    data = (one.data.x, one.data.y)
    measured = saddlepoint.curvature(net, F.cross_entropy, data, top=1, density=0)
    assert found.losses[2, 1] == pytest.approx(measured.loss, rel=1e-4)
    assert found.sharpness[2, 1] == pytest.approx(measured.eigenvalues[0], rel=1e-3)
    assert found.trace[2, 1] == pytest.approx(measured.trace, rel=1e-3)
    assert found.trace_error[2, 1] == pytest.approx(measured.trace_error, rel=1e-2)
    with torch.no_grad():
        scores = net(one.data.held_out_x)
    assert found.test_loss[2, 1] == pytest.approx(
        float(F.cross_entropy(scores, one.data.held_out_y)), rel=1e-4
    )
    g = saddlepoint.Hessian(net, F.cross_entropy, data).gradient()
    uphill = one.trained.value(w[0] + 0.1 * g / g.norm())
    assert found.rise[2, 1] == pytest.approx(uphill - measured.loss, rel=1e-2)


def test_runs_stop_at_one_loss_and_show_their_way_there() -> None:
    found = ended(target=0.4, seeds=2)
    assert (found.losses <= 0.4).all()
    assert found.reached.all()
    for v, k in itertools.product(range(3), range(2)):
        way = found.training[v, k]
        way = way[np.isfinite(way)]
        assert way[-1] == found.losses[v, k]
        assert (way[:-1] > 0.4).all()
        assert (len(way) - 1) * found.epoch_steps[v] == found.steps[v, k]
    assert np.isnan(found.explained[found.reference])
    assert np.array_equal(found.matched[found.reference], found.sharpness[found.reference])


@pytest.mark.parametrize(("compared", "flat"), [("batch", 0), ("learning_rate", 2), ("rho", 2)])
def test_small_batches_large_rates_and_sam_end_flatter(compared: str, flat: int) -> None:
    found = ended(compared=compared, target=0.1, seeds=3)
    for measure in ("sharpness", "trace"):
        place = MEASURES.index(measure)
        assert (found.differences[place, flat] < 0).all()
        means = getattr(found, measure).mean(axis=1)
        assert means[flat] < 0.7 * means[found.reference]


def test_sam_alone_tests_better_by_a_tenth() -> None:
    found = ended(compared="rho", target=0.02, seeds=3, seed=50)
    loss = found.test_loss.mean(axis=1)
    assert loss[2] < 0.93 * loss[0]
    assert (found.differences[MEASURES.index("test_loss"), 2] < 0).all()


def test_a_p_value_is_that_of_a_paired_test() -> None:
    differences = np.array([[0.1, 0.2, 0.3], [0.0, 0.0, 0.0], [1.0, np.nan, 2.0]])
    found = p_values(differences)
    assert found[0] == pytest.approx(0.0742, abs=1e-4)  # t = 2 √3 with 2 degrees of freedom
    assert np.isnan(found[1:]).all()


def test_of_a_difference_that_the_lower_loss_makes_alone_the_share_is_said() -> None:
    sharpness = np.array([[1.0, 3.0], [4.0, 6.0]])
    matched = np.array([[4.5, 3.5], [4.0, 6.0]])
    found = explained(sharpness, matched, 1)
    assert found[0] == pytest.approx(1 / 3)
    assert np.isnan(found[1])
