"""Runs the trainings of a :class:`core.diagnosis.search.SearchSpec`, many of them at once."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from scipy.stats import qmc
from torch import Tensor

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.diagnosis.search import (
    BATCH,
    BATCHES,
    DECAYS,
    EXPLODED,
    MOMENTUM,
    ORDER,
    POINTS,
    RATES,
    SAMPLES,
    SMOOTHED,
    STEPS,
    TESTED,
    TESTED_STEPS,
    WAYS,
    WEIGHTS,
    WIDTH,
    WORST,
    SearchFrame,
    SearchSpec,
)
from core.experiment import Frames, read_only
from core.layers.activations import ACTIVATIONS
from core.nets.weights import he_normal
from core.training.data import batches
from core.training.digits import split_digits
from core.training.stacked import StackedLayer, StackedNets, cross_entropy

Array = np.ndarray[Any, Any]

AT_ONCE = 64
"""Trainings that take their steps together."""


def run(spec: SearchSpec, device: str) -> Frames:
    """Train the first cells of the map, the first search by each way, the rest of the map, coarse
    to fine, the range test, and then all repetitions; yields a frame after each group."""
    work = Trainings(spec, device)
    record = _Record(spec)
    drawn = {way: points(spec, way) for way in spec.chosen}
    cells = coarse_to_fine(RATES, DECAYS)
    groups = [cells[i : i + AT_ONCE] for i in range(0, len(cells), AT_ONCE)]
    for number, group in enumerate(groups):
        rates, decays = record.rates[group[:, 0]], record.decays[group[:, 1]]
        record.map[group[:, 0], group[:, 1]] = yield from work.losses(rates, decays)
        record.done += len(group)
        yield record.frame()
        if number == 0:
            yield from _repeat(work, record, drawn, range(1))
    for rate, loss in work.range_test():
        record.tested.append((rate, loss))
        yield None
    yield record.frame()
    many = max(1, AT_ONCE // spec.budget)
    for first in range(1, spec.repetitions, many):
        yield from _repeat(work, record, drawn, range(first, min(first + many, spec.repetitions)))


def _repeat(
    work: Trainings, record: _Record, drawn: dict[str, Array], repetitions: range
) -> Frames:
    """Some repetitions of the search by each way; yields a frame after each way."""
    for place, way in enumerate(record.spec.chosen):
        chosen = drawn[way][repetitions.start : repetitions.stop]
        flat = chosen.reshape(-1, 2)
        found = yield from work.losses(flat[:, 0], flat[:, 1])
        losses = found.reshape(chosen.shape[:2])
        if repetitions.start == 0:
            record.points[place], record.losses[place] = chosen[0], losses[0]
        best = np.minimum.accumulate(losses, axis=1)
        record.best[place, repetitions.start : repetitions.stop] = best
        record.done += len(flat)
        yield record.frame()


def points(spec: SearchSpec, way: str) -> Array:
    """[R, B, 2] the rates and decays of every repetition of a way, in the order they are tried."""
    draws = np.random.default_rng((spec.seed, POINTS, WAYS.index(way)))
    shape = (spec.repetitions, spec.budget)
    if way == "grid":
        side = round(spec.budget**0.5)
        corners = np.indices((side, side)).reshape(2, -1).T
        parts = (corners + draws.random((spec.repetitions, 1, 2))) / side
        order = draws.random(shape).argsort(axis=1)
        parts = np.take_along_axis(parts, order[:, :, None], axis=1)
    elif way == "sobol":
        power = (spec.budget - 1).bit_length()
        each = (qmc.Sobol(2, seed=draws).random_base2(power) for _ in range(spec.repetitions))
        parts = np.stack([one[: spec.budget] for one in each])
    else:
        parts = draws.random((*shape, 2))
    lows = np.array([spec.rate_low, spec.decay_low])
    highs = np.array([spec.rate_high, spec.decay_high])
    by_value, by_factor = lows + (highs - lows) * parts, lows * (highs / lows) ** parts
    found: Array = by_value if way == "linear" else by_factor
    return found


def coarse_to_fine(rows: int, columns: int) -> Array:
    """[rows · columns, 2] all cells of a grid, those of coarser grids first."""
    cells = np.indices((rows, columns)).reshape(2, -1).T
    # The largest power of two that divides both numbers of a cell.
    powers = np.gcd(np.gcd(cells[:, 0], cells[:, 1]), rows)
    fineness = -np.bitwise_and(powers, np.negative(powers))
    return cells[np.argsort(fineness, kind="stable")]


class Trainings:
    """The trainings, all from one start and with the same batches."""

    def __init__(self, spec: SearchSpec, device: str) -> None:
        self._device = device
        self._data = split_digits(SAMPLES, generator(spec.seed, ORDER)).to(device)
        shapes = [(WIDTH, PIXELS), (CLASSES, WIDTH)]
        self._weights = he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS))
        steps = batches(SAMPLES, BATCH, generator(spec.seed, BATCHES))
        self._batches = list(itertools.islice(steps, max(STEPS, TESTED_STEPS)))

    def batches(self, steps: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The digits and labels of the first steps."""
        for rows in self._batches[:steps]:
            yield self._data.x[rows], self._data.y[rows]

    def losses(self, rates: Array, decays: Array) -> Generator[None, None, Array]:
        """[K] the test losses of trainings with these rates and decays [K]; infinite where one
        diverged."""
        found = []
        for first in range(0, len(rates), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            nets = self.nets(rates[part], decays[part])
            for x, y in self.batches(STEPS):
                nets.step(x, y)
                yield None
            losses = nets.losses(self._data.held_out_x, self._data.held_out_y)
            found.append(losses.cpu().numpy().astype(float))
            yield None
        all_of_them = np.concatenate(found)
        return np.where(np.isfinite(all_of_them), all_of_them, np.inf)

    def range_test(self) -> Iterator[tuple[float, float]]:
        """The rate and the smoothed loss of each step of one training whose rate grows, until the
        loss explodes."""
        rates = np.geomspace(*TESTED, TESTED_STEPS)
        rate = torch.zeros(1, device=self._device)
        nets = self.nets(np.zeros(1), np.zeros(1), rate)
        mean, lowest = 0.0, np.inf
        for step, (x, y) in enumerate(self.batches(TESTED_STEPS)):
            rate.fill_(rates[step])
            loss = float(nets.step(x, y))
            mean = SMOOTHED * mean + (1 - SMOOTHED) * loss
            smoothed = mean / (1 - SMOOTHED ** (step + 1))
            lowest = min(lowest, smoothed)
            if not smoothed < EXPLODED * lowest:
                return
            yield float(rates[step]), smoothed

    def nets(self, rates: Array, decays: Array, live: Tensor | None = None) -> StackedNets:
        """Nets at their common start; ``live`` are rates that change on the way."""
        many = len(rates)
        layers = [
            StackedLayer(
                w.to(self._device).expand(many, *w.shape).clone(),
                torch.zeros(many, len(w), device=self._device),
            )
            for w in self._weights
        ]
        own = torch.tensor(rates, dtype=torch.float32, device=self._device)
        return StackedNets(
            layers,
            ACTIVATIONS["relu"],
            cross_entropy,
            own if live is None else live,
            decays=torch.tensor(decays, dtype=torch.float32, device=self._device),
            momentum=MOMENTUM,
        )


def readings(rates: Array, losses: Array) -> Array:
    """[3] the rates that a range test recommends: a tenth of that at the minimum, and those where
    the loss falls most steeply by the logarithm of the rate and by the rate itself."""
    if len(rates) < 3:
        return np.full(3, np.nan)
    by_log = np.gradient(losses, np.log(rates))
    by_value = np.gradient(losses, rates)
    lowest = rates[int(np.argmin(losses))]
    return np.array([lowest / 10, rates[int(np.argmin(by_log))], rates[int(np.argmin(by_value))]])


@dataclass(frozen=True)
class MapNumbers:
    """What the whole map says."""

    rate_explains: float
    best_rate: float


def map_numbers(rates: Array, losses: Array) -> MapNumbers:
    """The share of the variance of losses [rate, decay] that the rate explains, and the rate with
    the lowest mean; NaN while cells are missing."""
    if np.isnan(losses).any():
        return MapNumbers(np.nan, np.nan)
    limited = np.minimum(losses, WORST)
    whole, means = limited.var(), limited.mean(axis=1)
    share = float(means.var() / whole) if whole > 0 else np.nan
    return MapNumbers(share, float(rates[int(np.argmin(means))]))


class _Record:
    """Everything that is known so far."""

    def __init__(self, spec: SearchSpec) -> None:
        self.spec = spec
        ways, budget = len(spec.chosen), spec.budget
        self.rates = np.geomspace(spec.rate_low, spec.rate_high, RATES)
        self.decays = np.geomspace(spec.decay_low, spec.decay_high, DECAYS)
        self.map = np.full((RATES, DECAYS), np.nan)
        self.points = np.full((ways, budget, 2), np.nan)
        self.losses = np.full((ways, budget), np.nan)
        self.best = np.full((ways, spec.repetitions, budget), np.nan)
        self.tested: list[tuple[float, float]] = []
        self.done = 0
        self.total = RATES * DECAYS + ways * spec.repetitions * budget

    def frame(self) -> SearchFrame:
        numbers = map_numbers(self.rates, self.map)
        tested = np.array(self.tested).reshape(-1, 2).T
        arrays = {
            "map": self.map.copy(),
            "points": self.points.copy(),
            "losses": self.losses.copy(),
            "best": self.best.copy(),
            "rates": self.rates,
            "decays": self.decays,
            "tested_rates": tested[0],
            "tested_losses": tested[1],
            "readings": readings(*tested),
        }
        return SearchFrame(
            step=self.done,
            total=self.total,
            ways=self.spec.chosen,
            random_wins=self._random_wins(),
            rate_explains=numbers.rate_explains,
            best_rate=numbers.best_rate,
            **{name: read_only(array) for name, array in arrays.items()},
        )

    def _random_wins(self) -> float:
        """A tie is half a win."""
        if not {"grid", "random"} <= set(self.spec.chosen):
            return np.nan
        ends = [self.best[self.spec.chosen.index(way), :, -1] for way in ("random", "grid")]
        known = np.isfinite(ends[0]) & np.isfinite(ends[1])
        if not known.any():
            return np.nan
        random, grid = ends[0][known], ends[1][known]
        return float((random < grid).mean() + (random == grid).mean() / 2)
