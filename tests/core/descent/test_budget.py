"""What a race is compared by: evaluations, tolerance, distance, budgets, tuned rates."""

from typing import Any

import numpy as np
import pytest

from core.descent.descent import FIRST_CHOICE, NEAR, TUNED_RATES, DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import OPTIMIZERS
from core.surfaces.surfaces import SURFACES

SOME = "gd,adam,newton,bfgs,conjugate_gradient,lbfgs"


def halves() -> list[str]:
    """All keys; a race holds sixteen."""
    keys = list(OPTIMIZERS)
    return [",".join(keys[:10]), ",".join(keys[10:])]


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


@pytest.mark.parametrize("names", halves())
def test_the_arrays_have_the_promised_shapes_and_types(names: str) -> None:
    frame = race(optimizers=names, steps=130)
    count = len(names.split(","))
    assert frame.evaluations.shape == frame.distance.shape == (count, 131)
    assert frame.steps_to_tolerance.shape == frame.rates.shape == (count,)
    assert frame.evaluations.dtype == frame.steps_to_tolerance.dtype == np.int64
    assert frame.distance.dtype == frame.rates.dtype == np.float64
    for array in frame.arrays().values():
        assert array.dtype.kind == "U" or not array.flags.writeable


@pytest.mark.parametrize("names", halves())
def test_evaluations_only_grow_from_one(names: str) -> None:
    frame = race(optimizers=names, steps=200)
    assert (frame.evaluations[:, 0] == 1).all()
    assert (np.diff(frame.evaluations, axis=1) >= 0).all()


def test_a_gradient_step_costs_one_and_newtons_three() -> None:
    frame = race(surface="booth", optimizers="adam,sgd:noise=0.1,newton", steps=50)
    steps = np.arange(51)
    np.testing.assert_array_equal(frame.evaluations, [steps + 1, steps + 1, 3 * steps + 1])


def test_the_lost_evaluate_no_more() -> None:
    frame = race(surface="rosenbrock", optimizers="gd", learning_rate=10.0, steps=200)
    last = int(np.isfinite(frame.losses[0]).sum())
    assert last < 20
    assert len(set(frame.evaluations[0, last + 1 :].tolist())) == 1


# Distance and tolerance


@pytest.mark.parametrize("surface", SURFACES)
def test_the_distance_is_to_the_nearest_known_minimum(surface: str) -> None:
    frame = race(surface=surface, optimizers="gd,adam", steps=60, learning_rate=1e-3)
    known = SURFACES[surface].minima + SURFACES[surface].cusps
    if not known:
        assert np.isnan(frame.distance).all()
        return
    apart = np.linalg.norm(frame.positions[:, :, None] - np.array(known), axis=-1).min(axis=-1)
    np.testing.assert_allclose(frame.distance, apart, rtol=1e-12)


@pytest.mark.parametrize("tolerance", [1e-6, 1e-3, 1.0, 100.0])
def test_the_steps_to_tolerance_are_counted(tolerance: float) -> None:
    frame = race(surface="himmelblau", optimizers=SOME, steps=250, tolerance=tolerance)
    for k in range(len(frame.optimizers)):
        there = frame.distance[k] <= NEAR * SURFACES["himmelblau"].diagonal
        near = np.flatnonzero((frame.losses[k] <= tolerance) & there)  # its minima are 0
        assert frame.steps_to_tolerance[k] == (near[0] if near.size else -1)
    assert frame.steps_to_tolerance.max() >= 0


def test_a_higher_minimum_is_no_arrival() -> None:
    frame = race(
        surface="three_hump_camel", optimizers="newton", start_x=1.7, start_y=-0.85, steps=50
    )
    assert frame.distance[0, -1] < 1e-9, "it stands in a minimum"
    assert frame.steps_to_tolerance[0] == -1, "which is not the lowest"


