"""The five checks: which planted fault turns which light red, and what is expected at first."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from core import kept
from core.diagnosis.run_sanity import digits, run, wiring_of
from core.diagnosis.sanity import BUGS, FEW, SanityFrame, SanitySpec
from core.experiment import last_frame

RED = {
    "none": set(),
    "softmax_twice": {"overfit"},
    "labels_redrawn": {"overfit", "shuffled", "update_ratio", "zero_inputs"},
    "shuffled_apart": {"overfit", "shuffled", "update_ratio", "zero_inputs"},
    "no_step": {"overfit", "shuffled", "update_ratio", "zero_inputs"},
    "wrong_sign": {"overfit", "shuffled", "update_ratio", "zero_inputs"},
    "relu_output": {"overfit"},
    "no_zero_grad": {"overfit", "shuffled", "zero_inputs"},
    "frozen_layers": {"update_ratio"},
}
"""The same for seeds 0, 1, 2 and 3, whose losses on 20 samples end at: none .004-.005,
softmax twice 1.47-1.66, redrawn 2.29-2.31, apart 1.81-2.16, no step 2.30-2.32, wrong sign NaN, ReLU
.46-1.15, not cleared 2.13-2.65, frozen .073-.084."""


@pytest.fixture(scope="module")
def frame() -> SanityFrame:
    found = last_frame(run(SanitySpec(), "cpu"))
    assert isinstance(found, SanityFrame)
    return found


@pytest.mark.parametrize("bug", BUGS)
def test_each_fault_turns_its_own_lights_red(frame: SanityFrame, bug: str) -> None:
    lights = frame.found[BUGS.index(bug)]
    assert {key for key, v in zip(frame.light_names, lights, strict=True) if not v} == RED[bug]


def test_frozen_layers_do_not_move_and_the_head_learns_twenty_alone(frame: SanityFrame) -> None:
    _, few, _, ratio, _ = frame.values[BUGS.index("frozen_layers")]
    assert few < 0.1
    assert ratio < 1e-20
    assert 0.003 < frame.numbers[3] < 0.08
    assert frame.overfit_losses[-1] < 0.01


def test_another_fault_in_a_known_net_is_shown_at_once(
    frame: SanityFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.diagnosis.run_sanity.check", None)
    (first,) = [f for f in run(SanitySpec(bug="no_zero_grad"), "cpu") if f is not None]
    assert isinstance(first, SanityFrame)
    assert np.array_equal(first.found, frame.found)
    assert first.overfit_losses.min() < 0.05, "it was down"
    assert first.overfit_losses[-1] > 1, "and came back"


def first_frame(spec: SanitySpec) -> SanityFrame:
    found = next(f for f in run(spec, "cpu") if f is not None)
    assert isinstance(found, SanityFrame)
    return found


def test_ln_c_speaks_of_the_heads_scale() -> None:
    small = first_frame(SanitySpec(hidden=""))
    assert small.first_loss == pytest.approx(math.log(10), rel=0.02)
    large = first_frame(SanitySpec(hidden="", head=1.0))
    assert large.first_loss > 8
    assert large.lights[0] == 0


def test_the_penalty_and_the_floor_of_rare_classes_stand_apart() -> None:
    plain = first_frame(SanitySpec(hidden="16", balance="rare"))
    found = first_frame(SanitySpec(hidden="16", balance="rare", penalty=0.01))
    assert found.first_parts[0] == plain.first_loss
    assert found.first_loss == pytest.approx(found.first_parts.sum())
    assert found.lights[0] == 1, "the penalty turns no light red"
    data = digits(SanitySpec(balance="rare"), "cpu")
    p = data.y.double().mean().item()
    entropy = -p * math.log(p) - (1 - p) * math.log(1 - p)
    assert found.expected_loss == pytest.approx([math.log(2), found.first_parts[1], entropy])
    assert 0.3 < entropy < 0.35


@pytest.mark.parametrize("bug", ["none", "no_zero_grad", "wrong_sign", "no_step"])
def test_a_step_is_a_plain_one_with_that_fault(bug: str) -> None:
    spec = SanitySpec(hidden="8", bug=bug, penalty=0.01)
    data = digits(spec, "cpu")
    x, y = data.x[:FEW], data.y[:FEW]
    wiring, layers = wiring_of(spec, "cpu")
    weights = [layer.weight.detach().clone().requires_grad_() for layer in layers]
    biases = [layer.bias.detach().clone().requires_grad_() for layer in layers]
    piled = [torch.zeros_like(w) for w in (*weights, *biases)]
    for _ in range(3):
        wiring.optimizer.zero_grad()
        wiring.loss(wiring.module(x), y).backward()
        wiring.optimizer.step()
        h = (x @ weights[0].T + biases[0]).relu()
        loss = F.cross_entropy(h @ weights[1].T + biases[1], y)
        gradients = torch.autograd.grad(loss, [*weights, *biases])
        kept = 1 if bug == "no_zero_grad" else 0
        piled = [kept * p + g for p, g in zip(piled, gradients, strict=True)]
        sign = {"wrong_sign": -1.0, "no_step": 0.0}.get(bug, 1.0)
        decay = 0.0 if bug == "no_step" else spec.penalty
        with torch.no_grad():
            for k, (w, g) in enumerate(zip((*weights, *biases), piled, strict=True)):
                w -= 0.1 * (sign * g + (decay * w if k < 2 else 0))
    for layer, w, b in zip(layers, weights, biases, strict=True):
        assert torch.allclose(layer.weight, w, atol=1e-6)
        assert torch.allclose(layer.bias, b, atol=1e-6)


def test_a_run_that_was_stopped_leaves_nothing_half_known() -> None:
    kept.forget()
    spec = SanitySpec(seed=3)
    whole = run(spec, "cpu")
    for _ in range(40):
        next(whole)
    whole.close()
    last = last_frame(run(spec, "cpu"))
    assert isinstance(last, SanityFrame)
    assert (last.lights != -1).all()
