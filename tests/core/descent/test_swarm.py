"""Swarms: every rule on many particles, where they settle, and the search for minima."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.descent import settling
from core.descent.settling import missing, settle, stages
from core.descent.swarm import Swarm, update_code
from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.parameters import Number
from core.surfaces.compiled import compile_formula
from core.surfaces.function import Surface
from core.surfaces.minima import minima_of
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import ARRIVED, Verdict, verdicts
from core.waiting import result_of

RECORDED = [key for key in FIRST_ORDER if key != "radam"]


# Rules


def single(key: str, hyper: dict[str, float], x: float, y: float, steps: int) -> list[float]:
    """The path's end, one coordinate after another, on plain numbers."""
    compiled, optimizer = SURFACES["himmelblau"].function(), FIRST_ORDER[key]
    assert optimizer.rule is not None
    of_x = of_y = optimizer.starting_memories(hyper)
    for t in range(1, steps + 1):
        _, gx, gy = compiled.at(x, y)
        x, of_x = optimizer.rule(x, gx, t, of_x, **hyper)
        y, of_y = optimizer.rule(y, gy, t, of_y, **hyper)
    return [x, y]


OPTIONS = [
    "momentum:dampening=0.4",
    "adagrad:lr_decay=0.2:initial_accumulator_value=3",
    "rmsprop:centered=true:momentum=0.8",
    "adam:amsgrad=true",
    "adamw:amsgrad=true",
    "lion:weight_decay=0.1",
]


@pytest.mark.parametrize("text", [*FIRST_ORDER, *OPTIONS])
def test_each_particle_is_a_race_of_its_own(text: str) -> None:
    one = Competitor.parse("", text)
    key, hyper = one.key, one.hyper(0.003)
    x, y = torch.rand(2, 30, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    swarm = Swarm(SURFACES["himmelblau"].function(), FIRST_ORDER[key], hyper, x, y)
    swarm.advance(7)
    swarm.advance(13)
    expected = [single(key, hyper, float(a), float(b), 20) for a, b in zip(x, y, strict=True)]
    np.testing.assert_allclose(swarm.p.T, expected, rtol=1e-10)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (o.key, p)
        for o in FIRST_ORDER.values()
        for p in ("learning_rate", *(h.name for h in o.hyper if isinstance(h, Number)))
        if (o.key, p) != ("radam", "beta2")  # its rule decides on it: no axis of a map
    ],
)
def test_each_particle_may_have_its_own_hyper_parameter(key: str, name: str) -> None:
    hyper = Competitor(key).hyper(0.003)
    low, high = max(1.02 * hyper[name], 1e-3) / 1.2, max(hyper[name], 1e-3)
    own = torch.linspace(low, high, 5, dtype=torch.float64)
    x = torch.full((5,), 0.3, dtype=torch.float64)
    swarm = Swarm(
        SURFACES["himmelblau"].function(), FIRST_ORDER[key], {**hyper, name: own}, x, x.clone()
    )
    swarm.advance(15)
    expected = [single(key, {**hyper, name: float(v)}, 0.3, 0.3, 15) for v in own]
    np.testing.assert_allclose(swarm.p.T, expected, rtol=1e-10)


@pytest.mark.parametrize("key", FIRST_ORDER)
def test_who_is_lost_in_one_coordinate_is_nan_in_both_and_stays_so(key: str) -> None:
    x = torch.tensor([float("inf"), float("nan"), 1.0, 1.0])
    y = torch.tensor([1.0, 1.0, -float("inf"), 1.0])
    swarm = Swarm(compile_formula("x^2 + y^2"), FIRST_ORDER[key], Competitor(key).hyper(0.01), x, y)
    for _ in range(3):
        swarm.advance(2)
        for v in swarm.p:
            assert torch.isnan(v).tolist() == [True, True, True, False]


def test_numbers_next_to_zero_are_flushed_within_a_step_only() -> None:
    tiny = torch.full((64,), 1e-39)
    swarm = Swarm(
        compile_formula("x^2 + y^2"), FIRST_ORDER["gd"], {"learning_rate": 0.1}, tiny, tiny.clone()
    )
    swarm.advance(1)
    assert float((tiny * 0.5).sum()) > 0, "the thread's own arithmetic is as it was"


@pytest.mark.parametrize("key", RECORDED)
def test_every_rule_becomes_code_that_makes_no_buffers_but_its_first(key: str) -> None:
    """Only RAdam's decides on the number of its step; it runs as it is."""
    swarm = Swarm(
        SURFACES["rosenbrock"].function(),
        FIRST_ORDER[key],
        Competitor(key).hyper(1e-4),
        *torch.rand(2, 8, generator=torch.Generator().manual_seed(0)),
    )
    known: set[int] = set()
    for step in range(12):
        before = swarm.p
        (passed,) = swarm.advance(1)
        assert passed is swarm.p
        swarm.reuse([before])
        held = [swarm.p, *swarm._pool, *(m for m in swarm._memories if isinstance(m, torch.Tensor))]
        pointers = {v.data_ptr() for v in held}
        assert len(pointers) == len(held), "nothing is handed out twice"
        assert step < 2 or pointers == known
        known = pointers


