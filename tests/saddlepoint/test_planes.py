"""Planes of the loss: every cell against a plain float64 loop, and where paths lie beside them."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

import saddlepoint as sp
from saddlepoint import directions
from saddlepoint.chains import chain_of
from saddlepoint.directions import random_walk_shares
from saddlepoint.planes import Plane, lay, survey
from tests.saddlepoint.models import MODELS, data, made

CHAINS = {"dense", "tanh", "dense_normed", "convolutional", "plain_convolutional"}


def by_a_loop(model, pair, found: Plane, *, batch: bool = False) -> np.ndarray:
    """Every cell as a person would compute it, in float64."""
    wide = copy.deepcopy(model).double().eval()
    for module in wide.modules():
        module.training = batch and isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d)
    x, y = pair[0].double(), pair[1]
    d1, d2 = (d.double() for d in found.directions)
    values = np.empty((len(found.v), len(found.u)))
    with torch.no_grad():
        for i, v in enumerate(found.v):
            for j, u in enumerate(found.u):
                moved = found.center.double() + u * d1 + v * d2
                nn.utils.vector_to_parameters(moved, wide.parameters())
                values[i, j] = F.cross_entropy(wide(x), y)
    return values


@pytest.mark.parametrize("norm", ["running", "batch"])
@pytest.mark.parametrize("key", MODELS)
def test_every_cell_is_that_models_loss(key, norm):
    model, pair = made(key), data(key)
    found = sp.plane(model, F.cross_entropy, pair, size=9, norm=norm)
    wanted = by_a_loop(model, pair, found, batch=norm == "batch")
    np.testing.assert_allclose(found.values, wanted, rtol=2e-5, atol=2e-7)
    assert (chain_of(model) is not None) == (key in CHAINS)


@pytest.mark.parametrize("key", ["dense", "convolutional", "skipping"])
def test_the_center_is_the_models_own_loss_exactly(key):
    model, (x, y) = made(key), data(key)
    found = sp.plane(model, nn.CrossEntropyLoss(), (x, y), size=9)
    row, column = (int(np.flatnonzero(axis == 0)[0]) for axis in (found.v, found.u))
    assert (row, column) == (4, 4)
    assert found.values[row, column] == float(F.cross_entropy(model.eval()(x), y).detach())


def test_a_loss_and_a_loader_of_ones_own_are_as_good():
    model, (x, y) = made("dense"), data("dense")
    loader = DataLoader(TensorDataset(x, y), batch_size=16)
    by_hand = sp.plane(
        model, lambda o, t: -o.log_softmax(1)[range(len(t)), t].mean(), loader, size=5
    )
    np.testing.assert_allclose(
        by_hand.values, sp.plane(model, F.cross_entropy, (x, y), size=5).values, rtol=1e-5
    )


def test_random_directions_are_filter_by_filter_as_long_as_the_weights_and_orthogonal():
    model = made("convolutional")
    objective = sp.Objective(model, F.cross_entropy, data("convolutional"))
    laid = lay(objective, "random", size=3)
    first, second = laid.directions
    assert float(first @ second) == pytest.approx(0, abs=1e-5 * float(first @ first))
    for name, part in objective.parts(first).items():
        own = dict(model.named_parameters())[name]
        if own.ndim > 1:
            lengths = own.detach().flatten(1).norm(dim=1)
            torch.testing.assert_close(part.flatten(1).norm(dim=1), lengths)
        else:
            assert not part.any()


@pytest.mark.parametrize("lengths", ["tensor", "whole"])
def test_other_lengths_are_those_of_a_layer_or_of_all(lengths):
    model = made("dense")
    objective = sp.Objective(model, F.cross_entropy, data("dense"))
    first, second = lay(objective, "random", size=3, lengths=lengths).directions
    assert float(first @ second) == pytest.approx(0, abs=1e-5 * float(first @ first))
    if lengths == "whole":
        assert float(second.norm()) == pytest.approx(float(objective.vector.norm()))
    else:
        for name, part in objective.parts(second).items():
            own = dict(model.named_parameters())[name].detach()
            assert float(part.norm()) == pytest.approx(float(own.norm()) if own.ndim > 1 else 0)
    with pytest.raises(ValueError, match="'filter', 'tensor', 'whole'"):
        lay(objective, "random", lengths="none")


def test_a_rescaled_relu_net_has_the_same_picture():
    model, pair = made("dense"), data("dense")
    other = copy.deepcopy(model)
    with torch.no_grad():  # units times 3, and what reads them divided by 3
        other[0].weight.mul_(3)  # type: ignore[index]
        other[0].bias.mul_(3)  # type: ignore[index]
        other[2].weight.div_(3)  # type: ignore[index]
    one, two = (sp.plane(m, F.cross_entropy, pair, size=7) for m in (model, other))
    np.testing.assert_allclose(one.values, two.values, rtol=1e-4)


def test_coarse_cells_come_first_and_each_is_computed_once():
    objective = sp.Objective(made("dense"), F.cross_entropy, data("dense"))
    laid = lay(objective, "random", size=41)
    last, seen = 1, []
    for found in survey(objective, laid):
        known = int(np.isfinite(found.values).sum())
        seen.append(known - last)
        last = known
    assert sum(seen) == 41 * 41 - 1
    assert seen[0] == 0
    coarse = laid.values.copy()
    for found in survey(objective, laid):
        coarse = found.values
        if np.isfinite(coarse).sum() >= 121:
            break
    assert np.isfinite(coarse[::4, ::4]).all()


def path_of(model, pair, steps: int = 12) -> list[torch.Tensor]:
    x, y = pair
    sgd = torch.optim.SGD(model.parameters(), 0.5)
    found = [nn.utils.parameters_to_vector(model.parameters()).detach().clone()]
    for _ in range(steps):
        sgd.zero_grad()
        F.cross_entropy(model(x), y).backward()
        sgd.step()
        found.append(nn.utils.parameters_to_vector(model.parameters()).detach().clone())
    return found


@pytest.mark.parametrize("about", ["mean", "end"])
def test_principal_directions_are_those_of_a_singular_value_decomposition(about):
    model, pair = made("dense"), data("dense")
    path = path_of(model, pair)
    found = sp.plane(model, F.cross_entropy, pair, kind="pca", path=path, about=about, size=5)
    points = torch.stack(path).double()
    apart = points - (points.mean(0) if about == "mean" else points[-1])
    _, values, vectors = torch.linalg.svd(apart, full_matrices=False)
    np.testing.assert_allclose(found.shares, (values**2 / (values**2).sum()).numpy(), atol=1e-6)
    for d, v in zip(found.directions, vectors, strict=False):
        assert abs(float(d.double() @ v)) == pytest.approx(1, abs=1e-5)
    assert found.path[-1] == pytest.approx([0, 0], abs=1e-6)
    plane = torch.stack(found.directions).double()
    at = torch.as_tensor(found.path)
    beside = (points - points[-1] - at @ plane).norm(dim=1)
    lengths = (points - points[-1]).norm(dim=1)
    np.testing.assert_allclose(found.beside[:-1], (beside / lengths)[:-1].numpy(), atol=1e-5)
    assert found.u.min() <= found.path[:, 0].min() <= found.path[:, 0].max() <= found.u.max()


def test_a_plane_through_three_models_has_them_at_its_corners_exactly():
    pair = data("dense")
    models = [made("dense", seed) for seed in (0, 1, 2)]
    found = sp.plane(
        models[0], F.cross_entropy, pair, kind="through", others=models[1:], path=models, size=41
    )
    np.testing.assert_allclose(found.path, [[0, 0], [1, 0], [0, 1]], atol=1e-6)
    for model, (u, v) in zip(models, ((0, 0), (1, 0), (0, 1)), strict=True):
        row, column = (int(np.abs(a - b).argmin()) for a, b in ((found.v, v), (found.u, u)))
        assert found.values[row, column] == float(
            F.cross_entropy(model.eval()(pair[0]), pair[1]).detach()
        )


def test_the_sharpest_plane_rises_by_one_where_the_loss_is_a_parabola():
    class Bowl(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.w = nn.Parameter(torch.zeros(5))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x * self.w

    sizes = torch.tensor([1.0, 9.0, 4.0, 2.0, 0.5])
    found = sp.plane(
        Bowl(),
        lambda o, t: o.square().sum() / 2,
        (sizes.sqrt()[None], torch.zeros(1)),
        kind="sharpest",
        size=5,
    )
    assert found.values[2] == pytest.approx([1, 0.25, 0, 0.25, 1], abs=1e-5)
    assert found.values[:, 2] == pytest.approx([1, 0.25, 0, 0.25, 1], abs=1e-5)
    assert abs(float(found.directions[0][1])) == pytest.approx((2 / 9) ** 0.5, abs=1e-4)


def test_a_random_walk_has_76_percent_in_two_directions():
    assert random_walk_shares(2000)[:2].sum() == pytest.approx(0.7599, abs=1e-3)
    draws = np.random.default_rng(0)
    steps = draws.normal(size=(30, 20_000)).cumsum(0)
    steps -= steps.mean(0)
    values = np.linalg.eigvalsh(steps @ steps.T)[::-1]
    np.testing.assert_allclose(values[:2] / values.sum(), random_walk_shares(30)[:2], atol=0.02)


def test_what_makes_no_plane_is_said():
    model, pair = made("dense"), data("dense")
    path = path_of(copy.deepcopy(model), pair)
    wrong: dict[str, dict[str, Any]] = {
        "1 points spans no plane": {"kind": "pca", "path": path[:1]},
        "does not move": {"kind": "pca", "path": [path[0]] * 3},
        "straight line": {"kind": "pca", "path": [path[0], path[0] * 2, path[0] * 3]},
        "2 others, not 1": {"kind": "through", "others": [path[1]]},
        "one line": {"kind": "through", "others": [path[0] * 2, path[0] * 3]},
        "'sharpest'": {"kind": "flat"},
        "'mean' or 'end'": {"kind": "pca", "path": path, "about": "start"},
        "numbers": {"kind": "pca", "path": [w[1:] for w in path]},
    }
    for words, options in wrong.items():
        with pytest.raises(ValueError, match=words):
            sp.plane(model, F.cross_entropy, pair, size=3, **options)


def test_divergence_is_a_hole():
    model, pair = made("dense"), data("dense")
    found = sp.plane(model, F.cross_entropy, pair, size=3, reach=1e30)
    assert not np.isfinite(found.values[0]).any()
    assert np.isfinite(found.values[1, 1])


def test_a_path_is_not_copied_as_a_whole():
    """Ten points of ten thousand weights are put together only block by block."""
    model = nn.Linear(100, 100, bias=False)
    pair = (torch.ones(1, 100), torch.ones(1))
    objective = sp.Objective(model, lambda o, t: o.square().mean(), pair)
    draws = torch.Generator().manual_seed(0)
    path = [objective.vector]
    for _ in range(9):
        path.append(path[-1] + 0.01 * torch.randn(len(objective.vector), generator=draws))
    whole = lay(objective, "pca", path, size=3)
    sizes = []
    stack = torch.stack

    def noted(tensors, *args):
        found = stack(tensors, *args)
        sizes.append(found.numel())
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "stack", noted)
        patch.setattr(directions, "BLOCK", 1000)
        by_blocks = lay(objective, "pca", path, size=3)
    assert max(sizes) == 10 * 1000
    np.testing.assert_allclose(by_blocks.path, whole.path, atol=1e-5)
