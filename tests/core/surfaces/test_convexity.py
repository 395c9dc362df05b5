"""Convexity: chords, Jensen and sub-level sets hold where f is convex, and fail with a witness."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.parameters import Reason, SpecError
from core.surfaces.compiled import compile_formula
from core.surfaces.convexity import chord, convex_witness, extended_value, jensen, rounding
from core.surfaces.function import Function, Surface
from core.surfaces.sublevel import Sublevel, sublevel
from core.surfaces.surfaces import SURFACES

CONVEX = [key for key, s in SURFACES.items() if s.convex]
EXPANDED = "x^4 - 4*x^3*y + 6*x^2*y^2 - 4*x*y^3 + y^4"
"""(x - y)^4, whose terms cancel: on x = y nothing but rounding is left."""

place = st.tuples(st.floats(-5, 5), st.floats(-5, 5))
few_places = st.lists(st.tuples(place, st.floats(0, 1)), min_size=1, max_size=6)


def surface(key: str) -> Function:
    return SURFACES[key].function()


CONVEX_FUNCTIONS = [*map(surface, CONVEX), compile_formula(EXPANDED)]


def typed(formula: str) -> tuple[Function, Surface]:
    record = Surface(key="", formula=formula, x=(-5, 5), y=(-5, 5), start=(0, 0), source="")
    return compile_formula(formula), record


# Chords


@pytest.mark.parametrize(
    "function",
    [*CONVEX_FUNCTIONS, compile_formula("abs(x-y)")],
    ids=[*CONVEX, EXPANDED, "abs(x-y)"],
)
@given(a=place, b=place)
def test_no_chord_of_a_convex_surface_is_violated(
    function: Function, a: tuple[float, float], b: tuple[float, float]
) -> None:
    found = chord(function, a, b)
    assert found.holds
    assert found.f[0] == pytest.approx(found.line[0])
    assert found.f[-1] == pytest.approx(found.line[-1])


def test_a_chords_numbers_are_those_of_the_curve() -> None:
    found = chord(surface("double_well"), (-1.0, 0.0), (1.0, 0.0), 5)
    np.testing.assert_allclose(found.t, [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(found.f, [0, 0.5625, 1, 0.5625, 0])
    np.testing.assert_allclose(found.line, 0)
    assert (found.excess, found.t_worst, found.worst) == (1, 0.5, (0, 0))
    assert not found.holds


def test_a_violation_counts_from_just_above_rounding() -> None:
    compiled = compile_formula("1e6 - 1e-7*x^2")
    assert not chord(compiled, (-1.0, 0.0), (1.0, 0.0)).holds
    assert chord(compiled, (-1e-3, 0.0), (1e-3, 0.0)).holds, "of 1e6 the digits end at 1e-10"


@pytest.mark.parametrize(
    ("text", "a", "b", "holds"),
    [
        ("log(x)*(-1)", (-1.0, 0.0), (3.0, 0.0), True),  # above an infinite end anything is right
        ("1/x^2", (-1.0, 0.0), (1.0, 0.0), False),  # the domain itself is not convex
        ("sqrt(x^2 - 1)", (-2.0, 0.0), (2.0, 0.0), False),
        ("-sqrt(25 - x^2 - y^2)", (-3.0, 4.0), (3.0, -4.0), True),
    ],
)
def test_a_hole_lies_infinitely_high(
    text: str, a: tuple[float, float], b: tuple[float, float], holds: bool
) -> None:
    found = chord(compile_formula(text), a, b)
    assert found.holds is holds
    assert holds or found.excess == math.inf


def test_rounding_is_what_the_evaluation_loses() -> None:
    """Cancellation included; measured against exact arithmetic."""
    x = np.linspace(4, 5, 200)
    loss = np.abs(compile_formula(EXPANDED).value(x, x)).max()  # exactly it is zero
    assert loss > 1e-13
    assert loss <= rounding(compile_formula(EXPANDED), x, x) < 1e3 * loss
    plain = compile_formula("x^2 + y^2")
    assert rounding(plain, x, x) < 1e-12


# Witnesses


@pytest.mark.parametrize("key", SURFACES)
def test_every_surface_that_is_not_convex_has_a_witness_and_no_other(key: str) -> None:
    record, compiled = SURFACES[key], surface(key)
    found = convex_witness(compiled, record)
    if record.convex:
        assert found is None
        return
    assert found is not None
    assert found.excess > found.tolerance
    for x, y in (found.a, found.b, found.worst):
        assert record.x[0] <= x <= record.x[1]
        assert record.y[0] <= y <= record.y[1]
    # The three values say it by themselves, without the rest of the chord.
    (f,) = (compiled.at(*found.worst)[0],)
    t = found.t_worst
    line = (1 - t) * compiled.at(*found.a)[0] + t * compiled.at(*found.b)[0]
    assert f - line == pytest.approx(found.excess, abs=found.tolerance)


@pytest.mark.parametrize(
    "text",
    [EXPANDED, "abs(x - y) + x", "exp(x) + exp(-y)", "x^2", "-log(x + 6)", "(x*x + y*y)^0.5", "y"],
)
def test_convex_formulas_have_none(text: str) -> None:
    assert convex_witness(*typed(text)) is None


@pytest.mark.parametrize(
    ("text", "finite"),
    [
        ("-abs(x)", True),  # its Hessian is zero wherever one looks
        ("x^2 + y^2 - exp(-4*(x - 2.5)^2 - 4*y^2)", True),
        ("1/x", True),
        ("x^2 + 1e-10*x*y - 1e-9*y^2", True),
        ("1/(x - 0.1)^2", False),
        ("sqrt(x^2 - 1) + 3*abs(x)^3", False),
        ("abs(abs(x) - 2)", True),
    ],
)
def test_what_is_not_convex_has_one(text: str, finite: bool) -> None:
    found = convex_witness(*typed(text))
    assert found is not None
    assert not finite or math.isfinite(found.excess)


@given(st.floats(0, 9), st.floats(-3, 3), st.floats(0, 9), st.floats(-9, 9))
def test_a_quadratic_has_a_witness_where_an_eigenvalue_is_negative(
    a: float, b: float, c: float, slope: float
) -> None:
    low, high = np.linalg.eigvalsh([[a, b], [b, c]])
    compiled, record = typed(f"{a!r}*x^2/2 + {b!r}*x*y + {c!r}*y^2/2 + {slope!r}*x + 1")
    if abs(low) > 1e-9 * max(high, 1):
        assert (convex_witness(compiled, record) is None) == (low > 0)


# Jensen


@pytest.mark.parametrize("function", CONVEX_FUNCTIONS, ids=[*CONVEX, EXPANDED])
@given(few_places)
def test_jensen_holds_on_convex_surfaces(
    function: Function, weighted: list[tuple[tuple[float, float], float]]
) -> None:
    points, weights = zip(*weighted, strict=True)
    if sum(weights) > 1e-300:
        found = jensen(function, points, weights)
        assert found.holds
        assert found.gap >= -found.tolerance
        expected = np.average(points, axis=0, weights=weights)
        np.testing.assert_allclose(found.mean, expected, atol=1e-14)


def test_jensen_fails_between_two_wells() -> None:
    found = jensen(surface("double_well"), [(-1, 0), (1, 0)], [3, 3])
    assert (found.mean, found.of_mean, found.mean_of, found.gap) == ((0, 0), 1, 0, -1)
    assert not found.holds


def test_infinity_is_below_nothing() -> None:
    walled = compile_formula("-log(x)")
    assert jensen(walled, [(-1, 0), (1, 0)], [1, 1]).holds
    assert jensen(walled, [(-1, 0), (1, 0)], [0, 1]).mean_of == 0, "what has no weight is not there"
    assert not jensen(compile_formula("1/x^2"), [(-1, 0), (1, 0)], [1, 1]).holds


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ([1, -1], Reason.OUT_OF_RANGE),
        ([0, 0], Reason.OUT_OF_RANGE),
        ([math.nan, 1], Reason.OUT_OF_RANGE),
        ([math.inf, 1], Reason.OUT_OF_RANGE),
        ([1], Reason.TOO_FEW),
        ([1, 1, 1], Reason.TOO_MANY),
    ],
)
def test_weights_that_are_none_are_refused(weights: list[float], reason: Reason) -> None:
    with pytest.raises(SpecError) as caught:
        jensen(surface("sphere"), [(0, 0), (1, 1)], weights)
    assert (caught.value.field, caught.value.reason) == ("weights", reason)


# Sub-level sets


def cut(compiled: Function, record: Surface, level: float, count: int = 60) -> Sublevel:
    x, y = np.linspace(*record.x, count), np.linspace(*record.y, count + 1)
    heights = np.array(compiled.value(*np.meshgrid(x, y)), float)
    return sublevel(compiled, x, y, heights, level)


def levels(compiled: Function, record: Surface) -> Any:
    x, y = np.meshgrid(np.linspace(*record.x, 60), np.linspace(*record.y, 61))
    return np.quantile(compiled.value(x, y), np.linspace(0, 1, 21))


@pytest.mark.parametrize("key", CONVEX)
def test_the_sets_of_a_convex_surface_have_no_witness(key: str) -> None:
    record, compiled = SURFACES[key], surface(key)
    last = 0.0
    for level in levels(compiled, record):
        found = cut(compiled, record, level)
        assert found.witness is None
        assert found.share > last
        last = found.share
    assert found.share == 1


@pytest.mark.parametrize("key", [key for key, s in SURFACES.items() if not s.convex])
def test_the_witness_of_a_set_lies_in_it_and_leaves_it(key: str) -> None:
    record, compiled = SURFACES[key], surface(key)
    witnesses = 0
    for level in levels(compiled, record):
        found = cut(compiled, record, level)
        np.testing.assert_array_equal(found.share, found.mask.mean())
        if found.witness is None:
            continue
        witnesses += 1
        a, b, outside = (np.array(p) for p in vars(found.witness).values())
        assert max(compiled.at(*a)[0], compiled.at(*b)[0]) <= level * (1 + 1e-14) + 1e-12
        assert compiled.at(*outside)[0] > level
        t = float((outside - a) @ (b - a) / ((b - a) @ (b - a)))
        assert 0 < t < 1
        np.testing.assert_allclose(a + t * (b - a), outside, atol=1e-12)
    # A Gaussian well is not convex, and yet its sets are all round; those of x³ are half-lines.
    assert witnesses > 0 or key in ("plateau", "inflection")


def test_wells_a_thin_ring_and_a_slit_are_seen() -> None:
    record, compiled = SURFACES["himmelblau"], surface("himmelblau")
    for level, none in ((-1, True), (10, False), (100, False), (170, False), (1e9, True)):
        assert (cut(compiled, record, level, 200).witness is None) == none
    assert cut(compiled, record, 1e9).share == 1
    ring, record = typed("abs(x^2 + y^2 - 9)")
    assert cut(ring, record, 0.4, 101).witness is not None
    slit, record = typed("1/x^2")
    assert cut(slit, record, 1e6, 101).witness is not None  # infinite on the middle column alone


def test_a_hole_is_outside_of_every_set() -> None:
    compiled, record = typed("sqrt(x^2 + y^2 - 4)")
    found = cut(compiled, record, 100.0)
    assert not found.mask[30, 30]
    assert found.witness is not None
    assert extended_value(compiled, *map(np.array, found.witness.outside)) == math.inf
    disc, record = typed("-sqrt(16 - x^2 - y^2)")
    assert cut(disc, record, 0.0).witness is None


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.95))
def test_random_convex_sets_have_no_witness(seed: int, part: float) -> None:
    a, b, c, d, e = np.random.default_rng(seed).normal(size=5).tolist()
    text = f"exp(0.3*({a!r}*x + {b!r}*y)) + abs({c!r}*x - {d!r}*y) + 0.1*(x - {e!r})^2"
    compiled, record = typed(text)
    level = float(np.quantile(levels(compiled, record), part))
    assert cut(compiled, record, level, 40).witness is None