@pytest.mark.parametrize("text", OPTIONS)
def test_a_rule_with_options_is_recorded(text: str) -> None:
    one = Competitor.parse("", text)
    assert one.optimizer.rule is not None
    hyper = tuple(one.hyper(0.1).items())
    assert update_code(one.optimizer.rule, hyper, len(one.optimizer.memories)) is not None


def test_a_rule_that_decides_on_a_number_is_not_recorded() -> None:
    hyper = tuple(Competitor("radam").hyper(0.1).items())
    rule = FIRST_ORDER["radam"].rule
    assert rule is not None
    assert update_code(rule, hyper, 2) is None


def test_positions_stay_as_they_are_until_they_are_handed_back() -> None:
    start = torch.rand(2, 50, generator=torch.Generator().manual_seed(0))
    function, hyper = compile_formula("x^2 + y^4"), Competitor("adam").hyper(0.1)
    swarm, other = (Swarm(function, FIRST_ORDER["adam"], hyper, *start) for _ in range(2))
    passed = swarm.advance(5)
    for one in passed:
        np.testing.assert_array_equal(one, other.advance(1)[0])
    swarm.reuse(passed[:-1])
    np.testing.assert_array_equal(swarm.advance(3)[-1], other.advance(3)[-1])


# Settling


def reference(passed: np.ndarray[Any, Any], minima: np.ndarray[Any, Any], reach: float) -> Any:
    """Basin and first step of staying, from whole paths [steps+1, n, 2], the plain way."""
    distances = np.hypot(*np.moveaxis(passed[:, :, None] - minima, -1, 0))  # [steps+1, n, M]
    within = distances <= reach
    basin = np.where(within[-1].any(1), distances[-1].argmin(1), -1)
    settled = np.full(len(basin), -1)
    for k, minimum in enumerate(basin):
        if minimum >= 0:
            outside = np.flatnonzero(~within[:, k, minimum])
            settled[k] = outside[-1] + 1 if outside.size else 0
    return basin, settled


def walked(swarm: Swarm, steps: int) -> Any:
    """[steps+1, particles, 2] all positions of a swarm."""
    start = swarm.p.clone()
    return torch.stack([start, *swarm.advance(steps)]).permute(0, 2, 1).numpy()


@pytest.mark.parametrize("key", ["gd", "momentum", "adam", "rprop"])
@pytest.mark.parametrize("steps", [1, 31, 32, 33, 150])
def test_basins_and_steps_are_those_of_the_whole_paths(key: str, steps: int) -> None:
    surface = SURFACES["himmelblau"]
    reach = 0.05 * surface.diagonal
    minima = np.array(surface.minima)
    draw = torch.Generator().manual_seed(1)
    x, y = (8 * torch.rand(2, 500, generator=draw) - 4).double()
    hyper = Competitor(key).hyper(0.012)
    make: Callable[[], Swarm] = lambda: Swarm(  # noqa: E731
        surface.function(), FIRST_ORDER[key], hyper, x.clone(), y.clone()
    )
    end = result_of(settle(make(), steps, minima, reach))
    basin, settled = reference(walked(make(), steps), minima, reach)
    np.testing.assert_array_equal(end.basin, basin)
    np.testing.assert_array_equal(end.settled, settled)
    assert steps < 100 or len(set(basin.tolist())) == 4 + (-1 in basin)


@pytest.mark.parametrize("few", [0, 100], ids=["looked up", "computed"])
@pytest.mark.parametrize("reach", [0.002, 0.1, 0.45])
@pytest.mark.parametrize("learning_rate", [0.002, 0.02])
def test_among_many_minima_too(
    monkeypatch: pytest.MonkeyPatch, few: int, reach: float, learning_rate: float
) -> None:
    """Whether their reaches share a cell of the table or not; and some start nowhere."""
    monkeypatch.setattr(settling, "FEW", few)
    surface = SURFACES["rastrigin"]
    minima = result_of(minima_of(surface, surface.function()))
    x, y = 12 * torch.rand(2, 700, generator=torch.Generator().manual_seed(2)).double() - 6
    x[:3] = torch.tensor([float("nan"), float("inf"), 1e300])
    momentum = FIRST_ORDER["momentum"]
    hyper = {"learning_rate": learning_rate, "momentum": 0.5, "dampening": 0.0}
    make: Callable[[], Swarm] = lambda: Swarm(surface.function(), momentum, hyper, x, y)  # noqa: E731
    end = result_of(settle(make(), 70, minima, reach))
    with np.errstate(invalid="ignore"):
        basin, settled = reference(walked(make(), 70), minima, reach)
    np.testing.assert_array_equal(end.basin, basin)
    np.testing.assert_array_equal(end.settled, settled)
    assert (basin[:3] == -1).all()


