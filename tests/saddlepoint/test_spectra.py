"""The Hessian by its products, against the whole matrix that torch computes in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

import saddlepoint as sp
from saddlepoint.hessian import curvature_within, lanczos
from saddlepoint.spectra import counted, hutchinson, quadrature, smoothed
from tests.saddlepoint.models import data, made

Whole = tuple[nn.Module, tuple[torch.Tensor, torch.Tensor], torch.Tensor]


@pytest.fixture(scope="module")
def whole() -> Whole:
    """A model, its data, and its Hessian."""
    model, (x, y) = made("tanh").double(), data("tanh")
    pair = (x.double(), y)
    objective = sp.Objective(model, F.cross_entropy, pair)

    def loss(w: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(torch.func.functional_call(model, objective.parts(w), (pair[0],)), y)

    return model, pair, torch.autograd.functional.hessian(loss, objective.vector)


def test_products_and_gradient_are_those_of_the_whole_matrix(whole):
    model, pair, matrix = whole
    v = torch.randn(len(matrix), generator=torch.Generator().manual_seed(1)).double()
    with sp.Hessian(model, F.cross_entropy, pair) as hessian:
        torch.testing.assert_close(hessian.product(v), matrix @ v)
        loss = F.cross_entropy(model(pair[0]), pair[1])
        pieces = torch.autograd.grad(loss, list(model.parameters()))
        wanted = torch.cat([piece.reshape(-1) for piece in pieces])
        torch.testing.assert_close(hessian.gradient(), wanted)
        assert hessian.products == 1
    loader = DataLoader(TensorDataset(*pair), batch_size=16)
    with sp.Hessian(model, F.cross_entropy, loader) as hessian:
        torch.testing.assert_close(hessian.product(v), matrix @ v)
        torch.testing.assert_close(hessian.gradient(), wanted)


def test_the_largest_eigenvalues_lie_within_their_bounds(whole):
    model, pair, matrix = whole
    true = torch.linalg.eigvalsh(matrix).numpy()[::-1]
    found = sp.curvature(model, F.cross_entropy, pair, top=5, probes=0, density=0)
    np.testing.assert_allclose(found.eigenvalues, true[:5], rtol=2e-7)
    assert (np.abs(found.eigenvalues - true[:5]) <= found.bounds + 1e-12).all()
    for value, vector in zip(found.eigenvalues, found.vectors, strict=True):
        assert float((matrix @ vector - value * vector).norm()) < 1e-2 * true[0]
    assert np.isnan(found.trace)
    assert not len(found.grid)


def test_no_eigenvalue_is_found_twice():
    values = torch.tensor([10.0, 9.999, 5.0, *([1.0] * 97)])
    found = lanczos(lambda v: values * v, 100, top=4, steps=60, tolerance=0)
    assert found.values[:3] == pytest.approx([10, 9.999, 5], abs=1e-4)
    assert found.values[3] == pytest.approx(1, abs=1e-3)


def test_a_warm_start_needs_few_products(whole):
    _, _, matrix = whole
    top = torch.linalg.eigh(matrix)[1][:, -1]
    near = (
        top
        + 0.05 * torch.randn(len(top), generator=torch.Generator().manual_seed(2)) / len(top) ** 0.5
    )
    found = lanczos(lambda v: matrix @ v, len(matrix), start=near, tolerance=5e-2)
    assert found.products <= 5
    assert found.values[0] == pytest.approx(float(torch.linalg.eigvalsh(matrix)[-1]), rel=5e-3)


def test_a_plane_sees_at_most_the_largest_curvature_and_the_eigenvectors_plane_all_of_it(whole):
    _, _, matrix = whole
    values, vectors = torch.linalg.eigh(matrix)
    top = (vectors[:, -1] + vectors[:, -2], 3 * vectors[:, -2])
    assert curvature_within(lambda v: matrix @ v, top) == pytest.approx(float(values[-1]))
    draws = torch.Generator().manual_seed(1)
    d = torch.randn(2, len(matrix), generator=draws).double()
    basis, _ = torch.linalg.qr(d.t())
    wanted = float(torch.linalg.eigvalsh(basis.t() @ matrix @ basis)[-1])
    assert curvature_within(lambda v: matrix @ v, (d[0], d[1])) == pytest.approx(wanted)


def test_the_trace_lies_within_its_error(whole):
    _, _, matrix = whole
    trace, error = hutchinson(lambda v: matrix @ v, matrix[0], 200)
    assert abs(trace - float(matrix.trace())) < 3 * error
    assert 0 < error < 0.2 * trace
    assert np.isnan(hutchinson(lambda v: matrix @ v, matrix[0], 1)[1])


def test_the_spectrum_has_the_moments_of_the_matrix(whole):
    _, _, matrix = whole
    true = torch.linalg.eigvalsh(matrix).numpy()
    nodes, weights = quadrature(lambda v: matrix @ v, matrix[0], 8)
    assert weights.sum() == pytest.approx(1)
    ranks = np.linspace(0, 1, 500)
    order = np.argsort(nodes)
    seen = np.interp(ranks, np.cumsum(weights[order]), nodes[order])
    apart = np.abs(seen - np.quantile(true, ranks)).mean()
    assert apart < 0.03 * true.max()
    grid, density = smoothed(nodes, weights)
    assert np.trapezoid(density, grid) == pytest.approx(1, abs=1e-3)


def test_a_loss_linear_in_the_weights_has_no_curvature():
    model = nn.Linear(3, 1)
    found = sp.curvature(
        model,
        lambda o, t: o.mean(),
        (torch.randn(5, 3), torch.zeros(5)),
        top=1,
        probes=2,
        density=1,
    )
    assert found.eigenvalues[0] == 0
    assert found.trace == 0


def test_an_eigenvalue_that_was_found_counts_once_and_equal_ones_as_many() -> None:
    values = torch.cat([torch.zeros(97), torch.tensor([1.0, 4.0, 9.0])])
    found = lanczos(lambda v: values * v, 100, top=4, tolerance=0, seed=3)
    weights = counted(found, 100)
    np.testing.assert_allclose(found.nodes, [0, 1, 4, 9], atol=1e-5)
    np.testing.assert_allclose(weights, [0.97, 0.01, 0.01, 0.01])
    few = lanczos(lambda v: values * v, 100, top=1, tolerance=0, seed=3)
    with pytest.raises(ValueError, match="1 bounds are known of 4 nodes"):
        counted(few, 100)
