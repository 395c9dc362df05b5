"""Batches: each epoch a permutation cut in pieces, and how many samples were seen."""

from itertools import islice
from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.batches import batches, evaluations_within, samples_seen, size_of
from core.surfaces.surfaces import SURFACES

SIZES = [1, 3, 7, 10, 33, 99, 100]


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


@pytest.mark.parametrize("size", SIZES)
def test_an_epoch_sees_each_sample_once(size: int) -> None:
    made = batches(100, size, 5)
    for _ in range(3):
        epoch = list(islice(made, -(-100 // size)))
        assert [len(batch) for batch in epoch[:-1]] == [size] * (len(epoch) - 1)
        assert len(epoch[-1]) == (100 % size or size), "the last is what is left"
        assert sorted(np.concatenate(epoch).tolist()) == list(range(100))


def test_the_order_is_the_same_for_every_size_and_another_each_epoch() -> None:
    def order(size: int, seed: int) -> list[int]:
        return [int(i) for batch in islice(batches(100, size, seed), 200 // size) for i in batch]

    assert order(1, 3) == order(10, 3) == order(50, 3)
    assert order(1, 3)[:100] != order(1, 3)[100:]
    assert order(1, 3) != order(1, 4)


@pytest.mark.parametrize("size", SIZES)
def test_samples_are_counted_as_they_are_seen(size: int) -> None:
    lengths = [len(batch) for batch in islice(batches(100, size, 0), 350)]
    counted = samples_seen(np.arange(351), size, 100)
    np.testing.assert_array_equal(counted, np.cumsum([0, *lengths]))
    for budget in (0, 1, 50, 99, 100, 101, 333, 350):
        evaluations = evaluations_within(budget, size, 100)
        held = np.flatnonzero(counted <= budget)
        if held[-1] < 350:
            assert evaluations == held[-1]


def test_the_size_is_at_most_the_data_and_one_without_any() -> None:
    data, plain = SURFACES["linear_regression"].function(), SURFACES["booth"].function()
    assert [size_of(b, data) for b in (0, 1, 16, 100, 1000)] == [100, 1, 16, 100, 100]
    assert [size_of(b, plain) for b in (0, 1, 16)] == [1, 1, 1]


def test_equal_budgets_of_samples() -> None:
    """Claim O5."""
    names = "gd,gd:batch=1,gd:batch=30,newton,bfgs,lbfgs"
    frame = race(
        surface="linear_regression", optimizers=names, steps=1000, budget="samples", seed=2
    )
    assert frame.samples[:, -1].max() <= 1000
    assert frame.samples[:2, -1].tolist() == [1000, 1000]
    # 30 + 30 + 30 + 10 in each of ten epochs.
    assert frame.samples[2, -1] == 1000
    assert frame.evaluations[:3, -1].tolist() == [10, 1000, 40]
    whole = race(surface="linear_regression", optimizers=names, steps=1000, seed=2)
    for k in range(6):
        last = int(np.flatnonzero(whole.samples[k] <= 1000)[-1])
        np.testing.assert_array_equal(
            frame.positions[k, : last + 1], whole.positions[k, : last + 1]
        )
        assert (frame.positions[k, last:] == frame.positions[k, last]).all()


def test_newton_and_the_libraries_see_all_samples_at_each_evaluation() -> None:
    frame = race(
        surface="logistic_regression", optimizers="newton,bfgs,conjugate_gradient", steps=20
    )
    np.testing.assert_array_equal(frame.samples, 120 * frame.evaluations)


def test_without_data_a_budget_of_samples_is_one_of_evaluations() -> None:
    fields = {"surface": "booth", "optimizers": "gd,newton,bfgs", "steps": 40}
    samples, evaluations = (race(budget=b, **fields) for b in ("samples", "evaluations"))
    np.testing.assert_array_equal(samples.positions, evaluations.positions)
