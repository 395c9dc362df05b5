"""Along a line: the curve and its derivatives, what a gradient step promises, where it fails."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from core.surfaces.compiled import Compiled, compile_formula
from core.surfaces.function import Function
from core.surfaces.section import RATES, first_failing_rate, predicted_and_real, section
from core.surfaces.surfaces import SURFACES

STARTS = [(key, tuple(map(float, s.start))) for key, s in SURFACES.items()]


def surface(key: str) -> Function:
    return SURFACES[key].function()


def quadratic(a: float, b: float, c: float, offset: float = 0) -> Compiled:
    return compile_formula(f"{a!r}*x^2/2 + {b!r}*x*y + {c!r}*y^2/2 + {offset!r}")


@pytest.mark.parametrize(("key", "point"), STARTS)
def test_slope_and_curvature_are_those_of_the_curve(key: str, point: tuple[float, float]) -> None:
    direction = (0.6, -0.8) if SURFACES[key].dimensions == 2 else (1.0, 0.0)
    h = 1e-3
    one = section(surface(key), point, direction, -2 * h, 2 * h, 5)
    np.testing.assert_allclose(np.hypot(one.x - point[0], one.y - point[1]), abs(one.s), atol=1e-15)
    # Central differences of the fourth order, exact to h⁴ times the sixth derivative.
    f, scale = one.f, np.abs(one.f).max() + abs(one.slope) + abs(one.curvature)
    slope = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h)
    curvature = (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / (12 * h * h)
    assert one.value == pytest.approx(f[2], rel=1e-13)
    assert one.slope == pytest.approx(slope, abs=1e-9 * scale)
    assert one.curvature == pytest.approx(curvature, abs=1e-7 * scale)


def test_a_direction_counts_by_its_length() -> None:
    compiled = surface("himmelblau")
    unit = section(compiled, (1.0, 2.0), (0.6, 0.8), -4, 4, 33)
    double = section(compiled, (1.0, 2.0), (1.2, 1.6), -2, 2, 33)
    np.testing.assert_allclose(unit.f, double.f, rtol=1e-14)
    assert (double.slope, double.curvature) == pytest.approx((2 * unit.slope, 4 * unit.curvature))


def test_a_hole_stays_one() -> None:
    one = section(compile_formula("log(x) + y"), (1.0, 0.0), (1.0, 0.0), -3, 3, 7)
    assert np.isnan(one.f).tolist() == [True, True, False, False, False, False, False]
    assert one.f[2] == -math.inf


# What a gradient step promises


@pytest.mark.parametrize(("key", "point"), STARTS)
def test_the_promise_is_taylors_polynomial(key: str, point: tuple[float, float]) -> None:
    """What is left over falls with the square of the rate, and with its cube."""
    compiled = surface(key)
    f, gx, gy = compiled.at(*point)
    slope = math.hypot(gx, gy)
    rates = 1e-2 / slope / 4.0 ** np.arange(4)
    step = predicted_and_real(compiled, point, rates)
    np.testing.assert_allclose(step.linear, f - rates * slope**2, rtol=1e-12)
    np.testing.assert_array_equal(step.real, compiled.value(step.x, step.y))
    first, second = abs(step.real - step.linear), abs(step.real - step.quadratic)
    digits = 1e-14 * abs(f)
    assert (first[1:] <= first[:-1] / 16 * 1.2 + digits).all()
    assert (second[1:] <= second[:-1] / 64 * 1.2 + digits).all()


def test_one_rate_gives_numbers_and_a_step_beyond_all_numbers_no_error() -> None:
    step = predicted_and_real(surface("sphere"), (3.0, 4.0), 0.1)
    numbers = [float(v) for v in (step.x, step.y, step.linear, step.quadratic, step.real)]
    assert numbers == pytest.approx([2.4, 3.2, 15, 16, 16])
    assert predicted_and_real(surface("sphere"), (1.0, 0.0), 1e200).real == math.inf


# Where it fails


@given(
    st.floats(0.01, 100), st.floats(-0.99, 0.99), st.floats(0.01, 100), st.floats(0, 2 * math.pi)
)
def test_a_quadratic_fails_where_theory_says(
    a: float, mixed: float, c: float, angle: float
) -> None:
    b = mixed * math.sqrt(a * c)
    compiled = quadratic(a, b, c)
    point = math.cos(angle), math.sin(angle)
    _, gx, gy = compiled.at(*point)
    g = np.array([gx, gy])
    expected = 2 * (g @ g) / (g @ [[a, b], [b, c]] @ g)
    assert first_failing_rate(compiled, point) == pytest.approx(expected, rel=1e-11)
    largest = np.linalg.eigvalsh([[a, b], [b, c]])[1]
    assert first_failing_rate(compiled, point) >= 2 / largest * (1 - 1e-11)


@pytest.mark.parametrize("curvature", [1e-4, 0.3, 2.0, 5e3, 1e9])
@pytest.mark.parametrize("x", [1e-9, 0.1, 1e3])
@pytest.mark.parametrize("offset", [0.0, 1.0, -1e6])
def test_in_one_dimension_it_is_two_by_the_curvature(
    curvature: float, x: float, offset: float
) -> None:
    """However little of f's digits the step changes."""
    compiled = compile_formula(f"{curvature!r}*x^2/2 + {offset!r}")
    assert first_failing_rate(compiled, (x, 0.0)) == pytest.approx(2 / curvature, rel=1e-11)


