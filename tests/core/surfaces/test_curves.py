"""Surfaces of one variable: the same race, on a line."""

from typing import Any

import numpy as np
import pytest

from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import OPTIMIZERS
from core.parameters import Reason, SpecError, parameter_of
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import Verdict, verdicts

LINES = [key for key, surface in SURFACES.items() if surface.dimensions == 1]
KEYS = list(OPTIMIZERS)


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


def verdict(key: str, x: float) -> Verdict:
    surface = SURFACES[key]
    return Verdict(verdicts(surface, surface.function(), np.array([x]), np.zeros(1))[0])


def test_there_are_enough() -> None:
    assert len(LINES) >= 4
    assert sum(SURFACES[key].degenerate for key in LINES) >= 1


@pytest.mark.parametrize("names", [",".join(KEYS[:10]), ",".join(KEYS[10:])])
@pytest.mark.parametrize("key", LINES)
def test_nobody_leaves_the_line(key: str, names: str) -> None:
    frame = race(surface=key, optimizers=names, steps=60)
    y = frame.positions[..., 1]
    assert (y[np.isfinite(y)] == 0).all()
    assert frame.positions.shape[2] == 2
    moved = np.abs(frame.positions[:, 5, 0] - frame.positions[:, 0, 0])
    assert (moved[np.isfinite(moved)] > 0).all()


def test_noise_shakes_along_the_line_only() -> None:
    frame = race(surface="parabola", optimizers="sgd:noise=1,gd", steps=100)
    assert (frame.positions[..., 1] == 0).all()
    assert not np.array_equal(frame.positions[0], frame.positions[1])


@pytest.mark.parametrize("rate", [0.5, 1.0, 1.9, 2.1])
def test_gradient_descent_on_the_parabola_is_the_geometric_row(rate: float) -> None:
    """Claim O1: x is multiplied by 1 - η, and f falls for every η below 2/L = 2."""
    frame = race(surface="parabola", optimizers="gd", learning_rate=rate, steps=30)
    expected = -3 * (1 - rate) ** np.arange(31)
    np.testing.assert_allclose(frame.positions[0, :, 0], expected, rtol=1e-12, atol=1e-15)
    assert (frame.losses[0, -1] < frame.losses[0, 0]) == (rate < 2)


def test_newtons_methods_are_those_of_one_variable() -> None:
    names = "newton,damped_newton:damping=5,saddle_free_newton:damping=0.5"
    frame = race(surface="two_valleys", optimizers=names, start_x=0.4, steps=1)
    slope, curvature = 0.4**3 - 0.4 + 0.2, 3 * 0.4**2 - 1
    steps = [slope / curvature, slope / 5, slope / max(abs(curvature), 0.5)]
    np.testing.assert_allclose(frame.positions[:, 1, 0], 0.4 - np.array(steps), rtol=1e-12)
    # A Hessian of one variable is one number.
    np.testing.assert_array_equal(frame.evaluations, [[1, 3]] * 3)
    steep = race(surface="two_valleys", optimizers=names, start_x=1.7, steps=1)
    slope, curvature = 1.7**3 - 1.7 + 0.2, 3 * 1.7**2 - 1
    assert steep.positions[1, 1, 0] == pytest.approx(1.7 - slope / curvature, rel=1e-12)


def test_newton_nears_a_minimum_without_curvature_by_a_third_a_step() -> None:
    frame = race(surface="quartic", optimizers="newton", steps=20)
    x = frame.positions[0, :, 0]
    np.testing.assert_allclose(x[1:] / x[:-1], 2 / 3, rtol=1e-12)


def test_verdicts_are_those_of_the_second_derivative() -> None:
    (low, _), (high, _) = SURFACES["two_valleys"].minima
    ((top, _),) = SURFACES["two_valleys"].maxima
    assert verdict("two_valleys", low) is Verdict.MINIMUM
    assert verdict("two_valleys", high) is Verdict.MINIMUM
    assert verdict("two_valleys", top) is Verdict.MAXIMUM
    assert verdict("two_valleys", 1.9) is Verdict.OUTSIDE


@pytest.mark.parametrize("key", [key for key in LINES if SURFACES[key].degenerate])
@pytest.mark.parametrize("x", [1e-3, 1e-6, 1e-9, -1e-6, 0.0])
def test_where_curvature_fades_nothing_is_decided(key: str, x: float) -> None:
    assert verdict(key, x) is Verdict.UNDECIDED


def test_a_path_toward_an_inflection_is_never_called_a_minimum() -> None:
    frame = race(surface="inflection", optimizers="gd,newton", learning_rate=0.1, steps=4000)
    assert not np.isin(frame.verdicts, (Verdict.MINIMUM, Verdict.MAXIMUM)).any()
    assert (frame.verdicts[:, -1] == Verdict.UNDECIDED).all()


# Specs


def test_the_start_has_one_coordinate() -> None:
    spec = DescentSpec(surface="himmelblau", start_y=3.0).adapt(surface="parabola")
    assert (spec.start_x, spec.start_y) == (-3, 0)
    start_y = parameter_of(DescentSpec, "start_y")
    assert start_y.matters is not None
    assert not start_y.matters(spec)
    assert start_y.matters(spec.adapt(surface="booth"))
    with pytest.raises(SpecError) as caught:
        spec.replace(start_y=1.0)
    assert (caught.value.field, caught.value.reason) == ("start_y", Reason.OUT_OF_RANGE)
    assert "start_y" not in spec.settings()


def test_a_typed_formula_in_x_alone_is_a_surface_of_two() -> None:
    frame = race(surface="formula", formula="x^2", optimizers="gd", start_x=1.0, start_y=2.0)
    assert (frame.positions[0, :, 1] == 2).all()


# Maps


def test_basins_are_a_row() -> None:
    spec = BasinsSpec(surface="two_valleys", learning_rate=0.1, resolution=101)
    *_, coarse, fine = (f for f in Run(EXPERIMENTS["basins"], spec, "cpu") if f is not None)
    assert isinstance(coarse, BasinsFrame)
    assert isinstance(fine, BasinsFrame)
    assert coarse.basin.shape == (1, len(coarse.x))
    assert fine.basin.shape == (1, 101)
    assert fine.y.tolist() == [0]
    ((top, _),) = SURFACES["two_valleys"].maxima
    np.testing.assert_array_equal(fine.basin[0], (fine.x > top).astype(int))


def test_the_map_of_rates_has_no_start_y() -> None:
    spec = RatesSpec(surface="parabola", optimizer="gd", resolution=32)
    assert spec.y_parameter == "start_x"
    with pytest.raises(SpecError) as caught:
        spec.replace(y_parameter="start_y")
    assert caught.value.field == "y_parameter"
    assert spec.adapt(surface="booth", y_parameter="start_y").adapt(surface="quartic").settings()
    frame = last_frame(Run(EXPERIMENTS["rates"], spec, "cpu"))
    assert isinstance(frame, RatesFrame)
    np.testing.assert_allclose(frame.stability, 2)
    off = np.abs(frame.y_values) > 0.5
    diverged = frame.diverged[off]
    assert diverged[:, frame.x_values > 2.2].all()
    assert not diverged[:, frame.x_values < 1.9].any()