def test_where_no_minimum_is_known_none_is_reached() -> None:
    assert (race(surface="saddle", steps=200).steps_to_tolerance == -1).all()


def test_who_starts_there_needs_no_step() -> None:
    frame = race(surface="sphere", start_x=0.0, start_y=0.0, steps=20)
    assert (frame.steps_to_tolerance == 0).all()
    assert (frame.distance == 0).all()


# Budgets


@pytest.mark.parametrize("steps", [1, 2, 3, 40, 250])
@pytest.mark.parametrize("names", halves())
def test_a_budget_of_evaluations_is_kept(names: str, steps: int) -> None:
    frame = race(optimizers=names, steps=steps, budget="evaluations")
    whole = race(optimizers=names, steps=steps)
    assert frame.evaluations.max() <= steps
    for k in range(len(frame.optimizers)):
        held = np.flatnonzero(whole.evaluations[k] <= steps)
        last = int(held[-1])
        if not np.isfinite(whole.losses[k]).all():
            continue
        np.testing.assert_array_equal(
            frame.positions[k, : last + 1], whole.positions[k, : last + 1]
        )
        assert (frame.positions[k, last:] == frame.positions[k, last]).all()
    one_step = frame.evaluations[0, -1]
    assert one_step == steps, "a first-order rule spends all"


# Tuning


def test_tuned_rates_are_the_best_of_the_tried() -> None:
    frame = race(surface="rosenbrock", optimizers="gd,adam", steps=150, tune=True)
    for k, key in enumerate(("gd", "adam")):
        ends = []
        for rate in TUNED_RATES:
            loss = race(
                surface="rosenbrock", optimizers=f"{key}:learning_rate={rate!r}", steps=150
            ).losses[0, -1]
            ends.append(loss if np.isfinite(loss) else np.inf)
        assert frame.rates[k] == TUNED_RATES[int(np.argmin(ends))]
        assert frame.losses[k, -1] == min(ends)


def test_tuning_is_deterministic_and_leaves_the_names() -> None:
    fields = {"optimizers": "sgd,momentum:learning_rate=5,newton,bfgs,lbfgs", "tune": True}
    first, again = (race(steps=60, **fields) for _ in range(2))
    np.testing.assert_array_equal(first.positions, again.positions)
    assert first.optimizers[1] == "momentum:learning_rate=5"
    assert first.rates[1] != 5, "what was set is tuned like all others"
    assert np.isnan(first.rates[3])
    assert set(first.rates[[0, 1, 2, 4]]) <= set(TUNED_RATES)
    common = race(steps=60, learning_rate=1.0, **fields)
    np.testing.assert_array_equal(first.positions, common.positions)


def test_the_tried_rates_are_even_in_factors() -> None:
    factors = np.diff(np.log10(TUNED_RATES))
    np.testing.assert_allclose(factors, 0.5, atol=1e-3)
    assert (TUNED_RATES[0], TUNED_RATES[-1], len(TUNED_RATES)) == (1e-5, 10, 13)


def test_where_every_rate_diverges_the_smallest_is_taken() -> None:
    frame = race(
        surface="goldstein_price", optimizers="momentum:momentum=0.9999", steps=400, tune=True
    )
    assert frame.rates[0] in TUNED_RATES
    assert np.isfinite(frame.positions[0, 0]).all()


def test_a_tuned_race_breathes() -> None:
    frames = list(Run(EXPERIMENTS["descent"], DescentSpec(steps=1000, tune=True, surface="booth")))
    first = next(i for i, frame in enumerate(frames) if frame is not None)
    assert first > len(FIRST_CHOICE) * len(TUNED_RATES)


def test_the_race_without_tuning_uses_the_rates_given() -> None:
    frame = race(optimizers="gd,adam:learning_rate=0.5,newton,bfgs", learning_rate=0.02, steps=3)
    np.testing.assert_array_equal(frame.rates, [0.02, 0.5, 1, np.nan])
