"""The edge of stability: steps, eigenvalues, lines, slices, and what is said of a run."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.experiment import Frame, Run, last_frame
from core.experiments import EXPERIMENTS
from core.landscape.edge import EdgeFrame, EdgeSpec, line_of, stay_of, threshold, with_changes
from core.landscape.run_edge import Recorder, data_of, net_of, optimizer_of, run, squared
from core.parameters import SpecError

TINY = EdgeSpec(samples=30, hidden="6", steps=40, cadence=10, learning_rate=0.3)


def last(spec: EdgeSpec) -> EdgeFrame:
    frame = last_frame(Run(EXPERIMENTS["edge"], spec, "cpu"))
    assert isinstance(frame, EdgeFrame)
    return frame


def plain(spec: EdgeSpec) -> tuple[nn.Module, list[float]]:
    """The same training as anybody would write it."""
    torch.manual_seed(spec.seed)
    sizes = (64, *spec.sizes, 10)
    parts: list[nn.Module] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        parts += [nn.Linear(fan_in, fan_out), nn.Tanh()]
    net = nn.Sequential(*parts[:-1])
    rate, beta = spec.learning_rate, spec.momentum
    optimizer: torch.optim.Optimizer = torch.optim.SGD(net.parameters(), rate)
    if spec.optimizer == "momentum":
        optimizer = torch.optim.SGD(net.parameters(), rate, beta)
    if spec.optimizer == "nesterov":
        optimizer = torch.optim.SGD(net.parameters(), rate, beta, nesterov=True)
    if spec.optimizer == "adam":
        optimizer = torch.optim.Adam(net.parameters(), rate, (beta, 0.999))
    x, target = data_of(spec)
    losses = []
    for _ in range(spec.steps):
        optimizer.zero_grad()
        loss = ((net(x) - target) ** 2).sum(1).mean() / 2
        loss.backward()
        losses.append(float(loss.detach()))
        optimizer.step()
    return net, losses


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "nesterov", "adam"])
def test_measured_steps_are_those_of_a_plain_torch_loop_to_the_last_bit(optimizer: str) -> None:
    state = torch.random.get_rng_state()
    spec = EdgeSpec(samples=50, hidden="8, 8", steps=25, cadence=5, optimizer=optimizer, seed=3)
    frame = last(spec)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert frame.losses.tolist() == plain(spec)[1]


def hessian(net: nn.Module, x: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """[P, P] torch's full matrix in float64."""
    named = {name: p.detach().double() for name, p in net.named_parameters()}
    sizes = [p.numel() for p in named.values()]

    def loss(w: torch.Tensor) -> torch.Tensor:
        pieces = zip(named.items(), w.split(sizes), strict=True)
        parts = {name: piece.view(p.shape) for (name, p), piece in pieces}
        return squared(torch.func.functional_call(net, parts, (x.double(),)), target.double())

    whole = torch.cat([p.reshape(-1) for p in named.values()])
    found = torch.autograd.functional.hessian(loss, whole)
    assert isinstance(found, torch.Tensor)
    return found


def test_eigenvalues_are_those_of_the_full_hessian() -> None:
    frame = last(TINY)
    for k, step in enumerate(frame.measured_at):
        net = plain(TINY.replace(steps=int(step)))[0] if step else net_of(TINY)
        true = torch.linalg.eigvalsh(hessian(net, *data_of(TINY))).numpy()[::-1][:3]
        found = frame.eigenvalues[k]
        assert found[0] == pytest.approx(true[0], rel=0.005)
        assert np.abs(found - true).max() < (1e-3 if k == 0 else 0.06) * true[0]
        assert (np.abs(found - true) <= frame.bounds[k] + 1e-4 * true[0])[0]
    assert (frame.products[1:] <= 10).all()


