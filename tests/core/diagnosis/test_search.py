"""Searching a learning rate and a weight decay: points, trainings, the map and the range test."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.diagnosis.run_search import Trainings, coarse_to_fine, map_numbers, points, readings
from core.diagnosis.search import (
    DECAYS,
    MOMENTUM,
    RATES,
    STEPS,
    WIDTH,
    SearchSpec,
)
from core.known import filled
from core.waiting import result_of


def losses(rates: list[float], decays: list[float]) -> np.ndarray:
    return result_of(Trainings(SearchSpec(), "cpu").losses(np.array(rates), np.array(decays)))


def test_a_training_is_a_plain_torch_loop() -> None:
    work = Trainings(SearchSpec(), "cpu")
    data = work._data
    found = losses([0.01, 0.3], [0.0, 1e-3])
    for (rate, decay), loss in zip(((0.01, 0.0), (0.3, 1e-3)), found, strict=True):
        net = nn.Sequential(nn.Linear(64, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 10))
        with torch.no_grad():
            for layer, w in zip((net[0], net[2]), work._weights, strict=True):
                assert isinstance(layer, nn.Linear)
                layer.weight.copy_(w)
                layer.bias.zero_()
        sgd = torch.optim.SGD(net.parameters(), rate, MOMENTUM, weight_decay=decay)
        for rows in itertools.islice(work._batches, STEPS):
            sgd.zero_grad()
            F.cross_entropy(net(data.x[rows]), data.y[rows]).backward()
            sgd.step()
        with torch.no_grad():
            expected = float(F.cross_entropy(net(data.held_out_x), data.held_out_y))
        assert loss == pytest.approx(expected, abs=1e-5)


def test_what_diverges_is_infinite() -> None:
    assert losses([1e3], [10.0]).tolist() == [np.inf]


@pytest.mark.parametrize("way", ["grid", "random", "sobol", "linear"])
def test_points_lie_in_the_box_and_no_repetition_is_like_another(way: str) -> None:
    spec = SearchSpec(repetitions=5)
    found = points(spec, way)
    assert found.shape == (5, 16, 2)
    assert (found >= [spec.rate_low, spec.decay_low]).all()
    assert (found <= [spec.rate_high, spec.decay_high]).all()
    assert not np.array_equal(found[0], found[1])
    assert np.array_equal(found, points(spec, way))


def test_a_grid_has_few_rates_and_the_others_have_as_many_as_trainings() -> None:
    spec = SearchSpec(repetitions=2)
    rates = {way: len(np.unique(points(spec, way)[0, :, 0].round(9))) for way in spec.chosen}
    assert rates == {"grid": 4, "random": 16, "sobol": 16, "linear": 16}
    # By factors half of the points lie in the lower half of the powers of ten; by value none does.
    middle = np.sqrt(spec.rate_low * spec.rate_high)
    assert (points(spec, "sobol")[..., 0] < middle).mean() == pytest.approx(0.5, abs=0.05)
    assert (points(spec, "linear")[..., 0] < middle).mean() < 0.1


def test_the_map_grows_from_coarse_to_fine_and_every_cell_once() -> None:
    cells = coarse_to_fine(RATES, DECAYS)
    assert len({tuple(cell) for cell in cells}) == RATES * DECAYS
    assert {tuple(cell) for cell in cells[:8]} <= {(i, j) for i in (0, 8, 16, 24) for j in (0, 8)}
    known = np.full((RATES, DECAYS), np.nan)
    known[cells[:8, 0], cells[:8, 1]] = np.arange(8)
    assert not np.isnan(filled(known)).any()
    assert filled(known)[3, 7] == known[0, 0]


def test_the_rate_explains_what_its_means_vary() -> None:
    rates = np.geomspace(1e-3, 1, 4)
    of_rate = np.array([2.0, 1.0, 0.5, np.inf])
    assert map_numbers(rates, np.repeat(of_rate[:, None], 3, axis=1)).rate_explains == 1
    assert map_numbers(rates, np.tile([1.0, 2.0], (4, 1))).rate_explains == 0
    assert map_numbers(rates, np.repeat(of_rate[:, None], 3, axis=1)).best_rate == rates[2]


def test_a_range_test_is_read_in_three_ways() -> None:
    rates = np.geomspace(1e-4, 1, 201)
    fall = 2.0 - 1.5 / (1 + (0.01 / rates) ** 4)  # falls around 0.01
    fall += np.where(rates > 0.1, 5 * (rates - 0.1), 0)
    tenth, by_log, by_value = readings(rates, fall)
    assert tenth == pytest.approx(0.01, rel=0.05)
    assert by_log == pytest.approx(0.01, rel=0.1)
    assert by_value < by_log


def test_a_box_must_be_ten_times_as_high_as_low() -> None:
    with pytest.raises(Exception, match="rate_high"):
        SearchSpec(rate_low=0.5, rate_high=1.0)
