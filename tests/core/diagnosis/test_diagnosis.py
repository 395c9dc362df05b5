"""A diagnosed run: against a plain torch loop and hooks, by its settings, by what is sent in."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from core.data.draws import generator
from core.diagnosis import making
from core.diagnosis.cures import cures
from core.diagnosis.diagnosis import ASKED, DiagnosisFrame, DiagnosisSpec, with_changes
from core.diagnosis.run_diagnosis import ORDER
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import Reason, SpecError
from core.training.data import Split, batches
from core.waiting import result_of

TINY: dict[str, Any] = {"samples": 96, "hidden": "12, 8", "batch": 16, "epochs": 3, "cadence": 4}


def ran(**settings: Any) -> DiagnosisFrame:
    frame = last_frame(Run(EXPERIMENTS["diagnosis"], DiagnosisSpec(**TINY | settings), "cpu"))
    assert isinstance(frame, DiagnosisFrame)
    return frame


def split(spec: DiagnosisSpec) -> Split:
    return result_of(making.split_of(spec, "cpu"))


@pytest.mark.parametrize(
    ("optimizer", "rate"), [("gd", 0.1), ("momentum", 0.02), ("adam", 0.003), ("rmsprop", 0.001)]
)
def test_it_takes_plain_torch_steps_bit_for_bit(optimizer: str, rate: float) -> None:
    spec = DiagnosisSpec(**TINY, optimizer=optimizer, learning_rate=rate, weight_decay=0.01)
    data, net = split(spec), making.net_of(spec)
    made = {
        "gd": lambda p: torch.optim.SGD(p, lr=rate, weight_decay=0.01),
        "momentum": lambda p: torch.optim.SGD(p, lr=rate, momentum=0.9, weight_decay=0.01),
        "adam": lambda p: torch.optim.Adam(p, lr=rate, weight_decay=0.01),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=rate, weight_decay=0.01),
    }[optimizer](net.parameters())
    order = generator(spec.seed, ORDER)
    torch.randperm(96, generator=order)  # which samples are asked
    losses = []
    for rows in islice(batches(96, 16, order), spec.steps):
        loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
        made.zero_grad()
        loss.backward()
        made.step()
        losses.append(loss.item())
    frame = ran(optimizer=optimizer, learning_rate=rate, weight_decay=0.01)
    np.testing.assert_array_equal(frame.losses, losses)


def test_what_is_measured_is_what_plain_hooks_see() -> None:
    spec = DiagnosisSpec(**TINY, activation="tanh", init_scale=3.0)
    data, net = split(spec), making.net_of(spec)
    seen = {}
    for k, module in enumerate(net.activations):
        module.register_forward_hook(lambda m, given, out, k=k: seen.update({k: out.detach()}))
    order = generator(spec.seed, ORDER)
    asked = torch.randperm(96, generator=order)[:ASKED].sort().values
    with torch.no_grad():
        scores = net(data.x[asked])
    frame = ran(activation="tanh", init_scale=3.0)
    assert frame.train_losses[0] == pytest.approx(F.cross_entropy(scores, data.y[asked]).item())
    right = (scores.argmax(1) == data.y[asked]).float().mean().item()
    assert frame.train_accuracies[0] == pytest.approx(right)
    for k, h in seen.items():
        assert frame.std[0, k] == pytest.approx(h.std(correction=0).item(), rel=1e-5)
        assert frame.saturated[0, k] == pytest.approx(
            (h.abs() > 0.97).float().mean().item(), abs=2e-3
        )
    lengths = [w.detach().norm().item() ** 2 for w in net.weights]
    assert frame.weight_norm[0] == pytest.approx(math.sqrt(sum(lengths)), rel=1e-6)
    rows = next(batches(96, 16, order))
    loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
    gradients = torch.autograd.grad(loss, net.weights)
    norms = [g.norm().item() for g in gradients]
    np.testing.assert_allclose(frame.gradient_norm[:, 0], norms, rtol=1e-5)


def test_the_first_update_ratio_of_plain_descent_is_rate_times_gradient_over_weight() -> None:
    frame = ran(optimizer="gd", learning_rate=0.1)
    lengths = [w.detach().norm().item() for w in making.net_of(DiagnosisSpec(**TINY)).weights]
    wanted = 0.1 * frame.gradient_norm[:, 0] / lengths
    np.testing.assert_allclose(frame.update_ratio[:, 0], wanted, rtol=1e-4)


def test_units_that_are_zero_for_every_sample_are_dead() -> None:
    assert ran(bias=-20.0).dead[0].tolist() == [1, 1]
    assert ran(bias=1.0).dead[0].max() < 0.2


def test_without_shuffling_batches_hold_one_class_or_two() -> None:
    assert ran(shuffle=False).batch_classes.max() < 0.5
    assert ran().batch_classes.min() > 0.6


def test_labels_are_drawn_anew_for_the_training_samples_alone() -> None:
    clean, noisy = (split(DiagnosisSpec(samples=1000, label_noise=n)) for n in (0.0, 0.5))
    assert (clean.y != noisy.y).float().mean() == pytest.approx(0.45, abs=0.05)
    assert torch.equal(clean.held_out_y, noisy.held_out_y)
    assert torch.equal(clean.x, noisy.x)


def test_standardized_pixels_have_mean_0_and_std_1() -> None:
    data = split(DiagnosisSpec(samples=300, standardize=True))
    assert data.x.mean().item() == pytest.approx(0, abs=1e-6)
    assert data.x.std(correction=0).item() == pytest.approx(1, abs=1e-6)


def test_dropout_acts_in_training_alone_and_leaves_other_draws_as_they_are() -> None:
    with_it, without = ran(dropout=0.5), ran()
    assert with_it.train_losses[0] == without.train_losses[0]
    assert with_it.losses[0] != without.losses[0]
    assert np.array_equal(with_it.losses, ran(dropout=0.5).losses)


@pytest.mark.parametrize("name", ["learning_rate", "momentum", "weight_decay"])
def test_what_is_sent_in_holds_from_the_next_step_and_replays(name: str) -> None:
    spec = DiagnosisSpec(**TINY)
    run = Run(EXPERIMENTS["diagnosis"], spec, "cpu")
    frame: Any = None
    for frame in run:
        if frame is not None and frame.step >= 6:
            break
    value = {"learning_rate": 0.3, "momentum": 0.2, "weight_decay": 0.5}[name]
    last = run.send({name: value})
    for one in run:
        last = one if one is not None else last
    assert isinstance(last, DiagnosisFrame)
    course = {"learning_rate": last.rates, "momentum": last.momenta, "weight_decay": last.decays}
    assert course[name][0] == getattr(spec, name)
    assert course[name][-1] == value
    assert not np.array_equal(last.losses, ran().losses)
    replayed = last_frame(Run(EXPERIMENTS["diagnosis"], with_changes(spec, last), "cpu"))
    assert isinstance(replayed, DiagnosisFrame)
    np.testing.assert_array_equal(replayed.losses, last.losses)


def test_divergence_is_a_result() -> None:
    frame = ran(learning_rate=100.0, init_scale=1.5)
    assert str(frame.verdict) in ("diverges", "too_high")
    assert frame.step == frame.total


ILL: dict[str, dict[str, Any]] = {
    "starts_large": {"init_scale": 20.0},
    "starts_dead": {"bias": -20.0},
    "starts_small": {"init_scale": 0.01},
    "not_shuffled": {"shuffle": False},
    "too_low": {"learning_rate": 1e-6},
}


@pytest.mark.parametrize("truth", ILL)
def test_a_run_made_ill_is_read_so_and_its_cure_takes_that_away(truth: str) -> None:
    spec = DiagnosisSpec(**TINY, **ILL[truth])
    frame = ran(**ILL[truth])
    assert str(frame.verdict) == truth
    assert frame.reading.sure == frame.sure > 1
    assert frame.times[frame.rules.index(truth)] > 1
    (cured,) = cures(spec, frame)
    again = last_frame(Run(EXPERIMENTS["diagnosis"], cured, "cpu"))
    assert isinstance(again, DiagnosisFrame)
    assert str(again.verdict) != truth


def test_the_cure_of_a_rate_brings_the_update_ratio_to_where_good_runs_begin() -> None:
    for rate in (1e-6, 30.0):
        spec = DiagnosisSpec(**TINY, optimizer="gd", learning_rate=rate)
        frame = ran(optimizer="gd", learning_rate=rate)
        (cured,) = cures(spec, frame)
        again = ran(optimizer="gd", learning_rate=cured.learning_rate)
        assert np.median(again.update_ratio[:, 0]) == pytest.approx(1e-2, rel=0.05)


def test_bad_input_is_refused_with_what_would_be_accepted() -> None:
    for hidden, reason in (
        ("", Reason.TOO_FEW),
        ("64, 1.5", Reason.NOT_AN_INTEGER),
        ("0", Reason.OUT_OF_RANGE),
        ("many", Reason.NOT_NUMBERS),
        (", ".join(["8"] * 11), Reason.TOO_MANY),
    ):
        with pytest.raises(SpecError) as refused:
            DiagnosisSpec(hidden=hidden)
        assert (refused.value.field, refused.value.reason) == ("hidden", reason)
    assert DiagnosisSpec(net="lenet").dense, "digits are too small for it"
    assert not DiagnosisSpec(net="lenet", data="fashion").dense
    with pytest.raises(SpecError) as long:
        DiagnosisSpec(samples=1000, batch=1, epochs=500)
    assert (long.value.field, long.value.accepted) == ("epochs", "1 … 20")
    for changes in ("5", "5:net=2", "5:learning_rate=-1", "x:momentum=.5"):
        with pytest.raises(SpecError):
            DiagnosisSpec(changes=changes)