def test_adam_is_measured_on_the_preconditioned_hessian() -> None:
    spec = TINY.replace(optimizer="adam", learning_rate=1e-2, momentum=0.9)
    frame = last(spec)
    assert frame.measured_at.tolist() == [10, 20, 30, 40]
    recorder = Recorder(spec, "cpu")
    for _ in range(40):
        recorder.advance()
    states = [recorder.optimizer.state[p] for p in recorder.parameters]
    second = torch.cat([state["exp_avg_sq"].reshape(-1) for state in states]).double()
    scale = (1 - 0.9**40) * ((second / (1 - 0.999**40)).sqrt() + 1e-8)
    whole = hessian(recorder.net, *data_of(spec)) / (scale[:, None] * scale).sqrt()
    true = torch.linalg.eigvalsh(whole).numpy()[::-1]
    assert frame.eigenvalues[-1, 0] == pytest.approx(true[0], rel=0.01)
    assert frame.threshold[-1] == pytest.approx(2 * 1.9 / (0.1 * 1e-2))


def test_a_parabola_diverges_just_above_each_line() -> None:
    """The lines against what torch's own optimizers do on ½ λ w²."""
    for key, rate, beta in (("gd", 0.1, 0.9), ("momentum", 0.3, 0.8), ("nesterov", 0.07, 0.9)):
        for part in (0.98, 1.02):
            spec = EdgeSpec(optimizer=key, learning_rate=rate, momentum=beta)
            w = nn.Parameter(torch.ones((), dtype=torch.float64))
            holder = nn.Module()
            holder.register_parameter("w", w)
            optimizer = optimizer_of(spec, holder)
            for _ in range(2000):
                w.grad = part * spec.line * w.detach()
                optimizer.step()
            assert (abs(float(w.detach())) < 1) == (part < 1), (key, part)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    ("settings", "line", "crossed", "hovering"),
    [
        ({"samples": 500, "steps": 700}, 20.0, (350, 500), (0.99, 1.06)),
        ({"optimizer": "momentum", "steps": 600, "cadence": 10}, 12.0, (20, 40), (0.95, 1.02)),
        ({"optimizer": "nesterov", "steps": 800, "cadence": 10}, 19.4, (60, 110), (0.97, 1.03)),
    ],
)
def test_rules_come_to_their_lines_and_stay(seed, settings, line, crossed, hovering) -> None:
    frame = last(EdgeSpec(hidden="50, 50", seed=seed, **settings))
    assert frame.threshold[0] == pytest.approx(line, rel=1e-3)
    assert crossed[0] <= frame.crossed <= crossed[1]
    assert hovering[0] <= frame.hovering <= hovering[1]
    assert 0.03 < frame.rising < 0.5
    assert frame.losses[-1] < 0.2 * frame.losses[0]


def test_the_free_reading_is_the_curvature_along_the_step() -> None:
    frame = last(TINY)
    net, before = plain(TINY)[0], plain(TINY.replace(steps=TINY.steps - 1))[0]
    after, old = (nn.utils.parameters_to_vector(n.parameters()).detach() for n in (net, before))
    moved = (after - old).double()
    middle = net_of(TINY)
    nn.utils.vector_to_parameters((after + old) / 2, middle.parameters())
    curvature = moved @ (hessian(middle, *data_of(TINY)) @ moved) / (moved @ moved)
    assert frame.free_reading[-1] == pytest.approx(float(curvature), rel=0.02)
    assert math.isnan(frame.free_reading[0])
    assert np.isnan(last(TINY.replace(optimizer="sgd", batch=10)).free_reading).all()


def test_the_slice_is_the_loss_along_the_sharpest_direction_and_holds_the_last_steps() -> None:
    frame = last(TINY)
    net, (x, target) = plain(TINY)[0], data_of(TINY)
    vectors = torch.linalg.eigh(hessian(net, x, target)).eigenvectors
    weights = nn.utils.parameters_to_vector(net.parameters()).detach()
    middle = len(frame.along[-1]) // 2
    losses = []
    for place in frame.along[-1]:
        nn.utils.vector_to_parameters(
            weights + float(place) * vectors[:, -1].float(), net.parameters()
        )
        losses.append(float(squared(net(x), target).detach()))
    alike = [np.abs(np.array(one) - frame.slice[-1]).max() for one in (losses, losses[::-1])]
    assert min(alike) < 0.01 * frame.slice[-1].max()
    assert frame.along[-1, middle] == 0
    np.testing.assert_array_equal(frame.bounced_losses[-1], frame.losses[-20:])
    assert np.abs(frame.bounced[-1]).max() <= frame.along[-1].max()
    assert np.isnan(frame.bounced[0]).all()