@pytest.mark.parametrize("breath", [1, 3, 64])
def test_who_jumps_from_one_minimum_to_the_next_is_there_since_the_jump(
    monkeypatch: pytest.MonkeyPatch, breath: int
) -> None:
    """Wherever the breaths fall. From x = 0 every step of this slope goes exactly one further."""
    monkeypatch.setattr(settling, "MOST_STEPS_A_BREATH", breath)
    start = torch.zeros(3, dtype=torch.float64)
    swarm = Swarm(
        compile_formula("0*y - x"), FIRST_ORDER["gd"], {"learning_rate": 1.0}, start, start
    )
    minima = np.array([(float(k), 0.0) for k in range(30)])
    end = result_of(settle(swarm, 17, minima, 0.3))
    assert end.basin.tolist() == end.settled.tolist() == [17] * 3


def test_without_minima_nobody_settles() -> None:
    x = torch.zeros(4)
    swarm = Swarm(
        compile_formula("x^2 - y^2"), FIRST_ORDER["gd"], {"learning_rate": 0.1}, x, x.clone()
    )
    end = result_of(settle(swarm, 5, np.empty((0, 2)), 0.1))
    assert end.basin.tolist() == end.settled.tolist() == [-1] * 4


@given(st.integers(1, 300), st.integers(1, 64))
def test_every_pixel_is_computed_once(resolution: int, coarse: int) -> None:
    done = np.zeros((resolution, resolution), int)
    for some in stages(resolution, coarse):
        here = missing(done > 0, np.ix_(some, some))
        np.add.at(done, here, 1)
        assert (done[np.ix_(some, some)] == 1).all()
    assert (done == 1).all()


@pytest.mark.parametrize("resolution", [8, 63, 64, 65, 100, 128, 256, 1000, 1024])
def test_the_coarse_pixels_are_some_of_the_fine(resolution: int) -> None:
    *coarse, whole = stages(resolution, 64)
    assert whole.tolist() == list(range(resolution))
    assert len(coarse) == (resolution > 64)
    for some in coarse:
        assert 32 <= len(some) <= 64
        assert set(np.diff(some)) == {some[1] - some[0]}
        assert abs(some[0] - (resolution - 1 - some[-1])) <= some[1] - some[0]


# Minima


@pytest.mark.parametrize(
    ("key", "count"), [("rastrigin", 121), ("ackley", 121), ("griewank", 17), ("himmelblau", 4)]
)
def test_the_search_finds_the_minima_that_are_not_stated(key: str, count: int) -> None:
    surface = SURFACES[key]
    compiled = surface.function()
    minima = result_of(minima_of(surface, compiled))
    assert len(minima) == count
    stated = [*surface.minima, *surface.cusps]
    np.testing.assert_array_equal(minima[: len(stated)], stated)
    found = minima[len(stated) :]
    assert (verdicts(surface, compiled, found[:, 0], found[:, 1]) == Verdict.MINIMUM).all()
    _, gx, gy = compiled.derivatives(found[:, 0], found[:, 1])
    np.testing.assert_allclose(np.hypot(gx, gy), 0, atol=1e-9)
    assert (np.diff(compiled.value(found[:, 0], found[:, 1])) > -1e-8).all(), "lowest first"
    np.testing.assert_array_equal(minima, result_of(minima_of(surface, compiled)))


@pytest.mark.parametrize("key", [key for key, s in SURFACES.items() if not s.degenerate])
def test_the_search_finds_all_that_a_record_states(key: str) -> None:
    """Were they not stated: from the grid's low points alone."""
    record = SURFACES[key]
    unknown = replace(record, minima=(), cusps=(), every_stationary_point=False)
    found = result_of(minima_of(unknown, record.function()))
    for minimum in record.minima:
        assert np.hypot(*(found - minimum).T).min() < 1e-9 * record.diagonal
    if record.every_stationary_point:
        assert len(found) == len(record.minima)


def test_the_search_comes_down_from_the_rim_of_a_narrow_valley() -> None:
    """Whose floor lies between two rows of the grid, which stand where it curves the other way."""
    formula = "exp(sin(3*x)) + tanh(20*y)^2"
    narrow = Surface(
        key="", formula=formula, x=(-5, 5), y=(-5, 5), start=(0, 0), source="",
        every_stationary_point=False,
    )  # fmt: skip
    found = result_of(minima_of(narrow, compile_formula(formula)))
    expected = [(-np.pi / 6 + 2 * np.pi / 3 * k, 0) for k in range(-2, 3)]
    np.testing.assert_allclose(found[np.argsort(found[:, 0])], expected, atol=1e-9)


@pytest.mark.parametrize("key", SURFACES)
def test_no_two_minima_are_within_reach_of_one_point(key: str) -> None:
    surface = SURFACES[key]
    minima = result_of(minima_of(surface, surface.function()))
    apart = np.hypot(*np.moveaxis(minima[:, None] - minima, -1, 0)) + 1e9 * np.eye(len(minima))
    assert (apart > 2 * ARRIVED * surface.diagonal).all()
