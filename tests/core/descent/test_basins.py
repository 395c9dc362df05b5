"""Basins: the map's arrays, and each pixel the end of the race that starts there."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import maximum_filter, minimum_filter

from core.descent.basins import DIVERGED, LEFT, MOVING, NO_VALUE, BasinsFrame, BasinsSpec
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor
from core.parameters import Reason, SpecError
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import ARRIVED, FAR


def frames(**fields: Any) -> list[BasinsFrame]:
    run = Run(EXPERIMENTS["basins"], BasinsSpec(**fields), "cpu")
    return [frame for frame in run if isinstance(frame, BasinsFrame)]


def race(spec: BasinsSpec, x: float, y: float) -> np.ndarray[Any, Any]:
    """[steps+1, 2] the single race from one pixel, in float64."""
    one = DescentSpec(
        surface=spec.surface,
        optimizers=spec.optimizer,
        learning_rate=spec.learning_rate,
        steps=spec.steps,
        start_x=x,
        start_y=y,
    )
    frame = last_frame(Run(EXPERIMENTS["descent"], one))
    assert isinstance(frame, DescentFrame)
    path: np.ndarray[Any, Any] = frame.positions[0]
    return path


def judged(spec: BasinsSpec, path: np.ndarray[Any, Any], minima: Any) -> tuple[int, int]:
    """Basin and steps needed of one path, the plain way."""
    surface = SURFACES[spec.surface]
    (left, right), (bottom, top) = surface.x, surface.y
    x, y = path[-1]
    far = np.hypot(x - (left + right) / 2, y - (bottom + top) / 2) > FAR * surface.diagonal
    if far or not np.isfinite(path[-1]).all():
        return DIVERGED, -1
    distances = np.hypot(*np.moveaxis(path[:, None] - minima, -1, 0))
    if (distances[-1] <= ARRIVED * surface.diagonal).any():
        basin = int(distances[-1].argmin())
        outside = np.flatnonzero(distances[:, basin] > ARRIVED * surface.diagonal)
        return basin, int(outside[-1]) + 1 if outside.size else 0
    inside = left <= x <= right and bottom <= y <= top
    return (MOVING if inside else LEFT), -1


@pytest.mark.parametrize("resolution", [8, 64, 65, 130])
def test_the_arrays_have_the_promised_shapes_and_types(resolution: int) -> None:
    found = frames(resolution=resolution, steps=15)
    assert [(f.step, f.total) for f in found] == [(k, len(found)) for k in range(1, 1 + len(found))]
    assert len(found) == 1 + (resolution > 64)
    assert found[-1].x.shape == (resolution,)
    for f in found:
        assert f.basin.shape == f.steps_to_settle.shape == (len(f.y), len(f.x))
        assert len(f.x) <= 64 or f is found[-1]
        assert (f.basin.dtype, f.steps_to_settle.dtype) == (np.int16, np.int32)
        assert f.minima.shape == (4, 2)
        assert f.shares.shape == (8,)


@pytest.mark.parametrize("surface", SURFACES)
def test_shares_are_counted_and_add_up_to_one(surface: str) -> None:
    (f,) = frames(surface=surface, resolution=24, steps=60, learning_rate=0.02)
    assert f.shares.sum() == pytest.approx(1, abs=1e-12)
    for k, share in enumerate(f.shares[: len(f.minima)]):
        assert share == (f.basin == k).mean()
    for code, share in zip((MOVING, DIVERGED, LEFT, NO_VALUE), f.shares[-4:], strict=True):
        assert share == (f.basin == code).mean()
    assert ((f.steps_to_settle >= 0) == (f.basin >= 0)).all()
    assert f.steps_to_settle.max() <= 60


def test_the_coarse_map_is_part_of_the_fine_one() -> None:
    coarse, fine = frames(optimizer="momentum", resolution=150, steps=80)
    columns, rows = np.searchsorted(fine.x, coarse.x), np.searchsorted(fine.y, coarse.y)
    np.testing.assert_array_equal(fine.x[columns], coarse.x)
    np.testing.assert_array_equal(fine.basin[np.ix_(rows, columns)], coarse.basin)
    np.testing.assert_array_equal(
        fine.steps_to_settle[np.ix_(rows, columns)], coarse.steps_to_settle
    )
    np.testing.assert_allclose(coarse.shares, fine.shares, atol=0.03)


@pytest.mark.parametrize(
    ("surface", "optimizer", "rate", "borders"),
    [
        ("himmelblau", "gd", 0.01, 0.02),
        ("himmelblau", "momentum", 0.005, 0.06),
        ("himmelblau", "adam", 0.1, 0.03),
        ("six_hump_camel", "nesterov", 0.01, 0.03),
        ("double_well", "adagrad", 0.5, 0.03),
        ("styblinski_tang", "gd", 0.05, 0.03),
        ("beale", "gd", 0.01, 0.03),
        ("saddle", "gd", 0.5, 0.0),
        ("rastrigin", "gd", 0.001, 0.0),
        ("ackley", "adam:beta1=0.5", 0.01, 0.03),
    ],
)
def test_each_pixel_is_the_race_that_starts_there(
    surface: str, optimizer: str, rate: float, borders: float
) -> None:
    spec = BasinsSpec(
        surface=surface,
        optimizer=(Competitor.parse("", optimizer),),
        learning_rate=rate,
        steps=150,
        resolution=64,
    )
    frame = last_frame(Run(EXPERIMENTS["basins"], spec, "cpu"))
    assert isinstance(frame, BasinsFrame)
    rng = np.random.default_rng(3)
    differing = inner = 0
    # A pixel whose neighbours all agree with it is no border; there float32 decides nothing.
    plain = maximum_filter(frame.basin, 3) == minimum_filter(frame.basin, 3)
    for _ in range(60):
        i, j = rng.integers(64, size=2)
        basin, steps = judged(spec, race(spec, frame.x[j], frame.y[i]), frame.minima)
        if basin == frame.basin[i, j]:
            assert abs(steps - frame.steps_to_settle[i, j]) <= 1
        else:
            differing += 1
            inner += bool(plain[i, j])
    assert differing <= borders * 60
    assert inner == 0


def test_a_pixel_on_a_minimum_needs_no_step() -> None:
    (f,) = frames(surface="double_well", resolution=33, steps=20, learning_rate=0.05)
    minimum = (int(np.abs(f.y).argmin()), int(np.abs(f.x - 1).argmin()))
    assert f.basin[minimum] == 0
    assert f.steps_to_settle[minimum] == 0
    ridge = (0, int(np.abs(f.x).argmin()))
    assert f.x[ridge[1]] == 0
    assert f.basin[ridge] == MOVING, "from the ridge it goes to the saddle and stands"


def test_leaving_and_diverging_are_told_apart() -> None:
    (left,) = frames(surface="saddle", learning_rate=0.05, steps=30, resolution=16)
    assert len(left.minima) == 0
    assert (left.basin == LEFT).all()
    (lost,) = frames(surface="himmelblau", learning_rate=10.0, steps=100, resolution=16)
    assert (lost.basin == DIVERGED).mean() > 0.95


def test_a_map_in_blocks_is_the_map_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = frames(resolution=40, steps=60)[-1]
    monkeypatch.setattr("core.descent.swarm.BLOCK", 40 * 7)
    monkeypatch.setattr("core.descent.settling.PARTICLE_STEPS_A_BREATH", 40 * 7 * 3)
    parts = frames(resolution=40, steps=60)[-1]
    assert (whole.basin == parts.basin).mean() > 0.995
    assert (whole.steps_to_settle == parts.steps_to_settle).mean() > 0.99


def test_exactly_one_optimizer_descends() -> None:
    for chosen, reason in (((), Reason.TOO_FEW), (("gd", "adam"), Reason.TOO_MANY)):
        with pytest.raises(SpecError) as caught:
            BasinsSpec(optimizer=chosen)  # type: ignore[arg-type]
        assert (caught.value.field, caught.value.reason) == ("optimizer", reason)
    with pytest.raises(SpecError) as caught:
        BasinsSpec(optimizer="nobody")  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.reason) == ("optimizer", Reason.NOT_A_CHOICE)


def test_the_median_of_the_steps_is_over_the_starts_of_each_minimum() -> None:
    every = frames(surface="himmelblau", resolution=16)
    last = every[-1]
    for frame in every:
        for k, median in enumerate(frame.median_steps):
            steps = sorted(frame.steps_to_settle[frame.basin == k].tolist())
            middle = steps[len(steps) // 2], steps[(len(steps) - 1) // 2]
            assert median == sum(middle) / 2
    nowhere = replace(last, basin=np.full_like(last.basin, MOVING))
    assert np.isnan(nowhere.median_steps).all()
    assert len(nowhere.median_steps) == len(last.minima)
