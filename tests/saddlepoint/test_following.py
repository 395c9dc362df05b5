"""Eigenvalues that are followed while a net learns, against a full Lanczos run at each look."""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from torch.nn import functional as F

import saddlepoint as sp
from saddlepoint.following import Following
from saddlepoint.hessian import lanczos
from tests.saddlepoint.models import data, made


def look(following: Following, hessian: sp.Hessian) -> None:
    for _ in following.look(hessian.product, hessian.objective.vector):
        pass


def test_few_products_follow_the_largest_eigenvalue_of_a_net_that_learns() -> None:
    model, (x, y) = made("tanh"), data("tanh")
    following = Following(top=3, most=8)
    optimizer = torch.optim.SGD(model.parameters(), 0.2)
    spent, off = [], []
    for step in range(100):
        if step % 5 == 0:
            with sp.Hessian(model, F.cross_entropy, (x, y)) as hessian:
                look(following, hessian)
                full = lanczos(hessian.product, len(hessian.objective.vector), top=3, seed=1)
            spent.append(following.products)
            off.append(np.abs(following.values - full.values) / full.values[0])
            assert following.vectors is not None
            assert abs(float(following.vectors[0] @ full.vectors[0])) > 0.98
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
    assert np.max(spent[1:]) <= 8
    assert np.max(off, axis=0)[0] < 0.005
    assert np.median(off, axis=0).max() < 0.01


def test_a_vector_points_as_it_pointed_before() -> None:
    matrix = torch.diag(torch.tensor([5.0, 3.0, 2.0, 1.0, 0.5]))
    following, before = Following(top=2), None
    turn = torch.linalg.qr(torch.eye(5) + 0.05 * torch.ones(5, 5).triu()).Q
    for _ in range(6):
        for _ in following.look(partial(torch.mv, matrix), torch.zeros(5)):
            pass
        np.testing.assert_allclose(following.values, [5, 3], rtol=2e-3)
        assert following.vectors is not None
        if before is not None:
            assert ((following.vectors * before).sum(1) > 0.9).all()
        before = following.vectors
        matrix = turn @ matrix @ turn.T


def test_a_product_that_is_not_finite_leaves_nan_and_the_next_look_begins_anew() -> None:
    following = Following(top=2)
    for scale in (1.0, float("nan"), float("nan"), 2.0):
        matrix = torch.diag(torch.arange(1.0, 9.0)) * scale
        for _ in following.look(partial(torch.mv, matrix), torch.zeros(8)):
            pass
        np.testing.assert_allclose(following.values, np.array([8, 7]) * scale, rtol=1e-3)


def test_fewer_parameters_than_eigenvalues_leave_nan() -> None:
    following = Following(top=3)
    for _ in range(2):
        for _ in following.look(lambda v: 2 * v, torch.zeros(1)):
            pass
        np.testing.assert_allclose(following.values, [2, np.nan, np.nan])


def test_what_rises_unseen_is_found_where_it_is_looked_for() -> None:
    """An eigenvector that is exactly orthogonal to all that is known is in no residual."""
    following = Following(top=2)
    directions = list(torch.eye(6))
    for value in (1.0, 9.0):
        matrix = torch.diag(torch.tensor([5.0, 3.0, 2.0, value, 0.5, 0.2]))
        if value == 1.0:
            for _ in following.look(partial(torch.mv, matrix), torch.zeros(6), directions[:3]):
                pass
    for also, wanted in (((), [5, 3]), ([directions[3]], [9, 5])):
        for _ in following.look(partial(torch.mv, matrix), torch.zeros(6), also):
            pass
        np.testing.assert_allclose(following.values, wanted)
    assert following.products == 3
