"""Losses over data: exact against autograd and differences, their minima, their mini-batches."""

import math
from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from core.data.digits import load_digits
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor
from core.parameters import Reason, SpecError
from core.surfaces.data_surfaces import (
    COUNT,
    OF_EACH_DIGIT,
    PENALTY,
    RARE,
    logistic_regression,
    logistic_surface,
    sparse_regression,
)
from core.surfaces.losses import DataLoss, Samples
from core.surfaces.surfaces import SURFACES, surface_of
from core.surfaces.verdicts import eigenvalues

LOSSES = [key for key, surface in SURFACES.items() if surface.loss is not None]

BY_TORCH: dict[str, Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], Tensor]] = {
    "linear_regression": lambda a, b, t, x, y: (a * x + b * y - t) ** 2 / 2,
    "sparse_regression": lambda a, b, t, x, y: (a * x + b * y - t) ** 2 / 2,
    "logistic_regression": lambda a, b, t, x, y: (
        -torch.nn.functional.logsigmoid(t * (a * x + b * y)) + PENALTY / 2 * (x * x + y * y)
    ),
    "tanh_net": lambda a, b, t, x, y: (y * torch.tanh(x * a) - t) ** 2 / 2,
}
"""A sample's loss as torch would be told it."""


def loss_of(key: str) -> DataLoss:
    function = SURFACES[key].function()
    assert isinstance(function, DataLoss)
    return function


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


def by_autograd(key: str, samples: Samples, x: float, y: float) -> list[float]:
    """f, fx, fy, fxx, fxy, fyy of the mean over these samples."""
    a, b, t = (torch.tensor(v, dtype=torch.float64) for v in samples)
    place = torch.tensor([x, y], dtype=torch.float64)
    mean = lambda p: BY_TORCH[key](a, b, t, p[0], p[1]).mean()  # noqa: E731
    gradient = torch.autograd.functional.jacobian(mean, place)
    hessian = torch.autograd.functional.hessian(mean, place)
    return [float(mean(place)), *gradient.tolist(), *(float(hessian[i]) for i in UPPER)]


UPPER = ((0, 0), (0, 1), (1, 1))


def points_of(key: str, count: int) -> list[tuple[float, float]]:
    surface, random = SURFACES[key], np.random.default_rng(0)
    return [(random.uniform(*surface.x), random.uniform(*surface.y)) for _ in range(count)]


# The functions


