"""Rates: each pixel the race with its hyper-parameters, and the border that theory draws."""

import math
from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.parameters import Reason, SpecError
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import FAR


def frames(**fields: Any) -> list[RatesFrame]:
    run = Run(EXPERIMENTS["rates"], RatesSpec(**fields), "cpu")
    return [frame for frame in run if isinstance(frame, RatesFrame)]


def test_the_arrays_have_the_promised_shapes_and_types() -> None:
    coarse, fine = frames(resolution=70, steps=20)
    assert [(f.step, f.total) for f in (coarse, fine)] == [(1, 2), (2, 2)]
    assert fine.x_values.shape == fine.y_values.shape == fine.stability.shape == (70,)
    for f in (coarse, fine):
        shape = (len(f.y_values), len(f.x_values))
        for array, dtype in (
            (f.steps_to_settle, np.int32),
            (f.diverged, np.bool_),
            (f.final_loss, np.float64),
        ):
            assert array.shape == shape
            assert array.dtype == dtype
    columns = np.searchsorted(fine.x_values, coarse.x_values)
    rows = np.searchsorted(fine.y_values, coarse.y_values)
    np.testing.assert_array_equal(fine.x_values[columns], coarse.x_values)
    np.testing.assert_array_equal(fine.diverged[np.ix_(rows, columns)], coarse.diverged)


def race(spec: RatesSpec, x: float, y: float, beside: bool = False) -> np.ndarray[Any, Any]:
    """[steps+1, 3] x, y and loss of the single race of one pixel, or from one last digit beside."""
    swept = {spec.x_parameter: x, spec.y_parameter: y}
    starts = {n: swept.pop(n, getattr(spec, n)) for n in ("start_x", "start_y")}
    rate = swept.pop("learning_rate", spec.learning_rate)
    if beside:
        starts["start_x"] = float(np.nextafter(starts["start_x"], 0.1))
    one = DescentSpec(
        surface=spec.surface,
        optimizers=(Competitor.of(spec.optimizer, swept),),
        learning_rate=rate,
        steps=spec.steps,
        **starts,
    )
    frame = last_frame(Run(EXPERIMENTS["descent"], one))
    assert isinstance(frame, DescentFrame)
    return np.concatenate([frame.positions[0], frame.losses[0, :, None]], 1)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"surface": "himmelblau", "optimizer": "adam", "x_to": 0.3},
        {"surface": "rosenbrock", "optimizer": "nesterov", "x_to": 0.01},
        {"surface": "beale", "optimizer": "gd"},
        {"surface": "double_well", "optimizer": "rmsprop", "y_parameter": "eps"},
        {"surface": "booth", "optimizer": "adam", "x_parameter": "beta1", "y_parameter": "beta2"},
        {
            "surface": "rastrigin",
            "x_parameter": "start_x",
            "y_parameter": "start_y",
            "learning_rate": 0.0003,
        },
        {"surface": "matyas", "optimizer": "radam", "x_parameter": "beta1"},
    ],
    ids=lambda fields: "-".join(map(str, fields.values())) or "default",
)
def test_each_pixel_is_the_race_with_its_numbers(fields: dict[str, Any]) -> None:
    spec = RatesSpec(resolution=32, steps=120, **fields)
    frame = last_frame(Run(EXPERIMENTS["rates"], spec, "cpu"))
    assert isinstance(frame, RatesFrame)
    surface = SURFACES[spec.surface]
    reach = spec.reach * surface.diagonal
    middle = np.array([sum(surface.x) / 2, sum(surface.y) / 2])
    rng = np.random.default_rng(5)
    for _ in range(25):
        i, j = rng.integers(32, size=2)
        path = race(spec, frame.x_values[j], frame.y_values[i])
        far = np.hypot(*(path[-1, :2] - middle))
        assert frame.diverged[i, j] == (not far <= FAR * surface.diagonal)
        distances = np.hypot(*np.moveaxis(path[:, None, :2] - frame.minima, -1, 0))
        nearest = distances[-1].argmin()
        outside = np.flatnonzero(~(distances[:, nearest] <= reach))
        steps = int(outside[-1]) + 1 if outside.size else 0
        expected = steps if steps <= spec.steps else -1
        assert frame.steps_to_settle[i, j] == expected
        if np.isfinite(path[-1]).all() and not frame.diverged[i, j]:
            # A chaotic path multiplies a last digit: so does the race itself then.
            beside = race(spec, frame.x_values[j], frame.y_values[i], beside=True)[-1, 2]
            close = 1e-12 + 1e-12 * path[-1, 2] + 100 * abs(beside - path[-1, 2])
            assert abs(frame.final_loss[i, j] - path[-1, 2]) <= close


