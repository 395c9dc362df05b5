"""Trains the runs of a :class:`core.landscape.flatness.FlatnessSpec`, and measures where they
end."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
import torch
from scipy import stats
from torch import Tensor
from torch.nn import functional as F

from core.data.draws import generator
from core.device import in_one_thread
from core.experiment import Frames, read_only
from core.landscape.flatness import (
    BATCHES,
    MEASURES,
    MOST_EPOCHS,
    ORDER,
    PROBES,
    REFERENCES,
    SAMPLES,
    SHAPES,
    WEIGHTS,
    FlatnessFrame,
    FlatnessSpec,
)
from core.landscape.nets import dense
from core.training.digits import split_digits
from saddlepoint import Hessian, Objective
from saddlepoint.hessian import lanczos
from saddlepoint.objective import flat
from saddlepoint.spectra import mean_and_error, probed

Array = np.ndarray[Any, Any]

SIZES = [size for out, fan_in in SHAPES for size in (out * fan_in, out)]
STEPS_A_FRAME = 100
BREATH = 5
"""Products with a Hessian between two yields."""


def run(spec: FlatnessSpec, device: str) -> Frames:
    """Train the runs value by value, those that are quick first, and measure each as it ends;
    yields a frame after every run. At last the reference's runs go on to the others' losses."""
    yield from in_one_thread(_run(spec, device))


def _run(spec: FlatnessSpec, device: str) -> Frames:
    record = _Record(spec)
    data = [PairedRuns(spec.seed + k, device) for k in range(spec.seeds)]
    groups = [_Group(spec, value, data) for value in spec.values()]
    # The rates' runs take the longer the smaller they are.
    order = range(3) if spec.compared != "learning_rate" else range(2, -1, -1)
    for v in order:
        group = groups[v]
        record.training[v] = group.history
        for ended in group.train(np.full(spec.seeds, spec.target)):
            if ended is not None:
                yield from record.measure(v, ended, group)
                yield record.frame()
            else:
                yield record.frame() if group.news else None
    yield from _match(record, groups)
    yield record.frame()


def _match(record: _Record, groups: list[_Group]) -> Frames:
    """Train the reference's runs on, until each is as low as the others ended, and measure."""
    reference = groups[record.reference]
    reference.history = [list(one) for one in reference.history]  # what was shown stays
    others = [v for v in range(len(groups)) if v != record.reference]
    record.matched[record.reference] = record.sharpness[record.reference]
    # From the highest loss to the lowest, so that one way down passes them all.
    for v in sorted(others, key=lambda v: -record.losses[v].mean()):
        record.matched[v] = record.sharpness[record.reference]  # where it is as low already
        for k in reference.train(record.losses[v]):
            if k is not None:
                with reference.hessian(k) as hessian:
                    record.matched[v, k] = _sharpness(hessian)
            yield None
    record.done += 1