@pytest.mark.parametrize("key", LOSSES)
def test_value_gradient_and_hessian_are_those_of_autograd(key: str) -> None:
    loss = loss_of(key)
    for x, y in points_of(key, 25):
        expected = np.array(by_autograd(key, loss.train, x, y))
        place = np.array([x]), np.array([y])
        found = [*loss.derivatives(*place), *loss.hessian(*place)]
        # Sums of N terms of the largest size, in another order.
        np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(loss.at(x, y), expected[:3], rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(loss.value(*place), expected[:1], rtol=1e-12)


@pytest.mark.parametrize("key", LOSSES)
def test_gradient_and_hessian_are_those_of_differences(key: str) -> None:
    loss, h = loss_of(key), 1e-5
    for x, y in points_of(key, 10):
        fx = (loss.at(x + h, y)[0] - loss.at(x - h, y)[0]) / (2 * h)
        fy = (loss.at(x, y + h)[0] - loss.at(x, y - h)[0]) / (2 * h)
        # The third derivative times h², and rounding over h.
        np.testing.assert_allclose(loss.at(x, y)[1:], (fx, fy), rtol=1e-7, atol=1e-8)
        xy = np.subtract(loss.at(x, y + h)[1], loss.at(x, y - h)[1]) / (2 * h)
        hessian = loss.hessian(np.array([x]), np.array([y]))
        np.testing.assert_allclose(hessian[1][0], xy, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("key", LOSSES)
def test_a_batch_has_the_gradient_of_its_samples(key: str) -> None:
    loss = loss_of(key)
    x, y = SURFACES[key].start
    for rows in (np.array([3]), np.array([0, 7, 7, 30]), np.arange(loss.samples)):
        expected = by_autograd(key, loss.train.part(rows), x, y)[1:3]
        np.testing.assert_allclose(loss.batch_gradient(x, y, rows), expected, rtol=1e-12)
    whole = loss.batch_gradient(x, y, np.arange(loss.samples))
    np.testing.assert_allclose(whole, loss.at(x, y)[1:], rtol=1e-12)


@pytest.mark.parametrize("key", LOSSES)
def test_the_held_out_loss_is_that_of_other_samples(key: str) -> None:
    loss = loss_of(key)
    for x, y in points_of(key, 5):
        expected = by_autograd(key, loss.test, x, y)[0] - loss.penalty_at(x, y)
        np.testing.assert_allclose(loss.test_value(np.array([[x]]), np.array([[y]])), expected)
        assert abs(expected - loss.at(x, y)[0]) > 1e-6


@pytest.mark.parametrize("key", LOSSES)
def test_pieces_are_the_whole(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loss, (x, y) = loss_of(key), SURFACES[key].grid(13)
    whole = loss.derivatives(x[None, :], y[:, None])
    monkeypatch.setattr("core.surfaces.losses.AT_ONCE", 5 * loss.cost)
    for one, other in zip(loss.derivatives(x[None, :], y[:, None]), whole, strict=True):
        assert one.shape == (13, 13)
        np.testing.assert_allclose(one, other, rtol=1e-13)


@pytest.mark.parametrize("key", LOSSES)
def test_nothing_takes_part_in_autograd(key: str) -> None:
    x = torch.ones(3, requires_grad=True)
    loss, slopes = loss_of(key), (torch.ones(3), torch.ones(3))
    with torch.no_grad():
        loss.torch_gradient(x)([], x, x, *slopes)
    for one in (loss.torch_value(x, x), *slopes):
        assert not one.requires_grad
        assert one.dtype is torch.float32


def test_a_loss_is_built_once() -> None:
    for key in LOSSES:
        assert SURFACES[key].function() is SURFACES[key].function()


# The data


def test_the_digits_are_split_and_projected_as_promised() -> None:
    digits, loss = load_digits(), logistic_regression(4, 9)
    of_both = int(np.isin(digits.labels, (4, 9)).sum())
    assert (len(loss.train.a), len(loss.test.a)) == (2 * OF_EACH_DIGIT, of_both - 120)
    assert loss.train.target.sum() == 0
    # Principal components: centred, uncorrelated, the first the wider.
    a, b = loss.train.a, loss.train.b
    assert abs(a.mean()) < 1e-12
    assert abs(b.mean()) < 1e-12
    assert abs((a * b).mean()) < 1e-12
    assert a.std() > b.std() > 1
    # No image is in both parts: no projection occurs twice.
    both = np.concatenate([np.stack(part[:2], 1) for part in (loss.train, loss.test)])
    assert len(np.unique(both.round(9), axis=0)) == len(both)


def test_the_rare_feature_is_rare() -> None:
    loss = sparse_regression()
    for part in (loss.train, loss.test):
        assert len(part.b) == COUNT
        assert part.b.sum() == RARE
        assert set(part.b.tolist()) == {0, 1}


@pytest.mark.parametrize("pair", [*permutations(range(10), 2)], ids=str)
def test_any_two_digits_have_one_minimum_inside_the_domain(pair: tuple[int, int]) -> None:
    surface = logistic_surface(*pair)
    ((x, y),) = surface.minima
    assert surface.x[0] < x < surface.x[1]
    assert surface.y[0] < y < surface.y[1]
    function = surface.function()
    _, gx, gy = function.at(x, y)
    _, high = eigenvalues(*(float(v) for v in function.hessian(np.float64(x), np.float64(y))))
    assert math.hypot(gx, gy) <= high * 1e-11  # what rounding to 12 digits leaves


def test_the_digits_choose_the_surface_and_are_two() -> None:
    spec = DescentSpec(surface="logistic_regression")
    assert surface_of(spec) is SURFACES["logistic_regression"]
    assert spec.replace(digit_a=3, digit_b=8).settings() == {
        "surface": "logistic_regression",
        "digit_a": "3",
        "digit_b": "8",
    }
    assert surface_of(spec.adapt(digit_a=9)).minima != surface_of(spec).minima
    assert spec.adapt(digit_a=9).digit_b == 4
    assert DescentSpec(surface="logistic_regression", digit_a=9).digit_b == 4
    assert DescentSpec().digit_b == 9, "a default is derived also where it does not apply"
    with pytest.raises(SpecError) as caught:
        spec.replace(digit_a=9)
    assert (caught.value.field, caught.value.reason) == ("digit_b", Reason.NOT_A_CHOICE)


# Claims


def test_train_and_test_differ_and_the_train_loss_is_what_falls() -> None:
    """Claim O9."""
    frame = race(surface="logistic_regression", optimizers="gd", learning_rate=0.5, steps=300)
    assert (np.diff(frame.losses[0]) <= 1e-15).all(), "below 2/L every step lowers it"
    loss = loss_of("logistic_regression")
    expected = loss.test_value(*np.moveaxis(frame.positions[0], -1, 0))
    np.testing.assert_array_equal(frame.test_losses[0], expected)
    assert frame.test_losses[0, -1] > frame.losses[0, -1] - frame.penalties[0, -1] + 0.01
    other = race(surface="booth", steps=5)
    assert np.isnan(other.test_losses).all()
    assert not other.penalties.any()


def test_a_penalty_on_the_weights_is_no_part_of_the_held_out_loss() -> None:
    """Claim O9: with its penalty the loss on 1 against 9 was said to be .218 at step 14."""
    frame = race(
        surface="logistic_regression", digit_a=1, digit_b=9, optimizers="gd", learning_rate=0.3,
        start_x=0, start_y=0, steps=400,
    )  # fmt: skip
    loss = logistic_regression(1, 9)
    x, y = np.moveaxis(frame.positions[0], -1, 0)
    margins = (np.outer(x, loss.test.a) + np.outer(y, loss.test.b)) * loss.test.target
    alone = np.logaddexp(0, -margins).mean(axis=1)
    np.testing.assert_allclose(frame.test_losses[0], alone, rtol=1e-12)
    assert int(frame.test_losses[0].argmin()) == 17
    assert frame.test_losses[0].min() == pytest.approx(0.2125, abs=5e-5)
    assert frame.test_losses[0, -1] == pytest.approx(0.2151, abs=5e-5)
    seen = np.outer(x, loss.train.a) + np.outer(y, loss.train.b)
    data = np.logaddexp(0, -seen * loss.train.target).mean(axis=1)
    np.testing.assert_allclose(frame.losses[0] - frame.penalties[0], data, rtol=1e-12)
    np.testing.assert_allclose(frame.penalties[0], 0.005 * (x * x + y * y), rtol=1e-12)


def test_gradient_descent_converges_below_two_over_the_curvature_only() -> None:
    """Claim O10."""
    hessian = loss_of("linear_regression").hessian(np.zeros(1), np.zeros(1))
    limit = 2 / float(eigenvalues(*hessian)[1][0])
    names = ",".join(f"gd:learning_rate={limit * part!r}" for part in (0.99, 1.01))
    frame = race(surface="linear_regression", optimizers=names, steps=3000)
    assert frame.distance[0, -1] < 1e-9
    assert frame.distance[1, -1] > 1e9


def test_a_constant_rate_hovers_and_a_decaying_one_converges() -> None:
    """Claim O10: with the noise of mini-batches, b = 1."""
    names = "gd:batch=1,gd:batch=1:schedule=cosine,gd"
    frame = race(surface="linear_regression", optimizers=names, steps=20_000, learning_rate=0.05)
    early, late = (
        np.sqrt((frame.distance[:, part] ** 2).mean(axis=1))
        for part in (slice(10_000, 12_000), slice(-2000, None))
    )
    assert late[0] == pytest.approx(early[0], rel=0.25), "it comes no nearer"
    assert late[1] < early[1] / 5
    assert late[1] < late[0] / 5
    assert late[2] < 1e-9


def test_adagrad_favors_the_rare_weight() -> None:
    """Claim O12: where both have the dense weight equally near, Adagrad has the rare one nearer."""
    names = "gd:batch=1:learning_rate=0.01,adagrad:batch=1:learning_rate=0.5"
    frame = race(surface="sparse_regression", optimizers=names, steps=1000)
    errors = np.abs(frame.positions - SURFACES["sparse_regression"].minima[0])
    dense, rare = errors[:, -1].T
    assert (dense < 0.1).all()
    assert rare[0] > 1.5
    assert rare[1] < rare[0] / 5


def test_the_net_has_twin_minima_with_a_saddle_between() -> None:
    surface = SURFACES["tanh_net"]
    (x, y), twin = surface.minima
    assert twin == (-x, -y)
    loss = loss_of("tanh_net")
    for a, b in points_of("tanh_net", 20):
        assert loss.at(a, b)[0] == pytest.approx(loss.at(-a, -b)[0], rel=1e-12)
    frame = race(
        surface="tanh_net", optimizers="newton,saddle_free_newton", start_x=0.2, start_y=0.1
    )
    np.testing.assert_allclose(frame.positions[0, -1], (0, 0), atol=1e-9)
    np.testing.assert_allclose(frame.positions[1, -1], (x, y), rtol=1e-9)


# Mini-batches


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("size", [1, 2])
def test_the_variance_of_a_batchs_gradient_is_exactly_that_of_theory(key: str, size: int) -> None:
    """Claim O5: over all batches without replacement it is σ²/b (N-b)/(N-1)."""
    loss, place = loss_of(key), SURFACES[key].start
    each = np.array([loss.batch_gradient(*place, np.array([i])) for i in range(loss.samples)])
    variance = each.var(axis=0)
    batches = combinations(range(loss.samples), size)
    drawn = np.array([each[list(batch)].mean(axis=0) for batch in batches])
    share = (loss.samples - size) / (loss.samples - 1) / size
    np.testing.assert_allclose(drawn.mean(axis=0), each.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(drawn.var(axis=0), variance * share, rtol=1e-9, atol=1e-15)


def test_the_batches_of_a_race_have_that_variance() -> None:
    loss, place = loss_of("linear_regression"), SURFACES["linear_regression"].start
    each = np.array([loss.batch_gradient(*place, np.array([i])) for i in range(loss.samples)])
    for size in (4, 20, 50):
        # At rate 1e-8 all gradients are those of the start.
        name = f"gd:batch={size}:learning_rate=1e-8"
        frame = race(surface="linear_regression", optimizers=name, steps=20_000)
        gradients = -np.diff(frame.positions[0], axis=0) / 1e-8
        share = (loss.samples - size) / (loss.samples - 1) / size
        # 20000 draws: the variance is known to about sqrt(2/20000) = 1 %; four times that.
        np.testing.assert_allclose(gradients.var(axis=0), each.var(axis=0) * share, rtol=0.04)


def test_a_batch_as_large_as_the_data_is_the_data() -> None:
    frame = race(
        surface="linear_regression", optimizers="adam,adam:batch=100,adam:batch=1000", steps=50
    )
    for k in (1, 2):
        np.testing.assert_array_equal(frame.positions[k], frame.positions[0])
        np.testing.assert_array_equal(frame.samples[k], 100 * (np.arange(51) + 1))


def test_without_data_a_batch_changes_nothing() -> None:
    frame = race(surface="booth", optimizers="adam,adam:batch=3", steps=50)
    np.testing.assert_array_equal(frame.positions[1], frame.positions[0])
    np.testing.assert_array_equal(frame.samples, frame.evaluations)


def test_a_seed_has_a_say_where_batches_are_drawn() -> None:
    fields = {"surface": "tanh_net", "optimizers": "gd:batch=5,gd", "steps": 40}
    first, again, other = (race(seed=seed, **fields).positions for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first[0], other[0])
    np.testing.assert_array_equal(first[1], other[1])


def test_equals_see_the_same_batches_in_the_same_order() -> None:
    frame = race(
        surface="logistic_regression", optimizers="momentum:batch=7,adam,momentum:batch=7", steps=90
    )
    np.testing.assert_array_equal(frame.positions[0], frame.positions[2])


def test_the_treatment_comes_after_the_batch() -> None:
    one = Competitor.parse("", "gd:batch=10:clip=0.01")
    frame = race(surface="linear_regression", optimizers=one.text, learning_rate=1, steps=30)
    steps = np.hypot(*np.diff(frame.positions[0], axis=0).T)
    np.testing.assert_allclose(steps, 0.01, rtol=1e-4)