@pytest.mark.parametrize("surface", ["ravine", "sphere", "booth", "matyas"])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "nesterov"])
def test_divergence_begins_at_theorys_border(surface: str, optimizer: str) -> None:
    (*_, f) = frames(surface=surface, optimizer=optimizer, resolution=96, steps=500, x_from=1e-2)
    assert np.isfinite(f.stability).all()
    predicted = np.searchsorted(f.x_values, f.stability)
    measured = np.where(f.diverged.any(1), f.diverged.argmax(1), f.diverged.shape[1])
    if optimizer == "gd":  # here the upward axis is the start: from the minimum nothing diverges
        assert (np.abs(measured - predicted) <= 1).mean() > 0.95
    else:
        assert np.abs(measured - predicted).max() <= 1
        assert (np.diff(f.diverged.astype(int), axis=1) >= 0).all(), "once unstable, all above too"


def test_the_stable_rates_are_the_textbooks() -> None:
    largest = 5.0  # the ravine's curvatures are 0.1 and 5
    for optimizer, rate in (
        ("gd", lambda mu: 2 / largest + 0 * mu),
        ("momentum", lambda mu: 2 * (1 + mu) / largest),
        ("nesterov", lambda mu: (2 + 2 * mu) / ((1 + 2 * mu) * largest)),
    ):
        f = frames(optimizer=optimizer, resolution=16, steps=1)[-1]
        np.testing.assert_allclose(f.stability, rate(f.y_values), rtol=1e-12)
    still = frames(optimizer="momentum", y_parameter="start_x", resolution=8, steps=1)[-1]
    np.testing.assert_allclose(still.stability, 2 * 1.9 / largest)


@pytest.mark.parametrize(
    "fields",
    [
        {"optimizer": "adam"},
        {"surface": "himmelblau"},
        {"surface": "saddle"},
        {"surface": "zakharov"},
        {"x_parameter": "momentum"},
    ],
    ids=str,
)
def test_where_there_is_no_theory_there_is_no_line(fields: dict[str, Any]) -> None:
    assert np.isnan(frames(resolution=8, steps=1, **fields)[-1].stability).all()


# Specs


@pytest.mark.parametrize("key", FIRST_ORDER)
def test_the_axes_are_two_different_parameters_of_the_optimizer(key: str) -> None:
    spec = RatesSpec(optimizer=key)
    assert spec.x_parameter == "learning_rate"
    hyper = [p.name for p in FIRST_ORDER[key].hyper]
    assert spec.y_parameter == (hyper[0] if hyper else "start_x")
    assert (spec.x_from, spec.x_to) == (1e-4, 10.0)
    with pytest.raises(SpecError) as caught:
        spec.replace(y_parameter="learning_rate")
    assert (caught.value.field, caught.value.reason) == ("y_parameter", Reason.NOT_A_CHOICE)
    (*_, f) = frames(optimizer=key, resolution=8, steps=3)
    assert f.final_loss.shape == (8, 8)


def test_another_axis_brings_its_range_along() -> None:
    spec = RatesSpec(optimizer="adam").adapt(x_parameter="beta1")
    assert (spec.x_from, spec.x_to, spec.y_parameter) == (0, 0.9999, "learning_rate")
    assert (spec.y_from, spec.y_to) == (1e-4, 10.0)
    spec = spec.adapt(optimizer="rmsprop")
    assert (spec.x_parameter, spec.y_parameter) == ("learning_rate", "alpha")
    spec = RatesSpec().adapt(x_from=50.0)
    assert 50 < spec.x_to <= 100
    spec = spec.adapt(x_parameter="start_x").adapt(surface="branin")
    assert (spec.x_from, spec.x_to) == (-5, 10)


def test_an_axis_has_a_width() -> None:
    for changes in ({"x_from": 0.1, "x_to": 0.1}, {"y_from": 0.9, "y_to": 0.5}):
        with pytest.raises(SpecError) as caught:
            RatesSpec(**changes)  # type: ignore[arg-type]
        assert caught.value.reason is Reason.OUT_OF_RANGE


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), 101.0])
def test_a_rate_that_is_not_swept_is_checked(bad: float) -> None:
    with pytest.raises(SpecError) as caught:
        RatesSpec(x_parameter="momentum", y_parameter="start_x", learning_rate=bad)
    assert (caught.value.field, caught.value.reason) == ("learning_rate", Reason.OUT_OF_RANGE)
    if not math.isnan(bad):  # which could not be saved
        RatesSpec(learning_rate=bad)  # it does not apply where the rate is an axis