def losses(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """[K] the cross-entropy of K nets with weights [K, P] on samples [K, n, 64] of their own."""
    pieces = iter(torch.split(w, SIZES, dim=1))
    h = x
    for number, shape in enumerate(SHAPES):
        weight, bias = next(pieces).view(-1, *shape), next(pieces).unsqueeze(1)
        h = torch.baddbmm(bias, h, weight.transpose(1, 2))
        if number + 1 < len(SHAPES):
            h = torch.relu(h)
    each = F.cross_entropy(h.flatten(0, 1), y.flatten(), reduction="none")
    return each.view(y.shape).mean(dim=1)


def gradients(w: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """[K, P] the gradient of each net's loss by its own weights."""
    w = w.detach().requires_grad_()
    (found,) = torch.autograd.grad(losses(w, x, y).sum(), w)
    return found


def step(w: Tensor, x: Tensor, y: Tensor, rate: float, rho: float) -> Tensor:
    """[K, P] the weights after a step of SGD, or of SAM: the gradient is that at w + ρ g/|g|, of
    the same samples. Foret, Kleiner, Mobahi & Neyshabur 2021, algorithm 1."""
    g = gradients(w, x, y)
    if rho:
        g = gradients(w + rho * g / g.norm(dim=1, keepdim=True), x, y)
    return torch.add(w, g, alpha=-rate)  # as torch.optim.SGD, to the last bit


class PairedRuns:
    """What the runs with one number have in common: data, start, and order of the samples."""

    def __init__(self, seed: int, device: str) -> None:
        self.seed = seed
        self.data = split_digits(SAMPLES, generator(seed, ORDER)).to(device)
        net = dense(SHAPES, generator(seed, WEIGHTS)).to(device)
        self.start = flat(list(net.parameters()))
        self.trained = Objective(net, F.cross_entropy, (self.data.x, self.data.y))
        held_out = (self.data.held_out_x, self.data.held_out_y)
        self.held_out = Objective(net, F.cross_entropy, held_out)


class _Group:
    """The runs with one value, which take their steps together; each stops by itself."""

    def __init__(self, spec: FlatnessSpec, value: float, runs: list[PairedRuns]) -> None:
        self.batch, self._rate, self._rho = spec.settings_of(value)
        self.runs = runs
        self.epoch_steps = -(-SAMPLES // self.batch)
        self.w = torch.stack([one.start for one in runs])
        self._x = torch.stack([one.data.x for one in runs])
        self._y = torch.stack([one.data.y for one in runs])
        self._orders = [generator(one.seed, BATCHES) for one in runs]
        first = losses(self.w, self._x, self._y).tolist()
        self.history = [[loss] for loss in first]
        """Each run's training loss at the start and after each epoch."""
        self.news = False
        """Whether there is enough that is new for a frame."""
        self._steps = 0

    def train(self, targets: Array) -> Iterator[int | None]:
        """Train until each run's loss is at most its target; yields the number of a run that has
        ended, and None in between."""
        going = [k for k in range(len(self.runs)) if self.history[k][-1] > targets[k]]
        while going:
            yield from self._epoch(going)
            for k in list(going):
                if not self.history[k][-1] > targets[k] or self.epochs(k) >= MOST_EPOCHS:
                    going.remove(k)
                    yield k

    def epochs(self, k: int) -> int:
        """The epochs that a run was trained for."""
        return len(self.history[k]) - 1

    def hessian(self, k: int) -> Hessian:
        """The Hessian of a run's training loss where it is now."""
        return Hessian.of(self.runs[k].trained, self.w[k])

    def _epoch(self, going: list[int]) -> Iterator[None]:
        places = torch.tensor(going, device=self.w.device)
        w, x, y = self.w[places], self._x[places], self._y[places]
        orders = [torch.randperm(SAMPLES, generator=self._orders[k]) for k in going]
        own = torch.arange(len(going)).unsqueeze(1)
        for rows in torch.split(torch.stack(orders), self.batch, dim=1):
            w = step(w, x[own, rows], y[own, rows], self._rate, self._rho)
            yield None
        self.w[places] = w
        found = losses(w, x, y).tolist()
        for k, loss in zip(going, found, strict=True):
            self.history[k].append(loss)
        before, self._steps = self._steps, self._steps + self.epoch_steps
        self.news = self._steps // STEPS_A_FRAME > before // STEPS_A_FRAME
        yield None
        self.news = False


class _Record:
    """What is known of all runs."""

    def __init__(self, spec: FlatnessSpec) -> None:
        self.spec = spec
        self.reference = REFERENCES[spec.compared]
        shape = (len(spec.values()), spec.seeds)
        self.losses, self.steps, self.reached, self.matched = (
            np.full(shape, np.nan) for _ in range(4)
        )
        self.measured = {name: np.full(shape, np.nan) for name in MEASURES}
        self.trace_error = np.full(shape, np.nan)
        self.training: list[list[list[float]]] = [[] for _ in spec.values()]
        self.epoch_steps = np.array([-(-SAMPLES // spec.settings_of(v)[0]) for v in spec.values()])
        self.done = 0

    @property
    def sharpness(self) -> Array:
        """[V, S]"""
        return self.measured["sharpness"]

    def measure(self, v: int, k: int, group: _Group) -> Generator[None, None, None]:
        """Measure a run where it ended."""
        one, w = group.runs[k], group.w[k]
        self.losses[v, k] = group.history[k][-1]
        self.steps[v, k] = group.epochs(k) * group.epoch_steps
        self.reached[v, k] = float(group.history[k][-1] <= self.spec.target)
        measured = self.measured
        with group.hessian(k) as hessian:
            measured["sharpness"][v, k] = _sharpness(hessian)
            yield None
            found = []
            for number, value in enumerate(probed(hessian.product, w, PROBES)):
                found.append(value)
                if number % BREATH == BREATH - 1:
                    yield None
            measured["trace"][v, k], self.trace_error[v, k] = mean_and_error(found)
            g = hessian.gradient()
        uphill = w + self.spec.radius * g / g.norm()
        measured["rise"][v, k] = one.trained.value(uphill) - one.trained.value(w)
        measured["test_loss"][v, k], measured["accuracy"][v, k] = one.held_out.measure(w)
        self.done += 1

    def frame(self) -> FlatnessFrame:
        """A snapshot."""
        found = np.stack([self.measured[name] for name in MEASURES])
        differences = found - found[:, self.reference : self.reference + 1]
        return FlatnessFrame(
            step=self.done,
            total=self.losses.size + 1,
            values=read_only(np.array(self.spec.values(), float)),
            reference=self.reference,
            losses=read_only(self.losses.copy()),
            steps=read_only(self.steps.copy()),
            reached=read_only(self.reached.copy()),
            **{name: read_only(one.copy()) for name, one in self.measured.items()},
            trace_error=read_only(self.trace_error.copy()),
            matched=read_only(self.matched.copy()),
            explained=read_only(explained(self.sharpness, self.matched, self.reference)),
            differences=read_only(differences),
            p_values=read_only(p_values(differences)),
            training=read_only(_square(self.training, self.losses.shape)),
            epoch_steps=read_only(self.epoch_steps),
        )


def _sharpness(hessian: Hessian) -> float:
    like = hessian.objective.vector
    return float(lanczos(hessian.product, len(like), top=1, like=like).values[0])


def p_values(differences: Array) -> Array:
    """[...] of a paired t test of differences [..., S]; NaN where some are not known or all are
    the same."""
    known = np.isfinite(differences).all(axis=-1) & (differences.std(axis=-1) > 0)
    found = np.full(known.shape, np.nan)
    if known.any():
        found[known] = stats.ttest_1samp(differences[known], 0.0, axis=-1).pvalue
    return found


def explained(sharpness: Array, matched: Array, reference: int) -> Array:
    """[V] the share of the difference in mean λmax [V, S] that a lower loss alone makes; NaN for
    the reference."""
    own, level = sharpness.mean(axis=1), matched.mean(axis=1)
    apart = own[reference] - own
    found = np.full(len(own), np.nan)
    np.divide(own[reference] - level, apart, out=found, where=apart != 0)
    return found


def _square(training: list[list[list[float]]], shape: tuple[int, int]) -> Array:
    """[V, S, epoch] losses of runs that are not equally long; NaN behind their ends."""
    longest = max((len(one) for runs in training for one in runs), default=0)
    found = np.full((*shape, longest), np.nan)
    for v, runs in enumerate(training):
        for k, one in enumerate(runs):
            found[v, k, : len(one)] = one
    return found
