"""Noise, clipping, weight decay and schedules: against torch, with every rule that takes them."""

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    LambdaLR,
    LinearLR,
    LRScheduler,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.paths import path
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.optimizers.records import Optimizer
from core.optimizers.schedules import SCHEDULES, curve, rates_used
from core.optimizers.treatment import clipped
from core.surfaces.surfaces import SURFACES

Array = np.ndarray[Any, Any]

QUIET: dict[str, dict[str, float | str]] = {"sgd": {"noise": 0}}
TORCHS: dict[str, Callable[[torch.optim.Optimizer, int], LRScheduler]] = {
    "step": lambda o, total: StepLR(o, step_size=max(1, total // 3), gamma=0.1),
    "inverse": lambda o, total: LambdaLR(o, lambda t: 1 / (1 + 9 * t / total)),
    "cosine": lambda o, total: CosineAnnealingLR(o, T_max=total),
    "warmup": lambda o, total: LinearLR(
        o, start_factor=1 / max(1, total // 10), total_iters=max(1, total // 10 - 1)
    ),
    "one_cycle": lambda o, total: OneCycleLR(
        o, o.param_groups[0]["lr"], total_steps=total, cycle_momentum=False
    ),
    "restarts": lambda o, total: CosineAnnealingWarmRestarts(o, T_0=max(1, total // 7), T_mult=2),
}
"""The schedulers of torch that do the same as ours; a constant rate needs none."""


@pytest.fixture(autouse=True)
def double() -> Iterator[None]:
    """float64 by default: torch keeps NAdam's mu_product in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def having(name: str) -> list[Optimizer]:
    return [o for o in FIRST_ORDER.values() if any(p.name == name for p in o.treatments)]


def named(value: Any) -> str:
    return str(getattr(value, "key", value))


def race(**fields: Any) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], DescentSpec.from_json(fields)))
    assert isinstance(frame, DescentFrame)
    return frame


def torch_path(
    one: Competitor, start: Any, steps: int, rate: float, decay: float, clip: float, schedule: str
) -> Array:
    """[steps+1, 2] down the double well: a plain loop, from one start or (rows) from several."""
    p = torch.tensor(start, requires_grad=True)
    optimizer = torch_optimizer(one.optimizer, [p], one.hyper(rate), decay)
    scheduler = TORCHS[schedule](optimizer, steps) if schedule in TORCHS else None
    watch = ReduceLROnPlateau(optimizer) if schedule == "plateau" else None
    places = [p.detach().numpy().copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (p[0] ** 2 - 1) ** 2 + p[1] ** 2
        loss.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([p], clip)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        if watch is not None:
            watch.step(loss.item())
        places.append(p.detach().numpy().copy())
    return np.array(places)


def agree(one: Competitor, rate: float, steps: int, **treatment: Any) -> None:
    """The path of ``one`` is torch's, wherever torch agrees with itself from an ulp beside."""
    start = np.array((0.3, 1.2))
    settings = {"decay": 0.0, "clip": 0.0, "schedule": "constant", **treatment}
    theirs = torch_path(one, start, steps, rate, **settings)
    beside = torch_path(one, np.nextafter(start, np.inf), steps, rate, **settings)
    control = np.abs(theirs - beside).max(axis=1) <= 1e-10
    agrees = steps + 1 if control.all() else int(np.argmin(control))
    assert agrees > steps // 3
    compiled = SURFACES["double_well"].function()
    points = path(one, compiled, rate, (0.3, 1.2), total=steps)
    mine = np.array([point[:2] for point in islice(points, agrees)])
    assert (np.abs(mine - theirs[:agrees]) <= 1e-9 * (1 + np.abs(theirs[:agrees]))).all()
    assert np.abs(mine[-1] - start).max() > 1e-4, "it went somewhere"


def set_to(optimizer: Optimizer, **settings: float | str) -> Competitor:
    return Competitor.of(optimizer.key, {**QUIET.get(optimizer.key, {}), **settings})


# Schedules


@pytest.mark.parametrize("total", [1, 2, 3, 7, 20, 100, 333])
@pytest.mark.parametrize("key", [key for key, one in SCHEDULES.items() if one.factor])
def test_a_schedule_is_torchs(key: str, total: int) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    scheduler = TORCHS[key](optimizer, total) if key in TORCHS else None
    for mine in rates_used(key, 0.3, total):
        theirs = optimizer.param_groups[0]["lr"]
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-12)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()


@given(
    st.sampled_from([1.0, 1e-3, 1e-7]),
    st.lists(st.sampled_from([3.0, 2.0, 1.99985, 1.0, -1.0, math.inf]), max_size=80),
)
def test_on_plateaus_the_rate_is_torchs(rate: float, losses: list[float]) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler = ReduceLROnPlateau(optimizer)
    theirs = [rate]
    for loss in losses:
        scheduler.step(loss)
        theirs.append(optimizer.param_groups[0]["lr"])
    mine = rates_used("plateau", rate, len(losses) + 1, losses)
    assert mine == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("key", SCHEDULES)
@pytest.mark.parametrize("total", [1, 7, 500, 20_000])
def test_a_schedules_curve_is_of_the_rates_that_are_used(key: str, total: int) -> None:
    losses = [1.0] * min(total, 60)
    used = rates_used(key, 0.2, total, losses)
    points = curve(key, total, used)
    assert 1 <= len(points) <= 500
    for part, factor in points:
        assert factor == pytest.approx(used[round(part * total)] / 0.2, rel=1e-12)
    assert points[0][0] == 0
    assert points[-1][0] == pytest.approx((len(used) - 1) / total)
    assert curve("plateau", total) == [], "nothing is known before the run"


def test_on_a_plateau_the_rate_is_a_tenth_after_eleven_updates_without_gain() -> None:
    used = rates_used("plateau", 1.0, 30, [5.0] * 30)
    assert used[:12] == [1.0] * 12
    assert used[12:23] == [0.1] * 11
    assert used[23] == pytest.approx(0.01)


@pytest.mark.parametrize("key", [key for key, one in SCHEDULES.items() if one.code])
@pytest.mark.parametrize("total", [1, 20])
def test_a_schedules_code_is_its_factor(key: str, total: int) -> None:
    schedule = SCHEDULES[key]
    made: dict[str, Any] = {"math": math, "STEPS": total}
    exec(schedule.code, made)
    assert [made[schedule.name](t) for t in range(total)] == rates_used(key, 1.0, total)


def test_the_schedules_begin_and_end_where_they_should() -> None:
    used = {key: rates_used(key, 1.0, 1000) for key, one in SCHEDULES.items() if one.factor}
    ends = {key: [rates[t] for t in (0, 500, 999)] for key, rates in used.items()}
    assert ends["constant"] == [1, 1, 1]
    assert ends["step"] == pytest.approx([1, 0.1, 0.001])
    assert ends["inverse"] == pytest.approx([1, 1 / 5.5, 0.1], rel=1e-2)
    assert ends["cosine"] == pytest.approx([1, 0.5, 0], abs=1e-5)
    assert ends["warmup"] == pytest.approx([0.01, 1, 1])
    assert ends["one_cycle"][::2] == pytest.approx([0.04, 4e-6])
    assert max(used["one_cycle"]) == used["one_cycle"][299] == 1
    assert [t for t, rate in enumerate(used["restarts"]) if rate == 1] == [0, 142, 426, 994]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", having("schedule"), ids=named)
def test_a_path_under_a_schedule_is_torchs(optimizer: Optimizer, schedule: str) -> None:
    agree(set_to(optimizer, schedule=schedule), 0.02, 60, schedule=schedule)


def test_the_length_of_the_race_is_what_a_schedule_is_laid_out_for() -> None:
    short, long = (race(optimizers="gd:schedule=cosine", steps=s).positions for s in (50, 100))
    np.testing.assert_array_equal(short[0, :2], long[0, :2])
    assert not np.array_equal(short[0, 2:], long[0, 2:51])


# Weight decay and clipping


@pytest.mark.parametrize("decay", [1e-3, 0.5, 10.0])
@pytest.mark.parametrize("optimizer", having("weight_decay"), ids=named)
def test_a_path_with_weight_decay_is_torchs(optimizer: Optimizer, decay: float) -> None:
    agree(set_to(optimizer, weight_decay=decay), 0.01, 60, decay=decay)


@pytest.mark.parametrize("clip", [1e-3, 0.7, 100.0])
@pytest.mark.parametrize("optimizer", having("clip"), ids=named)
def test_a_path_with_clipping_is_torchs(optimizer: Optimizer, clip: float) -> None:
    # So small a gradient moves those that do not scale it away by little: a larger rate.
    rate = 0.5 if clip == 1e-3 and optimizer.key in ("gd", "sgd") else 0.02
    agree(set_to(optimizer, clip=clip), rate, 60, clip=clip)


@pytest.mark.parametrize("optimizer", having("weight_decay"), ids=named)
def test_all_together_are_torchs(optimizer: Optimizer) -> None:
    one = set_to(optimizer, weight_decay=0.1, clip=0.5, schedule="cosine")
    agree(one, 0.05, 60, decay=0.1, clip=0.5, schedule="cosine")


@pytest.mark.parametrize("seed", range(5))
def test_a_clipped_gradient_is_torchs(seed: int) -> None:
    random = np.random.default_rng(seed)
    for _ in range(50):
        gradient = random.normal(size=2) * 10.0 ** random.integers(-5, 6)
        clip = float(10.0 ** random.uniform(-4, 4))
        p = torch.zeros(2, requires_grad=True)
        p.grad = torch.tensor(gradient)
        torch.nn.utils.clip_grad_norm_([p], clip)
        gx, gy = gradient.tolist()
        assert clipped(gx, gy, clip) == pytest.approx(p.grad.tolist(), rel=1e-13)


def test_a_gradient_is_not_clipped_by_zero() -> None:
    plain = race(optimizers="momentum", steps=50)
    off = race(optimizers="momentum:clip=0:weight_decay=0:schedule=constant", steps=50)
    assert off.optimizers == ("momentum",)
    np.testing.assert_array_equal(plain.positions, off.positions)


def test_losses_and_gradients_shown_are_the_surfaces_own() -> None:
    text = "gd:weight_decay=1:clip=0.1,sgd:noise=3"
    frame = race(surface="double_well", optimizers=text, steps=80, learning_rate=0.05)
    x, y = frame.positions[..., 0], frame.positions[..., 1]
    np.testing.assert_allclose(frame.losses, (x**2 - 1) ** 2 + y**2, rtol=1e-12)
    norms = np.hypot(4 * x * (x**2 - 1), 2 * y)
    np.testing.assert_allclose(frame.gradient_norms, norms, rtol=1e-12)


# Noise


def test_without_noise_sgd_is_gd() -> None:
    frame = race(optimizers="gd,sgd:noise=0", steps=60)
    np.testing.assert_array_equal(frame.positions[0], frame.positions[1])


def test_the_noise_is_the_seeds_and_the_places() -> None:
    text = "sgd,sgd,adam"
    first, again = (race(optimizers=text, steps=300, seed=7).positions for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = race(optimizers=text, steps=300, seed=8).positions
    assert not np.array_equal(first[0], first[1]), "each competitor has its own"
    assert not np.array_equal(first[0], other[0])
    np.testing.assert_array_equal(first[2], other[2])
    longer = race(optimizers=text, steps=700, seed=7).positions
    np.testing.assert_array_equal(longer[:, :301], first)


def test_the_noise_has_the_chosen_size() -> None:
    frame = race(
        surface="sphere", optimizers="sgd:noise=2.5", steps=20_000, learning_rate=0.01, seed=1
    )
    p = frame.positions[0]
    drawn = (p[:-1] - p[1:]) / 0.01 - 2 * p[:-1]  # step/η less the gradient
    assert drawn.std() == pytest.approx(2.5, rel=0.02)
    assert abs(drawn.mean()) < 0.05
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.03


def test_a_constant_rate_hovers_where_a_falling_one_settles() -> None:
    """Claim O10."""
    text = "sgd:noise=2,sgd:noise=2:schedule=cosine,gd"
    frame = race(surface="sphere", optimizers=text, steps=4000, learning_rate=0.1)
    late = np.sqrt((frame.distance[:, -200:] ** 2).mean(axis=1))
    # x ← (1 - 2η) x - ησξ has the variance η²σ² / (1 - (1-2η)²).
    hovering = math.sqrt(2 * 0.1**2 * 2**2 / (1 - 0.8**2))
    assert late[0] == pytest.approx(hovering, rel=0.25)
    assert late[1] < hovering / 5
    assert late[2] < 1e-12


def test_noise_leaves_the_ridge_where_nothing_else_does() -> None:
    """Claim O3."""
    frame = race(
        surface="double_well",
        optimizers="gd,sgd:noise=0.1",
        start_x=0.0,
        start_y=1.2,
        learning_rate=0.05,
        steps=1500,
    )
    assert abs(frame.positions[0, -1, 0]) == 0
    assert abs(abs(frame.positions[1, -1, 0]) - 1) < 0.2