def test_the_spectrum_is_a_density() -> None:
    frame = last(TINY)
    assert frame.spectrum_at[0] == 0
    assert frame.spectrum_at[-1] == TINY.steps
    for grid, density in zip(frame.grid, frame.spectrum, strict=True):
        assert np.trapezoid(density, grid) == pytest.approx(1, abs=0.01)
    assert frame.grid[-1, -1] == pytest.approx(frame.eigenvalues[-1, 0], rel=0.15)


def test_a_changed_rate_moves_the_line_and_replays() -> None:
    frames = run(TINY, "cpu")
    next(frames)
    newest: Frame | None = None
    changes = None
    while True:
        try:
            found = frames.send(changes)
        except StopIteration:
            break
        changes = None
        newest = found or newest
        if found is not None and found.step == 20:
            changes = {"learning_rate": 0.1}
    assert isinstance(newest, EdgeFrame)
    assert newest.rates[19:21].tolist() == [0.3, 0.1]
    assert newest.threshold.tolist() == pytest.approx([2 / 0.3, 2 / 0.3, 20, 20, 20])
    assert line_of(TINY, newest)[20] == pytest.approx(20)
    again = with_changes(TINY, newest)
    assert again.changes == "20:learning_rate=0.1"
    np.testing.assert_array_equal(last(again).losses, newest.losses)


def test_what_is_said_of_a_run_begins_anew_where_the_rate_changed() -> None:
    at, losses = np.arange(0, 60, 10), np.tile([2.0, 1.0], 30)
    ratios = np.array([0.5, 1.1, 1.0, 0.6, 1.2, 1.0])
    assert stay_of(at, ratios, losses, 0).crossed == 10
    assert stay_of(at, ratios, losses, 25).crossed == 40
    assert stay_of(at, ratios, losses, 25).hovering == pytest.approx(1.1)
    assert stay_of(at, ratios, losses, 25).rising == pytest.approx(0.5, abs=0.03)
    assert math.isnan(stay_of(at, ratios, losses, 55).crossed)


def test_a_run_that_diverges_ends_at_once_and_says_so() -> None:
    frame = last(TINY.replace(learning_rate=10.0, activation="relu", steps=2000))
    assert frame.diverged
    assert frame.step == frame.total == 2000
    assert np.isfinite(frame.losses[0])


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"changes": "10:batch=3"}, "changes"),
        ({"changes": "10:learning_rate=1e9"}, "learning_rate"),
        ({"hidden": "0"}, "hidden"),
        ({"hidden": ""}, "hidden"),
        ({"optimizer": "sgd", "batch": 5000}, "batch"),
    ],
)
def test_bad_settings_are_refused(settings, field) -> None:
    with pytest.raises(SpecError) as refused:
        EdgeSpec(**settings)
    assert refused.value.field == field


def test_rates_are_those_that_suit_the_optimizer() -> None:
    assert EdgeSpec().line == 20
    assert EdgeSpec().adapt(optimizer="momentum").line == pytest.approx(12)
    assert EdgeSpec().adapt(optimizer="adam").line == pytest.approx(38_000)
    assert threshold("sgd", 0.1, 0.9) == 20


def test_cross_entropy_takes_labels() -> None:
    x, target = data_of(TINY.replace(loss="cross_entropy"))
    assert target.dtype == torch.int64
    assert float(x.mean()) == pytest.approx(0, abs=1e-6)
    assert float(x.std(correction=0)) == pytest.approx(1, abs=1e-6)
    frame = last(TINY.replace(loss="cross_entropy"))
    with torch.no_grad():
        assert frame.losses[0] == float(F.cross_entropy(net_of(TINY)(x), target))
