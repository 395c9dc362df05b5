"""The loss as a function of the weights: exact, of any module, and nothing of it is changed."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

import saddlepoint as sp
from tests.saddlepoint.models import MODELS, data, made


def state(model: nn.Module) -> dict[str, torch.Tensor]:
    return copy.deepcopy(model.state_dict())


@pytest.mark.parametrize("key", MODELS)
def test_at_its_own_weights_it_is_the_models_own_loss(key):
    model, (x, y) = made(key), data(key)
    objective = sp.Objective(model, F.cross_entropy, (x, y))
    assert objective.value() == float(F.cross_entropy(model.eval()(x), y).detach())
    moved = objective.vector + 0.1
    other = copy.deepcopy(model)
    nn.utils.vector_to_parameters(moved, other.parameters())
    assert objective.value(moved) == float(F.cross_entropy(other.eval()(x), y).detach())


@pytest.mark.parametrize("norm", ["running", "batch"])
def test_everything_leaves_the_model_and_torchs_random_state_as_they_were(norm):
    model, pair = made("convolutional").train(), data("convolutional")
    other = made("convolutional", seed=5)
    model[5].eval()  # type: ignore[index]
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    modes = [module.training for module in model.modules()]
    before, random = state(model), torch.random.get_rng_state()
    loader = DataLoader(TensorDataset(*pair), batch_size=16, shuffle=True)
    sp.plane(model, F.cross_entropy, loader, size=5, norm=norm)
    sp.plane(model, F.cross_entropy, pair, size=5, norm=norm, kind="sharpest")
    sp.line(model, other, F.cross_entropy, pair, points=3)
    sp.curve(model, other, F.cross_entropy, pair, epochs=1, points=3)
    sp.curvature(model, F.cross_entropy, pair, top=2, probes=2, density=1, norm=norm)
    assert torch.equal(torch.random.get_rng_state(), random)
    assert [module.training for module in model.modules()] == modes
    for name, value in model.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert all(
        torch.equal(p.grad, torch.ones_like(p)) for p in model.parameters() if p.grad is not None
    )
    assert all(p.requires_grad for p in model.parameters())


def test_batches_of_a_loader_count_by_their_samples():
    model, (x, y) = made("dense"), data("dense", samples=41)
    whole = sp.Objective(model, F.cross_entropy, (x, y)).value()
    loader = DataLoader(TensorDataset(x, y), batch_size=16)
    assert sp.Objective(model, F.cross_entropy, loader).value() == pytest.approx(whole, rel=1e-6)


def test_batch_norm_takes_the_statistics_that_are_asked_for():
    model, (x, y) = made("dense_normed"), data("dense_normed")
    found = sp.Objective(model, F.cross_entropy, (x, y), norm="batch").value()
    other = copy.deepcopy(model).eval()
    for module in other.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.train()
    assert found == float(F.cross_entropy(other(x), y).detach())


def test_a_tied_weight_is_one():
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one = nn.Linear(6, 6)
            self.other = nn.Linear(6, 6)
            self.other.weight = self.one.weight

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.other(self.one(x).relu())
            return found

    model, (x, y) = Tied(), data("dense")
    objective = sp.Objective(model, F.cross_entropy, (x, y))
    assert len(objective.vector) == 36 + 6 + 6
    moved = objective.vector * 2
    nn.utils.vector_to_parameters(moved, model.parameters())
    assert objective.value(moved) == float(F.cross_entropy(model(x), y).detach())


def test_what_cannot_be_is_said():
    x, y = data("dense")
    with pytest.raises(ValueError, match="no parameters"):
        sp.Objective(nn.ReLU(), F.cross_entropy, (x, y))
    broken = made("dense")
    with torch.no_grad():
        broken[2].weight[0, 0] = float("nan")  # type: ignore[index]
    with pytest.raises(ValueError, match=r"2\.weight"):
        sp.plane(broken, F.cross_entropy, (x, y))
    with pytest.raises(ValueError, match=r"one number.*\(40,\)"):
        sp.plane(made("dense"), lambda o, t: F.cross_entropy(o, t, reduction="none"), (x, y))
    with pytest.raises(ValueError, match="no samples"):
        sp.Objective(made("dense"), F.cross_entropy, (x[:0], y[:0]))
    with pytest.raises(ValueError, match="40 inputs stand beside 39 targets"):
        sp.Objective(made("dense"), F.cross_entropy, (x, y[1:]))
    with pytest.raises(ValueError, match="'running' or 'batch'"):
        sp.Objective(made("dense"), F.cross_entropy, (x, y), norm="none")
    narrow = nn.Sequential(
        nn.Linear(6, 11), nn.ReLU(), nn.Linear(11, 8), nn.ReLU(), nn.Linear(8, 3)
    )
    with pytest.raises(ValueError, match="shape"):
        sp.line(made("dense"), narrow, F.cross_entropy, (x, y))