@pytest.mark.parametrize(("key", "point"), STARTS)
def test_below_it_every_step_lowers_and_at_it_none(key: str, point: tuple[float, float]) -> None:
    compiled = surface(key)
    rate = first_failing_rate(compiled, point)
    if key in ("monkey_saddle", "inflection"):
        assert rate == math.inf, "downhill it falls for ever"
        return

    def change(eta: Any) -> Any:
        step = predicted_and_real(compiled, point, eta)
        return step.real - compiled.at(*point)[0]

    below = rate * np.linspace(0.02, 0.999, 50)
    assert (change(below) < 0).all()
    assert change(rate * 1.001) > 0
    assert rate == pytest.approx(brentq(change, rate * 0.999, rate * 1.001, rtol=1e-14), rel=1e-10)


@given(st.floats(-5, 5), st.floats(-5, 5))
@example(0.0, 0.0)
def test_some_rate_always_lowers_where_there_is_a_slope(x: float, y: float) -> None:
    compiled = surface("himmelblau")
    slope = math.hypot(*compiled.at(x, y)[1:])
    assume(slope == 0 or slope > 1e-3)
    rate = first_failing_rate(compiled, (x, y))
    assert RATES[0] < rate < 1 or slope == 0
    if slope:
        assert predicted_and_real(compiled, (x, y), rate / 3).real < compiled.at(x, y)[0]


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("x^2 + y^2", (0.0, 0.0), math.nan),
        ("log(x)", (-1.0, 0.0), math.nan),
        ("abs(x)", (0.0, 0.0), math.nan),
        ("abs(x)", (1e-13, 0.0), math.nan),
        ("abs(x)", (3.0, 0.0), 6.0),
        ("x + 2*y", (1.0, 1.0), math.inf),
        ("-x^2", (1.0, 0.0), math.inf),
        ("sqrt(x)", (1.0, 0.0), 2.0),
    ],
    ids=str,
)
def test_where_it_is_not_a_number_it_says_why(
    text: str, point: tuple[float, float], expected: float
) -> None:
    """No slope, a kink, for ever downhill; and the rim of a hole."""
    rate = first_failing_rate(compile_formula(text), point)
    assert rate == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_the_first_rate_that_fails_is_the_first_and_not_the_last() -> None:
    function, point = SURFACES["rastrigin"].function(), (2.4216, 4.1180)
    first = first_failing_rate(function, point)
    assert first == pytest.approx(0.0297, abs=1e-4)
    f, gx, gy = function.at(*point)
    rates = np.linspace(0, first, 20_001)[1:-1]
    assert (function.value(point[0] - rates * gx, point[1] - rates * gy) < f).all()
